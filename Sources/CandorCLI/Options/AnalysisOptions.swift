import ArgumentParser

/// What an analysis is made with, and what is done with the assessments that come of it.
@dynamicMemberLookup
struct AnalysisOptions: ParsableArguments {
  @OptionGroup var parts: AnalysisParts

  @Option(
    help: ArgumentHelp("review, priority or never: when to end with 1.", valueName: "outcome"))
  var failOn: String?

  @Option(help: ArgumentHelp("full or pseudonymous.", valueName: "mode"))
  var privacy: String?

  func failOn(_ settings: Settings) throws -> FailOn {
    try settings.choice("failOn", flag: failOn, default: .never)
  }

  func privacy(_ settings: Settings) throws -> Privacy {
    try settings.choice("privacy", flag: privacy, default: .full)
  }

  subscript<Value>(dynamicMember path: KeyPath<AnalysisParts, Value>) -> Value {
    parts[keyPath: path]
  }
}
