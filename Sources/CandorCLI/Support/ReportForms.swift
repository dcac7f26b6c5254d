import ArgumentParser
import CandorModel
import CandorReports
import Foundation

/// What the forms of report take beside `--format`.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "With --format csv: one row per finding or per interview.", valueName: "rows"))
  var csvRows: String?

  @Option(help: ArgumentHelp("Language of reports: en, es or de.", valueName: "code"))
  var language: String?

  /// The language of everything that is said to a reader.
  func language(_ settings: Settings) throws -> ReportLanguage {
    try settings.choice("language", flag: language, default: ReportLanguage.english)
  }

  /// The report that a format stands for; `nil` for the forms that are no report.
  ///
  /// No report carries the time at which it was made: the same input gives the same bytes, and the
  /// reference date stands in its provenance.
  func plan(
    _ settings: Settings, _ format: Format, _ output: ResultOptions<some ResultForms>
  ) throws -> ReportPlan? {
    let rows = try settings.choice("csvRows", flag: csvRows, default: CSVReport.Rows.finding)
    let code = try self.language(settings)
    let path = settings.text("output", flag: output.output).flatMap { $0 == "-" ? nil : $0 }
    if csvRows != nil, format != .csv {
      throw Failure.wrongUsage(
        "expected `--csv-rows` together with `--format csv`, found `--format \(format.rawValue)`")
    }
    let form: ReportForm
    switch format {
    case .text, .json, .ndjson: return nil
    case .csv: form = .csv(rows)
    case .markdown: form = .markdown
    case .html: form = .html(fileName: path.map { URL(filePath: $0).lastPathComponent })
    case .junit: form = .junit
    }
    return ReportPlan(form: form, context: ReportContext(language: code), path: path)
  }
}

/// Which report is made, and beside which file its parts go.
struct ReportPlan: Sendable {
  let form: ReportForm
  let context: ReportContext
  let path: String?

  /// Writes the end of a report: first its parts, then what refers to them.
  func write(_ end: ReportEnd, to output: Output) throws {
    for part in end.parts {
      guard let path else { continue }
      let folder = URL(filePath: path).deletingLastPathComponent()
      let file = try Output(path: folder.appending(path: part.name).path(percentEncoded: false))
      try file.write(part.text)
      try file.close()
    }
    try output.write(end.text)
  }
}
