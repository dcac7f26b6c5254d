import CandorModel

/// A platform's own words about a device, as InterviewRelay sends them:
/// `{"browser":"Chrome 120","os":"macOS 14.2","type":"desktop"}`.
enum DeviceText {
  /// Longest text of a field that is read, in bytes.
  private static let maximumBytes = 256

  static func client(
    browser: String?, os: String?, type: String?, plausibility: Plausibility
  ) -> Lookup<Client> {
    var facts = ClientFacts()
    if let os = kept(os) { readSystem(os, &facts) }
    facts.deviceClass = kept(type).map(DeviceWords.deviceClass) ?? .unknown
    if let browser = kept(browser) { readBrowser(browser, &facts) }
    addDevice(&facts)
    if facts.deviceClass == .bot, facts.automated == nil { facts.automated = .bot }
    facts.frozen.sort()
    facts.implausible = plausibility.reason(facts)
    return facts.saysSomething ? .found(Client(facts)) : .absent
  }

  private static func kept(_ text: String?) -> String? {
    guard let text, text.utf8.count <= maximumBytes, !Placeholder.matches(text) else { return nil }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func readSystem(_ text: String, _ facts: inout ClientFacts) {
    guard let (name, version) = DeviceWords.system(text) else { return }
    facts.os = name
    facts.osVersion = version
    switch (name, version) {
    case ("Windows", "10"), ("Windows", "10.0"), ("macOS", "10.15.7"), ("macOS", "10.15"):
      // The words were made of an agent, and these are the constants agents hold.
      facts.osVersion = nil
      facts.frozen.append(.osVersion)
    default: break
    }
  }

  private static func readBrowser(_ text: String, _ facts: inout ClientFacts) {
    let (name, version) = split(text)
    if name.lowercased().contains("headless") {
      facts.automated = .headlessChrome
    } else if HTTPClientWords.matches(name: name) {
      facts.automated = .httpClient
    }
    if let host = hosts[name.lowercased()] {
      facts.inAppHost = host
      facts.isWebView = facts.deviceClass != .desktop
      return
    }
    switch DeviceWords.browser(name).map(BrowserNames.Kind.browser) ?? BrowserNames.kind(of: name) {
    case .unknown: return
    case .webView: facts.isWebView = true
    case .browser(let family): facts.browser = family
    }
    facts.engine = engine(facts)
    guard let version, facts.browser != nil else { return }
    let stated = StatedVersion(version, isBlink: facts.engine == "Blink")
    facts.browserVersion = stated.text
    facts.browserMajor = stated.major
    if stated.isMinorFrozen { facts.frozen.append(.browserMinor) }
    if facts.os == "Android", facts.osVersion == "10", facts.engine == "Blink",
      (stated.major ?? 0) >= 110
    {
      // Since version 110 Chromium says `Android 10` on every phone.
      facts.osVersion = nil
      facts.frozen.append(.osVersion)
    }
  }

  private static func engine(_ facts: ClientFacts) -> String? {
    if facts.os == "iOS" || facts.os == "iPadOS" { return "WebKit" }
    switch facts.browser {
    case "Chrome", "Chromium", "Edge", "Opera", "Brave", "Vivaldi", "Samsung Internet",
      "Yandex Browser", "Opera GX", "Arc":
      return "Blink"
    case "Firefox": return "Gecko"
    case "Safari": return "WebKit"
    default: return nil
    }
  }

  private static func addDevice(_ facts: inout ClientFacts) {
    switch (facts.os, facts.deviceClass) {
    case ("macOS", _): (facts.brand, facts.model) = ("Apple", "Mac")
    case ("iPadOS", _), ("iOS", .tablet):
      (facts.brand, facts.model) = ("Apple", "iPad")
      facts.deviceClass = .tablet
      facts.os = "iPadOS"
    case ("iOS", .phone), ("iOS", .unknown):
      (facts.brand, facts.model) = ("Apple", "iPhone")
      facts.deviceClass = .phone
    case ("Windows", .unknown), ("ChromeOS", .unknown): facts.deviceClass = .desktop
    default: break
    }
    if facts.os == "macOS", facts.deviceClass == .unknown { facts.deviceClass = .desktop }
  }

  /// The name and the version behind its last space; both `Chrome 120` and `Chrome/120`.
  private static func split(_ text: String) -> (name: String, version: String?) {
    let separators = [text.lastIndex(of: " "), text.lastIndex(of: "/")].compactMap { $0 }
    guard let separator = separators.max() else { return (text, nil) }
    let tail = text[text.index(after: separator)...]
    guard let first = tail.unicodeScalars.first, ("0"..."9").contains(first) else {
      return (text, nil)
    }
    let version = tail.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    return (String(text[..<separator]), String(version))
  }

  private static let hosts: [String: String] = {
    var hosts = [
      "facebook": "Facebook", "instagram": "Instagram", "linkedin": "LinkedIn",
      "wechat": "WeChat", "snapchat": "Snapchat", "tiktok": "TikTok", "whatsapp": "WhatsApp",
      "twitter": "X", "gsa": "Google", "messenger": "Messenger", "kakaotalk": "KakaoTalk",
    ]
    for app in InAppHost.all { hosts[app.name.lowercased()] = app.name }
    return hosts
  }()
}
