import ArgumentParser
import CandorKit
import CandorModel
import CandorRules

/// What is wrong with rules before they run.
struct RulesLintCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Check rules: schema, types, tests, wording and fairness.",
    discussion:
      "What the configuration file changes in them is checked too. Ends with 65 where a rule has an "
      + "error, with 78 where the configuration has."
  )

  @Option(help: ArgumentHelp("The rules of this folder, not the built-in ones.", valueName: "dir"))
  var rules: String?

  @OptionGroup var output: ResultOptions<TextOrJSON>
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let format = try output.format(settings)
    let date = try AgentOptions.parse([]).referenceDate(settings, today: .now)
    let loader = try BuiltInParts.ruleLoader(referenceDate: date)
    let report = RuleLinter(loader: loader).lint(
      try RuleFiles.load(settings.text("rules", flag: rules)), tunings: try settings.tunings())
    let sink = try output.open(settings)
    if format == .json {
      var writer = JSONWriter()
      report.write(to: &writer)
      try sink.write(json: writer.text + "\n")
    } else {
      try sink.write(TerminalText.safeLines(report.text()))
    }
    try sink.close()
    try settings.endWhereRulesHaveErrors(report.diagnostics)
  }
}
