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

  typealias Piece = AssessmentPrinter.Piece

  let investigator: Investigator
  let form: Form
  private let printer: AssessmentPrinter
  private var workers: WorkerShelf

  var tally: Tally { printer.tally }

  init(investigator: Investigator, printer: AssessmentPrinter) {
    self.investigator = investigator
    self.printer = printer
    form = printer.form
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
      try printer.print(piece)
      try printer.checkLosses(maximumLosses)
    }
    do {
      while Interruption.shared.status == nil {
        if reader.isWaiting {
          while next < underway.count { try await takeOldest() }
          try printer.output.flush()
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
    try printer.print(assessment, evidence: evidence)
    return assessment
  }

  /// Prints what was assessed before.
  func take(_ assessment: Assessment, evidence: Evidence?) throws {
    try printer.print(assessment, evidence: evidence)
  }

  /// Counts what somebody else has told of already.
  func countLosses(_ count: Int) { printer.countLosses(count) }

  /// Prints what was held back.
  func finish() throws { try printer.finish() }

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
    piece.add(worker.assess(evidence), evidence, form)
    return piece
  }

  private static func piece(
    of block: EvidenceBlock, _ form: Form, _ worker: inout Investigator.Worker
  ) -> Piece {
    var piece = Piece()
    block.forEachLine { line in
      do throws(Diagnostic) {
        let evidence = try block.evidence(of: line)
        piece.add(worker.assess(evidence), evidence, form)
      } catch {
        piece.tally.lost += 1
        piece.losses.append(error)
      }
    }
    return piece
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
