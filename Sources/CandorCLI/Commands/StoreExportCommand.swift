import ArgumentParser
import CandorKit
import CandorModel
import CandorReports
import CandorStore

/// What is stored of one person, and what was concluded.
struct StoreExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Export what is stored of one person, and what was concluded, in plain words.",
    discussion: """
      Text is for the person to read; json holds every stored document. Neither names reviewers or \
      readers. The export itself is noted in the access log.
      """)

  @OptionGroup var person: CandidateOptions
  @OptionGroup var reader: ReaderOptions

  @Option(help: ArgumentHelp("Language of the text: en, es or de.", valueName: "code"))
  var language: String?

  @OptionGroup var options: StoreCommandOptions

  func run() async throws {
    let command = try options.begin()
    let language = try command.settings.choice(
      "language", flag: language, default: ReportLanguage.english)
    let who = try reader.reader()
    let store = try command.openStore()
    let records = try store.export(candidate: try person.names())
    try store.noteLook(by: who, action: "store export", at: records.map(\.name))
    let export = PersonExport(records)
    try command.write(text: export.text(language), json: export.json)
  }
}
