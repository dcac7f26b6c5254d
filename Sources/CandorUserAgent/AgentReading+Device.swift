import CandorModel

extension AgentReading {
  /// The class of device, its maker and its model.
  func readDevice(_ facts: inout ClientFacts) {
    let device = device
    facts.deviceClass = deviceClass(device, os: facts.os)
    guard facts.deviceClass != .bot else { return }
    // uap-core takes `HuaweiBrowser` for a maker and a model.
    let isDevice = device.family != "Huawei Browser"
    if isDevice, let brand = device.brand, !brand.hasPrefix("Generic"), brand != "Spider" {
      facts.brand = brand
    }
    if isDevice, let model = device.model, !DeviceModels.isNoModel(model) {
      facts.model = model
    }
    if facts.deviceClass == .console { readConsole(&facts) }
    guard facts.os == "Android" else { return }
    if facts.frozen.contains(.osVersion) {
      // The same form replaces the model by `K`.
      facts.model = nil
      facts.brand = nil
      facts.frozen.append(.model)
    } else if facts.model == nil {
      facts.model = modelBehindLocale
    }
  }

  /// The maker and the model of a console, of which uap-core knows only some. A maker's app on a phone
  /// says the phone's system, and is left as it is.
  private func readConsole(_ facts: inout ClientFacts) {
    guard facts.os == nil || facts.os == "Windows" || facts.os == "Windows Phone" else { return }
    if has(.xbox) {
      // One of them says `Xbox`, `Xbox One` or `XBOX_ONE_ED`, and Windows or Windows Phone, by what
      // runs on it.
      (facts.brand, facts.model) = ("Microsoft", "Xbox")
      if facts.os == "Windows Phone" { (facts.os, facts.osVersion) = ("Windows", nil) }
    } else if has(.playStation) {
      if facts.brand != "Sony" { (facts.brand, facts.model) = ("Sony", nil) }
    } else if facts.brand != "Nintendo" {
      (facts.brand, facts.model) = ("Nintendo", nintendoModel)
    }
  }

