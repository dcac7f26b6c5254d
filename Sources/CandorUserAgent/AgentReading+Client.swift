import CandorModel
import CandorUserAgentPatterns

extension AgentReading {
  /// What the agent means, from its answers and its marks.
  func facts(_ result: UserAgentResult) -> ClientFacts {
    var facts = ClientFacts()
    facts.isCut = isCut
    readSystem(result, &facts)
    readDevice(result, &facts)
    facts.engine = engine()
    readBrowser(result, &facts)
    freezeAppleVersions(&facts)
    facts.frozen.sort()
    facts.automated = automation(facts)
    facts.implausible = core.plausibility.reason(self, facts)
    return facts
  }

  // MARK: Browser

  private func readBrowser(_ result: UserAgentResult, _ facts: inout ClientFacts) {
    guard facts.deviceClass != .bot else {
      if let robot = firstMark(in: AgentMark.robots) {
        facts.browser = Robot.all[robot - AgentMark.robots.lowerBound].name
      } else if case .browser(let name) = BrowserNames.kind(of: result.browser.family) {
        facts.browser = name
      }
      return
    }
    let isElectron = has(.electron)
    if isElectron {
      facts.inAppHost = desktopApp
    } else if let app = firstMark(in: AgentMark.apps) {
      facts.inAppHost = InAppHost.all[app - AgentMark.apps.lowerBound].name
    }
    let kind = BrowserNames.kind(of: result.browser.family)
    let isPlainChrome = kind == .browser("Chrome") && has(.chrome)
    let isSystemView = kind == .webView || (has(.webView) && isPlainChrome)
    if facts.inAppHost != nil || isSystemView || isElectron {
      // The app hides the browser. What `Chrome/` says is the web view's own version.
      facts.isWebView = !isElectron && has(.appleWebKit)
      if has(.chrome) {
        facts.browser = "Chrome"
        setVersion(numberText(after: .chrome), &facts)
      }
    } else if case .browser(let name) = kind {
      facts.browser = name
      // Without `Version/` the number behind `Safari/` is a build.
      if name == "Safari", !has(.version) { return }
      setVersion(statedVersion(result.browser), &facts)
    }
  }

  /// The version; the parts that Chromium keeps at zero are taken for what they are.
  private func setVersion(_ text: String?, _ facts: inout ClientFacts) {
    guard let text else { return }
    let version = StatedVersion(text, isBlink: facts.engine == "Blink")
    facts.browserVersion = version.text
    facts.browserMajor = version.major
    if version.isMinorFrozen { facts.frozen.append(.browserMinor) }
  }

  /// The version as the agent writes it, with parts that the specification has no field for.
  private func statedVersion(_ browser: UserAgentResult.Versioned) -> String? {
    guard let major = browser.major else { return nil }
    guard case .found(let entry) = matches.0,
      case .group(2, isTrimmed: _) = core.fields[entry, 1], let range = range(2, 0)
    else { return browser.version }
    return numberText(at: range.lowerBound) ?? major
  }

  /// The digits and points behind a mark.
  private func numberText(after mark: AgentMark) -> String? {
    end(of: mark).flatMap { numberText(at: $0) }
  }

  private func numberText(at start: Int) -> String? {
    var end = start
    while end < text.count, end - start < 32,
      (48...57).contains(text[end]) || text[end] == UInt8(ascii: ".")
    {
      end += 1
    }
    while end > start, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
    guard end > start, (48...57).contains(text[start]) else { return nil }
    return String(decoding: UnsafeBufferPointer(rebasing: text[start..<end]), as: UTF8.self)
  }

  private func engine() -> String? {
    if has(.trident) || (has(.msie) && !has(.opera)) { return "Trident" }
    if has(.presto) { return "Presto" }
    if has(.edgeHTML), has(.chrome) { return "EdgeHTML" }
    if has(.iPhone) || has(.iPad) || has(.iPod), has(.appleWebKit) { return "WebKit" }
    if has(.chrome) || has(.chromium) || has(.headlessChrome) {
      // Chromium left WebKit with version 28.
      let major = number(after: .chrome) ?? number(after: .chromium) ?? 28
      return major >= 28 ? "Blink" : "WebKit"
    }
    if has(.appleWebKit) { return "WebKit" }
    if has(.gecko), has(.revision) || has(.firefox) { return "Gecko" }
    return nil
  }

