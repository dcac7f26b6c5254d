import CandorModel
import CandorTesting
import Testing

@testable import CandorTimeline

@Suite("Time between answers")
struct GapTests {
  private func gap(_ from: Double?, _ to: Double?, duration: Double? = nil) -> Gap {
    func observation(_ minutes: Double?) -> Observation {
      Observation(
        index: 0, answer: 0, step: 0, attempt: 0,
        at: minutes.map { Timestamp(millisecondsSinceEpoch: Int64($0 * 60_000)) },
        address: .absent, client: .absent)
    }
    return Gap(
      from: observation(from).at, to: observation(to).at, boundSeconds: duration)
  }

  @Test("both times are known")
  func exact() {
    let gap = gap(0, 30)
    #expect(gap.known == .exact)
    #expect(gap.seconds == 1800)
    #expect(gap.speedKmh(over: 100) == 200)
    #expect(gap.minimumSpeedKmh(over: 50) == 100)
  }

  @Test("the same moment divides by nothing, and any distance is too far")
  func zero() {
    let gap = gap(5, 5)
    #expect(gap.known == .exact)
    #expect(gap.speedKmh(over: 100) == nil)
    #expect(gap.minimumSpeedKmh(over: 1) == .infinity)
    #expect(gap.minimumSpeedKmh(over: 0) == 0)
  }

  @Test("times against the order are no gap")
  func negative() {
    let gap = gap(5, 4, duration: 600)
    #expect(gap.known == .unknown)
    #expect(gap.seconds == nil)
    #expect(gap.minimumSpeedKmh(over: 1000) == nil)
  }

  @Test(
    "the interview's duration bounds what is not known",
    arguments: [
      (nil, nil), (1.0, nil), (nil, 1.0),
    ] as [(Double?, Double?)])
  func bounded(from: Double?, to: Double?) {
    let gap = gap(from, to, duration: 3600)
    #expect(gap.known == .bounded)
    #expect(gap.minimumSpeedKmh(over: 900) == 900)
  }

  @Test("nothing is known")
  func unknown() {
    #expect(gap(nil, nil).known == .unknown)
    #expect(gap(1, nil).minimumSpeedKmh(over: 100) == nil)
  }

  private func observations(_ answers: [(step: Int, minutes: Double?)]) -> [Observation] {
    answers.enumerated().map { index, answer in
      Observation(
        index: index, answer: index, step: answer.step, attempt: 0,
        at: answer.minutes.map { Timestamp(millisecondsSinceEpoch: Int64($0 * 60_000)) },
        address: .absent, client: .absent)
    }
  }

  @Test("the steps around bound what has no time")
  func neighbours() throws {
    let moments = try #require(
      KnownMoments(observations([(0, 0), (1, nil), (2, 2), (3, nil), (4, nil)])))
    #expect(moments.seconds(from: 0, to: 1) == 120)
    #expect(moments.seconds(from: 1, to: 2) == 120)
    #expect(moments.seconds(from: 0, to: 2) == 120)
    #expect(moments.seconds(from: 2, to: 3) == nil)
    // Attempts of one step tell nothing of one another.
    let retaken = try #require(KnownMoments(observations([(0, 0), (1, 5), (1, nil), (2, 9)])))
    #expect(retaken.seconds(from: 1, to: 2) == 300)
    #expect(retaken.seconds(from: 2, to: 1) == 300)
    #expect(retaken.seconds(from: 2, to: 3) == 540)
    #expect(retaken.seconds(from: 0, to: 2) == 540)
  }

  @Test("of two attempts in a step either may have been first")
  func attemptsOfAStep() throws {
    let days = 4.0 * 24 * 60
    let late = try #require(
      KnownMoments(observations([(0, 0), (1, days), (1, nil), (2, days + 30)])))
    #expect(late.seconds(from: 1, to: 2) == days * 60)
    let early = try #require(KnownMoments(observations([(0, 0), (1, nil), (1, 30), (2, days)])))
    #expect(early.seconds(from: 1, to: 2) == (days - 30) * 60)
    let open = try #require(KnownMoments(observations([(1, 30), (1, nil), (2, days)])))
    #expect(open.seconds(from: 0, to: 1) == nil)
  }

  @Test("times against the steps, all of them and none bound nothing")
  func noNeighbours() {
    #expect(KnownMoments(observations([(0, 5), (1, nil), (2, 2)])) == nil)
    #expect(KnownMoments(observations([(0, 1), (1, 2)])) == nil)
    #expect(KnownMoments(observations([(0, nil), (1, nil)])) == nil)
  }
}
