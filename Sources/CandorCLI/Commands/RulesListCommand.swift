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

  @OptionGroup var output: OutputOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let format = try output.format(settings, allowed: [.text, .json])
    var options = try AnalysisOptions.parse([])
    options.rules = rules
    let setup = AnalysisSetup(settings: settings, options: options)
    let result = try setup.rulePack(countries: try Tables.countries(), .now)
    for diagnostic in result.diagnostics where diagnostic.severity > .note {
      Console.shared.report(diagnostic)
    }
    let sink = try output.open(settings)
    try sink.write(format == .json ? Self.json(result.pack) : Self.text(result.pack))
    try sink.close()
    if result.hasErrors { throw ExitStatus.unreadable }
  }

  private static func text(_ pack: RulePack) -> String {
    let width = pack.rules.map(\.id.count).max() ?? 0
    var text = "\(pack.name) \(pack.version), \(pack.rules.count) rules, \(pack.hash)\n\n"
    for rule in pack.rules {
      let id = rule.id + String(repeating: " ", count: width - rule.id.count)
      let state = rule.isOff ? " (off)" : rule.status == .stable ? "" : " (\(rule.status.rawValue))"
      text += "\(id)  \(rule.version)  \(rule.title)\(state)\n"
    }
    return text
  }

  private static func json(_ pack: RulePack) -> String {
    var writer = JSONWriter(capacity: 8192)
    writer.beginObject()
    writer.member("hash", pack.hash)
    writer.member("name", pack.name)
    writer.key("rules")
    writer.beginArray()
    for rule in pack.rules {
      writer.beginObject()
      writer.member("hash", rule.hash)
      writer.member("id", rule.id)
      writer.key("isOff")
      writer.bool(rule.isOff)
      writer.member("scope", rule.scope.rawValue)
      writer.member("status", rule.status.rawValue)
      writer.member("title", rule.title)
      writer.member("version", rule.version)
      writer.endObject()
    }
    writer.endArray()
    writer.member("schema", "candor.rule-list/1")
    writer.member("version", pack.version)
    writer.endObject()
    return writer.text + "\n"
  }
}
