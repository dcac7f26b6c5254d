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
    facts.automated = automation()
    facts.implausible = core.plausibility.reason(self, facts)
    return facts
  }

  // MARK: Browser

  private func readBrowser(_ result: UserAgentResult, _ facts: inout ClientFacts) {
    guard facts.deviceClass != .bot else {
      if case .browser(let name) = BrowserNames.kind(of: result.browser.family) {
        facts.browser = name
      }
      return
    }
    let isElectron = has(.electron)
    if isElectron {
      facts.inAppHost = firstMark(in: AgentMark.desktopApps).map {
        DesktopApp.all[$0 - AgentMark.desktopApps.lowerBound]
      }
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
    guard case .found(let entry) = matches.0, core.templates[entry][1].parts == [.group(2)],
      let range = range(2, 0)
    else {
      return [major, browser.minor, browser.patch, browser.patchMinor].compactMap { $0 }
        .joined(separator: ".")
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

  private func automation() -> AutomationReason? {
    if has(.headlessChrome) { return .headlessChrome }
    if has(.phantomJS) { return .phantomJS }
    if has(.playwright) { return .playwright }
    if has(.puppeteer) { return .puppeteer }
    if has(.selenium) || has(.webDriver) { return .selenium }
    if has(.electron), firstMark(in: AgentMark.desktopApps) == nil { return .unknownElectronApp }
    return beginsLikeHTTPClient ? .httpClient : nil
  }

  /// Whether the agent begins with the name of a library or tool. Elsewhere in an agent the same
  /// word belongs to an app or a plug-in.
  private var beginsLikeHTTPClient: Bool {
    let range = AgentMark.httpClients
    return range.contains { number in
      hasMark(number)
        && Int(markEnds[number]) == HTTPClientWords.all[number - range.lowerBound].utf8.count
    }
  }
}

/// A version text with Chromium's constant parts told apart.
struct StatedVersion {
  let text: String
  let major: Int?
  let isMinorFrozen: Bool

  init(_ text: String, isBlink: Bool) {
    let parts = text.split(separator: ".")
    major = parts.first.flatMap { Int($0) }
    // `120.0.0.0`: only the first number is real since user-agent reduction.
    isMinorFrozen = isBlink && parts.count >= 3 && parts.dropFirst().allSatisfy { $0 == "0" }
    self.text = isMinorFrozen ? String(parts[0]) : text
  }
}
