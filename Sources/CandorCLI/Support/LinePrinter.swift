import CandorKit
import CandorModel

/// Adds lines that a worker looked at to what is printed, or prints them.
struct LinePrinter {
  private let form: AnalysisRun.Form
  /// What is written of a clear interview; made of the first one.
  private var clear: ClearFrame?

  init(_ form: AnalysisRun.Form) { self.form = form }

  /// Adds the line that was looked at last.
  ///
  /// - Parameters:
  ///   - look: what was told of it; not `unread`.
  ///   - line: the same.
  ///   - others: what is known of it beside other interviews; absent where nobody looked.
  mutating func add(
    _ look: Investigator.Worker.Look, _ line: UnsafeBufferPointer<UInt8>,
    beside others: OtherInterviews? = nil, by worker: inout Investigator.Worker,
    to piece: inout AssessmentPrinter.Piece
  ) {
    switch look {
    case .unremarkable: piece.tally.countUnremarkable()
    case .clear:
      guard form.pseudonymizer == nil else {
        piece.add(worker.clearSeen(line), nil, form)
        return
      }
      let frame = clear ?? ClearFrame(worker.clearSeen(line), fields: form.fields)
      clear = frame
      piece.add(frame, of: worker.subjectSeen(line), form)
    case .remarkable:
      let (assessment, evidence) = assess(line, beside: others, by: &worker)
      piece.add(assessment, evidence, form)
    case .unread: preconditionFailure("a line that was not read has nothing to print")
    }
  }

  /// Prints the line that was looked at last.
  ///
  /// - Parameters:
  ///   - look: what was told of it; not `unread`.
  ///   - line: the same.
  ///   - others: what is known of it beside other interviews; absent where nobody looked.
  mutating func print(
    _ look: Investigator.Worker.Look, _ line: UnsafeBufferPointer<UInt8>,
    beside others: OtherInterviews? = nil, by worker: inout Investigator.Worker,
    with printer: AssessmentPrinter
  ) throws {
    guard look == .remarkable else {
      var piece = AssessmentPrinter.Piece()
      add(look, line, beside: others, by: &worker, to: &piece)
      return try printer.print(piece)
    }
    let (assessment, evidence) = assess(line, beside: others, by: &worker)
    try printer.print(assessment, evidence: evidence)
  }

  private func assess(
    _ line: UnsafeBufferPointer<UInt8>, beside others: OtherInterviews?,
    by worker: inout Investigator.Worker
  ) -> (Assessment, Evidence?) {
    let assessment = worker.assessSeen(line, beside: others)
    // Only a report tells of what is nowhere in the assessment.
    return (assessment, form.report == nil ? nil : worker.evidenceSeen(line))
  }
}
