import ArgumentParser
import CandorKit
import CandorModel
import CandorRules

/// Which rules differ between two folders, and how much.
struct RulesDiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tell which rules changed and whether the change is patch, minor or major.")

  @Argument(
    help: ArgumentHelp("The new rules, or the old and the new ones.", valueName: "dir"))
  var folders: [String] = []

  @Option(help: ArgumentHelp("The new rules, as other commands have them.", valueName: "dir"))
  var rules: String?

  @Option(help: ArgumentHelp("Compare against this folder; the built-in rules.", valueName: "dir"))
  var against: String?

  @OptionGroup var output: ResultOptions<TextOrJSON>
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let format = try output.format(settings)
    let (old, new) = try sides(settings)
    let diff = RulePackDiff(from: try pack(old), to: try pack(new))
    let sink = try output.open(settings)
    if format == .json {
      var writer = JSONWriter()
      diff.write(to: &writer)
      try sink.write(json: writer.text + "\n")
    } else {
      try sink.write(diff.text())
    }
    try sink.close()
  }

  /// The two folders; `nil` stands for the built-in rules.
  private func sides(_ settings: Settings) throws(Failure) -> (old: String?, new: String) {
    let named = folders + (rules.map { [$0] } ?? [])
    if named.count == 2, rules == nil, against == nil { return (named[0], named[1]) }
    guard named.count <= 1, let new = named.first ?? settings.text("rules") else {
      throw Failure.wrongUsage(
        "expected one folder with the new rules, or the old and the new ones",
        help: "candor rules diff OLD NEW")
    }
    return (against, new)
  }

  private func pack(_ folder: String?) throws -> RulePack {
    let result = try BuiltInParts.ruleLoader().load(try RuleFiles.load(folder))
    for diagnostic in result.diagnostics where diagnostic.severity > .note {
      Console.shared.report(diagnostic)
    }
    if result.hasErrors { throw ExitStatus.unreadable }
    return result.pack
  }
}
