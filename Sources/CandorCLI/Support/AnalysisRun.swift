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
    var fields = AssessmentFields.all
    var isOnlyFlagged = false
    var failOn: FailOn
    var pseudonymizer: Pseudonymizer?
    /// The report to make, where the format is one.
    var report: ReportPlan?

    /// What has to be known of interviews for what is printed.
    var wanted: Investigator.Worker.Wanted {
      guard isJSON else { return .everything }
      if isOnlyFlagged { return .flagged }
      return fields.isSubset(of: Self.clearFields) ? .findings : .everything
    }
    /// What a clear interview without findings has nothing to say in.
    private static let clearFields: AssessmentFields = [
      .contributions, .exceptions, .findings, .outcome, .outcomeNote,
    ]
    /// Which assessments need the hash of their evidence.
    var hashing: Investigator.Hashing {
      guard isJSON else { return .all }
      guard fields.contains(.provenance) else { return .none }
      return isOnlyFlagged ? .flagged : .all
    }
    /// Whether rules that could not answer are told.
    var tellsNotEvaluable: Bool { !isJSON || fields.contains(.notEvaluable) }
    var isJSON: Bool { format == .ndjson || format == .json }

    /// An assessment as it is shown; `nil` where nobody asked for it.
    ///
    /// Whoever has no other use for it gives it away: a huge one is not copied then.
    func shown(_ assessment: consuming Assessment) -> Assessment? {
      let isFlagged = assessment.outcome == .review || assessment.outcome == .priority
      if isOnlyFlagged, !isFlagged { return nil }
      guard let pseudonymizer else { return assessment }
      return pseudonymizer.apply(to: assessment)
    }
  }

  typealias Piece = AssessmentPrinter.Piece

  let investigator: Investigator
  let form: Form
  let printer: AssessmentPrinter
  private let workers: WorkerShelf

  var tally: Tally { printer.tally }

  /// - Parameter jobs: how many workers there are.
  init(investigator: Investigator, printer: AssessmentPrinter, jobs: Int = 1) {
    self.investigator = investigator
    self.printer = printer
    form = printer.form
    workers = WorkerShelf(
      investigator, jobs: jobs, hashing: printer.form.hashing,
      tellsNotEvaluable: printer.form.tellsNotEvaluable)
  }

  /// Assesses everything a reader gives.
  ///
  /// An assessment leaves as soon as it is ready: what is printed is held back only while more
  /// input waits.
  ///
  /// - Parameters:
  ///   - maximumLosses: ends the run when more was lost; `nil` for never.
  ///   - stop: ends the run, after what was read by then.
  func analyze(
    _ reader: EvidenceReader, maximumLosses: Int?, stop: StopFlag
  ) async throws {
    let feed = BlockingFeed(capacity: UnderWay.waiting(jobs: workers.jobs)) { try reader.next() }
    defer { feed.close() }
    stop.onRaise { feed.close() }
    do {
      try await feed.forEach(jobs: workers.jobs) { [form, workers] item in
        workers.withWorker { Self.pieces(of: item, form, jobs: workers.jobs, &$0) }
      } take: { pieces in
        for piece in pieces {
          try printer.print(piece)
          try printer.checkLosses(maximumLosses)
          if let late = piece.late { try print(late, maximumLosses: maximumLosses) }
        }
        // What is under way still comes, and is more than two seconds of work in a large report.
        if Interruption.shared.status != nil { Interruption.shared.finishing() }
      } pause: {
        try printer.output.flush()
      }
    } catch {
      // The reason is told by whoever catches this.
      try printer.finish(endedBy: error)
      throw error
    }
  }

  /// Assesses one interview now.
  ///
  /// - Returns: the assessment as it is kept, before anything is made pseudonymous.
  func take(_ evidence: Evidence) throws -> Assessment {
    let assessment = assess(evidence)
    try printer.print(assessment, evidence: evidence)
    return assessment
  }

  /// Assesses one interview and prints nothing.
  func assess(_ evidence: Evidence) -> Assessment {
    workers.withWorker { worker in
      // What is kept carries its hash, whatever is printed.
      worker.hashing = .all
      worker.tellsNotEvaluable = true
      return worker.assess(evidence)
    }
  }

  /// Prints what was assessed before.
  func take(_ assessment: Assessment, evidence: Evidence?) throws {
    try printer.print(assessment, evidence: evidence)
  }

  /// Counts what somebody else has told of already.
  func countLosses(_ count: Int) { printer.countLosses(count) }

  /// Prints what was held back.
  func finish() throws { try printer.finish() }

  private static func pieces(
    of item: EvidenceItem, _ form: Form, jobs: Int, _ worker: inout Investigator.Worker
  ) -> [Piece] {
    switch item {
    case .lost(let diagnostic): return [Piece(lost: diagnostic)]
    case .evidence(let evidence):
      var piece = Piece()
      if UnderWay.isHuge(evidence, jobs: jobs) {
        piece.late = item
      } else {
        piece.add(worker.assess(evidence), evidence, form)
      }
      return [piece]
    case .block(let block): return pieces(of: block, form, jobs: jobs, &worker)
    }
  }

  /// A piece up to each loss, so that the run can end there, one up to each line that is assessed where
  /// it is printed, and one of what comes behind the last.
  private static func pieces(
    of block: EvidenceBlock, _ form: Form, jobs: Int, _ worker: inout Investigator.Worker
  ) -> [Piece] {
    var pieces: [Piece] = []
    var piece = Piece()
    piece.makeRoom(form, forBlockOf: block.byteCount)
    var room = UnderWay.textBytes(jobs: jobs)
    var isFull = false
    func end() {
      room -= piece.bytes.count
      pieces.append(piece)
      piece = Piece()
    }
    let wanted = form.wanted
    let longest = min(block.maximumLineBytes, UnderWay.lineBytes(jobs: jobs))
    var printer = LinePrinter(form)
    block.forEachLines(Investigator.Worker.linesAhead) { lines in
      guard !isFull else { return }
      worker.read(lines, upTo: longest)
      for (position, line) in lines.enumerated() {
        let look = worker.look(at: position, line.bytes, wanting: wanted)
        if piece.bytes.count > room {
          piece.late = .block(block.from(line))
          isFull = true
          return
        }
        guard look == .unread else {
          printer.add(look, line.bytes, by: &worker, to: &piece)
          continue
        }
        guard line.bytes.count <= longest || line.bytes.count > block.maximumLineBytes else {
          piece.late = .block(block.only(line))
          end()
          continue
        }
        do throws(Diagnostic) {
          let evidence = try block.evidence(of: line)
          piece.add(worker.assess(evidence), evidence, form)
        } catch {
          piece.lose(error)
          end()
        }
      }
    }
    pieces.append(piece)
    return pieces
  }

  /// Assesses and prints what is not held beside other work.
  private func print(_ late: EvidenceItem, maximumLosses: Int?) throws {
    try workers.withWorker { worker in
      switch late {
      case .lost(let diagnostic): try printer.print(Piece(lost: diagnostic))
      case .evidence(let evidence):
        try printer.print(worker.assess(evidence), evidence: evidence)
      case .block(let block):
        var lines = LinePrinter(form)
        try block.forEachLine { line in
          worker.read([line], upTo: block.maximumLineBytes)
          let look = worker.look(at: 0, line.bytes, wanting: form.wanted)
          guard look == .unread else {
            return try lines.print(look, line.bytes, by: &worker, with: printer)
          }
          switch Result(catching: { () throws(Diagnostic) in try block.evidence(of: line) }) {
          case .success(let evidence):
            try printer.print(worker.assess(evidence), evidence: evidence)
          case .failure(let diagnostic):
            try printer.print(Piece(lost: diagnostic))
            try printer.checkLosses(maximumLosses)
          }
        }
      }
    }
  }
}

