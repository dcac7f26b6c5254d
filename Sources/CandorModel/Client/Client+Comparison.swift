extension Client {
  /// The step of the device lattice from this agent to a later one.
  ///
  /// Cheap where both are the same object. Symmetric but for `updated`, which becomes `compatible`
  /// the other way round.
  public func relation(to other: Client) -> ClientRelation { comparison(to: other).relation }

  /// The step of the device lattice from this agent to a later one, with the reason.
  ///
  /// Frozen and absent fields are never compared. Where one of the two is automated no device is
  /// compared; where one is implausible the answer rests on what it says, and `apart` tells.
  public func comparison(to other: Client) -> ClientComparison {
    if facts.automated != nil || other.facts.automated != nil {
      return ClientComparison(.automated, .automatedAgent, apart: .automated)
    }
    if self === other {
      return ClientComparison(
        .identical, .sameFacts, apart: facts.implausible == nil ? nil : .implausible)
    }
    let isImplausible = facts.implausible != nil || other.facts.implausible != nil
    let answer =
      facts == other.facts
      ? ClientComparison(.identical, .sameFacts) : differenceOfDevice(to: other)
    return isImplausible ? answer.marked(.implausible) : answer
  }

  /// The part of the lattice above the browser, then the rest.
  private func differenceOfDevice(to other: Client) -> ClientComparison {
    if isDesktopSite(of: other) || other.isDesktopSite(of: self) {
      return ClientComparison(.compatible, .desktopSite)
    }
    let areIPadAndMac = isIPadBeside(other) || other.isIPadBeside(self)
    if !areIPadAndMac, !isIOSAsMac(beside: other), !other.isIOSAsMac(beside: self) {
      let (left, right) = (facts.deviceClass, other.facts.deviceClass)
      if left != right, left != .unknown, right != .unknown, !isFolded(beside: other) {
        return ClientComparison(.differentClass, .otherClass)
      }
      if let system, let theirs = other.system, !system.mayBe(theirs) {
        return ClientComparison(.differentOS, .otherSystem)
      }
      if let comparableModel, let theirs = other.comparableModel, comparableModel != theirs {
        return ClientComparison(.differentModel, .otherModel)
      }
    }
    if isAppBeside(other) {
      return ClientComparison(.compatible, .inAppBrowser)
    }
    if let name = programName, let theirs = other.programName, name != theirs {
      return isHiddenBehindChrome(of: other) || other.isHiddenBehindChrome(of: self)
        ? ClientComparison(.compatible, .unknownFields)
        : ClientComparison(.differentBrowser, .otherBrowser)
    }
    return areIPadAndMac
      ? ClientComparison(.compatible, .iPadOrMac) : differenceOfVersion(to: other)
  }

  /// Same system, class and browser as far as both say: only versions are left.
  private func differenceOfVersion(to other: Client) -> ClientComparison {
    let browser = browserStep(to: other)
    let os = systemStep(to: other)
    let isDown = browser.direction == .downgrade || os.direction == .downgrade
    let isUp = browser.direction == .upgrade || os.direction == .upgrade
    let direction: Switch.Direction? = isDown ? .downgrade : isUp ? .upgrade : nil
    if let reason = reasonOfGap(to: other) {
      return ClientComparison(.compatible, reason, direction: direction)
    }
    if isDown { return ClientComparison(.compatible, .versionDown, direction: .downgrade) }
    guard isUp else { return ClientComparison(.compatible, .unknownFields) }
    if browser.majors > 2 || os.majors > 2 {
      return ClientComparison(.compatible, .versionGap, direction: .upgrade)
    }
    return ClientComparison(
      .updated, os.direction == nil ? .browserUpdated : .systemUpdated, direction: .upgrade)
  }

  /// Why "all else equal" cannot be said although nothing differs; `nil` where it can.
  private func reasonOfGap(to other: Client) -> ClientComparison.Reason? {
    if let system, let theirs = other.system, system.isNamedOtherwise(than: theirs) {
      return .linuxDistribution
    }
    let gaps: [(ClientField, Bool)] = [
      (.model, (comparableModel == nil) != (other.comparableModel == nil)),
      (
        .osVersion,
        (systemVersion(beside: other) == nil) != (other.systemVersion(beside: self) == nil)
      ),
      (.os, (facts.os == nil) != (other.facts.os == nil)),
      (.browserVersion, (facts.browserVersion == nil) != (other.facts.browserVersion == nil)),
      (.browser, (programName == nil) != (other.programName == nil)),
      (
        .deviceClass,
        (facts.deviceClass == .unknown) != (other.facts.deviceClass == .unknown)
      ),
    ]
    let open = gaps.filter(\.1).map(\.0)
    guard !open.isEmpty else { return nil }
    let isFrozen = open.contains {
      state(of: $0) == .frozen || other.state(of: $0) == .frozen
    }
    return isFrozen ? .frozenFields : .unknownFields
  }

  private func browserStep(to other: Client) -> ClientVersion.Step {
    guard let old = facts.browserVersion, let new = other.facts.browserVersion else {
      return ClientVersion.Step(direction: nil, majors: 0)
    }
    return ClientVersion.step(
      from: old, to: new, jumps: facts.browser == "Safari" ? [.appleYears] : [])
  }

  /// The version of the system as it is held against another's. Windows 10 and 11 send one constant that
  /// no earlier one sends: beside an earlier version it says 10, beside a later one nothing.
  private func systemVersion(beside other: Client) -> String? {
    if let version = facts.osVersion { return version }
    guard system?.kind == .windows, facts.frozen.contains(.osVersion),
      let theirs = other.facts.osVersion.flatMap(Double.init), theirs < 10
    else { return nil }
    return "10"
  }

  private func systemStep(to other: Client) -> ClientVersion.Step {
    guard system?.kind == other.system?.kind, let old = systemVersion(beside: other),
      let new = other.systemVersion(beside: self)
    else {
      return ClientVersion.Step(direction: nil, majors: 0)
    }
    switch system?.kind {
    case .iOS: return ClientVersion.step(from: old, to: new, jumps: [.appleYears])
    case .mac: return ClientVersion.step(from: old, to: new, jumps: [.macYears])
    default: return ClientVersion.step(from: old, to: new)
    }
  }

  /// The browser, or on a desktop the app that holds one.
  private var programName: String? {
    facts.deviceClass == .desktop ? facts.inAppHost ?? facts.browser : facts.browser
  }

  /// Whether only hints tell this browser from the Chrome whose agent it sends, as they do Brave, and
  /// the other is a Chrome of that version that came without hints.
  private func isHiddenBehindChrome(of other: Client) -> Bool {
    guard let chromeMajorBehindHints, facts.browser != "Chrome" else { return false }
    return other.chromeMajorBehindHints == nil && other.facts.browser == "Chrome"
      && other.facts.inAppHost == nil && other.facts.browserMajor == chromeMajorBehindHints
  }

  /// Whether one of the two is an app's built-in browser or a web view on a phone or tablet, and
  /// the other something else there. The same app twice is compared like a browser.
  private func isAppBeside(_ other: Client) -> Bool {
    guard mayBeHandheld(beside: other), other.mayBeHandheld(beside: self) else { return false }
    let (host, theirs) = (facts.inAppHost, other.facts.inAppHost)
    if host != theirs { return true }
    if facts.isWebView != other.facts.isWebView { return true }
    return (host != nil || facts.isWebView) && facts.browser != other.facts.browser
  }

  /// Whether this may be on a phone or tablet. Safari of an iPad sends what a Mac's does, so it may
  /// beside an app that no Mac has.
  private func mayBeHandheld(beside other: Client) -> Bool {
    if facts.deviceClass != .desktop || isIOSAsMac || isHandheldAppAsMac { return true }
    return other.isHandheldAppAsMac && system?.kind == .mac && facts.engine == "WebKit"
  }

  /// Whether this is the web view of an app for phones and tablets that sends a Mac's agent, as an
  /// iPad's does.
  private var isHandheldAppAsMac: Bool {
    guard system?.kind == .mac, facts.engine == "WebKit", facts.isWebView,
      let app = facts.inAppHost
    else { return false }
    return Self.handheldApps.contains(app)
  }

  /// Apps that nobody makes for a Mac.
  private static let handheldApps: Set<String> = [
    "Facebook", "Glassdoor", "Google", "Indeed", "Instagram", "LinkedIn", "Reddit", "Snapchat",
    "Threads", "TikTok",
  ]

  /// Whether this says iPad and the other Mac: iPadOS 13 and later sends a Mac's agent. What came before
  /// it does for a site's desktop form alone, with its own version, and after an update.
  private func isIPadBeside(_ other: Client) -> Bool {
    guard facts.deviceClass == .tablet, system?.kind == .iOS, other.system?.kind == .mac else {
      return false
    }
    let major = facts.osVersion.flatMap { Int($0.prefix { $0 != "." }) }
    guard let major, major < 13 else { return true }
    return facts.browser == other.facts.browser && browserStep(to: other).majors <= 2
  }

  /// Whether this is a browser of iOS that asks for the desktop site, and the other says iOS.
  private func isIOSAsMac(beside other: Client) -> Bool {
    other.system?.kind == .iOS && isIOSAsMac
  }

  /// Whether this is a browser or an app of iOS that sends a Mac's agent: on a Mac Chrome since
  /// version 28, Edge, Firefox and Opera GX have an engine of their own, and Google's app is for
  /// phones and tablets.
  private var isIOSAsMac: Bool {
    guard system?.kind == .mac else { return false }
    // A platform's words name the app and no engine.
    if facts.inAppHost == "Google" { return facts.engine == "WebKit" || facts.engine == nil }
    guard facts.engine == "WebKit" else { return false }
    switch facts.browser {
    case "Chrome": return (facts.browserMajor ?? 0) >= 28
    case "Edge", "Firefox", "Opera GX": return true
    default: return false
    }
  }

  /// Whether both name one model, which says phone now and tablet then: one that folds.
  private func isFolded(beside other: Client) -> Bool {
    func isHandheld(_ device: DeviceClass) -> Bool { device == .phone || device == .tablet }
    return comparableModel != nil && comparableModel == other.comparableModel
      && isHandheld(facts.deviceClass) && isHandheld(other.facts.deviceClass)
  }

  /// Whether this may be the "desktop site" of the other: a Mac's agent for an iPhone's browser, a
  /// Linux one for an Android's, of the same family and the same major version.
  ///
  /// Hints name an Android without saying which device it is: there the other may be of either kind.
  ///
  /// Every browser of an iPhone is WebKit, also when it sends a Mac's agent: a Mac's Chrome or Firefox,
  /// with an engine of its own, is a Mac.
  private func isDesktopSite(of other: Client) -> Bool {
    let (mine, theirs) = (facts.deviceClass, other.facts.deviceClass)
    // An app that hides its browser says no version either; its name alone tells.
    if let app = facts.inAppHost, app == other.facts.inAppHost, theirs == .phone,
      isIOSAsMac(beside: other)
    {
      return true
    }
    // Amazon's browser is one of tablets, whatever system it says.
    guard mine == .desktop || mine == .unknown || (mine == .tablet && theirs == .tablet),
      theirs == .phone || theirs == .tablet
        || theirs == .unknown && other.system?.kind == .android,
      let browser = facts.browser, browser == other.facts.browser,
      let major = facts.browserMajor, major == other.facts.browserMajor,
      facts.engine == other.facts.engine, isVersionOfDesktopSite
    else { return false }
    switch (system, other.system?.kind) {
    // An iPad is told from a Mac by nothing at all; see `isIPadBeside`.
    case (let mine?, .iOS?): return mine.kind == .mac && theirs == .phone
    // A named distribution is what the agent says; only the bare `Linux` is what a phone sends.
    case (let mine?, .android?): return mine.name == "Linux"
    default: return false
    }
  }

  /// Whether a desktop site may say this version of its system, or says none: Safari writes no Mac
  /// later than 10.15.7, and a phone that sends Linux no version of it, an empty one among its hints.
  /// Other browsers of an iPhone write a Mac's version of their own choice.
  private var isVersionOfDesktopSite: Bool {
    guard let version = facts.osVersion else { return true }
    guard system?.kind == .mac else { return false }
    return facts.browser != "Safari" || version == "10" || version.hasPrefix("10.")
  }
}
