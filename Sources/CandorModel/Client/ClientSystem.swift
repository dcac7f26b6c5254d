/// An operating system in the form that is compared.
struct ClientSystem: Sendable, Hashable {
  /// The families whose relation is more than "another name".
  enum Kind: Sendable, Hashable {
    case windows, mac, iOS, android, linux, chromeOS, other
  }

  let kind: Kind
  /// The name, or that of the distribution.
  let name: String

  /// Makes it of the name in `ClientFacts.os`.
  init(name: String) {
    self.name = name
    self.kind =
      switch name {
      case "Windows": .windows
      case "macOS": .mac
      // An iPad's system is told from an iPhone's by the class.
      case "iOS", "iPadOS": .iOS
      // HarmonyOS says so in one browser, and Android in the others.
      case "Android", "HarmonyOS": .android
      case "ChromeOS": .chromeOS
      case _ where Self.linuxNames.contains(name): .linux
      default: .other
      }
  }

  /// Systems that are a Linux with a name; browsers from elsewhere call them all `Linux`.
  private static let linuxNames: Set<String> = [
    "Linux", "Arch Linux", "ASP Linux", "CentOS", "Debian", "Fedora", "Gentoo", "Kubuntu",
    "Linux Mint", "Mageia", "Mandriva", "Manjaro", "openSUSE", "PCLinuxOS", "Pop!_OS", "Puppy",
    "Red Hat", "Slackware", "SUSE", "Ubuntu", "VectorLinux", "Xubuntu", "Lubuntu",
  ]

  /// HarmonyOS, which says `OpenHarmony` since version 5 and Android no longer.
  private var isHarmony: Bool { name == "HarmonyOS" || name == "OpenHarmony" }

  /// Whether two systems may be the same one.
  func mayBe(_ other: ClientSystem) -> Bool {
    if isHarmony, other.isHarmony { return true }
    guard kind == other.kind else { return false }
    switch kind {
    case .other: return name == other.name
    case .linux: return name == other.name || name == "Linux" || other.name == "Linux"
    default: return true
    }
  }

  /// Whether one names its distribution and the other does not.
  func isNamedOtherwise(than other: ClientSystem) -> Bool {
    kind == .linux && name != other.name
  }
}