extension Investigator.Worker {
  /// Reads lines of a block, to be looked at one after another.
  ///
  /// - Parameter longest: longer ones are not read, and `unread` when they are looked at.
  mutating func read(_ lines: [EvidenceBlock.Line], upTo longest: Int) {
    read(
      lines.map { line in
        line.bytes.count <= longest ? line.bytes : UnsafeBufferPointer(start: nil, count: 0)
      })
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

  /// How many workers there are at the same time.
  let jobs: Int
  private let investigator: Investigator
  private let hashing: Investigator.Hashing
  private let tellsNotEvaluable: Bool
  /// Protects the workers that nobody has.
  private let free = Mutex<[Box]>([])

  /// - Parameter jobs: how many workers there are at the same time.
  init(
    _ investigator: Investigator, jobs: Int, hashing: Investigator.Hashing = .all,
    tellsNotEvaluable: Bool = true
  ) {
    self.investigator = investigator
    self.jobs = jobs
    self.hashing = hashing
    self.tellsNotEvaluable = tellsNotEvaluable
  }

  func withWorker<Result>(_ work: (inout Investigator.Worker) throws -> Result) rethrows -> Result {
    let box = free.withLock { $0.popLast() } ?? makeBox()
    defer { free.withLock { $0.append(box) } }
    return try work(&box.worker)
  }

  private func makeBox() -> Box {
    let box = Box(investigator.makeWorker(of: jobs))
    box.worker.hashing = hashing
    box.worker.tellsNotEvaluable = tellsNotEvaluable
    return box
  }
}
