import ArgumentParser
import CandorFiles
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
    let path = settings.text("output", flag: output.output).flatMap {
      Self.isStream($0) ? nil : $0
    }
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

  /// Whether a path stands for standard output, a device or a pipe: nothing belongs beside those, nor
  /// beside the name of an open descriptor, whatever it was opened on.
  private static func isStream(_ path: String) -> Bool {
    path == "-" || path == "/dev/stdout" || path == "/dev/stderr" || path.hasPrefix("/dev/fd/")
      || path.hasPrefix("/proc/self/fd/") || FileReplacement.isNoFile(path)
  }
}

/// Which report is made, and beside which file its parts go, if any.
struct ReportPlan: Sendable {
  let form: ReportForm
  let context: ReportContext
  let path: String?

  /// Writes the end of a report: first its parts, then what refers to them.
  ///
  /// Parts that only an earlier, longer report had go last: they may name people who were erased, and
  /// nothing refers to them once the output is in its place.
  func write(_ end: ReportEnd, to output: Output) throws {
    for part in end.parts {
      guard let path else { continue }
      let folder = URL(filePath: path).deletingLastPathComponent()
      let file = try Output(path: folder.appending(path: part.name).path(percentEncoded: false))
      try file.write(part.text)
      try file.close()
    }
    try output.write(end.text)
    guard case .html = form, let path else { return }
    try output.close()
    try removeParts(after: end.parts.count, of: path)
  }

  private func removeParts(after count: Int, of path: String) throws(Failure) {
    let page = URL(filePath: path)
    let folder = page.deletingLastPathComponent()
    var number = count + 1
    while true {
      let name = HTMLReport.partName(number, of: page.lastPathComponent)
      let part = folder.appending(path: name).path(percentEncoded: false)
      guard Self.isPart(number, at: part) else { return }
      guard unlink(part) == 0 else {
        throw Failure(
          .cannotWrite, "C001", "cannot remove `\(part)`: \(String(cString: strerror(errno)))",
          help: "it is a part of an earlier report; remove it yourself")
      }
      number += 1
    }
  }

  /// Whether an ordinary file is there that begins as our parts do; all others are somebody's own.
  private static func isPart(_ number: Int, at path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let file = FileHandle(forReadingAtPath: path)
    else { return false }
    defer { try? file.close() }
    guard let start = try? file.read(upToCount: HTMLReport.partStartBytes) else { return false }
    return HTMLReport.isPart(number, start: String(decoding: start, as: UTF8.self))
  }
}
