import CandorModel
import CandorUserAgent
import Testing

/// Agents, hints and a platform's own words become one kind of client.
struct ClientTests {
  private let parser: UserAgentParser

  init() throws { parser = try TestParsers.builtIn.get() }

  private static let blink = "AppleWebKit/537.36 (KHTML, like Gecko)"
  private static let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) \(blink)"

  @Test(arguments: [
    "", "-", " ", "null", "(null)", "unknown", "Unknown", "Not Available", "N/A", "undefined",
    "\t- ",
  ])
  func placeholdersAreAbsent(text: String) {
    guard case .absent = parser.client(for: text) else {
      Issue.record("expected `absent` for `\(text)`")
      return
    }
  }

  @Test func noAgentIsAbsent() {
    #expect(parser.client(for: nil) == .absent)
    #expect(parser.client(for: "says nothing at all") == .absent)
  }

  @Test(arguments: [
    (
      "Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko)"
        + " Version/13.0 Safari/605.1.15", DeviceClass.console
    ),
    (
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) \(blink) Chrome/48.0.2564.82"
        + " Safari/537.36 Edge/20.02", .console
    ),
    ("Mozilla/5.0 (Web0S; Linux/SmartTV) \(blink) Chrome/87.0.4280.88 Safari/537.36", .tv),
    (
      "Mozilla/5.0 (Linux; Android 7.1.2; AFTMM Build/NS6265; wv) \(blink) Version/4.0"
        + " Chrome/70.0.3538.110 Mobile Safari/537.36", .tv
    ),
    ("Mozilla/5.0 (Linux; Android 14; SM-X910) \(blink) Chrome/109.0.0.0 Safari/537.36", .tablet),
    ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) \(blink) Chrome/120.0.0.0 Safari/537.36", .desktop),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", .bot),
    ("Nokia6100/1.0 (04.01) Profile/MIDP-1.0 Configuration/CLDC-1.0", .phone),
    ("Opera/9.80 (J2ME/MIDP; Opera Mini/7.1/28.3; U; en) Presto/2.8.119 Version/11.10", .phone),
    ("Mozilla/5.0 (Mobile; Nokia 8110 4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5", .phone),
  ])
  func theClassIsRead(agent: String, expected: DeviceClass) {
    #expect(parser.facts(agent)?.deviceClass == expected)
  }

  @Test(arguments: [
    ("PlayStation; PlayStation 5/2.26", "Sony", "PlayStation 5"),
    ("PlayStation 4 8.03", "Sony", "PlayStation 4"),
    ("Windows NT 10.0; Win64; x64; Xbox; Xbox One", "Microsoft", "Xbox"),
    ("Windows NT 10.0; Win64; x64; Xbox; Xbox Series X", "Microsoft", "Xbox"),
    ("Windows NT 10.0; Win64; x64; XBOX_ONE_ED", "Microsoft", "Xbox"),
    (
      "compatible; MSIE 10.0; Windows Phone 8.0; Trident/6.0; IEMobile/10.0; Xbox; Xbox One",
      "Microsoft", "Xbox"
    ),
    ("Nintendo Switch; WifiWebAuthApplet", "Nintendo", "Switch"),
    ("Nintendo WiiU", "Nintendo", "Wii U"),
  ])
  func aConsoleHasMakerAndModel(words: String, brand: String, model: String) {
    let facts = parser.facts("Mozilla/5.0 (\(words)) \(Self.blink)")
    #expect(facts?.deviceClass == .console)
    #expect(facts?.brand == brand && facts?.model == model)
    #expect(facts?.os == (brand == "Microsoft" ? "Windows" : nil))
  }

  @Test func aDesktopAppIsAHost() {
    let facts = parser.facts(
      "\(Self.windows) Slack/4.35.126 Chrome/118.0.5993.89 Electron/27.0.2 Safari/537.36")
    #expect(facts?.inAppHost == "Slack" && facts?.deviceClass == .desktop)
    for (word, name) in [("discord", "Discord"), ("WhatsApp", "WhatsApp")] {
      let facts = parser.facts(
        "\(Self.windows) \(word)/1.0 Chrome/138.0.0.0 Electron/37.6.0 Safari/537.36")
      #expect(facts?.inAppHost == name && facts?.deviceClass == .desktop)
    }
  }

  @Test(arguments: [
    ("Phone", "Mobile ", DeviceClass.phone), ("Tablet", "", .tablet), ("PC", "", .desktop),
    ("2in1", "", .desktop),
  ])
  func openHarmonySaysItsClass(word: String, mobile: String, expected: DeviceClass) {
    let facts = parser.facts(
      "Mozilla/5.0 (\(word); OpenHarmony 5.0) \(Self.blink) Chrome/132.0.0.0 Safari/537.36"
        + " ArkWeb/6.0.0.40 \(mobile)HuaweiBrowser/6.0.1.301")
    #expect(facts?.os == "OpenHarmony" && facts?.deviceClass == expected)
    #expect(facts?.browser == "Huawei Browser" && facts?.model == nil && facts?.brand == nil)
  }

  // MARK: Hints

  @Test func hintsWinWhereTheAgentIsFrozen() {
    let client = parser.client(
      for: "\(Self.windows) Chrome/120.0.0.0 Safari/537.36",
      hints: [
        ClientHint(name: "Sec-CH-UA-Platform", value: "\"Windows\""),
        ClientHint(name: "Sec-CH-UA-Platform-Version", value: "\"15.0.0\""),
        ClientHint(
          name: "Sec-CH-UA-Full-Version-List",
          value: "\"Not_A Brand\";v=\"8.0.0.0\", \"Chromium\";v=\"120.0.6099.109\","
            + " \"Google Chrome\";v=\"120.0.6099.109\""),
      ]
    ).value
    #expect(client?.osVersion == "11")
    #expect(client?.browserVersion == "120.0.6099.109")
    #expect(client?.frozen == [])
  }

  @Test(arguments: [
    ("\"0.1.0\"", "7"), ("\"0.3.0\"", "8.1"), ("\"10.0.0\"", "10"), ("\"13.0.0\"", "11"),
  ])
  func windowsCountsContracts(value: String, expected: String) {
    let client = parser.client(
      for: "\(Self.windows) Chrome/120.0.0.0 Safari/537.36",
      hints: [
        ClientHint(name: "sec-ch-ua-platform", value: "\"Windows\""),
        ClientHint(name: "sec-ch-ua-platform-version", value: value),
      ])
    #expect(client.value?.osVersion == expected)
  }

  @Test func aModelFromAHintHasItsMaker() {
    let client = parser.client(
      for: "Mozilla/5.0 (Linux; Android 10; K) \(Self.blink) Chrome/120.0.0.0 Mobile Safari/537.36",
      hints: [
        ClientHint(name: "Sec-CH-UA-Model", value: "\"SM-S918B\""),
        ClientHint(name: "Sec-CH-UA-Platform", value: "\"Android\""),
        ClientHint(name: "Sec-CH-UA-Platform-Version", value: "\"14.0.0\""),
      ]
    ).value
    #expect(client?.model == "SM-S918B" && client?.brand == "Samsung")
    #expect(client?.osVersion == "14.0.0" && client?.frozen == [.browserMinor])
  }

  /// A hint holds the name of the device, an agent what an expression makes of it.
  @Test(arguments: [
    "moto g54 5G", "motorola edge 40", "moto g stylus 5G (2022)", "moto g play - 2023",
    "ASUS_AI2302", "ASUSAI2501A", "LG-M320", "SAMSUNG-SM-G998U", "SM-S918B", "Pixel 9 Pro XL",
    "Nokia 7.2", "KFTRWI", "CPH2609", "TECNO CL8", "CUBOT NOTE 20", "REVVL 6 Pro 5G",
    "T-Mobile REVVL V+ 5G", "a phone of nobody",
  ])
  func aHintAndAnAgentNameOneModel(model: String) throws {
    func hinted(_ model: String) throws -> Client {
      let hints = [ClientHint(name: "Sec-CH-UA-Model", value: "\"\(model)\"")]
      let agent = "Mozilla/5.0 (Linux; Android 10; K) \(Self.blink) Chrome/142.0.0.0 Mobile"
      return try #require(parser.client(for: agent + " Safari/537.36", hints: hints).value)
    }
    let view = try #require(
      parser.client(
        for: "Mozilla/5.0 (Linux; Android 14; \(model) Build/U1TD34.94-12; wv) \(Self.blink)"
          + " Version/4.0 Chrome/142.0.7444.102 Mobile Safari/537.36 [LinkedInApp]"
      ).value)
    let browser = try hinted(model)
    #expect(browser.relation(to: view) == .compatible, "\(browser.facts) and \(view.facts)")
    #expect(view.relation(to: browser) == .compatible)
    #expect(try hinted("Pixel 6a").relation(to: view).isDifferentDevice)
    #expect(try hinted("Pixel 6a").relation(to: browser) == .differentModel)
  }

  @Test func aHintNamesABrowserThatTheAgentHides() {
    let client = parser.client(
      for: "\(Self.windows) Chrome/120.0.0.0 Safari/537.36",
      hints: [
        ClientHint(
          name: "Sec-CH-UA",
          value: "\"Chromium\";v=\"120\", \"Brave\";v=\"120\", \"Not?A_Brand\";v=\"24\"")
      ])
    #expect(client.value?.browser == "Brave" && client.value?.browserMajor == 120)
  }

  /// Brave sends Chrome's agent: without hints nobody can tell the two apart.
  @Test func aBrowserThatOnlyHintsNameIsNoOtherThanChrome() throws {
    func chrome(_ version: Int, _ brand: String?) throws -> Client {
      let hints = brand.map {
        [
          ClientHint(
            name: "Sec-CH-UA", value: "\"Chromium\";v=\"\(version)\", \"\($0)\";v=\"\(version)\"")
        ]
      }
      return try #require(
        parser.client(
          for: "\(Self.windows) Chrome/\(version).0.0.0 Safari/537.36", hints: hints ?? []
        ).value)
    }
    let brave = try chrome(142, "Brave")
    let plain = try chrome(142, nil)
    for (one, other) in [(brave, plain), (plain, brave)] {
      let comparison = one.comparison(to: other)
      #expect(comparison.relation == .compatible && comparison.reason == .unknownFields)
    }
    // Hints that name Chrome, another version and another agent still tell.
    let named = try chrome(142, "Google Chrome")
    #expect(brave.relation(to: named) == .differentBrowser)
    #expect(try brave.relation(to: chrome(141, nil)) == .differentBrowser)
    let edge = try #require(
      parser.client(for: "\(Self.windows) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0").value)
    #expect(brave.relation(to: edge) == .differentBrowser)
    #expect(named.relation(to: plain) == .identical)
  }

  @Test func hintsStandAlone() {
    let client = parser.client(
      for: nil,
      hints: [
        ClientHint(
          name: "Sec-CH-UA", value: "\"Google Chrome\";v=\"121\", \"Chromium\";v=\"121\""),
        ClientHint(name: "Sec-CH-UA-Mobile", value: "?0"),
        ClientHint(name: "Sec-CH-UA-Platform", value: "\"macOS\""),
        ClientHint(name: "Sec-CH-UA-Platform-Version", value: "\"14.2.0\""),
      ]
    ).value
    #expect(client?.browser == "Chrome" && client?.os == "macOS")
    #expect(client?.osVersion == "14.2.0" && client?.deviceClass == .desktop)
  }

  @Test func aHintTellsThePhoneBehindTheDesktopSite() {
    let client = parser.client(
      for: "Mozilla/5.0 (X11; Linux x86_64) \(Self.blink) Chrome/120.0.0.0 Safari/537.36",
      hints: [
        ClientHint(name: "Sec-CH-UA-Platform", value: "\"Android\""),
        ClientHint(name: "Sec-CH-UA-Form-Factors", value: "\"Mobile\""),
      ]
    ).value
    #expect(client?.os == "Android" && client?.deviceClass == .phone)
  }

  /// A phone sends the version of Linux empty; a computer its kernel's, or nothing.
  @Test(arguments: [("\"\"", false), ("", false), ("\"6.5.0\"", true)])
  func aHintTellsAComputerFromTheDesktopSite(version: String, isComputer: Bool) throws {
    let site = try #require(
      parser.client(
        for: "Mozilla/5.0 (X11; Linux x86_64) \(Self.blink) Chrome/120.0.0.0 Safari/537.36",
        hints: [
          ClientHint(name: "Sec-CH-UA-Platform", value: "\"Linux\""),
          ClientHint(name: "Sec-CH-UA-Platform-Version", value: version),
        ]
      ).value)
    let phone = try #require(
      parser.client(
        for: "Mozilla/5.0 (Linux; Android 13; Pixel 7) \(Self.blink) Chrome/120.0.0.0 Mobile"
          + " Safari/537.36"
      ).value)
    let expected: ClientRelation = isComputer ? .differentClass : .compatible
    #expect(site.relation(to: phone) == expected && phone.relation(to: site) == expected)
  }

  @Test(arguments: ["", "\"", "\"\"", "?1;;;", "\"a\\", "v=\"1\"", "\"x\";v=", "\u{0}\u{7}"])
  func brokenHintsChangeNothing(value: String) {
    let agent = "\(Self.windows) Chrome/120.0.0.0 Safari/537.36"
    let names = ["Sec-CH-UA", "Sec-CH-UA-Platform-Version", "Sec-CH-UA-Form-Factors"]
    let client = parser.client(
      for: agent, hints: names.map { ClientHint(name: $0, value: value) })
    #expect(client.value?.facts == parser.facts(agent))
  }

  // MARK: A platform's words

  @Test func aPlatformsWordsAreAClient() {
    let client = parser.client(forDevice: "Chrome 120", os: "macOS 14.2", type: "desktop").value
    #expect(client?.browser == "Chrome" && client?.browserVersion == "120")
    #expect(client?.os == "macOS" && client?.osVersion == "14.2")
    #expect(client?.deviceClass == .desktop && client?.brand == "Apple" && client?.model == "Mac")
  }

  @Test func wordsAndAgentOfOneDeviceAreCompatible() throws {
    let words = try #require(
      parser.client(forDevice: "Chrome 120", os: "macOS 14.2", type: "desktop").value)
    let agent = try #require(
      parser.client(
        for: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) \(Self.blink) Chrome/120.0.0.0"
          + " Safari/537.36"
      ).value)
    #expect(words.relation(to: agent) == .compatible)
  }

  @Test(arguments: [
    ("Mobile Safari 17.1", "iOS 17.1", "mobile", DeviceClass.phone, "Safari", "iOS"),
    ("Safari", "iOS 17.1", "tablet", .tablet, "Safari", "iPadOS"),
    ("Samsung Browser 23", "Android 13", "mobile", .phone, "Samsung Internet", "Android"),
    ("Edge 120.0.0.0", "Windows 10", "desktop", .desktop, "Edge", "Windows"),
    ("Chrome", "Chromium OS", "", .desktop, "Chrome", "ChromeOS"),
  ])
  func otherWords(
    browser: String, os: String, type: String, deviceClass: DeviceClass, name: String,
    system: String
  ) {
    let client = parser.client(forDevice: browser, os: os, type: type).value
    #expect(client?.browser == name && client?.os == system)
    #expect(client?.deviceClass == deviceClass)
  }

  @Test(
    arguments: [
      ("Windows NT 10.0", "Windows", nil), ("Windows NT 6.1", "Windows", "7"),
      ("Windows 11 Pro", "Windows", "11"), ("Microsoft Windows 11", "Windows", "11"),
      ("Windows 10 (64-bit)", "Windows", nil), ("Win32", "Windows", nil),
      ("macOS Sequoia 15.1", "macOS", "15.1"), ("MacOS Sonoma", "macOS", nil),
      ("OSX", "macOS", nil), ("OS X 10.11", "macOS", "10.11"), ("Macintosh", "macOS", nil),
      ("MacIntel", "macOS", nil), ("iPhone", "iOS", nil), ("iPhone OS 17_1", "iOS", "17.1"),
      ("iPad OS 17.1", "iPadOS", "17.1"), ("Android OS", "Android", nil),
      ("Debian GNU/Linux 12 (bookworm)", "Debian", "12"), ("Fedora Linux 40", "Fedora", "40"),
      ("Arch", "Arch Linux", nil), ("Ubuntu 22.04 LTS", "Ubuntu", "22.04"),
      ("Linux x86_64", "Linux", nil), ("CrOS", "ChromeOS", nil),
      ("HarmonyOS 4.0", "HarmonyOS", "4.0"),
      // The number behind is none of Android's.
      ("Fire OS 8", "Android", nil), ("FireOS 7.3.2.8", "Android", nil),
      ("Amazon Fire OS 6", "Android", nil), ("Fire OS 7 (Android 9)", "Android", "9"),
    ] as [(String, String, String?)])
  func systemsAreKnownByTheirWords(os: String, name: String, version: String?) {
    let client = parser.client(forDevice: "Chrome 142", os: os, type: nil).value
    #expect(client?.os == name && client?.osVersion == version)
  }

  /// Fire OS 8 is Android 11: its own number beside that of the agent would look like a rollback.
  @Test func fireOSInWordsIsTheAndroidOfTheAgent() throws {
    let words = try #require(
      parser.client(forDevice: "Silk 138.2.1", os: "Fire OS 8", type: "tablet").value)
    let agent = try #require(
      parser.client(
        for: "Mozilla/5.0 (Linux; Android 11; KFTRWI) \(Self.blink) Silk/138.2.1 like"
          + " Chrome/138.0.7204.179 Safari/537.36"
      ).value)
    #expect(words.os == "Android" && words.state(of: .osVersion) == .absent)
    for comparison in [words.comparison(to: agent), agent.comparison(to: words)] {
      #expect(!comparison.relation.isDifferentDevice && comparison.direction == nil)
    }
  }

  /// What no table names would differ from every other system.
  @Test(arguments: ["Microwave 3", "Linux armv8l", "operating system", "10.0"])
  func unknownSystemsAreNotSaid(os: String) {
    #expect(parser.client(forDevice: nil, os: os, type: nil) == .absent)
    #expect(parser.client(forDevice: "Chrome 142", os: os, type: nil).value?.os == nil)
  }

  @Test(arguments: [
    ("handset", DeviceClass.phone), ("mobile phone", .phone), ("Feature Phone", .phone),
    ("wearable", .phone), ("Personal computer", .desktop), ("Desktop/Laptop", .desktop),
    ("smart-tv", .tv), ("gaming console", .console), ("TABLET", .tablet), ("Web Crawler", .bot),
    ("phone or tablet", .unknown), ("thing", .unknown),
  ])
  func classesAreKnownByTheirWords(type: String, expected: DeviceClass) {
    let client = parser.client(forDevice: "Chrome 142", os: nil, type: type).value
    #expect(client?.deviceClass == expected)
  }

  @Test(arguments: [
    ("chrome 142", "Chrome"), ("Mobile Chrome 142", "Chrome"), ("MS Edge 142", "Edge"),
    ("Mozilla Firefox 145", "Firefox"), ("MOBILE SAFARI 26.0", "Safari"),
    ("Some Browser 3", "Some Browser"),
  ])
  func browsersAreKnownInAnyCase(text: String, name: String) {
    #expect(parser.client(forDevice: text, os: nil, type: nil).value?.browser == name)
  }

  /// One device in an agent and in words, and another in words.
  @Test(arguments: [
    ("Windows NT 10.0; Win64; x64", "Windows 11 Pro", "macOS Sequoia 15.1"),
    ("Macintosh; Intel Mac OS X 10_15_7", "macOS Sequoia 15.1", "Windows NT 10.0"),
    ("X11; Linux x86_64", "Debian GNU/Linux", "Win32"),
    ("X11; Ubuntu; Linux x86_64", "Linux x86_64", "Fedora Linux"),
  ])
  func wordsTellAnotherSystemOnly(comment: String, same: String, other: String) throws {
    let agent = try #require(
      parser.client(for: "Mozilla/5.0 (\(comment)) \(Self.blink) Chrome/142.0.0.0 Safari/537.36")
        .value)
    func words(_ os: String) throws -> Client {
      try #require(parser.client(forDevice: "Chrome 142", os: os, type: "desktop").value)
    }
    #expect(try agent.relation(to: words(same)) == .compatible)
    #expect(try agent.relation(to: words(other)) == .differentOS)
  }

  /// Words made of an agent say of a Mac what agents say, and no agent of a phone says more.
  @Test(arguments: [
    ("Safari 17.6", "macOS 10.15.7", "iOS 17.6", false),
    ("Safari 13.1", "macOS 10.15.4", "iOS 13.4", false),
    ("Safari 17.6", "macOS", "iOS 17.6", false),
    ("Safari 17.6", "macOS 14.6", "iOS 17.6", true), ("Safari 17.6", "macOS 11", "iOS 17.6", true),
    ("Chrome 120", "Linux x86_64", "Android 14", false),
    ("Chrome 120", "Linux 6.5.0", "Android 14", true),
  ])
  func wordsForAComputerAreADesktopSiteWhereAnAgentSaysThem(
    browser: String, computer: String, phone: String, isOther: Bool
  ) throws {
    let desktop = try #require(
      parser.client(forDevice: browser, os: computer, type: "desktop").value)
    let mobile = try #require(parser.client(forDevice: browser, os: phone, type: "phone").value)
    for comparison in [desktop.comparison(to: mobile), mobile.comparison(to: desktop)] {
      #expect(comparison.relation == (isOther ? .differentClass : .compatible))
      #expect(comparison.reason == (isOther ? .otherClass : .desktopSite))
    }
  }

  /// Nobody's iPad is told from a Mac.
  @Test func wordsForAMacMayBeAnIPads() throws {
    let mac = try #require(
      parser.client(forDevice: "Safari 17.6", os: "macOS 14.6", type: "desktop").value)
    let tablet = try #require(
      parser.client(forDevice: "Safari 17.6", os: "iPadOS 17.6", type: "tablet").value)
    #expect(mac.comparison(to: tablet).reason == .iPadOrMac)
    #expect(tablet.comparison(to: mac).reason == .iPadOrMac)
  }

  /// As an agent of the same program is.
  @Test(arguments: [
    "curl 8.4", "Wget", "python-requests/2.31.0", "Python Requests 2.31", "Go-http-client 1.1",
    "Python/3.11 aiohttp/3.9.1", "okhttp 4.12", "WindowsPowerShell 5.1", "PowerShell 7.4", "node",
  ])
  func wordsForAnHTTPClientAreAutomated(text: String) {
    #expect(parser.client(forDevice: text, os: nil, type: nil).value?.automated == .httpClient)
  }

  @Test(arguments: ["Chrome 142", "Curlew 2", "Nodepad 1", "Safari", "Gotham 3"])
  func wordsForABrowserAreNotAutomated(text: String) {
    let client = parser.client(forDevice: text, os: "Windows 10", type: "desktop").value
    #expect(client != nil && client?.automated == nil)
  }

  @Test(
    arguments: [
      ("Safari 17", "Windows 10", .safariOnWindows), ("Safari 5.1", "Windows 7", nil),
      ("Safari", "Windows 10", nil), ("Safari 17", "macOS 14.2", nil),
      ("Chrome 250", "Windows 10", .futureVersion),
    ] as [(String, String, ImplausibilityReason?)])
  func wordsThatCannotBeTrueAreImplausible(
    browser: String, os: String, reason: ImplausibilityReason?
  ) {
    let client = parser.client(forDevice: browser, os: os, type: "desktop").value
    #expect(client != nil && client?.implausible == reason)
  }

  @Test func wordsForNothingAreAbsent() {
    #expect(parser.client(forDevice: nil, os: nil, type: nil) == .absent)
    #expect(parser.client(forDevice: "Unknown", os: "-", type: "") == .absent)
  }

  @Test func windowsTenInWordsIsFrozen() {
    let client = parser.client(forDevice: "Chrome 120", os: "Windows 10", type: "desktop").value
    #expect(client?.osVersion == nil && client?.state(of: .osVersion) == .frozen)
    let eleven = parser.client(forDevice: "Chrome 120", os: "Windows 11", type: "desktop").value
    #expect(eleven?.osVersion == "11")
  }
}
