import CandorModel
import Testing

@testable import CandorKit

@Suite struct PseudonymizerTests {
  private let pseudonymizer = Pseudonymizer(key: Array(repeating: 7, count: 32))

  private func assessment(_ candidate: String?) -> Assessment {
    Assessment(
      interview: Assessment.Subject(platform: "file", id: "i-1", candidate: candidate),
      outcome: .clear, findings: [], notEvaluable: [], contributions: [],
      timeline: Timeline(observations: [], order: .step),
      provenance: Provenance(
        engine: "0.1.0", rulePack: Provenance.RulePack(name: "p", version: "1.0.0", hash: ""),
        databases: [], input: ""))
  }

  @Test func aPseudonymIsAKeyedHash() {
    let shown = pseudonymizer.apply(to: assessment("person@example.com"))
    let name = shown.interview.candidate ?? ""
    #expect(name.hasPrefix("p-"))
    #expect(name.utf8.count == 34)
    let other = Pseudonymizer(key: Array(repeating: 8, count: 32))
    #expect(other.pseudonym(of: "person@example.com") != name)
  }

  @Test func letterCaseMakesNoDifferenceInAnEmailAddress() {
    let name = pseudonymizer.pseudonym(of: "person@example.com")
    #expect(pseudonymizer.pseudonym(of: "Person@Example.com") == name)
    #expect(pseudonymizer.pseudonym(of: "ATS-7") != pseudonymizer.pseudonym(of: "ats-7"))
    #expect(pseudonymizer.pseudonyms(of: "person@example.com") == [name])
    let names = pseudonymizer.pseudonyms(of: "Person@Example.com")
    #expect(names.count == 2)
    #expect(names.first == name)
  }

  @Test func aPlaceholderIsNobody() {
    for name in ["-", "N/A", " "] {
      #expect(pseudonymizer.apply(to: assessment(name)).interview.candidate == nil)
    }
  }

  /// A store gives back what was made pseudonymous before.
  @Test func twiceIsTheSameAsOnce() throws {
    let once = pseudonymizer.apply(to: assessment("person@example.com"))
    #expect(pseudonymizer.apply(to: once).interview.candidate == once.interview.candidate)
    let read = try pseudonymizer.apply(to: Assessment(json: once.jsonBytes))
    #expect(read.interview.candidate == once.interview.candidate)
  }

  @Test func anIdThatLooksLikeAPseudonymIsHashedToo() throws {
    let id = "p-0123456789abcdef0123456789abcdef"
    #expect(pseudonymizer.apply(to: assessment(id)).interview.candidate != id)
    var stored = assessment(id)
    let address = NormalizedAddress(raw: "81.2.69.160", address: IPAddress(v4: 0x5102_45a0))
    stored.timeline.observations = [
      Observation(
        index: 0, answer: 0, step: 0, attempt: 0, at: nil,
        address: .found(AddressFacts(address: address, network: .absent, place: .absent)),
        client: .absent)
    ]
    let read = try Assessment(json: stored.jsonBytes)
    #expect(!read.isPseudonymous)
    #expect(pseudonymizer.apply(to: read).interview.candidate == pseudonymizer.pseudonym(of: id))
  }

  /// Versions are written like addresses, so only one that the interview has is cut.
  @Test func aVersionThatIsAnAddressOfTheInterviewIsCut() {
    var assessment = assessment("person@example.com")
    let address = NormalizedAddress(raw: "81.2.69.160", address: IPAddress(v4: 0x5102_45a0))
    assessment.timeline.observations = [
      Observation(
        index: 0, answer: 0, step: 0, attempt: 0, at: nil,
        address: .found(AddressFacts(address: address, network: .absent, place: .absent)),
        client: .found(
          Client(
            ClientFacts(
              browser: "Chrome", browserVersion: "81.2.69.160", os: "Android", osVersion: "12.1.0.9"
            ))
        ))
    ]
    let client = pseudonymizer.apply(to: assessment).timeline.observations[0].client.value
    #expect(client?.browserVersion == "81.2.69.0/24")
    #expect(client?.osVersion == "12.1.0.9")
  }

  /// Whoever writes an agent chooses its words.
  @Test func wordsOfAnAgentAreCut() {
    var assessment = assessment("person@example.com")
    let secret = Client(
      ClientFacts(
        browser: "SecretAgent/1.0 83.56.102.236 zed@example.com", browserVersion: "120",
        model: "zed@example.com"))
    let plain = Client(ClientFacts(browser: "Chrome", browserVersion: "120.0.6099.130"))
    assessment.timeline.observations = [secret, secret, plain].enumerated().map {
      Observation(
        index: $0.offset, answer: $0.offset, step: $0.offset, attempt: 0, at: nil,
        address: .absent, client: .found($0.element))
    }
    let shown = pseudonymizer.apply(to: assessment)
    let clients = shown.timeline.observations.compactMap(\.client.value)
    #expect(clients[0].browser == "SecretAgent/1.0 83.56.102.0/24 e-mail")
    #expect(clients[0].model == "e-mail")
    #expect(clients[0].browserVersion == "120")
    #expect(clients[0] === clients[1])
    #expect(clients[2] === plain)
    #expect(shown.timeline.observations.map(\.answer) == [0, 1, 2])
    let text = String(decoding: shown.jsonBytes, as: UTF8.self)
    #expect(!text.contains("83.56.102.236") && !text.contains("example.com"))
  }

  /// A rule may name any address that it sees, also one that no answer came from.
  @Test func addressesAreCutWhereverARuleNamesThem() {
    var assessment = assessment("person@example.com")
    assessment.findings = [
      Finding(
        rule: "custom/addresses", ruleVersion: "1.0.0", ruleHash: "", severity: .low,
        summary: "216.160.83.56 was seen, as zed@example.com", observations: [],
        values: [
          FindingValue("address", .text("2001:db8:1:2::3")), FindingValue("count", .integer(2)),
          FindingValue("addresses", .texts(["81.2.69.160", "elsewhere"])),
        ],
        explanations: [
          Explanation(
            code: "dual-stack", effect: .removed, observations: [], text: "as is 81.2.69.160")
        ],
        kind: .network)
    ]
    let finding = pseudonymizer.apply(to: assessment).findings[0]
    #expect(finding.summary == "216.160.83.0/24 was seen, as e-mail")
    #expect(
      finding.values.map(\.content) == [
        .text("2001:db8:1::/48"), .integer(2), .texts(["81.2.69.0/24", "elsewhere"]),
      ])
    #expect(finding.explanations.map(\.text) == ["as is 81.2.69.0/24"])
  }
}
