import CandorModel
import CandorTesting
import Testing

@Suite("One person, several interviews")
struct CandidateHistoryTests {
  private let home = Detection.home(.madrid)
  private let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)

  /// The step from one interview to another that began a day later.
  private func step(_ one: EnrichedInterview, _ other: EnrichedInterview) -> CandidateHistory.Step?
  {
    CandidateHistory(of: [began(one, day: 0), began(other, day: 1)]).steps.first
  }

  private func began(_ interview: EnrichedInterview, id: String = "a", day: Int64)
    -> EnrichedInterview
  {
    var evidence = interview.evidence
    evidence.interview.id = id
    evidence.interview.startedAt = Timestamp(
      millisecondsSinceEpoch: 1_772_442_000_000 + day * 86_400_000)
    return EnrichedInterview(evidence: evidence, observations: interview.observations)
  }

  @Test("devices, networks and declared country are compared")
  func compared() {
    let first = Detection.interview([(home, Agents.mac)], declaredCountry: "ES")
    let same = Detection.interview(
      [(Detection.home(.madrid, "83.56.9.9"), Agents.mac)], declaredCountry: "es")
    let other = Detection.interview([(warsaw, Agents.android)], declaredCountry: "PL")
    #expect(step(first, same)?.sharesDevice == true)
    #expect(step(first, same)?.sharesNetwork == true)
    #expect(step(first, same)?.declaredCountryChanged == false)
    #expect(step(first, other)?.sharesDevice == false)
    #expect(step(first, other)?.sharesNetwork == false)
    #expect(step(first, other)?.declaredCountryChanged == true)
  }

  /// What was declared in two interviews, and whether it changed; `nil` where that is not known.
  static let declarations: [(String, String, Bool?)] = [
    ("GB", "UK", false), ("EL", "gr", false), ("E S", "es", false), ("ES", "PL", true),
    ("ES", "ESP", nil), ("ES", "N/A", nil), ("GB", "United Kingdom", nil),
    ("Spain", "remote", nil),
  ]

  @Test("codes are compared, and words are none", arguments: declarations)
  func spellings(one: String, other: String, isChanged: Bool?) {
    let first = Detection.interview([(home, Agents.mac)], declaredCountry: one)
    let second = Detection.interview([(home, Agents.mac)], declaredCountry: other)
    #expect(step(first, second)?.declaredCountryChanged == isChanged)
  }

  @Test("what is not known is not compared")
  func unknown() {
    let first = Detection.interview([(home, Agents.mac)])
    let empty = Detection.interview([(nil, nil)])
    #expect(step(first, empty)?.sharesDevice == nil)
    #expect(step(first, empty)?.sharesNetwork == nil)
    #expect(step(first, empty)?.declaredCountryChanged == nil)
    let unlisted = Detection.interview([
      (Detection.address("83.0.9.9", .absent, hasNetwork: false), Agents.mac)
    ])
    #expect(step(first, unlisted)?.sharesNetwork == nil)
  }

  @Test("interviews stand in the order of their times")
  func order() {
    let later = Detection.interview([(home, Agents.mac)], minutes: [5000])
    let earlier = Detection.interview([(warsaw, Agents.mac)], minutes: [0])
    let untimed = Detection.interview([(home, Agents.mac)])
    let history = CandidateHistory(of: [untimed, later, earlier])
    #expect(history.order == [2, 1, 0])
    #expect(history.steps.map(\.from) == [2])
    #expect(history.missingOrder == nil)
  }

  @Test("what is equal in time stands by its id, and nothing is said of what came before it")
  func sameMoment() {
    let a = began(Detection.interview([(home, Agents.mac)]), id: "a", day: 0)
    let b = began(Detection.interview([(home, Agents.android)]), id: "b", day: 0)
    let last = began(Detection.interview([(home, Agents.mac)]), id: "c", day: 2)
    let latest = began(Detection.interview([(home, Agents.mac)]), id: "d", day: 3)
    #expect(CandidateHistory(of: [b, a]).order == [1, 0])
    #expect(CandidateHistory(of: [a, b]).order == [0, 1])
    #expect(CandidateHistory(of: [b, a]).missingOrder == .unknownOrder)
    #expect(CandidateHistory(of: [b, a, last]).steps.isEmpty)
    let history = CandidateHistory(of: [latest, b, last, a])
    #expect(history.order == [3, 1, 2, 0])
    #expect(history.steps.map(\.to) == [0])
  }

  @Test("without times nothing came before")
  func withoutTimes() {
    let interviews = [Agents.mac, Agents.android, Agents.mac].map {
      Detection.interview([(home, $0)])
    }
    let history = CandidateHistory(of: interviews)
    #expect(history.steps.isEmpty)
    #expect(history.missingOrder == .missingTime)
    #expect(CandidateHistory(of: [interviews[0]]).missingOrder == nil)
  }
}
