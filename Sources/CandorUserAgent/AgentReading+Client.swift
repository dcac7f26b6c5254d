import CandorModel
import CandorUserAgentPatterns

extension AgentReading {
  /// Reads what the agent means, from its answers and its marks.
  ///
  /// Of the answers it makes what it needs: who reads many agents waits for the texts.
  ///
  /// - Parameter facts: of which nothing was said yet.
  func read(into facts: inout ClientFacts) {
    facts.isCut = isCut
    readSystem(&facts)
    readDevice(&facts)
    facts.engine = engine()
    readBrowser(&facts)
    freezeAppleVersions(&facts)
    facts.frozen.sort()
    facts.automated = automation(facts)
    facts.implausible = core.plausibility.reason(self, facts)
  }

  // MARK: Browser

  private func readBrowser(_ facts: inout ClientFacts) {
    guard facts.deviceClass != .bot else {
      if let robot = firstMark(in: AgentMark.robots) {
        facts.browser = Robot.all[robot - AgentMark.robots.lowerBound].name
      } else if case .browser(let name) = BrowserNames.kind(of: family(.browser)) {
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
    let kind = BrowserNames.kind(of: family(.browser))
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
      setVersion(statedVersion, &facts)
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
  private var statedVersion: String? {
    guard let entry = entry(.browser), let major = answer(1, .browser) else { return nil }
    guard case .group(2, isTrimmed: _) = core.fields[entry, 1], let range = range(2, 0) else {
      return version(.browser)
    }
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
  private var isNode: Bool {
    bare.count == 4 && bare.elementsEqual("node".utf8)
  }

  /// The agent without white space and quotes around it, which some platform or form may have left there.
  private var bare: UnsafeBufferPointer<UInt8> {
    let isQuote = { (byte: UInt8) in byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
    let trimmed = WhiteSpace.trimmed(text)
    guard let first = trimmed.first, isQuote(first) else { return trimmed }
    let end = trimmed.lastIndex { !isQuote($0) } ?? 0
    return WhiteSpace.trimmed(
      UnsafeBufferPointer(rebasing: trimmed[...end].drop(while: isQuote)))
  }

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
    guard firstMark(in: range) != nil, let start = bare.baseAddress, let all = text.baseAddress
    else { return false }
    let before = start - all
    while let number = firstMark(in: range) {
      let word = HTTPClientWords.all[number - AgentMark.httpClients.lowerBound]
      if Int(markEnds[number]) == before + word.utf8.count { return true }
      range = number + 1..<range.upperBound
    }
    return false
  }
}

/// A version text with Chromium's constant parts told apart.
struct StatedVersion {
  let text: String
  let major: Int?
  let isMinorFrozen: Bool

  init(_ text: String, isBlink: Bool) {
    let first: String?
    let isMinorZero: Bool
    if let plain = PlainVersion(text) {
      major = plain.major
      isMinorZero = plain.isMinorZero
      first = isBlink && isMinorZero ? String(text.utf8.prefix(plain.firstCount)) : nil
    } else {
      let parts = text.split(separator: ".")
      first = parts.first.map(String.init)
      major = first.flatMap { Int($0) }
      isMinorZero = parts.count >= 3 && parts.dropFirst().allSatisfy { $0 == "0" }
    }
    // `120.0.0.0`: only the first number is real since user-agent reduction.
    isMinorFrozen = isBlink && isMinorZero
    self.text = isMinorFrozen ? first ?? text : text
  }
}

/// A version of nothing but digits and single points between them, which nearly all are.
private struct PlainVersion {
  /// How many digits stand before the first point.
  private(set) var firstCount = 0
  /// The number they are; `nil` where it is too large.
  private(set) var major: Int? = 0
  /// Whether at least two parts follow, and each of them is `0`.
  let isMinorZero: Bool

  /// - Returns: `nil` for any other text.
  init?(_ text: String) {
    var parts = 1
    var digits = 0
    var isZero = true
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        if parts == 1 {
          firstCount += 1
          major = major.flatMap { Self.appending(byte, to: $0) }
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
    isMinorZero = parts >= 3 && isZero
  }

  private static func appending(_ digit: UInt8, to number: Int) -> Int? {
    let (product, isTooLarge) = number.multipliedReportingOverflow(by: 10)
    let (sum, isSumTooLarge) = product.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
    return isTooLarge || isSumTooLarge ? nil : sum
  }
}
