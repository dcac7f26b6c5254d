import CandorModel
import CandorUserAgent
import Testing

/// What user agents freeze, row by row of detection's table of devices.
struct DetectionTableTests {
  private let parser: UserAgentParser

  init() throws { parser = try TestParsers.builtIn.get() }

  private func client(_ agent: String) throws -> Client {
    try #require(parser.client(for: agent).value)
  }

  private func relation(_ first: String, _ second: String) throws -> ClientRelation {
    try client(first).relation(to: try client(second))
  }

  private static let webKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
  private static let blink = "AppleWebKit/537.36 (KHTML, like Gecko)"
  private static let iPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) \(webKit)"
  private static let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
  private static let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"

  @Test func windows10And11AreOne() throws {
    let facts = try client("\(Self.windows) \(Self.blink) Chrome/120.0.0.0 Safari/537.36").facts
    #expect(facts.os == "Windows" && facts.osVersion == nil)
    #expect(facts.frozen.contains(.osVersion))
  }

  @Test(arguments: [
    "\(mac) \(blink) Chrome/120.0.0.0 Safari/537.36",
    "\(mac) \(webKit) Version/17.1 Safari/605.1.15",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:120.0) Gecko/20100101 Firefox/120.0",
  ])
  func theVersionOfMacOSIsUnknown(agent: String) throws {
    let facts = try client(agent).facts
    #expect(facts.os == "macOS" && facts.osVersion == nil)
    #expect(facts.frozen.contains(.osVersion))
    #expect(facts.brand == "Apple" && facts.model == "Mac" && facts.deviceClass == .desktop)
  }

  @Test func olderMacsStateTheirVersion() throws {
    let agent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_6) \(Self.blink) Chrome/116.0.0.0"
    #expect(try client(agent + " Safari/537.36").osVersion == "10.13.6")
  }

  @Test func chromiumOnAndroidHidesModelAndVersion() throws {
    let agent = "Mozilla/5.0 (Linux; Android 10; K) \(Self.blink) Chrome/120.0.0.0 Mobile"
    let facts = try client(agent + " Safari/537.36").facts
    #expect(facts.model == nil && facts.osVersion == nil && facts.deviceClass == .phone)
    #expect(facts.frozen == [.browserMinor, .model, .osVersion])
    let stated = "Mozilla/5.0 (Linux; Android 13; Pixel 7) \(Self.blink) Chrome/108.0.0.0 Mobile"
    #expect(try relation(stated + " Safari/537.36", agent + " Safari/537.36") == .compatible)
    let other = "Mozilla/5.0 (Linux; Android 12; SM-A525F) \(Self.blink) Chrome/108.0.0.0 Mobile"
    #expect(try relation(other + " Safari/537.36", agent + " Safari/537.36") == .compatible)
  }

  @Test func androidTenWithAModelIsStated() throws {
    let agent = "Mozilla/5.0 (Linux; Android 10; KFTRWI) \(Self.blink) Chrome/90.0.4430.91"
    #expect(try client(agent + " Safari/537.36").osVersion == "10")
  }

  @Test func onlyTheMajorVersionOfChromiumIsReal() throws {
    let client = try client("\(Self.windows) \(Self.blink) Chrome/120.0.0.0 Safari/537.36")
    #expect(client.browserVersion == "120" && client.browserMajor == 120)
    #expect(client.state(of: .browserMinor) == .frozen)
  }

  @Test func chromeOnIOSIsNotReduced() throws {
    let client = try client("\(Self.iPhone) CriOS/120.0.6099.50 Mobile/15E148 Safari/604.1")
    #expect(client.browser == "Chrome" && client.browserVersion == "120.0.6099.50")
    #expect(client.frozen.isEmpty && client.engine == "WebKit")
  }

  @Test func iPadAndMacAreNeverProvablyDifferent() throws {
    let iPad = "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) \(Self.webKit)"
    let macs = "\(Self.mac) \(Self.webKit) Version/16.6 Safari/605.1.15"
    for tail in ["Version/16.6 Mobile/15E148 Safari/604.1", "Mobile/15E148"] {
      #expect(try relation("\(iPad) \(tail)", macs) == .compatible)
      #expect(try relation(macs, "\(iPad) \(tail)") == .compatible)
    }
    let chrome = "\(iPad) CriOS/120.0.6099.50 Mobile/15E148 Safari/604.1"
    #expect(try relation(chrome, macs) == .differentBrowser)
    #expect(!(try relation(chrome, macs)).isDifferentDevice)
  }

  @Test func aWebViewKeepsTheModel() throws {
    let view = try client(
      "Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ3A.230805.001; wv) \(Self.blink)"
        + " Version/4.0 Chrome/119.0.6045.163 Mobile Safari/537.36")
    #expect(view.isWebView && view.model == "Pixel 7" && view.implausible == nil)
  }

  @Test(arguments: [
    ("CriOS/120.0.6099.50 Mobile/15E148 Safari/604.1", ClientRelation.differentBrowser),
    ("FxiOS/120.0 Mobile/15E148 Safari/605.1.15", .differentBrowser),
    ("Version/17.0 EdgiOS/119.0.2151.96 Mobile/15E148 Safari/605.1.15", .differentBrowser),
    ("GSA/293.0.582643245 Mobile/15E148 Safari/604.1", .compatible),
    ("Mobile/15E148 [FBAN/FBIOS;FBAV/441.0.0.23.105;FBDV/iPhone14,2;FBSV/17.1]", .compatible),
    ("Mobile/21B101 Instagram 309.1.1.28.108 (iPhone14,5; iOS 17_1; es_ES)", .compatible),
    ("Mobile/15E148 [LinkedInApp]/9.29.7464", .compatible),
  ])
  func anotherAppIsTheSameClassOfDevice(tail: String, expected: ClientRelation) throws {
    let safari = "\(Self.iPhone) Version/17.1 Mobile/15E148 Safari/604.1"
    #expect(try relation(safari, "\(Self.iPhone) \(tail)") == expected)
    #expect(try client("\(Self.iPhone) \(tail)").deviceClass == .phone)
  }

  @Test(arguments: [
    (120, 121, ClientRelation.updated, Switch.Direction.upgrade),
    (120, 122, .updated, .upgrade), (120, 123, .compatible, .upgrade),
    (120, 119, .compatible, .downgrade), (123, 120, .compatible, .downgrade),
  ])
  func versionsMove(
    old: Int, new: Int, expected: ClientRelation, direction: Switch.Direction
  ) throws {
    func chrome(_ major: Int) throws -> Client {
      try client("\(Self.windows) \(Self.blink) Chrome/\(major).0.0.0 Safari/537.36")
    }
    let comparison = try chrome(old).comparison(to: try chrome(new))
    #expect(comparison.relation == expected && comparison.direction == direction)
  }

  @Test func theDesktopSiteOfAPhone() throws {
    let phone = "\(Self.iPhone) Version/17.1 Mobile/15E148 Safari/604.1"
    let desktop = "\(Self.mac) \(Self.webKit) Version/17.1 Safari/605.1.15"
    let older = "\(Self.mac) \(Self.webKit) Version/16.1 Safari/605.1.15"
    #expect(try relation(phone, desktop) == .compatible)
    #expect(try relation(phone, older) == .differentClass)
    let android = "Mozilla/5.0 (Linux; Android 10; K) \(Self.blink) Chrome/120.0.0.0 Mobile"
    let linux = "Mozilla/5.0 (X11; Linux x86_64) \(Self.blink) Chrome/120.0.0.0 Safari/537.36"
    #expect(try relation(android + " Safari/537.36", linux) == .compatible)
  }

  @Test func safari26KeepsTheSystemAt18() throws {
    let head = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) \(Self.webKit)"
    #expect(try client("\(head) Version/26.0 Mobile/15E148 Safari/604.1").osVersion == nil)
    #expect(try client("\(head) Version/18.6 Mobile/15E148 Safari/604.1").osVersion == "18.6")
  }

  @Test func knownModelsThatDifferAreDifferentDevices() throws {
    func android(_ model: String) -> String {
      "Mozilla/5.0 (Linux; Android 13; \(model)) \(Self.blink) Chrome/108.0.0.0 Mobile"
        + " Safari/537.36"
    }
    let iPhone = "\(Self.iPhone) Version/17.1 Mobile/15E148 Safari/604.1"
    #expect(try relation(android("Pixel 7"), android("SM-S918B")) == .differentModel)
    #expect(try relation(iPhone, android("Pixel 7")) == .differentOS)
    #expect(try relation(iPhone, android("Pixel 7")).isDifferentDevice)
  }
}
