import CandorKit
import CandorModel
import CandorReports
import CandorSources
import Foundation

/// Counts whom the rules hit, over a store or over files.
struct FairnessRun {
  let settings: Settings
  let command: ReportCommand

  func run() throws {
    var tally = Tally()
    do { try tabulate(into: &tally) } catch {
      // Wrong usage is told to whoever typed it, without the line.
      throw Failure(error)?.status == .usage ? error : ClosingLine.ending(error, tally)
    }
    Console.shared.closing(tally)
    throw tally.status
  }

  private func tabulate(into tally: inout Tally) throws {
    let format = try command.output.format(settings, allowed: ReportForms.fairness)
    var report = FairnessReport()
    let failOn = try command.analysis.failOn(settings)
    func count(_ assessment: Assessment) {
      report.add(assessment)
      tally.count(assessment.outcome, failOn: failOn)
    }
    func lose(_ diagnostic: Diagnostic) {
      Console.shared.report(diagnostic)
      tally.lost += 1
    }
    if command.files.isEmpty {
      try StoredAssessments(store: try command.openStore(settings)).forEach(
        assessment: { assessment, _ in count(assessment) }, lost: lose)
    } else {
      try read(count, lose)
    }
    let sink = try command.output.open(settings)
    switch format {
    case .json:
      var writer = JSONWriter()
      report.write(to: &writer)
      try sink.write(json: writer.text + "\n")
    case .csv: try sink.write(report.csv)
    case .markdown: try sink.write(report.markdown)
    default:
      let terminal = try command.output.terminal(sink, settings)
      try sink.write(report.text(width: terminal.width))
    }
    try sink.close()
  }

  private static func isAssessment(_ line: EvidenceBlock.Line) -> Bool {
    (try? JSONValue(parsing: line.bytes))?["schema"]?.string == Assessment.schema
  }

  private static func loss(
    of line: EvidenceBlock.Line, in block: EvidenceBlock, _ problem: JSONError
  ) -> Diagnostic {
    Diagnostic(
      .error, "S110",
      "the line at byte \(line.byteOffset) is an assessment that tells of no groups: expected "
        + problem.expected, at: Diagnostic.Place(file: block.file, line: line.number),
      help: "make it without `--fields`; the line was left out, the rest went on")
  }

  /// Takes assessments as they are, and assesses evidence.
  private func read(
    _ count: (Assessment) -> Void, _ lose: (Diagnostic) -> Void
  ) throws {
    // Rules and databases are opened when the first evidence comes.
    var worker: Investigator.Worker?
    func assess(_ evidence: Evidence) throws {
      if worker == nil {
        worker = try AnalysisSetup(settings: settings, options: command.analysis).investigator()
          .makeWorker()
      }
      if let assessment = worker?.assess(evidence) { count(assessment) }
    }
    let reader = try EvidenceReader(command.files)
    while let item = try reader.next() {
      switch item {
      case .lost(let diagnostic): lose(diagnostic)
      case .evidence(let evidence): try assess(evidence)
      case .block(let block):
        try block.forEachLine { line in
          let evidence: Evidence
          do throws(Diagnostic) { evidence = try block.evidence(of: line) } catch {
            switch Result(catching: { () throws(JSONError) in try Assessment(json: line.bytes) }) {
            case .success(let assessment): count(assessment)
            case .failure(let problem):
              lose(Self.isAssessment(line) ? Self.loss(of: line, in: block, problem) : error)
            }
            return
          }
          try assess(evidence)
        }
      }
    }
  }
}
