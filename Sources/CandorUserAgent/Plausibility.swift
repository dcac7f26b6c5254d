import CandorModel

/// What cannot be true of an agent, and from when on a version cannot be out yet.
struct Plausibility: Sendable {
  /// `nil` leaves the future out.
  private let releases: Releases?

  init(referenceDate: Timestamp?) { releases = referenceDate.map(Releases.init(at:)) }

  /// The first reason that holds.
  func reason(_ reading: AgentReading, _ facts: ClientFacts) -> ImplausibilityReason? {
    guard facts.deviceClass != .bot else { return nil }
    if let reason = structure(reading, facts) { return reason }
    // What an app writes in a form of its own need not be a version at all.
    guard reading.isBrowser else { return nil }
    return isFarInFuture(facts) ? .futureVersion : nil
  }

  /// The first reason that holds of a platform's words, which have no form.
  func reason(_ facts: ClientFacts) -> ImplausibilityReason? {
    if isSafariOnWindows(facts) { return .safariOnWindows }
    return isFarInFuture(facts) ? .futureVersion : nil
  }

  private func structure(
    _ reading: AgentReading, _ facts: ClientFacts
  ) -> ImplausibilityReason? {
    let isDesktopSystem = facts.os == "Windows" || facts.os == "macOS" || isLinuxDesktop(facts)
    if isSafariOnWindows(facts) { return .safariOnWindows }
    // Other Chromium browsers have used `Version/` for their own number.
    if isDesktopSystem, facts.deviceClass == .desktop, facts.engine == "Blink",
      reading.has(.chrome), reading.has(.version), facts.inAppHost == nil,
      facts.browser == nil || facts.browser == "Chrome" || facts.browser == "Safari"
    {
      return .versionTokenOnDesktop
    }
    if reading.has(.chromeIOS), facts.os == "Windows" || isLinuxDesktop(facts) {
      return .chromeForIOSElsewhere
    }
    // Browsers that render elsewhere and say both, such as Puffin, name themselves.
    if facts.os == "iOS", reading.has(.iPhone), reading.has(.chrome), reading.has(.appleWebKit),
      facts.browser == nil || facts.browser == "Chrome" || facts.browser == "Safari"
    {
      return .chromeTokenOnIPhone
    }
    if isWrongRevision(reading, facts) { return .firefoxRevisionMismatch }
    return isUnknownWindows(reading) ? .unknownWindowsVersion : nil
  }

  private func isSafariOnWindows(_ facts: ClientFacts) -> Bool {
    facts.os == "Windows" && facts.browser == "Safari" && (facts.browserMajor ?? 0) > 5
  }

  private func isLinuxDesktop(_ facts: ClientFacts) -> Bool {
    facts.deviceClass == .desktop && facts.os != nil && facts.os != "ChromeOS"
      && DeviceModels.desktopSystems.contains(facts.os ?? "")
  }

  // MARK: Firefox

  /// Firefox repeats its major version in `rv:` since version 6, but for 110 to 119, which stay at
  /// 109.0 because sites took `rv:11` for Internet Explorer 11. Version 5 was announced with 2.x.
  private func isWrongRevision(_ reading: AgentReading, _ facts: ClientFacts) -> Bool {
    guard facts.browser == "Firefox", facts.engine == "Gecko", reading.has(.firefox),
      let major = reading.number(after: .firefox), major >= 6,
      let revision = reading.number(after: .revision)
    else { return false }
    return revision != major && !(revision == 109 && (110...119).contains(major))
  }

  // MARK: Windows

  /// Whether `Windows NT` is followed by a number that was never made.
  private func isUnknownWindows(_ reading: AgentReading) -> Bool {
    guard let start = reading.end(of: .windowsNT) else { return false }
    let text = reading.text[start...].prefix { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
      .prefix(8)
    guard let first = text.first, (48...57).contains(first) else { return false }
    return !Self.windowsVersions.contains { known in
      // All of it, or its first parts.
      known.utf8.starts(with: text)
        && (known.utf8.count == text.count
          || known.utf8.dropFirst(text.count).first == UInt8(ascii: "."))
    }
  }

  /// Every version number of Windows NT up to Windows 11, which still says 10.0.
  private static let windowsVersions = [
    "10.0", "3.1", "3.5", "3.50", "3.51", "4.0", "4.00", "4.10", "4.90", "5.0", "5.00", "5.01",
    "5.1", "5.10", "5.2", "6.0", "6.00", "6.01", "6.1", "6.2", "6.3", "6.4",
  ]

  // MARK: The future

  /// More majors than this beyond what is out is "far": about a year of Chromium.
  private static let marginOfMajors = 13
  /// For systems and browsers with one version a year.
  private static let marginOfYears = 2

  func isFarInFuture(_ facts: ClientFacts) -> Bool {
    guard let releases else { return false }
    if let major = facts.browserMajor {
      switch facts.browser {
      case "Chrome", "Edge", "Firefox", "Chromium", "Brave":
        if major > releases.chromium + Self.marginOfMajors { return true }
      case "Safari":
        if major > releases.apple + Self.marginOfYears { return true }
      default: break
      }
    }
    let newest: Int
    switch facts.os {
    case "iOS", "iPadOS": newest = releases.apple
    case "Android": newest = releases.android
    default: return false
    }
    guard let version = facts.osVersion, let system = Self.firstNumber(of: version) else {
      return false
    }
    return system > newest + Self.marginOfYears
  }

  /// The number before the first point.
  private static func firstNumber(of version: String) -> Int? {
    var number = 0
    var isComplete = false
    for byte in version.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if !isComplete { number = number * 10 + Int(byte - UInt8(ascii: "0")) }
      case UInt8(ascii: ".") where number > 0: isComplete = true
      // Beyond ASCII a point may be part of a longer character.
      default: return Int(version.prefix { $0 != "." })
      }
      if number > 1_000_000 { return Int(version.prefix { $0 != "." }) }
    }
    return number > 0 ? number : Int(version.prefix { $0 != "." })
  }
}

/// Which versions are out at a date, from known releases and the vendors' own rhythm.
struct Releases {
  /// Chrome's and Edge's major version; Firefox keeps within a few of it.
  let chromium: Int
  /// Safari's and iOS's.
  let apple: Int
  let android: Int

  init(at date: Timestamp) {
    let week = 7.0 * 86_400
    func weeks(since text: String) -> Double {
      (Timestamp(text)?.seconds(to: date) ?? 0) / week
    }
    // Every six weeks until Chrome 94 (2021-09-21), every four since; Chrome 144 came 2026-01-13.
    // From September 2026 on every two, as announced: where that is late, the guess is generous.
    let known = weeks(since: "2026-01-13")
    let early = weeks(since: "2021-09-21")
    let late = weeks(since: "2026-09-08")
    if early < 0 {
      chromium = 94 + Int((early / 6).rounded(.down))
    } else if late > 0 {
      chromium = 153 + Int(late / 2)
    } else {
      chromium = 144 + Int((known / 4).rounded(.down))
    }
    let year = 365.25 / 7
    // Safari 18 came in September 2024, 26 a year later.
    let sinceLeap = weeks(since: "2025-09-15")
    apple =
      sinceLeap >= 0
      ? 26 + Int(sinceLeap / year)
      : 18 + Int((weeks(since: "2024-09-16") / year).rounded(.down))
    android = 16 + Int((weeks(since: "2025-06-10") / year).rounded(.down))
  }
}
