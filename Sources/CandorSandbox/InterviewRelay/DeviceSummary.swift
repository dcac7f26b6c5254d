import CandorModel

/// What is left of an agent where a platform hands out words instead: name and major version.
///
/// Coarse on purpose. The platform's own summary is lossy too, and the tools under test must not
/// be given more than it has.
enum DeviceSummary {
  /// `Chrome 145`, `macOS 10.15`, `desktop`; `nil` for text that is no browser's agent.
  static func description(_ agent: String) -> DeviceDescription? {
    guard agent.hasPrefix("Mozilla/") else { return nil }
    return DeviceDescription(browser: browser(agent), os: system(agent), type: type(agent))
  }

  /// The more special name stands in an agent beside the more general one, so it is asked first.
  private static let browsers = [
    ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("Edg/", "Edge"), ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"), ("HeadlessChrome/", "Headless Chrome"), ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
  ]

  private static func browser(_ agent: String) -> String? {
    for (mark, name) in browsers {
      if let version = number(after: mark, in: agent) { return "\(name) \(version)" }
    }
    return agent.contains("AppleWebKit") ? "WebKit" : nil
  }

  private static func system(_ agent: String) -> String? {
    if agent.contains("Windows NT 10.0") { return "Windows 10" }
    if agent.contains("iPhone") || agent.contains("iPad") {
      let version = number(after: "iPhone OS ", in: agent) ?? number(after: "CPU OS ", in: agent)
      return version.map { "iOS \($0)" } ?? "iOS"
    }
    if agent.contains("Mac OS X") { return "macOS" }
    if let version = number(after: "Android ", in: agent) { return "Android \(version)" }
    return agent.contains("Linux") ? "Linux" : nil
  }

  private static func type(_ agent: String) -> String {
    if agent.contains("iPad") { return "tablet" }
    return agent.contains("Mobile") || agent.contains("iPhone") ? "mobile" : "desktop"
  }

  private static func number(after mark: String, in agent: String) -> String? {
    guard let place = agent.firstRange(of: mark) else { return nil }
    let digits = agent[place.upperBound...].prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? nil : String(digits)
  }
}
