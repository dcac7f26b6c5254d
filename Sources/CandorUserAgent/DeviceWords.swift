import CandorModel

/// What platforms call systems, browsers and kinds of device. Each platform has words of its own, so
/// a name is known by the words in it: `Windows 11 Pro`, `Debian GNU/Linux 12`, `mobile phone`.
enum DeviceWords {
  /// The system that a text names, and the version behind the name; `nil` where no name is known: a
  /// name that only one platform uses would differ from every other.
  static func system(_ text: String) -> (name: String, version: String?)? {
    let words = text.lowercased().split { " /,;:()".contains($0) }.map(String.init)
    for (name, spellings) in systems {
      for spelling in spellings {
        guard let start = start(of: spelling, in: words) else { continue }
        // `navigator.platform` says so on Android, too.
        if name == "Linux", words.contains(where: { $0.hasPrefix("arm") || $0 == "aarch64" }) {
          return nil
        }
        // Amazon counts its own: Fire OS 7 is Android 9, Fire OS 6 is 7.1.
        if spelling.first == "fire" || spelling.first == "fireos" { return (name, nil) }
        let version = words[start...].lazy.compactMap(number).first
        let isKernel = name == "Windows" && words.contains("nt")
        return (name, isKernel ? version.flatMap { windowsOfKernel[$0] } : version)
      }
    }
    return nil
  }

  /// The kind of device that a text names; `unknown` where it names none, or more than one.
  static func deviceClass(_ text: String) -> DeviceClass {
    var named = DeviceClass.unknown
    for word in text.lowercased().split(whereSeparator: { !$0.isLetter }) {
      guard let kind = kinds[String(word)] else { continue }
      guard named == .unknown || named == kind else { return .unknown }
      named = kind
    }
    return named
  }

  /// The browser of a spelling that uap-core does not use.
  static func browser(_ name: String) -> String? { browsers[name.lowercased()] }

  /// Where the words of a spelling stand, one behind the other.
  private static func start(of spelling: [String], in words: [String]) -> Int? {
    words.indices.first { words[$0...].starts(with: spelling) }
  }

  /// A word of nothing but digits and what stands between them.
  private static func number(_ word: String) -> String? {
    guard let first = word.utf8.first, (48...57).contains(first),
      word.utf8.allSatisfy({
        (48...57).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
      })
    else { return nil }
    return word.replacing("_", with: ".")
  }

  /// The versions of Windows by those of its kernel, as far as agents tell them.
  private static let windowsOfKernel = [
    "6.1": "7", "6.2": "8", "6.3": "8.1", "10.0": "10.0", "10": "10",
  ]

  /// The systems by name, each with its spellings; a name that holds another stands before it.
  private static let systems: [(name: String, spellings: [[String]])] = names.map {
    (name: $0.name, spellings: $0.spellings.split(separator: "|").map(words(of:)))
  }

  private static func words(of spelling: Substring) -> [String] {
    spelling.split(separator: " ").map(String.init)
  }

  private static let names: [(name: String, spellings: String)] = [
    ("Windows Phone", "windows phone"), ("Windows Mobile", "windows mobile"),
    ("Windows CE", "windows ce"),
    ("Windows", "windows|win|win32|win64|windows11|windows10|win11|win10|win8|win7"),
    ("iPadOS", "ipados|ipad"), ("iOS", "ios|iphone|iphoneos|ipod"),
    ("macOS", "macos|mac|macosx|osx|os x|macintosh|macintel"),
    ("tvOS", "tvos|apple tv"), ("watchOS", "watchos"),
    ("OpenHarmony", "openharmony"), ("HarmonyOS", "harmonyos|harmony os"),
    ("Android", "android|androidos|fire os|fireos"),
    ("ChromeOS", "chromeos|chrome os|chromiumos|chromium os|cros"),
    ("Tizen", "tizen"), ("webOS", "webos|web0s"), ("KaiOS", "kaios"),
    ("BlackBerry OS", "blackberry"), ("FreeBSD", "freebsd"), ("OpenBSD", "openbsd"),
    ("NetBSD", "netbsd"), ("Solaris", "solaris|sunos"),
    ("Kubuntu", "kubuntu"), ("Xubuntu", "xubuntu"), ("Lubuntu", "lubuntu"), ("Ubuntu", "ubuntu"),
    ("Debian", "debian"), ("Fedora", "fedora"), ("Arch Linux", "arch|archlinux"),
    ("Linux Mint", "mint|linuxmint"), ("Red Hat", "red hat|redhat|rhel"), ("CentOS", "centos"),
    ("Gentoo", "gentoo"), ("Manjaro", "manjaro"), ("openSUSE", "opensuse"), ("SUSE", "suse|sles"),
    ("Pop!_OS", "pop!_os|pop_os"), ("Mageia", "mageia"), ("Slackware", "slackware"),
    ("Linux", "linux"),
  ]

  private static let kinds: [String: DeviceClass] = [
    "desktop": .desktop, "computer": .desktop, "laptop": .desktop, "notebook": .desktop,
    "pc": .desktop, "workstation": .desktop,
    "mobile": .phone, "phone": .phone, "smartphone": .phone, "handset": .phone,
    "cellphone": .phone, "wearable": .phone, "watch": .phone, "smartwatch": .phone,
    "tablet": .tablet, "tv": .tv, "smarttv": .tv, "television": .tv, "console": .console,
    "bot": .bot, "crawler": .bot, "spider": .bot, "robot": .bot,
  ]

  private static let browsers = [
    "chrome": "Chrome", "mobile chrome": "Chrome", "crios": "Chrome", "chromium": "Chromium",
    "edge": "Edge", "ms edge": "Edge", "edgios": "Edge", "firefox": "Firefox",
    "mozilla firefox": "Firefox", "fxios": "Firefox", "safari": "Safari",
    "mobile safari": "Safari", "safari mobile": "Safari", "opera": "Opera", "brave": "Brave",
    "vivaldi": "Vivaldi", "samsung internet": "Samsung Internet", "ie": "Internet Explorer",
    "internet explorer": "Internet Explorer",
  ]
}
