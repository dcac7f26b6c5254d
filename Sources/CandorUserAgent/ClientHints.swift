import CandorModel

/// User-Agent Client Hints, read from their headers.
///
/// Format: <https://wicg.github.io/ua-client-hints/>; values are structured fields (RFC 8941).
/// Whatever is not of the form counts as not sent.
struct ClientHints {
  /// A brand with its version.
  struct Brand: Equatable {
    let name: String
    let version: String
  }

  private(set) var brands: [Brand] = []
  private(set) var fullBrands: [Brand] = []
  private(set) var isMobile: Bool?
  private(set) var platform: String?
  private(set) var platformVersion: String?
  private(set) var model: String?
  private(set) var formFactors: [String] = []

  /// Longest value that is read, in bytes.
  private static let maximumBytes = 1_024

  init(_ hints: [ClientHint]) {
    for hint in hints where hint.value.utf8.count <= Self.maximumBytes {
      switch hint.name.lowercased() {
      case "sec-ch-ua": brands = Self.brands(hint.value)
      case "sec-ch-ua-full-version-list": fullBrands = Self.brands(hint.value)
      case "sec-ch-ua-mobile": isMobile = hint.value.contains("?1") ? true : false
      case "sec-ch-ua-platform": platform = Self.text(hint.value)
      case "sec-ch-ua-platform-version": platformVersion = Self.text(hint.value)
      case "sec-ch-ua-model": model = Self.text(hint.value)
      case "sec-ch-ua-form-factors": formFactors = Self.strings(hint.value)
      default: break
      }
    }
  }

  // MARK: Merging

  /// The facts with what the hints add: they win where the agent holds a constant or says nothing,
  /// and where the agent is that of a phone asking for the desktop site.
  ///
  /// - Parameter deviceOfModel: what the expressions for agents make of a model; `nil` where they
  ///   know none.
  func merged(
    into agent: ClientFacts, deviceOfModel: (String) -> UserAgentResult.Device?
  ) -> ClientFacts {
    var facts = agent
    mergeSystem(&facts)
    mergeClass(&facts)
    mergeBrowser(&facts)
    if facts.model == nil, let model, !DeviceModels.isNoModel(model) {
      // As an agent that states it is read, so that the two are one model.
      let device = deviceOfModel(model)
      facts.model = device?.model ?? model
      facts.brand = facts.brand ?? device?.brand
      facts.frozen.removeAll { $0 == .model }
    }
    return facts
  }

  /// The major version of the Chrome that an agent says, where the hints name its browser; `nil` where
  /// it says another, or they name none.
  func chromeMajor(of agent: ClientFacts) -> Int? {
    agent.browser == "Chrome" && agent.inAppHost == nil && browser != nil ? agent.browserMajor : nil
  }

  /// The browser and its version.
  private var browser: Brand? { mostSpecific(brands.isEmpty ? fullBrands : brands) }

  private func mergeSystem(_ facts: inout ClientFacts) {
    let name = platform.flatMap { SystemNames.name(of: $0) }
    if let name, name != "Unknown" {
      let isDesktopSite = facts.os == "Linux" && (name == "Android" || name == "ChromeOS")
      if facts.os == nil || isDesktopSite {
        if isDesktopSite { facts.deviceClass = .unknown }
        facts.os = name
        facts.osVersion = nil
      }
    }
    // The version belongs to the platform of the hint, so it needs the same system.
    guard facts.osVersion == nil, let name, name == facts.os, let version = platformVersion,
      let stated = Self.systemVersion(version, of: name)
    else { return }
    facts.osVersion = stated
    facts.frozen.removeAll { $0 == .osVersion }
  }

  private func mergeClass(_ facts: inout ClientFacts) {
    guard facts.deviceClass == .unknown else { return }
    if formFactors.contains("Tablet") {
      facts.deviceClass = .tablet
    } else if formFactors.contains("Mobile") || formFactors.contains("Watch") || isMobile == true {
      facts.deviceClass = .phone
    } else if formFactors.contains("Desktop") {
      facts.deviceClass = .desktop
    } else if isMobile == false {
      switch facts.os {
      case "Windows", "macOS", "ChromeOS", "Linux": facts.deviceClass = .desktop
      default: break
      }
    }
  }

