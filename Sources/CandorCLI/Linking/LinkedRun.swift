import CandorKit
import CandorModel
import CandorRules
import CandorSources
import CandorStore
import CandorTimeline
import Synchronization

/// Assesses interviews beside one another: first everything is read and its traces are taken down,
/// then every interview is assessed with what it shares with others, in the order of the input.
///
/// What was read waits on disk, so that memory stays bounded for any length of input.
final class LinkedRun {
  /// An interview on its way to the disk.
  private struct Reading: Sendable {
    let record: LinkRecord
    let platform: String
    let id: String
    let evidence: [UInt8]
  }

  /// What one piece of the input became, up to a loss where there is one.
  private struct Piece: Sendable {
    var readings: [Reading] = []
    var loss: Diagnostic?
  }

  private let workers: WorkerShelf
  private let form: AnalysisRun.Form
  private let printer: AssessmentPrinter
  private let collector: LinkCollector
  private let evidence: SpillList
  /// How many interviews are assessed; those behind them are compared with only. `nil` for all.
  private var assessedCount: Int?
  /// Interviews assessed by one task.
  private static let batchSize = 32

  /// How many interviews were taken down, also to be compared with only.
  var count: Int { collector.count }

  /// - Parameter jobs: how many workers there are.
  init(
    investigator: Investigator, printer: AssessmentPrinter, jobs: Int
  ) throws(StoreError) {
    workers = WorkerShelf(investigator, jobs: jobs)
    self.printer = printer
    form = printer.form
    collector = try LinkCollector(parameters: investigator.rules.pack.linkParameters)
    evidence = try SpillList()
  }

  // MARK: Taking everything down

  /// Reads everything a reader gives.
  ///
  /// - Parameters:
  ///   - maximumLosses: ends the run when more was lost; `nil` for never.
  ///   - stop: ends the reading, after what was read by then.
  func read(
    _ reader: EvidenceReader, maximumLosses: Int?, stop: StopFlag
  ) async throws {
    let feed = BlockingFeed(capacity: UnderWay.waiting(jobs: workers.jobs)) { try reader.next() }
    defer { feed.close() }
    stop.onRaise { feed.close() }
    try await feed.forEach(jobs: workers.jobs) { [workers] item in
      workers.withWorker { Self.pieces(of: item, &$0) }
    } take: { pieces in
      for piece in pieces {
        for reading in piece.readings { try take(reading) }
        guard let loss = piece.loss else { continue }
        try printer.print(AssessmentPrinter.Piece(tally: Tally(lost: 1), losses: [loss]))
        try printer.checkLosses(maximumLosses)
      }
    }
  }

  /// Takes down one interview now.
  func take(_ evidence: Evidence) throws {
    try take(workers.withWorker { Self.reading(of: evidence, &$0) })
  }

  /// Takes down an interview that is compared with, and neither assessed nor printed.
  ///
  /// - Parameter evidence: as JSON; empty where it was not kept.
  func takeContext(
    _ record: LinkRecord, platform: String, id: String, evidence bytes: [UInt8]
  ) throws(StoreError) {
    if assessedCount == nil { assessedCount = collector.count }
    try collector.add(record, platform: platform, id: id)
    try evidence.append(bytes)
  }

  private func take(_ reading: Reading) throws(StoreError) {
    try collector.add(reading.record, platform: reading.platform, id: reading.id)
    try evidence.append(reading.evidence)
  }

  private static func reading(
    of evidence: Evidence, _ worker: inout Investigator.Worker
  ) -> Reading {
    var writer = JSONWriter(capacity: 4096)
    evidence.write(to: &writer)
    return Reading(
      record: worker.linkRecord(of: evidence), platform: evidence.platform,
      id: evidence.interview.id, evidence: writer.bytes)
  }

  /// A piece up to each loss, so that the run can end there, and one of what comes behind the last.
  private static func pieces(
    of item: EvidenceItem, _ worker: inout Investigator.Worker
  ) -> [Piece] {
    var pieces: [Piece] = []
    var piece = Piece()
    let block: EvidenceBlock
    switch item {
    case .lost(let diagnostic): return [Piece(loss: diagnostic)]
    case .evidence(let evidence): return [Piece(readings: [reading(of: evidence, &worker)])]
    case .block(let lines): block = lines
    }
    block.forEachLine { line in
      do throws(Diagnostic) {
        let evidence = try block.evidence(of: line)
        piece.readings.append(
          Reading(
            record: worker.linkRecord(of: evidence), platform: evidence.platform,
            id: evidence.interview.id, evidence: Array(line.bytes)))
      } catch {
        piece.loss = error
        pieces.append(piece)
        piece = Piece()
      }
    }
    pieces.append(piece)
    return pieces
  }

  // MARK: Assessing

