import CandorModel
import CandorTesting
import Testing

@Suite("One person, several interviews")
struct CandidateHistoryTests {
  private let home = Detection.home(.madrid)
  private let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)

  private func step(_ one: EnrichedInterview, _ other: EnrichedInterview) -> CandidateHistory.Step?
  {
    CandidateHistory(of: [one, other]).steps.first
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

  @Test(
    "one country in two spellings is one country",
    arguments: [
      ("GB", "UK", false), ("EL", "gr", false), ("E S", "es", false), ("ES", "ESP", true),
    ])
  func spellings(one: String, other: String, isChanged: Bool) {
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
    #expect(history.steps.map(\.from) == [2, 1])
  }
}
