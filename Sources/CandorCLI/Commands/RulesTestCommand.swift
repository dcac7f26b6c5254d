import ArgumentParser
import CandorKit
import CandorModel
import CandorRules
import CandorTimeline

/// Runs the test files of rules.
struct RulesTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run the tests of rules.",
    discussion: """
      Ends with 1 where a test failed, or a rule has no test of each kind: fires, does-not-fire, \
      missing-data.
      """)

  @Argument(help: ArgumentHelp("Only these rules.", valueName: "rule"))
  var ids: [String] = []

  @Option(help: ArgumentHelp("The rules of this folder, not the built-in ones.", valueName: "dir"))
  var rules: String?

  @Flag(
    name: [.customShort("v"), .long], help: "With --format text: name the cases that passed, too.")
  var verbose = false

  @OptionGroup var output: ResultOptions<TextOrJUnit>
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let format = try output.format(settings)
    let files = try RuleFiles.load(settings.text("rules", flag: rules))
    // Without a configuration, so that tests say the same everywhere.
    let loader = try BuiltInParts.ruleLoader()
    let loaded = loader.load(files)
    for diagnostic in loaded.diagnostics where diagnostic.severity > .note {
      Console.shared.report(diagnostic)
    }
    if loaded.hasErrors { throw ExitStatus.unreadable }
    for id in ids where loaded.pack.rule(id) == nil {
      let nearest = NearestName.find(id, among: loaded.pack.rules.map(\.id))
      throw Failure.wrongUsage(
        "expected a rule of the pack, found `\(id)`", help: nearest.map { "did you mean `\($0)`?" })
    }
    let builder = try BuiltInParts.timeline()
    let runner = RuleTestRunner(pack: loaded.pack, countries: loader.countries) {
      builder.timeline(of: $0)
    }
    let report = runner.run(files, rules: ids)
    let sink = try output.open(settings)
    try sink.write(
      format == .junit
        ? report.junit() : TerminalText.safeLines(report.text(isVerbose: verbose)))
    try sink.close()
    if !report.hasPassed { throw ExitStatus.negative }
  }
}
