import CandorModel
import Testing

/// The device lattice on facts alone.
struct ClientRelationTests {
  private static func chrome(_ version: String, os: String = "Windows") -> ClientFacts {
    ClientFacts(
      browser: "Chrome", browserVersion: version,
      browserMajor: Int(version.prefix { $0 != "." }), engine: "Blink", os: os,
      deviceClass: .desktop, frozen: [.osVersion])
  }

  @Test func theOrderIsThatOfTheLattice() {
    let lattice: [ClientRelation] = [
      .identical, .updated, .compatible, .differentBrowser, .differentModel, .differentOS,
      .differentClass,
    ]
    #expect(lattice == lattice.sorted())
    #expect(lattice.allSatisfy { $0.isOnLattice })
    #expect(
      lattice.filter { $0.isDifferentDevice } == [.differentModel, .differentOS, .differentClass])
    #expect(!ClientRelation.automated.isOnLattice && !ClientRelation.implausible.isOnLattice)
    #expect(!ClientRelation.automated.isDifferentDevice)
    #expect(!ClientRelation.implausible.isDifferentDevice)
  }

  @Test func theSameObjectAndEqualFactsAreIdentical() {
    let client = Client(Self.chrome("120"))
    #expect(client.comparison(to: client).relation == .identical)
    #expect(client.relation(to: Client(Self.chrome("120"))) == .identical)
    #expect(client == Client(Self.chrome("120")) && client != Client(Self.chrome("121")))
  }

  @Test func versionsMayBeAnyNumber() {
    let least = Client(Self.chrome("0.0"))
    let most = Client(Self.chrome("9223372036854775807.0"))
    #expect(least.comparison(to: most).reason == .versionGap)
    #expect(most.comparison(to: least).reason == .versionDown)
    let negative = Client(Self.chrome("-9223372036854775808.0"))
    #expect(negative.comparison(to: most).reason == .versionGap)
  }

  @Test func automatedAgentsAreNotCompared() {
    var facts = Self.chrome("120")
    facts.automated = .headlessChrome
    let robot = Client(facts)
    let person = Client(Self.chrome("120", os: "macOS"))
    for (left, right) in [(robot, person), (person, robot), (robot, robot)] {
      let comparison = left.comparison(to: right)
      #expect(comparison.relation == .automated && comparison.reason == .automatedAgent)
      #expect(comparison.apart == .automated)
    }
  }

  @Test func implausibleAgentsAreComparedAndMarked() {
    var facts = Self.chrome("120")
    facts.implausible = .futureVersion
    let odd = Client(facts)
    let comparison = odd.comparison(to: Client(Self.chrome("120", os: "macOS")))
    #expect(comparison.relation == .differentOS && comparison.apart == .implausible)
    #expect(odd.comparison(to: odd).apart == .implausible)
  }

  @Test func whatIsNotSaidIsNotCompared() {
    let nothing = Client(ClientFacts())
    let chrome = Client(Self.chrome("120"))
    #expect(chrome.relation(to: nothing) == .compatible)
    #expect(nothing.relation(to: chrome) == .compatible)
  }

  @Test(arguments: [
    "iPhone", "iPad", "Mac", "Macintosh", "K", "Kindle", "Smartphone", "Generic Smartphone",
  ])
  func wordsForNoModelAreNoModels(word: String) {
    func phone(_ model: String) -> Client {
      Client(ClientFacts(os: "iOS", deviceClass: .phone, model: model))
    }
    #expect(!phone(word).relation(to: phone("iPhone14,5")).isDifferentDevice)
  }

  @Test func aModelIsTheSameWithAndWithoutItsMaker() {
    let short = Client(
      ClientFacts(os: "Android", deviceClass: .phone, brand: "Samsung", model: "SM-S918B"))
    let long = Client(
      ClientFacts(os: "Android", deviceClass: .phone, brand: "Samsung", model: "Samsung SM-S918B"))
    #expect(!short.relation(to: long).isDifferentDevice)
  }

  @Test(arguments: [
    ("Motorola", "g54 5G", "g54 5G Build/U1TD34.94-12; wv", false),
    ("Motorola", "g54 5G", "g84 5G Build/U1TD34.94-12; wv", true),
    ("Motorola", "g54", "g54 5G Build/U1TD34.94-12; wv", true),
    ("HTC", "U20 5G", "U20 5G; HMSCore", false), ("Asus", "AI2302", "ASUS_AI2302", false),
    ("LG", "M320", "LG-M320", false), ("LG", "M320", "LG-M200", true),
    ("Samsung", "SM-G998U", "SAMSUNG-SM-G998U", false), ("Google", "Pixel 7", "Pixel 7 Pro", true),
  ])
  func aModelIsTheSameWithWhatStandsAroundIt(
    brand: String, model: String, written: String, isOther: Bool
  ) {
    func phone(_ model: String) -> Client {
      Client(ClientFacts(os: "Android", deviceClass: .phone, brand: brand, model: model))
    }
    #expect(phone(model).relation(to: phone(written)).isDifferentDevice == isOther)
    #expect(phone(written).relation(to: phone(model)).isDifferentDevice == isOther)
  }

  @Test(arguments: [
    ("HarmonyOS", "OpenHarmony", false), ("HarmonyOS", "Android", false),
    ("OpenHarmony", "OpenHarmony", false), ("OpenHarmony", "Android", true),
    ("OpenHarmony", "iOS", true), ("OpenHarmony", "KaiOS", true),
  ])
  func harmonyHasTwoNames(one: String, other: String, isOther: Bool) {
    func phone(_ os: String) -> Client { Client(ClientFacts(os: os, deviceClass: .phone)) }
    #expect(phone(one).relation(to: phone(other)).isDifferentDevice == isOther)
    #expect(phone(other).relation(to: phone(one)).isDifferentDevice == isOther)
  }

  @Test(arguments: [
    ("17.1", "17.1.2", ClientRelation.updated), ("17.1", "17", .compatible),
    ("17.2", "17.1", .compatible), ("18.6", "26.0", .updated), ("17.0", "26.0", .updated),
    ("16.0", "26.0", .compatible), ("26.1", "18.6", .compatible),
  ])
  func appleVersionsLeap(old: String, new: String, expected: ClientRelation) {
    func safari(_ version: String) -> Client {
      Client(
        ClientFacts(
          browser: "Safari", browserVersion: version, os: "macOS", deviceClass: .desktop))
    }
    #expect(safari(old).relation(to: safari(new)) == expected)
  }

  /// An iPhone's browsers are WebKit, also those that ask for the desktop site.
  @Test func aMacsOwnEngineIsNoPhones() {
    func browser(_ name: String, _ engine: String, _ os: String, _ kind: DeviceClass) -> Client {
      Client(
        ClientFacts(
          browser: name, browserVersion: "131", browserMajor: 131, engine: engine, os: os,
          deviceClass: kind))
    }
    for (name, engine) in [("Chrome", "Blink"), ("Edge", "Blink"), ("Firefox", "Gecko")] {
      let phone = browser(name, "WebKit", "iOS", .phone)
      let mac = browser(name, engine, "macOS", .desktop)
      #expect(phone.relation(to: mac) == .differentClass)
      #expect(mac.relation(to: phone) == .differentClass)
      let desktopSite = browser(name, "WebKit", "macOS", .desktop)
      #expect(phone.comparison(to: desktopSite).reason == .desktopSite)
    }
  }

  /// No Mac has these with WebKit: an iPhone or iPad asks for the desktop site.
  @Test(arguments: ["Chrome", "Edge", "Firefox", "Opera GX"])
  func aBrowserOfIOSThatSaysMacIsIOS(name: String) {
    func browser(_ name: String, _ engine: String, _ os: String, _ kind: DeviceClass) -> Client {
      Client(
        ClientFacts(
          browser: name, browserVersion: "131", browserMajor: 131, engine: engine, os: os,
          deviceClass: kind))
    }
    let site = browser(name, "WebKit", "macOS", .desktop)
    let safari = browser("Safari", "WebKit", "iOS", .phone)
    #expect(safari.relation(to: site) == .differentBrowser)
    #expect(site.relation(to: safari) == .differentBrowser)
    let mac = browser(name, name == "Firefox" ? "Gecko" : "Blink", "macOS", .desktop)
    #expect(safari.relation(to: mac) == .differentClass)
    #expect(browser("Chrome", "Blink", "Windows", .desktop).relation(to: site) == .differentOS)
    #expect(browser("Chrome", "Blink", "Android", .phone).relation(to: site) == .differentClass)
    // Safari on a Mac is a Mac's own.
    let other = browser("Safari", "WebKit", "macOS", .desktop)
    #expect(browser(name, "WebKit", "iOS", .phone).relation(to: other) == .differentClass)
  }

  /// Google's app is one of phones and tablets, also where its agent says Mac; words of a platform
  /// name it without an engine.
  @Test(arguments: ["WebKit", nil] as [String?])
  func googlesAppThatSaysMacIsIOS(engine: String?) {
    func app(_ os: String, _ kind: DeviceClass, engine: String?) -> Client {
      Client(
        ClientFacts(
          engine: engine, os: os, deviceClass: kind, inAppHost: "Google", isWebView: true))
    }
    let site = app("macOS", .desktop, engine: engine)
    let phone = app("iOS", .phone, engine: engine)
    let safari = Client(
      ClientFacts(
        browser: "Safari", browserVersion: "17.1", browserMajor: 17, engine: "WebKit", os: "iOS",
        deviceClass: .phone))
    #expect(phone.comparison(to: site) == ClientComparison(.compatible, .desktopSite))
    #expect(site.comparison(to: phone) == ClientComparison(.compatible, .desktopSite))
    #expect(safari.comparison(to: site) == ClientComparison(.compatible, .inAppBrowser))
    #expect(site.comparison(to: safari) == ClientComparison(.compatible, .inAppBrowser))
    #expect(app("iPadOS", .tablet, engine: engine).relation(to: site) == .compatible)
    // What says Android or Windows, and a Mac's own engine, are other devices.
    #expect(app("Android", .phone, engine: "Blink").relation(to: site) == .differentClass)
    #expect(app("Windows", .desktop, engine: "Blink").relation(to: site) == .differentOS)
    #expect(phone.relation(to: app("macOS", .desktop, engine: "Blink")) == .differentClass)
  }

  @Test func aModelThatFoldsIsOneDevice() {
    func galaxy(_ model: String, _ kind: DeviceClass) -> Client {
      Client(
        ClientFacts(
          browser: "Chrome", browserVersion: "131", browserMajor: 131, engine: "Blink",
          os: "Android", osVersion: "14", deviceClass: kind, brand: "Samsung", model: model))
    }
    #expect(galaxy("SM-F946B", .phone).relation(to: galaxy("SM-F946B", .tablet)) == .compatible)
    #expect(galaxy("SM-F946B", .phone).relation(to: galaxy("SM-X710", .tablet)) == .differentClass)
    #expect(galaxy("K", .phone).relation(to: galaxy("K", .tablet)) == .differentClass)
  }

  /// Windows 10 and 11 send one constant, and no earlier one sends it.
  @Test func anEarlierWindowsIsNoFrozenOne() {
    func firefox(_ version: String?) -> Client {
      Client(
        ClientFacts(
          browser: "Firefox", browserVersion: "115.0", browserMajor: 115, engine: "Gecko",
          os: "Windows", osVersion: version, deviceClass: .desktop,
          frozen: version == nil ? [.osVersion] : []))
    }
    let up = firefox("7").comparison(to: firefox(nil))
    #expect(up.relation == .compatible && up.reason == .versionGap && up.direction == .upgrade)
    let down = firefox(nil).comparison(to: firefox("7"))
    #expect(down.reason == .versionDown && down.direction == .downgrade)
    for stated in ["10", "11"] {
      #expect(firefox(stated).comparison(to: firefox(nil)).reason == .frozenFields)
      #expect(firefox(nil).comparison(to: firefox(stated)).direction == nil)
    }
  }

  @Test func everyReasonHasASentence() {
    for reason in ClientComparison.Reason.allCases {
      #expect(!reason.sentence.isEmpty && !reason.sentence.hasSuffix("."))
    }
    for reason in AutomationReason.allCases { #expect(!reason.sentence.hasSuffix(".")) }
    for reason in ImplausibilityReason.allCases { #expect(!reason.sentence.hasSuffix(".")) }
  }

  @Test func statesOfFields() {
    let client = Client(Self.chrome("120"))
    #expect(client.state(of: .browser) == .stated)
    #expect(client.state(of: .osVersion) == .frozen)
    #expect(client.state(of: .model) == .absent)
  }

  @Test func theJSONHasSortedKeysAndNoAbsentOnes() {
    var writer = JSONWriter()
    Client(
      ClientFacts(
        browser: "Safari", browserVersion: "18.1", browserMajor: 18, os: "macOS",
        deviceClass: .desktop, brand: "Apple", model: "Mac", frozen: [.osVersion])
    ).write(to: &writer)
    #expect(
      writer.text
        == #"{"brand":"Apple","browser":"Safari","browserVersion":"18.1","class":"desktop","#
        + #""frozen":["osVersion"],"model":"Mac","os":"macOS"}"#)
    writer.removeAll()
    Client(ClientFacts()).write(to: &writer)
    #expect(writer.text == "{}")
  }
}
