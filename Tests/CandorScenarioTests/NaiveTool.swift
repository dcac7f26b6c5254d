import CandorKit
import CandorModel

/// What somebody writes on an afternoon, for comparison: it flags whatever changed.
enum NaiveTool: String, CaseIterable {
  /// Any other address or agent text than that of the first answer.
  case anyChange = "any address or agent change"
  /// Any other country or operating system than that of the first answer.
  case countryOrSystem = "country or OS change"

  /// Whether it flags an interview.
  func flags(_ interview: EnrichedInterview) -> Bool {
    let answers = interview.evidence.answers
    switch self {
    case .anyChange:
      return Set(answers.map { $0.ip ?? "" }).count > 1
        || Set(answers.map { $0.userAgent ?? "" }).count > 1
    case .countryOrSystem:
      let countries = Set(interview.observations.compactMap { $0.place.value?.country })
      let systems = Set(interview.observations.compactMap { $0.client.value?.os })
      return countries.count > 1 || systems.count > 1
    }
  }
}
