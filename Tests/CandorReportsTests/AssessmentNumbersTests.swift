import CandorModel
import Testing

@testable import CandorReports

/// Whoever prints an assessment rests on the numbers in it.
@Suite struct AssessmentNumbersTests {
  private static func document(_ change: (inout Assessment) -> Void) -> [UInt8] {
    var assessment = Samples.interview(holding: "x").assessment
    change(&assessment)
    return assessment.jsonBytes
  }

  private static func observation(step: Int, attempt: Int) -> Observation {
    Observation(
      index: 1, answer: 1, step: step, attempt: attempt, at: nil, address: .absent, client: .absent)
  }

  @Test func numbersOfWhatIsThereAreRead() throws {
    let document = Self.document { _ in }
    #expect(try Assessment(json: document).jsonBytes == document)
  }

  @Test(
    arguments: [
      { $0.timeline.observations[0].index = 1 },
      { $0.timeline.observations[1] = observation(step: 1, attempt: .max) },
      { $0.timeline.observations[1] = observation(step: -1, attempt: 0) },
      { $0.findings[0].observations = [.max] },
      { $0.findings[1].observations = [-1] },
      { $0.findings[0].explanations[0].observations = [2] },
      { $0.timeline.runs[1].last = 2 }, { $0.timeline.runs[1].first = 2 },
      { $0.timeline.runs[0].place = -1 }, { $0.timeline.runs[0].device = .max },
      { $0.timeline.transitions[0] = Switch(from: 0, to: 2, endsRun: true, changed: [.place]) },
    ] as [@Sendable (inout Assessment) -> Void])
  func numbersOfWhatIsNotThereAreRefused(change: @Sendable (inout Assessment) -> Void) {
    #expect(throws: JSONError.self) { try Assessment(json: Self.document(change)) }
  }
}
