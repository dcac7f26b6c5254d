import CandorModel
import CandorUserAgent
import Foundation
import Testing

/// Hostile agents: an answer in bounded time, whatever the candidate sends.
struct LimitsTests {
  private let parser: UserAgentParser

  init() throws { parser = try TestParsers.builtIn.get() }

  @Test func aLongAgentIsCutAndMarked() throws {
    let head = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0"
    let result = parser.parse(head + String(repeating: " x", count: 10_000))
    #expect(result.isCut && result.browser.family == "Chrome")
    #expect(parser.facts(head + String(repeating: " x", count: 10_000))?.isCut == true)
    #expect(parser.facts(head)?.isCut == false)
  }

  @Test func whatLiesBehindTheLimitIsNotRead() {
    let agent = String(repeating: " ", count: 2_048) + "HeadlessChrome/120"
    #expect(parser.client(for: agent) == .absent)
    #expect(parser.parse(agent).browser.family == "Other")
  }

  @Test func theLimitIsAParameter() throws {
    let parser = try UserAgentParser.builtIn(
      overlay: .none, referenceDate: nil, limits: UserAgentLimits(maximumBytes: 32))
    #expect(parser.parse(String(repeating: "a", count: 32)).isCut == false)
    #expect(parser.parse(String(repeating: "a", count: 33)).isCut)
  }

  @Test func aCharacterIsNotCutInTwo() throws {
    let parser = try UserAgentParser.builtIn(
      overlay: .none, referenceDate: nil, limits: UserAgentLimits(maximumBytes: 32))
    let agent = String(repeating: "a", count: 31) + "\u{1F600}" + "b"
    #expect(parser.parse(agent).isCut)
  }

  @Test(arguments: ["(", "[", "a", " ", ";", "Mozilla/5.0 ", "Android ", "; ", "\u{0}", "\u{E9}"])
  func aMegabyteOfOneThing(unit: String) {
    let agent = String(repeating: unit, count: 1_048_576 / unit.utf8.count)
    let clock = ContinuousClock()
    let time = clock.measure { _ = parser.client(for: agent) }
    #expect(time < .seconds(5))
  }

  /// Long prefixes that many patterns try from every position.
  @Test(arguments: [
    String(repeating: "a/1.", count: 500) + " CFNetwork",
    String(repeating: "; HTC ", count: 340),
    String(repeating: "bot spider crawl ", count: 120),
    "Mozilla/5.0 (Linux; Android 9; " + String(repeating: "x-", count: 990) + "Build",
    String(repeating: "Version/", count: 250) + "Safari",
  ])
  func heavyAgentsAnswerInTime(agent: String) {
    let clock = ContinuousClock()
    let time = clock.measure { _ = parser.parse(agent) }
    #expect(time < .seconds(5))
  }

  @Test func hittingTheMatchLimitIsFailed() throws {
    let yaml = "user_agent_parsers:\n  - regex: '(?:a{0,30}a{0,30}a{0,30}a{0,30}){1,20}!(x)'\n"
    let parser = try UserAgentParser(
      regexesYAML: Array(yaml.utf8), name: "test", referenceDate: nil,
      limits: UserAgentLimits(matchLimit: 1_000))
    let agent = String(repeating: "a", count: 600) + "!y !x"
    let result = parser.parse(agent)
    #expect(result.failed == [.browser] && result.browser.family == "Other")
    #expect(parser.client(for: agent) == .failed)
  }

  @Test func bytesThatAreNoTextHaveAnAnswer() {
    let agents: [[UInt8]] = [
      [0xFF, 0xFE, 0x00], Array(repeating: 0x00, count: 100), [0xC3], [0xE2, 0x84],
      Array("Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X)".utf8) + [0x80, 0xFF],
      Array("Chrome/".utf8) + [0x00] + Array("120".utf8),
    ]
    for agent in agents {
      let result = agent.withUnsafeBufferPointer { parser.parse($0) }
      #expect(result.failed.isEmpty)
    }
    let iPhone = agents[4].withUnsafeBufferPointer { parser.parse($0) }
    #expect(iPhone.device.model == "iPhone")
  }

  @Test func unicodeIsReadAsTheReferenceDoes() throws {
    // Digits of other scripts are digits to `\d`, and the Kelvin sign is a `k` to folded patterns.
    let yaml = """
      user_agent_parsers:
        - regex: '(Ab)/(\\d+)'
      device_parsers:
        - regex: 'kind (\\w+)'
          regex_flag: 'i'
      """
    let parser = try UserAgentParser(
      regexesYAML: Array(yaml.utf8), name: "test", referenceDate: nil)
    #expect(parser.parse("Ab/\u{0661}\u{0662}").browser.major == "\u{0661}\u{0662}")
    #expect(parser.parse("\u{212A}ind \u{E9}t\u{E9}").device.family == "\u{E9}t\u{E9}")
  }

  @Test func manyTasksShareOneParser() async throws {
    let agents = OverlayTests.cases.map(\.agent) + PairsTests.pairs.map(\.agents.0)
    let parser = try UserAgentParser.builtIn(referenceDate: TestParsers.referenceDate)
    let expected = agents.map { self.parser.parse($0) }
    await withTaskGroup(of: [UserAgentResult].self) { group in
      for _ in 0..<8 { group.addTask { agents.map { parser.parse($0) } } }
      for await results in group { #expect(results == expected) }
    }
  }
}
