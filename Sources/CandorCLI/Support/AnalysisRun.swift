import CandorKit
import CandorModel
import CandorReports
import CandorSources
import Foundation
import Synchronization

/// Takes interviews, assesses them and prints what was concluded, in the order of the input.
final class AnalysisRun {
  /// What is printed, and when the answer is no.
  struct Form {
    var format: Format
    var fields: Set<String>?
    var isOnlyFlagged = false
    var failOn: FailOn
    var isQuiet: Bool
    var pseudonymizer: Pseudonymizer?
    /// The report to make, where the format is one.
    var report: ReportPlan?
  }

  /// What one piece of the input became.
  private struct Piece: Sendable {
    var bytes: [UInt8] = []
    var kept: [ReportedInterview] = []
    var tally = Tally()
    var losses: [Diagnostic] = []
  }

  let investigator: Investigator
  let form: Form
  let output: Output
  private(set) var tally = Tally()
  private var sheet: TextSheet
  private var report: (any AssessmentReport)?
  private var hasPrinted = false
  private var workers: WorkerShelf

  init(investigator: Investigator, form: Form, output: Output, report: TerminalReport) {
    self.investigator = investigator
    self.form = form
    self.output = output
    sheet = TextSheet(report: report, isQuiet: form.isQuiet)
    self.report = form.report.map { $0.form.makeReport($0.context) }
    workers = WorkerShelf(investigator)
  }

  /// Assesses everything a reader gives, on so many workers.
  ///
  /// - Parameter maximumLosses: ends the run when more was lost; `nil` for never.
  func analyze(_ reader: EvidenceReader, jobs: Int, maximumLosses: Int?) async throws {
    var underway: [Task<Piece, Never>] = []
    var next = underway.startIndex
    func takeOldest() async throws {
      let piece = await underway[next].value
      next += 1
      if next > 64 {
        underway.removeFirst(next)
        next = 0
      }
      try print(piece)
      if let maximumLosses, tally.lost > maximumLosses {
        throw Failure(
          .losses, "C030", "more than \(maximumLosses) losses: the run ends here",
          help: "mend the input, or raise --max-losses")
      }
    }
    do {
      while Interruption.shared.status == nil {
        if reader.isWaiting {
          while next < underway.count { try await takeOldest() }
          try output.flush()
        }
        guard let item = try reader.next() else { break }
        switch item {
        case .lost(let diagnostic):
          underway.append(Task { Piece(tally: Tally(lost: 1), losses: [diagnostic]) })
        case .evidence(let evidence):
          underway.append(task { [form] in Self.piece(of: evidence, form, &$0) })
        case .block(let block):
          underway.append(task { [form] in Self.piece(of: block, form, &$0) })
        }
        while underway.count - next >= jobs * 2 { try await takeOldest() }
      }
      while next < underway.count { try await takeOldest() }
    } catch {
      for task in underway[next...] { task.cancel() }
      // What came before is kept; the reason is told by whoever catches this.
      if tally.done > 0 { try finish() }
      throw error
    }
  }

  /// Assesses one interview now.
  ///
  /// - Returns: the assessment as it is kept, before anything is made pseudonymous.
  func take(_ evidence: Evidence) throws -> Assessment {
    let assessment = workers.withWorker { $0.assess(evidence) }
    var piece = Piece()
    Self.add(assessment, evidence, form, to: &piece)
    try print(piece)
    return assessment
  }

  /// Counts what somebody else has told of already.
  func countLosses(_ count: Int) { tally.lost += count }

  /// Prints what was held back.
  func finish() throws {
    switch form.format {
    case .json: try output.write(hasPrinted ? "]\n" : "[]\n")
    case .text: try output.write(sheet.text(tally))
    default:
      if let end = report?.finish() { try form.report?.write(end, to: output) }
    }
    try output.close()
  }

  private func task(
    _ work: @escaping @Sendable (inout Investigator.Worker) -> Piece
  ) -> Task<Piece, Never> {
    let workers = workers
    return Task { workers.withWorker(work) }
  }

  private static func piece(
    of evidence: Evidence, _ form: Form, _ worker: inout Investigator.Worker
  ) -> Piece {
    var piece = Piece()
    add(worker.assess(evidence), evidence, form, to: &piece)
    return piece
  }

  private static func piece(
    of block: EvidenceBlock, _ form: Form, _ worker: inout Investigator.Worker
  ) -> Piece {
    var piece = Piece()
    block.forEachLine { line in
      do throws(Diagnostic) {
        let evidence = try block.evidence(of: line)
        add(worker.assess(evidence), evidence, form, to: &piece)
      } catch {
        piece.tally.lost += 1
        piece.losses.append(error)
      }
    }
    return piece
  }

  private static func add(
    _ assessment: Assessment, _ evidence: Evidence, _ form: Form, to piece: inout Piece
  ) {
    piece.tally.count(assessment.outcome, failOn: form.failOn)
    let isFlagged = assessment.outcome == .review || assessment.outcome == .priority
    if form.isOnlyFlagged, !isFlagged { return }
    let shown = form.pseudonymizer?.apply(to: assessment) ?? assessment
    guard form.format == .ndjson || form.format == .json else {
      // Notes cost a copy of titles and agents; a terminal shows none.
      let notes =
        form.report == nil
        ? nil : InterviewNotes(evidence, isPseudonymous: form.pseudonymizer != nil)
      piece.kept.append(ReportedInterview(shown, notes: notes))
      return
    }
    var writer = JSONWriter(capacity: 8192)
    if form.format == .json, !piece.bytes.isEmpty { piece.bytes += Array(",\n".utf8) }
    shown.write(to: &writer, fields: form.fields)
    if form.format == .ndjson { writer.newline() }
    piece.bytes += writer.bytes
  }

  private func print(_ piece: Piece) throws {
    for loss in piece.losses { Console.shared.report(loss) }
    tally.add(piece.tally)
    for interview in piece.kept {
      if report == nil {
        sheet.add(interview.assessment)
      } else if let text = report?.add(interview), !text.isEmpty {
        try output.write(text)
      }
    }
    guard !piece.bytes.isEmpty else { return }
    if form.format == .json { try output.write(hasPrinted ? ",\n" : "[") }
    hasPrinted = true
    try output.write(piece.bytes)
  }
}

/// Lends workers, so that their caches live as long as the run.
///
/// Thread safety: one lock for the list; a worker is with one task at a time.
final class WorkerShelf: Sendable {
  // A worker is with one task at a time: whoever took its box from the list, until it is put back.
  private final class Box: @unchecked Sendable {
    var worker: Investigator.Worker
    init(_ worker: Investigator.Worker) { self.worker = worker }
  }

  private let investigator: Investigator
  /// Protects the workers that nobody has.
  private let free = Mutex<[Box]>([])

  init(_ investigator: Investigator) { self.investigator = investigator }

  func withWorker<Result>(_ work: (inout Investigator.Worker) -> Result) -> Result {
    let box = free.withLock { $0.popLast() } ?? Box(investigator.makeWorker())
    defer { free.withLock { $0.append(box) } }
    return work(&box.worker)
  }
}
