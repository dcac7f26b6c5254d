import ArgumentParser
import CandorKit
import CandorModel
import CandorReports
import CandorSources
import Foundation

/// Evidence to assessments; no network, no store.
struct AnalyzeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Assess evidence from files or standard input.",
    discussion: """
      Reads NDJSON, JSON and CSV evidence, told by content, also packed with gzip or zstd; a folder \
      means its evidence files. Uses neither network nor store.
      """)

  @Argument(help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "file"))
  var files: [String] = ["-"]

  @Option(
    help: ArgumentHelp(
      "Workers, 1 to \(AnalyzeCommand.maximumJobs); the processors there are.", valueName: "n"))
  var jobs: Int?

  @Flag(
    help: """
      Compare interviews with each other: traces shared by candidates, and the interviews of one \
      candidate. Prints after all input was read.
      """)
  var links = false

  @Option(help: ArgumentHelp("all, or flagged for review and priority only.", valueName: "which"))
  var only: String?

  @Option(
    help: ArgumentHelp(
      "Print only these keys of an assessment, separated by commas.", valueName: "list"))
  var fields: String?

  @Option(help: ArgumentHelp("End when more than so many were lost.", valueName: "n"))
  var maxLosses: Int?

  @Option(help: ArgumentHelp("Longest line of NDJSON, in bytes; 4 MiB.", valueName: "n"))
  var maxLineBytes: Int?

  @Option(
    help: ArgumentHelp(
      "Most bytes of CSV and JSON, which are held whole; 256 MiB.", valueName: "n"))
  var maxInputBytes: Int?

  @OptionGroup var analysis: AnalysisOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reports: ReportOptions
  @OptionGroup var common: CommonOptions

  /// The most workers that can be asked for, far more than a machine has processors: each of them has
  /// caches of its own, and twice as many interviews wait for them.
  static let maximumJobs = 1024

  /// What `--only` names.
  enum Only: String, CaseIterable {
    case flagged, all
  }

  func run() async throws {
    let settings = try common.settings()
    let format = try output.format(settings)
    let jobs =
      try settings.integer("jobs", flag: jobs, minimum: 1, maximum: Self.maximumJobs)
      ?? ProcessInfo.processInfo.activeProcessorCount
    let losses = try settings.integer("maxLosses", flag: maxLosses)
    if fields != nil, format != .json, format != .ndjson {
      throw Failure.wrongUsage(
        "expected `--fields` together with `--format json` or `ndjson`, "
          + "found `--format \(format.rawValue)`")
    }
    let form = AnalysisRun.Form(
      format: format, fields: try Self.fieldSet(settings, flag: fields),
      isOnlyFlagged: try settings.choice("only", flag: only, default: Only.all) == .flagged,
      failOn: try analysis.failOn(settings),
      pseudonymizer: try analysis.pseudonymizer(settings),
      report: try reports.plan(settings, format, output))
    let (reader, investigator, printer): (EvidenceReader, Investigator, AssessmentPrinter)
    do { (reader, investigator, printer) = try begin(settings, form, jobs: jobs) } catch {
      throw ClosingLine.notBegun(error)
    }
    let stop = StopFlag()
    Interruption.shared.listen(
      onInterrupt: { stop.raise() },
      lastResort: { [output = printer.output] in try? output.flush() })
    do {
      if try settings.links(flag: links, default: false) {
        let run = try LinkedRun(investigator: investigator, printer: printer, jobs: jobs)
        do { try await run.read(reader, maximumLosses: losses, stop: stop) } catch {
          // What came before is kept; the reason is told below.
          Interruption.shared.finishing()
          try await run.assess()
          try printer.finish(endedBy: error)
          throw error
        }
        Interruption.shared.finishing()
        try await run.assess()
      } else {
        let run = AnalysisRun(investigator: investigator, printer: printer, jobs: jobs)
        try await run.analyze(reader, maximumLosses: losses, stop: stop)
      }
    } catch {
      throw ClosingLine.ending(error, printer.tally)
    }
    Interruption.shared.finishing()
    do { try printer.finish() } catch { throw ClosingLine.ending(error, printer.tally) }
    Console.shared.closing(printer.tally)
    throw Interruption.shared.status ?? printer.tally.status
  }

  /// Opens what is read, what looks at it, and what prints.
  private func begin(
    _ settings: Settings, _ form: AnalysisRun.Form, jobs: Int
  ) throws -> (EvidenceReader, Investigator, AssessmentPrinter) {
    let reader = try EvidenceReader(files, limits: try limits(settings, jobs: jobs))
    var setup = AnalysisSetup(settings: settings, options: analysis)
    // What programs read is in English.
    if !form.isJSON, form.format != .csv { setup.language = try reports.language(settings) }
    let investigator = try setup.investigator()
    let sink = try output.open(settings)
    let printer = try AssessmentPrinter(
      form: form, output: sink,
      report: output.terminal(sink, settings, language: reports.language(settings)))
    return (reader, investigator, printer)
  }

  private func limits(_ settings: Settings, jobs: Int) throws -> InputLimits {
    var limits = InputLimits.standard
    limits.blockBytes = UnderWay.blockBytes(jobs: jobs)
    if let bytes = try settings.integer("maxLineBytes", flag: maxLineBytes, minimum: 1) {
      limits.maximumLineBytes = bytes
    }
    if let bytes = try settings.integer("maxInputBytes", flag: maxInputBytes, minimum: 1) {
      limits.maximumHeldBytes = bytes
    }
    return limits
  }

  /// The keys that `--fields` names; all without it.
  static func fieldSet(_ settings: Settings, flag: String?) throws -> AssessmentFields {
    guard let list = settings.text("fields", flag: flag) else { return .all }
    var fields: AssessmentFields = []
    for name in list.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }) {
      if let field = AssessmentFields(name) {
        fields.insert(field)
        continue
      }
      // These are written whether somebody names them or not.
      if name == "schema" || name == "interview" { continue }
      guard flag != nil else {
        throw Failure.badConfigurationValue(
          "fields", expected: "keys of an assessment", found: name,
          source: settings.source(of: "fields"))
      }
      let nearest = NearestName.find(name, among: AssessmentFields.allNames)
      throw Failure.wrongUsage(
        "expected `--fields` to name keys of an assessment, found `\(name)`",
        help: nearest.map { "did you mean `\($0)`?" }
          ?? "the keys are " + AssessmentFields.allNames.joined(separator: ", "))
    }
    return fields
  }
}
