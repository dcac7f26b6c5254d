/// What an agent, its hints or a platform's device text say about browser, system and device.
///
/// A field that was not said, or that the vendor keeps at a constant whatever the truth, is `nil`:
/// what cannot be observed is not there to be compared. `frozen` tells the two apart.
public struct ClientFacts: Sendable, Hashable {
  /// The family of the browser, without "Mobile": `Chrome`, `Safari`, `Firefox`.
  public var browser: String?
  /// The version as stated, without parts that are constants: `18.1`, `120` for `120.0.0.0`.
  public var browserVersion: String?
  /// The first number of the version.
  public var browserMajor: Int?
  /// The engine that the agent's form belongs to: `Blink`, `WebKit`, `Gecko`.
  public var engine: String?
  /// The operating system: `Windows`, `macOS`, `iOS`, `iPadOS`, `Android`, `Ubuntu`, `Linux`.
  public var os: String?
  /// The version of the operating system, as stated.
  public var osVersion: String?
  /// What kind of thing it is.
  public var deviceClass: DeviceClass
  /// The maker of the device.
  public var brand: String?
  /// The model. `iPhone`, `iPad` and `Mac` stand here for people; comparison does not take them
  /// for models.
  public var model: String?
  /// The app whose built-in browser it is.
  public var inAppHost: String?
  /// Whether it is a web view rather than a browser, as far as the agent says.
  public var isWebView: Bool
  /// The fields that hold a constant of the vendor, sorted by name.
  public var frozen: [ClientField]
  /// The mark of a program that runs without a person, where there is one.
  public var automated: AutomationReason?
  /// Why these facts cannot all be true, where they cannot.
  public var implausible: ImplausibilityReason?
  /// Whether the text was longer than the limit and only its beginning was read.
  public var isCut: Bool

  /// Makes facts; what is not given was not said.
  @inlinable
  public init(
    browser: String? = nil, browserVersion: String? = nil, browserMajor: Int? = nil,
    engine: String? = nil, os: String? = nil, osVersion: String? = nil,
    deviceClass: DeviceClass = .unknown, brand: String? = nil, model: String? = nil,
    inAppHost: String? = nil, isWebView: Bool = false, frozen: [ClientField] = [],
    automated: AutomationReason? = nil, implausible: ImplausibilityReason? = nil,
    isCut: Bool = false
  ) {
    self.browser = browser
    self.browserVersion = browserVersion
    self.browserMajor = browserMajor
    self.engine = engine
    self.os = os
    self.osVersion = osVersion
    self.deviceClass = deviceClass
    self.brand = brand
    self.model = model
    self.inAppHost = inAppHost
    self.isWebView = isWebView
    self.frozen = frozen
    self.automated = automated
    self.implausible = implausible
    self.isCut = isCut
  }
}

/// What kind of thing an agent runs on.
public enum DeviceClass: String, Sendable, CaseIterable {
  /// A desktop or laptop computer.
  case desktop
  /// A phone, a music player, or a watch.
  case phone
  /// A tablet or an electronic book.
  case tablet
  /// A television set or a box for one.
  case tv
  /// A game console.
  case console
  /// A crawler or another program of a site.
  case bot
  /// Not said.
  case unknown
}

/// A fact that an agent may state, freeze or leave out; the raw value is its key in JSON.
public enum ClientField: String, Sendable, CaseIterable, Comparable {
  /// The device's maker.
  case brand
  /// The browser's family.
  case browser
  /// The version behind the major one: `0.0.0` in Chromium.
  case browserMinor
  /// The browser's version.
  case browserVersion
  /// The kind of device.
  case deviceClass = "class"
  /// The engine.
  case engine
  /// The app whose built-in browser it is.
  case inApp
  /// The device's model.
  case model
  /// The operating system.
  case os
  /// The operating system's version.
  case osVersion

  /// By name.
  public static func < (left: ClientField, right: ClientField) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// What an agent does with a fact.
public enum FieldState: String, Sendable {
  /// It says it.
  case stated
  /// It sends a constant of its vendor, whatever the truth.
  case frozen
  /// It does not say it.
  case absent
}