  // MARK: Automation

  private func automation(_ facts: ClientFacts) -> AutomationReason? {
    if has(.headlessChrome) { return .headlessChrome }
    if has(.phantomJS) { return .phantomJS }
    if has(.playwright) { return .playwright }
    if has(.puppeteer) { return .puppeteer }
    if has(.selenium) || has(.webDriver) { return .selenium }
    if has(.electron), desktopApp == nil { return .unknownElectronApp }
    // PowerShell begins like a browser, and names itself at the end.
    if beginsLikeHTTPClient || isNode || has(.powerShell) { return .httpClient }
    return isRobot(facts) ? .bot : nil
  }

  /// Whether the whole agent is what `fetch` of Node sends.
  private var isNode: Bool { text.elementsEqual("node".utf8) }

  /// Whether the agent is that of a robot. uap-core takes toolbars of old browsers for robots, too;
  /// where the browser is one that people use, a name is needed.
  private func isRobot(_ facts: ClientFacts) -> Bool {
    guard facts.deviceClass == .bot else { return false }
    if saysRobot || !isBrowser { return true }
    switch facts.browser {
    case nil, "Chrome", "Edge", "Firefox", "Internet Explorer", "Netscape", "Opera", "Safari":
      return false
    default: return true
    }
  }

  /// Whether the agent begins with the name of a library or tool. Elsewhere in an agent the same
  /// word belongs to an app or a plug-in.
  private var beginsLikeHTTPClient: Bool {
    var range = AgentMark.httpClients
    while let number = firstMark(in: range) {
      let word = HTTPClientWords.all[number - AgentMark.httpClients.lowerBound]
      if Int(markEnds[number]) == word.utf8.count { return true }
      range = number + 1..<range.upperBound
    }
    return false
  }
}

extension UserAgentResult.Versioned {
  /// The parts that are said, with points between; `nil` where none is.
  var version: String? {
    var version = major
    func add(_ part: String?) {
      guard let part else { return }
      guard version != nil else {
        version = part
        return
      }
      version?.append(".")
      version?.append(part)
    }
    add(minor)
    add(patch)
    add(patchMinor)
    return version
  }
}

/// A version text with Chromium's constant parts told apart.
struct StatedVersion {
  let text: String
  let major: Int?
  let isMinorFrozen: Bool

  init(_ text: String, isBlink: Bool) {
    guard let plain = PlainVersion(text) else {
      let parts = text.split(separator: ".")
      self.init(
        text, first: parts.first.map(String.init),
        isMinorZero: parts.count >= 3
          && parts.dropFirst().allSatisfy { $0 == "0" }, isBlink: isBlink)
      return
    }
    self.init(
      text, first: plain.first, isMinorZero: plain.isMinorZero, isBlink: isBlink)
  }

  /// - Parameters:
  ///   - first: the first number, as it stands there.
  ///   - isMinorZero: whether at least two parts follow, and each of them is `0`.
  private init(_ text: String, first: String?, isMinorZero: Bool, isBlink: Bool) {
    major = first.flatMap { Int($0) }
    // `120.0.0.0`: only the first number is real since user-agent reduction.
    isMinorFrozen = isBlink && isMinorZero
    self.text = isMinorFrozen ? first ?? text : text
  }
}

/// A version of nothing but digits and single points between them, which nearly all are.
private struct PlainVersion {
  /// The digits before the first point.
  let first: String
  /// Whether at least two parts follow, and each of them is `0`.
  let isMinorZero: Bool

  /// - Returns: `nil` for any other text.
  init?(_ text: String) {
    var firstCount = 0
    var parts = 1
    var digits = 0
    var isZero = true
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        if parts == 1 {
          firstCount += 1
        } else if byte != UInt8(ascii: "0") || digits > 1 {
          isZero = false
        }
      case UInt8(ascii: "."):
        guard digits > 0 else { return nil }
        parts += 1
        digits = 0
      default: return nil
      }
    }
    guard digits > 0 else { return nil }
    first = String(text.utf8.prefix(firstCount)) ?? text
    isMinorZero = parts >= 3 && isZero
  }
}
