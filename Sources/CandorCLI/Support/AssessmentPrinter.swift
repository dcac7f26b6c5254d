import CandorKit
import CandorModel
import CandorReports
import CandorSources

/// Prints assessments in the form that was asked for, in the order in which they come.
///
/// Pieces are made by workers and printed by one task.
final class AssessmentPrinter {
  /// What some interviews became.
  struct Piece: Sendable {
    private(set) var writer = JSONWriter(capacity: 0)
    var kept: [ReportedInterview] = []
    var tally = Tally()
    var losses: [Diagnostic] = []
    /// What comes behind all that, and is assessed where it is printed.
    var late: EvidenceItem?

    var bytes: [UInt8] { writer.bytes }

    init() {}

    /// What a loss becomes.
    init(lost diagnostic: Diagnostic) { lose(diagnostic) }

    /// Adds a loss.
    mutating func lose(_ diagnostic: Diagnostic) {
      tally.lost += 1
      losses.append(diagnostic)
    }

    /// Makes room for what the interviews of a block mostly are printed as: growing copies what is
    /// there. What is not written into takes no memory.
    ///
    /// - Parameter byteCount: of the block.
    mutating func makeRoom(_ form: AnalysisRun.Form, forBlockOf byteCount: Int) {
      guard form.isJSON else { return }
      switch form.wanted {
      case .flagged: writer = JSONWriter(capacity: byteCount / 32)
      case .findings: writer = JSONWriter(capacity: byteCount / 4)
      // Two and a half times as much as the evidence, where interviews have ten answers.
      case .everything: writer = JSONWriter(capacity: byteCount * 3)
      }
    }

    /// Adds an assessment.
    ///
    /// - Parameter evidence: what it was made of; absent where it was not kept.
    mutating func add(
      _ assessment: Assessment, _ evidence: Evidence?, _ form: AnalysisRun.Form
    ) {
      tally.count(assessment.outcome, failOn: form.failOn)
      if let shown = form.shown(assessment) { show(shown, evidence, form) }
    }

    /// Adds an interview that is clear and has nothing to say in the fields that are printed, which is
    /// written without an assessment.
    ///
    /// - Precondition: JSON is printed, of all interviews, and nobody is made pseudonymous.
    mutating func add(
      _ frame: ClearFrame, of subject: Assessment.Subject, _ form: AnalysisRun.Form
    ) {
      tally.count(.clear, failOn: form.failOn)
      if form.format == .json, !writer.bytes.isEmpty { writer.separator() }
      frame.write(subject, to: &writer)
      if form.format == .ndjson { writer.newline() }
    }

    private mutating func show(
      _ shown: Assessment, _ evidence: Evidence?, _ form: AnalysisRun.Form
    ) {
      guard form.format == .ndjson || form.format == .json else {
        // Notes cost a copy of titles and agents; a terminal shows none.
        let notes =
          form.report == nil
          ? nil
          : evidence.map { InterviewNotes($0, isPseudonymous: form.pseudonymizer != nil) }
        kept.append(ReportedInterview(shown, notes: notes))
        return
      }
      if form.format == .json, !writer.bytes.isEmpty { writer.separator() }
      shown.write(to: &writer, fields: form.fields)
      if form.format == .ndjson { writer.newline() }
    }
  }

  let form: AnalysisRun.Form
  let output: Output
  private(set) var tally = Tally()
  /// What a terminal shows; absent in other formats.
  private var sheet: TextSheet?
  private var report: (any AssessmentReport)?
  private var hasPrinted = false
  /// How much of an assessment is written before it is printed.
  private static let partBytes = 1 << 18

  /// - Parameter report: only made where the format is text.
  init(
    form: AnalysisRun.Form, output: Output, report: @autoclosure () throws -> TerminalReport
  ) rethrows {
    self.form = form
    self.output = output
    sheet = form.format == .text ? TextSheet(report: try report()) : nil
    self.report = form.report.map { $0.form.makeReport($0.context) }
  }

  /// Counts what somebody else has told of already.
  func countLosses(_ count: Int) { tally.lost += count }

  /// Prints one assessment, JSON while it is written: the text of a huge one is never held whole.
  func print(_ assessment: consuming Assessment, evidence: Evidence?) throws {
    guard form.isJSON else {
      var piece = Piece()
      piece.add(assessment, evidence, form)
      return try print(piece)
    }
    tally.count(assessment.outcome, failOn: form.failOn)
    guard let shown = form.shown(assessment) else { return }
    try beginJSON()
    var writer = JSONWriter()
    try shown.write(to: &writer, fields: form.fields) { writer in
      guard writer.bytes.count >= Self.partBytes else { return }
      try writer.handOver { try output.write(json: $0) }
    }
    if form.format == .ndjson { writer.newline() }
    try output.write(json: writer.bytes)
  }

  func print(_ piece: Piece) throws {
    for loss in piece.losses { Console.shared.report(loss) }
    tally.add(piece.tally)
    for interview in piece.kept {
      if report == nil {
        sheet?.add(interview.assessment)
      } else if let text = report?.add(interview), !text.isEmpty {
        try output.write(text)
      }
    }
    guard !piece.bytes.isEmpty else { return }
    try beginJSON()
    try output.write(json: piece.bytes)
  }

  private func beginJSON() throws {
    if form.format == .json { try output.write(hasPrinted ? ",\n" : "[") }
    hasPrinted = true
  }

  /// - Throws: where more was lost than a user allows.
  func checkLosses(_ maximum: Int?) throws {
    guard let maximum, tally.lost > maximum else { return }
    throw Failure(
      .losses, "C030",
      "more than \(CountText.of(maximum, "loss", plural: "losses")): the run ends here",
      help: "mend the input, or raise --max-losses")
  }

  /// Prints what was held back.
  func finish() throws {
    switch form.format {
    case .json: try output.write(hasPrinted ? "]\n" : "[]\n")
    case .text: try output.write(sheet?.text(tally) ?? "")
    default:
      let totals = ReportTotals(counts: tally.counts, lost: tally.lost)
      if let end = report?.finish(totals) { try form.report?.write(end, to: output) }
    }
    try output.close()
  }

  /// Prints what was held back where an error ended the run: what came before it is kept.
  ///
  /// A run that ends because of losses is done, so it prints a whole document also where nothing
  /// was assessed.
  func finish(endedBy error: any Error) throws {
    guard tally.done > 0 || Failure(error)?.status == .losses else { return }
    try finish()
  }
}
