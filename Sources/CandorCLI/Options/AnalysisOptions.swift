import ArgumentParser
import CandorKit

/// What an analysis is made with, and what is done with the assessments that come of it.
@dynamicMemberLookup
struct AnalysisOptions: ParsableArguments {
  @OptionGroup var parts: AnalysisParts

  @Option(
    help: ArgumentHelp("review, priority or never: when to end with 1.", valueName: "outcome"))
  var failOn: String?

  @OptionGroup var naming: PrivacyOptions

  var privacy: String? { naming.privacy }

  func failOn(_ settings: Settings) throws -> FailOn {
    try settings.choice("failOn", flag: failOn, default: .never)
  }

  func privacy(_ settings: Settings) throws -> Privacy { try naming.privacy(settings) }

  /// A pseudonymiser where privacy asks for one.
  func pseudonymizer(_ settings: Settings) throws -> Pseudonymizer? {
    try naming.pseudonymizer(settings)
  }

  subscript<Value>(dynamicMember path: KeyPath<AnalysisParts, Value>) -> Value {
    parts[keyPath: path]
  }
}
