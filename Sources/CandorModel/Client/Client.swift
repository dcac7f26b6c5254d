/// One agent, understood: what `ClientFacts` says, made once and shared.
///
/// A reference type so that caches hand out one object for one text and comparison can begin with
/// identity; equality is that of the facts.
///
/// ## Thread safety
/// Immutable.
public final class Client: Sendable, Hashable {
  /// What the agent says.
  public let facts: ClientFacts
  /// The model in the form that is compared; `nil` where it is unknown or no model.
  let comparableModel: String?
  /// The system in the form that is compared; `nil` where it is unknown.
  let system: ClientSystem?
  /// The major version of the Chrome that the agent says, where hints name the browser; `nil` where
  /// the agent is all there is.
  let chromeMajorBehindHints: Int?

  /// Makes a client of facts.
  public convenience init(_ facts: ClientFacts) {
    self.init(facts, chromeMajorBehindHints: nil)
  }

  /// Makes a client of facts that hints add to.
  ///
  /// - Parameter chromeMajorBehindHints: the major version of the Chrome that the agent says, where
  ///   hints name the browser.
  package init(_ facts: ClientFacts, chromeMajorBehindHints: Int?) {
    self.chromeMajorBehindHints = chromeMajorBehindHints
    self.comparableModel = Self.comparableModel(of: facts)
    self.system = facts.os.map(ClientSystem.init(name:))
    self.facts = facts
  }

  /// The family of the browser, without "Mobile"; `nil` where it is not said.
  public var browser: String? { facts.browser }
  /// The version as stated, for example `18.1`; `nil` where it is not said.
  public var browserVersion: String? { facts.browserVersion }
  /// The first number of the version; `nil` where it is not said.
  public var browserMajor: Int? { facts.browserMajor }
  /// The engine: `Blink`, `WebKit`, `Gecko`; `nil` where it is not said.
  public var engine: String? { facts.engine }
  /// The operating system; `nil` where it is not said.
  public var os: String? { facts.os }
  /// The version of the operating system; `nil` where it is not said or frozen.
  public var osVersion: String? { facts.osVersion }
  /// What kind of device it is; `unknown` where it is not said.
  public var deviceClass: DeviceClass { facts.deviceClass }
  /// The device's maker; `nil` where it is not said.
  public var brand: String? { facts.brand }
  /// The device's model; `nil` where it is not said or frozen.
  public var model: String? { facts.model }
  /// The app whose built-in browser it is; `nil` where none is named.
  public var inAppHost: String? { facts.inAppHost }
  /// Whether it is a web view rather than a browser.
  public var isWebView: Bool { facts.isWebView }
  /// The fields that hold a constant of the vendor, sorted by name.
  public var frozen: [ClientField] { facts.frozen }
  /// The mark of automation; `nil` where there is none.
  public var automated: AutomationReason? { facts.automated }
  /// Why the facts cannot all be true; `nil` where they can.
  public var implausible: ImplausibilityReason? { facts.implausible }
  /// Whether the agent carries a mark of automation.
  public var isAutomated: Bool { facts.automated != nil }
  /// Whether what the agent says cannot all be true.
  public var isImplausible: Bool { facts.implausible != nil }
  /// Whether the text was longer than the limit and only its beginning was read.
  public var isCut: Bool { facts.isCut }

  /// Whether a field is stated, frozen or absent.
  public func state(of field: ClientField) -> FieldState {
    if facts.frozen.contains(field) { return .frozen }
    let isThere =
      switch field {
      case .brand: facts.brand != nil
      case .browser: facts.browser != nil
      case .browserMinor: facts.browserVersion?.contains(".") ?? false
      case .browserVersion: facts.browserVersion != nil
      case .deviceClass: facts.deviceClass != .unknown
      case .engine: facts.engine != nil
      case .inApp: facts.inAppHost != nil
      case .model: facts.model != nil
      case .os: facts.os != nil
      case .osVersion: facts.osVersion != nil
      }
    return isThere ? .stated : .absent
  }

  /// Whether both say the same, and compare alike.
  public static func == (left: Client, right: Client) -> Bool {
    // Numbers first, in which most differ that do.
    left === right
      || left.facts.browserMajor == right.facts.browserMajor
        && left.facts.deviceClass == right.facts.deviceClass && left.facts == right.facts
        && left.chromeMajorBehindHints == right.chromeMajorBehindHints
  }

  /// Hashes the facts.
  public func hash(into hasher: inout Hasher) { hasher.combine(facts) }

  /// Words that stand where a model would and name none.
  private static let wordsForNoModel: Set<String> = [
    "k", "iphone", "ipad", "ipod", "mac", "macintosh", "kindle", "smartphone", "feature phone",
    "tablet", "desktop", "phone", "mobile", "android", "unknown", "generic", "generic smartphone",
    "generic tablet", "generic feature phone", "generic_android", "generic_android_tablet",
  ]

  private static func comparableModel(of facts: ClientFacts) -> String? {
    guard let model = facts.model else { return nil }
    var text = model.lowercased()
    // What expressions for some makers take along from behind the model.
    if let end = text.utf8.firstIndex(of: UInt8(ascii: ";")) { text.removeSubrange(end...) }
    if text.utf8.contains(UInt8(ascii: "/")), let build = text.firstRange(of: " build/") {
      text.removeSubrange(build.lowerBound...)
    }
    // One app writes `Samsung SM-S918B`, another `SM-S918B`, a third `SAMSUNG-SM-S918B`.
    if let brand = facts.brand?.lowercased(), text.hasPrefix(brand) {
      let rest = text.dropFirst(brand.count)
      if let separator = rest.first, " _-".contains(separator) { text = String(rest.dropFirst()) }
    }
    return text.isEmpty || wordsForNoModel.contains(text) ? nil : text
  }
}

extension Client {
  /// Whether it names a system, a class or a browser, and is not automated.
  package var saysSomethingOfDevice: Bool {
    !isAutomated && (os != nil || deviceClass != .unknown || browser != nil)
  }
}
