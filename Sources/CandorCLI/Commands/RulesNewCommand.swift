import ArgumentParser
import CandorFiles
import CandorModel
import CandorRules
import Foundation

/// A rule to begin with, and its tests.
struct RulesNewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write the scaffold of a rule with its tests.")

  @Argument(help: ArgumentHelp("Lower-case words: area/what-is-observed.", valueName: "area/name"))
  var id: String

  @Option(
    help: ArgumentHelp("The rule folder; `rules` in the working directory.", valueName: "dir"))
  var rules: String = "rules"

  @OptionGroup var common: CommonOptions

  func run() async throws {
    _ = try common.settings()
    guard let scaffold = RuleScaffold(id: id) else {
      throw Failure.wrongUsage(
        "expected `area/what-is-observed` in lower-case words, found `\(id)`",
        help: "for example location/office-switch")
    }
    guard !rules.isEmpty else {
      throw Failure.wrongUsage("expected a folder behind `--rules`, found an empty text")
    }
    let paths = scaffold.files.map { rules + "/" + $0.path }
    if let taken = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) {
      throw Failure.cannotWrite(
        taken, "it is there already", help: "name another rule, or another folder with --rules")
    }
    for (file, path) in zip(scaffold.files, paths) {
      do {
        try FileManager.default.createDirectory(
          atPath: FilePath.folder(of: path), withIntermediateDirectories: true)
        try Data(file.text.utf8).write(to: URL(filePath: path))
      } catch {
        throw Failure.cannotWrite(
          path, "the folder may not be writable",
          help: "name a folder that you may write to with --rules")
      }
      print(path)
    }
  }
}
