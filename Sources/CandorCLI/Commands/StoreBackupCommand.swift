import ArgumentParser
import CandorModel
import CandorStore

/// A copy of the store.
struct StoreBackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the store into another file, also while a run writes.",
    discussion: """
      The copy is of one moment and readable by its owner only. It is put in its place when it is \
      whole; an earlier copy of the name is replaced.
      """)

  @Argument(help: ArgumentHelp("Where the copy goes; --output names it too.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("Where the copy goes.", valueName: "path"))
  var output: String?

  @OptionGroup var location: StoreOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    guard let target = file ?? output, file == nil || output == nil else {
      throw Failure.wrongUsage(
        "expected one file for the copy, found \(file == nil ? "none" : "two")",
        help: "candor store backup FILE")
    }
    // A copy is put in its place when it is whole, and a stream has no place.
    guard target != "-" else {
      throw Failure.wrongUsage(
        "expected a file for the copy, found `-`: a copy cannot be written to standard output",
        help: "candor store backup FILE; `./-` is a file of that name")
    }
    let store = try location.open(settings)
    try StoreGuard.check(copy: target, of: store.path)
    try store.backUp(to: target)
    Console.shared.report(Diagnostic(.note, "D012", "the store was copied to `\(target)`"))
  }
}