  private func mergeBrowser(_ facts: inout ClientFacts) {
    guard let brand = browser else { return }
    if brand.name == "HeadlessChrome" { facts.automated = facts.automated ?? .headlessChrome }
    if brand.name == "Android WebView" { facts.isWebView = true }
    let name = Self.browserNames[brand.name] ?? brand.name
    let isGeneric = name == "Chrome" || name == "Chromium"
    if facts.browser == nil || (facts.browser == "Chrome" && !isGeneric && facts.inAppHost == nil) {
      facts.browser = name
      facts.engine = facts.engine ?? "Blink"
      facts.browserMajor = Int(brand.version.prefix { $0 != "." })
      facts.browserVersion = facts.browserMajor.map(String.init)
    }
    let full = fullBrands.first { Self.browserNames[$0.name] ?? $0.name == facts.browser }
    if let full, facts.browserVersion == nil || facts.frozen.contains(.browserMinor) {
      let version = StatedVersion(full.version, isBlink: true)
      guard !version.isMinorFrozen, version.major == facts.browserMajor else { return }
      facts.browserVersion = version.text
      facts.frozen.removeAll { $0 == .browserMinor }
    }
  }

  /// The brand that says most: the list holds `Chromium`, the browser, and one that means nothing.
  private func mostSpecific(_ list: [Brand]) -> Brand? {
    let real = list.filter { !Self.isGrease($0.name) }
    return real.first { $0.name != "Chromium" && $0.name != "Google Chrome" }
      ?? real.first { $0.name == "Google Chrome" } ?? real.first
  }

  /// `Not?A_Brand`, `Not;A=Brand`: sent so that nobody relies on the list's length.
  private static func isGrease(_ name: String) -> Bool {
    let letters = name.filter { $0.isASCII && $0.isLetter }
    return letters.lowercased() == "notabrand" || letters.lowercased() == "notbrand"
  }

  private static let browserNames = [
    "Google Chrome": "Chrome", "Microsoft Edge": "Edge", "HeadlessChrome": "Chrome",
    "Android WebView": "Chrome", "YaBrowser": "Yandex Browser", "Yandex": "Yandex Browser",
    "Samsung Internet": "Samsung Internet", "Opera GX": "Opera GX", "OperaMobile": "Opera",
    "Microsoft Edge WebView2": "Edge", "DuckDuckGo": "DuckDuckGo",
  ]

  /// The system's version in its vendor's numbers.
  ///
  /// On Windows the hint counts API contracts: 13 and above are Windows 11, 1 to 10 Windows 10
  /// (<https://learn.microsoft.com/microsoft-edge/web-platform/how-to-detect-win11>).
  private static func systemVersion(_ text: String, of system: String) -> String? {
    let parts = text.split(separator: ".").map { Int($0) }
    guard let first = parts.first, let major = first else { return nil }
    guard system == "Windows" else { return text }
    switch (major, parts.count > 1 ? parts[1] ?? 0 : 0) {
    case (13..., _): return "11"
    case (1..., _): return "10"
    case (0, 1): return "7"
    case (0, 2): return "8"
    case (0, 3): return "8.1"
    default: return nil
    }
  }

  // MARK: Structured fields

  private static func brands(_ value: String) -> [Brand] {
    var brands: [Brand] = []
    var name: String?
    var isVersion = false
    for piece in pieces(value) {
      switch piece {
      case .string(let text) where isVersion:
        if let name { brands.append(Brand(name: name, version: text)) }
        isVersion = false
      case .string(let text): name = text
      case .other(let text): isVersion = text.hasSuffix("v=")
      }
    }
    return brands
  }

  private static func strings(_ value: String) -> [String] {
    pieces(value).compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  /// A string that is not empty; some senders leave the quotes out.
  private static func text(_ value: String) -> String? {
    let strings = strings(value)
    let text = strings.first ?? (value.contains("\"") ? "" : value)
    return Placeholder.matches(text) ? nil : text
  }

  private enum Piece {
    case string(String)
    case other(String)
  }

  /// Quoted strings and what stands between them.
  private static func pieces(_ value: String) -> [Piece] {
    var pieces: [Piece] = []
    var current: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    for byte in value.utf8 {
      if isEscaped {
        current.append(byte)
        isEscaped = false
      } else if isQuoted, byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        let text = String(decoding: current, as: UTF8.self)
        pieces.append(isQuoted ? .string(text) : .other(text))
        current = []
        isQuoted.toggle()
      } else {
        current.append(byte)
      }
    }
    return pieces
  }
}
