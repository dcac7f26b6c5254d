import CandorModel
import CandorTesting
import Testing

@testable import CandorTimeline

/// Times that are there and say nothing of when somebody was where.
@Suite struct TimesThatTellNothingTests {
  private let home = Detection.home(.madrid)
  private let warsaw = Detection.home(.warsaw, "83.0.12.34")

  /// Several addresses that were logged for one answer were not travelled between, and in any order.
  @Test("attempts of one step at one moment tell of no journey and no return")
  func oneMoment() {
    let answers = [home, warsaw, home].map {
      ($0, Agents.mac as Client?) as (AddressFacts?, Client?)
    }
    let cell = timeline(answers, minutes: [0, 0, 5], steps: [0, 0, 1])
    #expect(cell.switches.map(\.gapKnown) == [.unknown, .unknown])
    #expect(cell.switches.allSatisfy { $0.minimumSpeedKmh == nil })
    #expect(cell.placePattern == .oneWay)
    let apart = timeline(answers, minutes: [0, 1, 5], steps: [0, 0, 1])
    #expect(apart.switches.map(\.gapKnown) == [.exact, .exact])
    #expect(apart.placePattern == .return)
    // What tells no place, or the same one, takes the moment from nobody.
    let neighbour = Detection.home(.warsaw, "83.0.12.35")
    let inside = Detection.address("10.0.0.7", .absent)
    for beside in [nil, inside, neighbour, home] as [AddressFacts?] {
      for others in [[beside, warsaw], [warsaw, beside], [beside, warsaw, beside]] {
        let answers = ([home] + others).map { ($0, Agents.mac as Client?) }
        let line = timeline(
          answers, minutes: [0] + others.map { _ in 5 },
          steps: [0] + others.map { _ in 1 })
        let known = Set(line.switches.map(\.gapKnown))
        #expect(known == [beside == home ? .unknown : .exact], "\(others)")
      }
    }
    // From one address it is the time of both.
    let twice = timeline(
      [(home, Agents.mac), (home, Agents.mac), (warsaw, Agents.mac)], minutes: [0, 0, 5],
      steps: [0, 0, 1])
    #expect(twice.switches.map(\.gapKnown) == [.exact])
  }

  @Test("start and end bound nothing where an answer lies outside of them")
  func outsideOfTheInterview() {
    func known(_ last: Double) -> Switch.GapKnowledge {
      builder.timeline(
        of: Detection.interview(
          [(home, Agents.mac), (warsaw, Agents.mac), (warsaw, Agents.mac)],
          minutes: [nil, nil, last],
          durationMinutes: 20)
      ).switches[0].gapKnown
    }
    #expect(known(19) == .bounded)
    #expect(known(300) == .unknown)
  }
}
