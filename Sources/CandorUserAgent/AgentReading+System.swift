import CandorModel
import CandorUserAgentPatterns

extension AgentReading {
  /// The operating system, its version, and whether that is a constant.
  func readSystem(_ facts: inout ClientFacts) {
    facts.os = SystemNames.name(of: family(.system))
    facts.osVersion = version(.system)
    switch facts.os {
    case "iOS" where has(.iPad):
      if let major = answer(1, .system).flatMap({ Int($0) }), major >= 13 { facts.os = "iPadOS" }
    case "Windows":
      // Windows 11 says the same.
      if answer(1, .system) == "10" { freezeVersion(&facts) }
      // A number that the expressions do not know stays a bare `NT`.
      if facts.osVersion == "NT" { facts.osVersion = nil }
    case "macOS":
      if isFrozen(.frozenMac) || isFrozen(.frozenMacFirefox) { freezeVersion(&facts) }
    case "Android":
      guard let next = byte(after: .frozenAndroid) else { break }
      if next == UInt8(ascii: ")") || next == UInt8(ascii: ";") { freezeVersion(&facts) }
    case "ChromeOS":
      if has(.frozenChromeOS) { freezeVersion(&facts) }
    default: break
    }
  }

  /// Constants that only the browser's version gives away.
  func freezeAppleVersions(_ facts: inout ClientFacts) {
    guard let version = facts.osVersion else { return }
    switch facts.os {
    case "iOS", "iPadOS":
      // With version 26 WebKit keeps the system at the last one before it.
      guard version.hasPrefix("18.6") || version.hasPrefix("18.7"), !has(.chromeIOS) else { return }
      if number(after: .version).map({ $0 >= 26 }) ?? true { freezeVersion(&facts) }
    case "macOS":
      // Safari 14 on macOS 11 already said so, on its way to 10_15_7.
      if version == "10.15.6", facts.browser == "Safari", (facts.browserMajor ?? 0) >= 14 {
        freezeVersion(&facts)
      }
    default: break
    }
  }

  private func freezeVersion(_ facts: inout ClientFacts) {
    facts.osVersion = nil
    facts.frozen.append(.osVersion)
  }

  /// Whether the constant stands alone: `10_15_7` and not `10_15_71`, `10.15` and not `10.15.4`.
  private func isFrozen(_ mark: AgentMark) -> Bool {
    guard has(mark) else { return false }
    guard let next = byte(after: mark) else { return true }
    return next != UInt8(ascii: ".") && next != UInt8(ascii: "_") && !(48...57).contains(next)
  }
}

/// The names that people use for the system families of uap-core.
enum SystemNames {
  static func name(of family: String) -> String? {
    switch family {
    // Most agents, without a look at the others.
    case "Windows", "Android", "iOS", "Linux": family
    case UserAgentResult.otherFamily, "": nil
    case "Mac OS X", "Mac OS", "macOS", "MacOS", "OS X": "macOS"
    case "Chrome OS", "ChromeOS", "Chromium OS", "CrOS": "ChromeOS"
    case "ATV OS X", "tvOS": "tvOS"
    case "WatchOS": "watchOS"
    case "WebOS", "webOS", "Web0S": "webOS"
    default: family
    }
  }
}