  /// What stands behind the maker's name: `(Nintendo Switch; WebApplet)`.
  private var nintendoModel: String? {
    guard let start = end(of: .nintendo), byte(after: .nintendo) == UInt8(ascii: " ") else {
      return nil
    }
    let model = text[(start + 1)...].prefix(32).prefix {
      $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ")")
    }
    return model.isEmpty ? nil : String(decoding: model, as: UTF8.self)
  }

  /// The model where a language stands before it: `Android 12; es-es; POCO F3 Build/`. uap-core
  /// knows that form with a point in the version, which Android has no longer since 9.
  private var modelBehindLocale: String? {
    guard let start = end(of: .android) else { return nil }
    let comment = text[start...].prefix(128).prefix { $0 != UInt8(ascii: ")") }
    let parts = String(decoding: comment, as: UTF8.self).split(separator: "; ")
    guard parts.count >= 3, Self.isLocale(parts[1].utf8),
      let build = parts[2].firstRange(of: " Build/")
    else { return nil }
    let model = String(parts[2][..<build.lowerBound])
    return model.isEmpty || DeviceModels.isNoModel(model) ? nil : model
  }

  /// Whether it has the form of `es-es` or `es_ES`.
  private static func isLocale(_ text: Substring.UTF8View) -> Bool {
    guard text.count == 5 else { return false }
    return text.enumerated().allSatisfy { index, byte in
      guard index == 2 else { return (97...122).contains(byte | 0x20) }
      return byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
  }

  private func deviceClass(_ device: UserAgentResult.Device, os: String?) -> DeviceClass {
    // The name of an app is a robot's, too: WhatsApp fetches previews under it.
    if saysRobot || (device.family == "Spider" && desktopApp == nil) { return .bot }
    if has(.playStation) || has(.xbox) || has(.nintendo) { return .console }
    if firstMark(in: AgentMark.televisionWords) != nil || os == "tvOS" { return .tv }
    if has(.iPad) { return .tablet }
    if os == "iOS" || os == "watchOS" { return .phone }
    if os == "Android" || os == "HarmonyOS" { return androidClass }
    if os == "OpenHarmony" { return openHarmonyClass }
    if has(.windowsPhone) { return hasTabletWord ? .tablet : .phone }
    switch os {
    case "Windows": return .desktop
    case "macOS": return .desktop
    case "ChromeOS": return .desktop
    default: break
    }
    if let os, DeviceModels.phoneSystems.contains(os) { return hasTabletWord ? .tablet : .phone }
    if device.family.hasPrefix("Generic ") || device.brand == "Generic" {
      return device.family == "Generic Tablet" ? .tablet : .phone
    }
    if hasTabletWord { return .tablet }
    if has(.x11) || has(.wayland) { return .desktop }
    if let os, DeviceModels.desktopSystems.contains(os), !has(.mobile), isBrowser {
      return .desktop
    }
    // Expressions for devices name makers of phones, once televisions and consoles are told.
    return device.brand != nil && os == nil ? .phone : .unknown
  }

  /// Browsers on Android say `Mobile` on phones only; what is no browser need not say it at all.
  private var androidClass: DeviceClass {
    if has(.tablet) || hasTabletWord { return .tablet }
    if has(.mobile) { return .phone }
    return isBrowser && (has(.safari) || has(.firefox)) ? .tablet : .unknown
  }

  /// The class that stands before the system: `(PC; OpenHarmony 5.0)`. A computer that folds says
  /// `2in1`.
  private var openHarmonyClass: DeviceClass {
    guard let start = text.firstIndex(of: UInt8(ascii: "(")) else { return .unknown }
    let comment = text[(start + 1)...]
    if comment.starts(with: "PC;".utf8) || comment.starts(with: "2in1;".utf8) { return .desktop }
    return comment.starts(with: "Tablet;".utf8) ? .tablet : .phone
  }

  /// The Electron app that people use, by its own words.
  var desktopApp: String? {
    guard has(.electron) else { return nil }
    return firstMark(in: AgentMark.desktopApps).map {
      DesktopApp.all[$0 - AgentMark.desktopApps.lowerBound]
    }
  }

  /// Whether the agent has the form that browsers use.
  var isBrowser: Bool {
    has(.appleWebKit) || has(.gecko) || has(.trident) || has(.presto) || has(.opera) || has(.msie)
  }

  /// Whether the agent names a robot: one that is known, or any `NAMEbot/` that also says where to
  /// read about it. Makers of phones have names that end so (`CUBOT`), and no page in their agents.
  var saysRobot: Bool {
    firstMark(in: AgentMark.robots) != nil || (has(.botProduct) && has(.contactPage))
  }

  private var hasTabletWord: Bool {
    firstMark(in: AgentMark.tabletWords).map {
      // `Tab` alone is a word of model names: `Lenovo Tab`, `Galaxy Tab`; not of `table` or `Tabs`.
      $0 != AgentMark.tabletWords.upperBound - 1 || isWordEnd(Int(markEnds[$0]))
    } ?? false
  }

  private func isWordEnd(_ position: Int) -> Bool {
    guard position < text.count else { return true }
    return !(97...122).contains(text[position])
  }
}

/// Words of uap-core that stand where a model would.
enum DeviceModels {
  static func isNoModel(_ model: String) -> Bool {
    // Most models have digits, and none of the words has.
    if model.utf8.contains(where: { (48...57).contains($0) }) { return false }
    return switch model {
    case "K", "Smartphone", "Feature Phone", "Tablet", "Desktop", "iOS-Device", "Android",
      "Generic Smartphone", "Generic Feature Phone", "Other":
      true
    default: false
    }
  }

  /// Systems that only phones have.
  static let phoneSystems: Set<String> = [
    "Windows Phone", "Windows Mobile", "Windows CE", "BlackBerry OS", "BlackBerry Tablet OS",
    "Symbian OS", "Symbian^3", "Symbian^3 Anna", "Symbian^3 Belle", "Nokia Series 30",
    "Nokia Series 40", "KaiOS", "Firefox OS", "Bada", "MeeGo", "Maemo", "Sailfish", "BREW",
    "Brew MP", "J2ME/MIDP", "GEOS",
  ]

  /// Systems of computers that name themselves in agents without `X11`.
  static let desktopSystems: Set<String> = [
    "Linux", "Ubuntu", "Debian", "Fedora", "Arch Linux", "Linux Mint", "Red Hat", "SUSE",
    "Gentoo", "CentOS", "FreeBSD", "OpenBSD", "NetBSD", "DragonFly BSD", "Solaris",
    "OpenVMS", "BeOS", "Haiku", "OS/2", "AmigaOS",
  ]
}
