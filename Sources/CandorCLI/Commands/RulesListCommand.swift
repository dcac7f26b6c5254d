import ArgumentParser
import CandorModel
import CandorRules
import Foundation

/// The rules that would run.
struct RulesListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the rules, with versions and what they look at.")

  @Option(help: ArgumentHelp("The rules of this folder, not the built-in ones.", valueName: "dir"))
  var rules: String?

  @OptionGroup var output: ResultOptions<TextOrJSON>
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let format = try output.format(settings)
    var options = try AnalysisParts.parse([])
    options.rules = rules
    let setup = AnalysisSetup(settings: settings, options: options)
    let result = try setup.rulePack(options.agents.referenceDate(settings, today: .now))
    for diagnostic in result.diagnostics where diagnostic.severity > .note {
      Console.shared.report(diagnostic)
    }
    let sink = try output.open(settings)
    let list = RuleList(result.pack)
    if format == .json {
      var writer = JSONWriter(capacity: 16_384)
      list.write(to: &writer)
      try sink.write(json: writer.text + "\n")
    } else {
      try sink.write(list.text())
    }
    try sink.close()
    try settings.endWhereRulesHaveErrors(result.diagnostics)
  }
}