  /// What one task assesses.
  private struct Batch: Sendable {
    /// An interview with its links and its person.
    struct Entry: Sendable {
      let evidence: [UInt8]
      let memberships: [OtherInterviews.Membership]
      let person: Int?
    }

    /// A person with several interviews.
    enum Person: Sendable {
      /// What rules said of them. It is handed on, for it may be forgotten before it is asked for.
      case answered(RuleResult)
      /// The evidence of those that are compared, and how many there are, where no rule was asked yet.
      case unasked([[UInt8]], count: Int)
    }

    var entries: [Entry] = []
    var persons: [Int: Person] = [:]
  }

  /// Assesses and prints everything that was taken down.
  ///
  /// - Parameters:
  ///   - isLeftOut: whether an interview is neither assessed nor printed after all, by position; it is
  ///     asked in the order of the input, before `each` is told of it.
  ///   - each: is told of every assessment as it is kept, in the order of the input.
  /// - Returns: the links, read up to those that are compared with only.
  @discardableResult
  func assess(
    isLeftOut: ((Int) throws -> Bool)? = nil,
    each: ((Assessment, Evidence) throws -> Void)? = nil
  ) async throws -> LinkIndex {
    let index = try collector.finish()
    let answers = PersonAnswers()
    var batches = OrderedTasks<Assessed>()
    let keeps = each != nil
    func take(downTo count: Int) async throws {
      try await batches.wait(downTo: count) { assessed in
        try printer.print(assessed.piece)
        for (assessment, evidence) in assessed.kept { try each?(assessment, evidence) }
      }
    }
    var position = 0
    let count = assessedCount ?? collector.count
    while position < count {
      let end = min(count, position + Self.batchSize)
      let batch = try batch(position..<end, index, answers, isLeftOut)
      position = end
      batches.begin { [workers, form] in
        workers.withWorker { Self.assess(batch, form, answers, keeps: keeps, &$0) }
      }
      try await take(downTo: workers.jobs - 1)
    }
    try await take(downTo: 0)
    return index
  }

  private func batch(
    _ range: Range<Int>, _ index: LinkIndex, _ answers: PersonAnswers,
    _ isLeftOut: ((Int) throws -> Bool)?
  ) throws -> Batch {
    var batch = Batch()
    for (offset, bytes) in try evidence.items(range).enumerated() {
      let interview = range.lowerBound + offset
      if let isLeftOut, try isLeftOut(interview) { continue }
      let person = try index.person(of: interview)
      batch.entries.append(
        Batch.Entry(
          evidence: bytes, memberships: try index.memberships(of: interview),
          person: person?.number))
      guard let person, batch.persons[person.number] == nil else { continue }
      if let known = answers.answer(for: person.number) {
        batch.persons[person.number] = .answered(known)
      } else {
        let interviews = try index.interviews(of: person)
        batch.persons[person.number] = .unasked(
          try interviews.compared.map { try evidence.item($0) }, count: interviews.count)
      }
    }
    return batch
  }

  /// What a batch became.
  private struct Assessed: Sendable {
    var piece = AssessmentPrinter.Piece()
    var kept: [(Assessment, Evidence)] = []
  }

  private static func assess(
    _ batch: Batch, _ form: AnalysisRun.Form, _ answers: PersonAnswers, keeps: Bool,
    _ worker: inout Investigator.Worker
  ) -> Assessed {
    var assessed = Assessed()
    for entry in batch.entries {
      // It was read before, so it can be read.
      guard let evidence = try? Evidence(json: entry.evidence) else { continue }
      var result = RuleResult()
      if let number = entry.person, let person = batch.persons[number] {
        switch person {
        case .answered(let known): result = known
        case .unasked(let compared, let count):
          result =
            answers.answer(for: number)
            ?? worker.candidateResult(
              of: compared.compactMap { try? Evidence(json: $0) }, count: count)
          answers.keep(result, for: number)
        }
      }
      let others = OtherInterviews(memberships: entry.memberships, candidate: result)
      let assessment = worker.assess(worker.enrich(evidence), beside: others)
      assessed.piece.add(assessment, evidence, form)
      if keeps { assessed.kept.append((assessment, evidence)) }
    }
    return assessed
  }
}

/// What rules said of the interviews of one person, so that it is asked once for all of them.
///
/// Thread safety: one lock. What was forgotten is computed again and is the same.
private final class PersonAnswers: Sendable {
  /// Protects the answers.
  private let answers = Mutex<[Int: RuleResult]>([:])
  private static let capacity = 4096

  func answer(for person: Int) -> RuleResult? { answers.withLock { $0[person] } }

  func keep(_ result: RuleResult, for person: Int) {
    answers.withLock { answers in
      if answers.count >= Self.capacity { answers.removeAll() }
      answers[person] = result
    }
  }
}
