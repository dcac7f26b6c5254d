import CandorModel
import Testing
import datasets

@testable import CandorSandbox

@Suite struct SandboxDatasetTests {
  /// The rows of `expected.csv`; none of its fields needs quotes.
  private static func expectations() throws -> [(id: String, outcome: String, why: String)] {
    let text = try #require(Datasets.text(at: "demo/expected.csv"))
    let lines = text.split(separator: "\n")
    #expect(lines.first == "interview,outcome,why")
    return lines.dropFirst().map { line in
      let fields = line.split(separator: ",").map(String.init)
      return (fields[0], fields[1], fields[2])
    }
  }

  @Test func theDemoHasAnExpectationForEachInterview() throws {
    let dataset = try SandboxDataset.demo()
    #expect(dataset.interviews.count == 31)
    #expect(dataset.duplicateCount == 0)
    let expected = try Self.expectations()
    #expect(expected.map(\.id) == dataset.interviews.map(\.interview.id))
    let outcomes = Dictionary(grouping: expected, by: \.outcome).mapValues(\.count)
    #expect(outcomes == ["clear": 21, "review": 3, "priority": 5, "not-assessable": 2])
    #expect(Set(dataset.interviews.compactMap(\.interview.position?.id)).count == 3)
  }

  @Test func theDemoIsCanonicalAndInvented() throws {
    let text = try #require(Datasets.text(at: "demo/interviews.ndjson"))
    var rewritten = ""
    for evidence in try SandboxDataset.demo().interviews {
      var writer = JSONWriter()
      evidence.write(to: &writer)
      rewritten += writer.text + "\n"
      let email = try #require(evidence.candidate?.email)
      #expect(email.hasSuffix("@example.com") || email.hasSuffix("@example.org"))
      #expect(evidence.answers.allSatisfy { $0.at == nil })
    }
    #expect(rewritten == text)
  }

  @Test func oneAgentOfTheDemoTriesToSteerATerminal() throws {
    let agents = try SandboxDataset.demo().interviews.flatMap(\.seenAgents)
    let hostile = agents.filter { $0.unicodeScalars.contains("\u{1B}") }
    #expect(hostile.count == 1)
    #expect(hostile.first?.unicodeScalars.contains("\u{202E}") == true)
  }

  @Test func unreadableLinesAreNamed() {
    #expect {
      _ = try SandboxDataset(ndjson: "\n{\"schema\":\"candor.evidence/1\"}\n")
    } throws: { error in
      let error = error as? SandboxError
      return error?.code == .unreadableEvidence
        && error?.description.hasPrefix("line 2 of the evidence cannot be read: expected") == true
    }
  }

  @Test func interviewsCountOnce() throws {
    let demo = try SandboxDataset.demo().interviews
    let dataset = SandboxDataset(demo + demo.prefix(3))
    #expect(dataset.interviews == demo)
    #expect(dataset.duplicateCount == 3)
  }

  @Test func copiesAreOthersAndTheSameEveryTime() throws {
    let demo = try SandboxDataset.demo()
    let many = demo.repeated(count: 2000)
    #expect(many.interviews.count == 2000)
    #expect(Array(many.interviews.prefix(31)) == demo.interviews)
    #expect(many.interviews[31].answers == demo.interviews[0].answers)
    #expect(many.interviews == demo.repeated(count: 2000).interviews)
    #expect(demo.repeated(count: 0).interviews.isEmpty)
    let ids = many.interviews.map(\.interview.id)
    #expect(ids.allSatisfy { $0.count == 24 && $0.allSatisfy(\.isHexDigit) })
  }

  @Test func identifiersHaveTheirShapes() {
    #expect(StableIdentifier.isUUID(StableIdentifier.uuid("a", "b")))
    #expect(StableIdentifier.uuid("ab", "c") != StableIdentifier.uuid("a", "bc"))
    #expect(!StableIdentifier.isUUID("123e4567-e89b-12d3-a456-42661417400"))
    #expect(!StableIdentifier.isUUID("123e4567-e89b-12d3-a456-42661417400g"))
    #expect(StableIdentifier.alphanumeric("x", length: 8).count == 8)
  }

  @Test(arguments: [
    (
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36 Edg/145.0.0.0",
      "Edge 145|Windows 10|desktop"
    ),
    (
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.2 Mobile/15E148 Safari/604.1",
      "Safari 26|iOS 18|mobile"
    ),
    (
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Mobile Safari/537.36",
      "Chrome 145|Android 10|mobile"
    ),
    (
      "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0",
      "Firefox 147|Linux|desktop"
    ),
  ])
  func devicesBecomeWords(agent: String, expected: String) {
    let device = DeviceSummary.description(agent)
    #expect(
      [device?.browser, device?.os, device?.type].compactMap { $0 }.joined(separator: "|")
        == expected)
  }

  @Test func noAgentNoDevice() { #expect(DeviceSummary.description("unknown") == nil) }
}
