import ArgumentParser
import CandorModel
import CandorRules

/// Which rules differ between two folders, and how much.
struct RulesDiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tell which rules changed and whether the change is patch, minor or major.")

  @Argument(help: ArgumentHelp("The new rules.", valueName: "dir"))
  var new: String?

  @Option(help: ArgumentHelp("The new rules, as other commands have them.", valueName: "dir"))
  var rules: String?

  @Option(help: ArgumentHelp("Compare against this folder; the built-in rules.", valueName: "dir"))
  var against: String?

  @OptionGroup var output: OutputOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let format = try output.format(settings, allowed: [.text, .json])
    guard new == nil || rules == nil, let folder = new ?? settings.text("rules", flag: rules) else {
      throw Failure.wrongUsage(
        "expected one folder with the new rules", help: "candor rules diff DIR --against DIR2")
    }
    let diff = RulePackDiff(from: try pack(against), to: try pack(folder))
    let sink = try output.open(settings)
    if format == .json {
      var writer = JSONWriter()
      diff.write(to: &writer)
      try sink.write(writer.text + "\n")
    } else {
      try sink.write(diff.text())
    }
    try sink.close()
  }

  private func pack(_ folder: String?) throws -> RulePack {
    var loader = RulePackLoader()
    loader.countries = CountryNames(try Tables.countries())
    let result = loader.load(try RuleFiles.load(folder))
    for diagnostic in result.diagnostics where diagnostic.severity > .note {
      Console.shared.report(diagnostic)
    }
    if result.hasErrors { throw ExitStatus.unreadable }
    return result.pack
  }
}
