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
  /// An interview on its way to the disk, without its evidence.
  private struct Reading: Sendable {
    let record: LinkRecord
    let platform: String
    let id: String
    /// Whether it comes out neither as `review` nor as `priority` by itself, as far as that was asked.
    var isUnremarkable = false
  }

  /// What one piece of the input became, up to a loss where there is one.
  private struct Piece: Sendable {
    var readings: [Reading] = []
    /// The evidence of each.
    var evidence = ByteStrings()
    var loss: Diagnostic?
  }

  private let workers: WorkerShelf
  private let form: AnalysisRun.Form
  private let printer: AssessmentPrinter
  private let collector: LinkCollector
  private let evidence: SpillList
  /// Whether each interview is unremarkable by itself, a byte each.
  private let unremarkable: SpillFile
  /// How many interviews are assessed; those behind them are compared with only. `nil` for all.
  private var assessedCount: Int?
  /// Interviews assessed by one task.
  private static let batchSize = Investigator.Worker.linesAhead
  /// Interviews that are gone through for one task at most.
  private static let skippedAtOnce = 4096
  /// How much evidence of one person is compared, where it is of more than two interviews: in bytes
  /// as Candor writes it, so that spaces and keys that nobody knows count for nothing.
  private static let comparedBytes = 4 << 20
  /// Evidence is less than so many times as long when Candor writes it, also where a line leaves out
  /// what stands in each answer then.
  private static let mostGrowth = 16

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
    unremarkable = try SpillFile()
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
    try await feed.forEach(jobs: workers.jobs) { [workers, form] item in
      workers.withWorker { Self.pieces(of: item, form, &$0) }
    } take: { pieces in
      for piece in pieces {
        // First of all: what cannot be put aside was not taken down.
        try evidence.append(piece.evidence)
        for reading in piece.readings { try take(reading) }
        guard let loss = piece.loss else { continue }
        try printer.print(AssessmentPrinter.Piece(lost: loss))
        try printer.checkLosses(maximumLosses)
      }
    }
  }

  /// Takes down one interview now.
  func take(_ evidence: Evidence) throws {
    try self.evidence.append(evidence.jsonBytes)
    try take(workers.withWorker { Self.reading(of: evidence, &$0) })
  }

  /// Takes down an interview that is compared with, and neither assessed nor printed.
  ///
  /// - Parameter evidence: as JSON; empty where it was not kept.
  func takeContext(
    _ record: LinkRecord, platform: String, id: String, evidence bytes: [UInt8]
  ) throws(StoreError) {
    if assessedCount == nil { assessedCount = collector.count }
    try evidence.append(bytes)
    try take(Reading(record: record, platform: platform, id: id))
  }

  private func take(_ reading: Reading) throws(StoreError) {
    try collector.add(reading.record, platform: reading.platform, id: reading.id)
    try unremarkable.append(rows: [reading.isUnremarkable])
  }

  private static func reading(
    of evidence: Evidence, _ worker: inout Investigator.Worker
  ) -> Reading {
    Reading(
      record: worker.linkRecord(of: evidence), platform: evidence.platform,
      id: evidence.interview.id)
  }

  /// A piece up to each loss, so that the run can end there, and one of what comes behind the last.
  private static func pieces(
    of item: EvidenceItem, _ form: AnalysisRun.Form, _ worker: inout Investigator.Worker
  ) -> [Piece] {
    var piece = Piece()
    switch item {
    case .lost(let diagnostic): piece.loss = diagnostic
    case .evidence(let evidence):
      piece.readings.append(reading(of: evidence, &worker))
      evidence.jsonBytes.withUnsafeBufferPointer { piece.evidence.append($0) }
    case .block(let block): return pieces(of: block, form, &worker)
    }
    return [piece]
  }

  private static func pieces(
    of block: EvidenceBlock, _ form: AnalysisRun.Form, _ worker: inout Investigator.Worker
  ) -> [Piece] {
    var pieces: [Piece] = []
    var piece = Piece(evidence: ByteStrings(byteCount: block.byteCount))
    let wanted: Investigator.Worker.Wanted = form.wanted == .flagged ? .flagged : .everything
    block.forEachLines(Investigator.Worker.linesAhead) { lines in
      worker.read(lines, upTo: block.maximumLineBytes)
      for (position, line) in lines.enumerated() {
        let look = worker.look(at: position, line.bytes, wanting: wanted)
        guard look == .unread else {
          let seen = worker.linkRecordSeen(line.bytes)
          piece.readings.append(
            Reading(
              record: seen.record, platform: seen.platform, id: seen.id,
              isUnremarkable: look == .unremarkable))
          piece.evidence.append(line.bytes)
          continue
        }
        do throws(Diagnostic) {
          piece.readings.append(reading(of: try block.evidence(of: line), &worker))
          piece.evidence.append(line.bytes)
        } catch {
          piece.loss = error
          pieces.append(piece)
          piece = Piece()
        }
      }
    }
    // Another worker may be the one that assesses: this one takes back the room of long lines.
    worker.read([])
    pieces.append(piece)
    return pieces
  }

  // MARK: Assessing

  /// What one task assesses.
  private struct Batch: Sendable {
    /// What is known of an interview beside others.
    struct Entry: Sendable {
      let memberships: [OtherInterviews.Membership]
      let person: Int?
    }

    /// A person with several interviews.
    enum Person: Sendable {
      /// What rules said of them. It is handed on, for it may be forgotten before it is asked for.
      case answered(RuleResult)
      /// The evidence of those that are compared, and how many there are, where no rule was asked yet.
      case unasked(ByteStrings, count: Int)
    }

    var entries: [Entry] = []
    /// The evidence of each.
    var evidence = ByteStrings()
    var persons: [Int: Person] = [:]
    /// How many interviews between them are not looked at any more.
    var unremarkableCount = 0
    /// How much evidence there is, with that of the persons: nothing is added where it is much.
    var byteCount = 0
    /// Whether it is a single interview that is assessed where it is printed.
    var isHuge = false

    /// What is left of it from an interview on.
    func from(_ position: Int) -> Batch {
      var rest = self
      rest.entries = Array(entries[position...])
      rest.evidence = ByteStrings()
      evidence.withAll { lines in for line in lines[position...] { rest.evidence.append(line) } }
      rest.unremarkableCount = 0
      return rest
    }
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
        if let late = assessed.late { try print(late, answers, each) }
      }
    }
    var position = 0
    // Of the batches that are under way, and the next one.
    var byteCounts: [Int] = []
    let count = assessedCount ?? collector.count
    while position < count {
      let end = min(count, position + (skips(keeps) ? Self.skippedAtOnce : Self.batchSize))
      let batch = try batch(&position, upTo: end, index, answers, keeps, isLeftOut)
      if batch.isHuge {
        try await take(downTo: 0)
        try print(batch, answers, each)
        continue
      }
      byteCounts.append(batch.byteCount)
      let most = UnderWay.count(ofLatest: byteCounts, jobs: workers.jobs)
      byteCounts.removeFirst(max(0, byteCounts.count - most))
      try await take(downTo: most - 1)
      batches.begin { [workers, form] in
        let room = UnderWay.textBytes(jobs: workers.jobs)
        return workers.withWorker {
          Self.assess(batch, form, answers, keeps: keeps, room: room, &$0)
        }
      }
    }
    try await take(downTo: 0)
    return index
  }

  /// Whether those that are unremarkable, also beside others, are only counted.
  private func skips(_ keeps: Bool) -> Bool { form.wanted == .flagged && !keeps }

  /// The next interviews.
  ///
  /// - Parameters:
  ///   - position: of the first one, and then of the one behind the last.
  ///   - end: the position behind the last one, if there are so few of them.
  private func batch(
    _ position: inout Int, upTo end: Int, _ index: LinkIndex, _ answers: PersonAnswers,
    _ keeps: Bool, _ isLeftOut: ((Int) throws -> Bool)?
  ) throws -> Batch {
    var batch = Batch()
    let first = position
    let marks = skips(keeps) ? try unremarkable.rows(of: Bool.self, first..<end) : []
    let sizes = try evidence.byteCounts(first..<end)
    let most = UnderWay.blockBytes(jobs: workers.jobs)
    let longest = UnderWay.lineBytes(jobs: workers.jobs)
    // Those that stand side by side are read at once.
    var wanted = first..<first
    while position < end, batch.entries.count < Self.batchSize, batch.byteCount < most {
      let interview = position
      let isHuge = sizes[interview - first] > longest
      if isHuge, !batch.entries.isEmpty { break }
      position += 1
      if let isLeftOut, try isLeftOut(interview) { continue }
      let person = try index.person(of: interview)
      let memberships = try index.memberships(of: interview)
      if !marks.isEmpty, marks[interview - first], person == nil, memberships.isEmpty {
        batch.unremarkableCount += 1
        continue
      }
      batch.byteCount += sizes[interview - first]
      batch.entries.append(Batch.Entry(memberships: memberships, person: person?.number))
      if wanted.upperBound != interview {
        batch.evidence.append(try evidence.items(wanted))
        wanted = interview..<interview
      }
      wanted = wanted.lowerBound..<interview + 1
      if let person { try add(person, index, answers, to: &batch) }
      if isHuge {
        batch.isHuge = true
        break
      }
    }
    batch.evidence.append(try evidence.items(wanted))
    return batch
  }

  private func add(
    _ person: LinkIndex.Person, _ index: LinkIndex, _ answers: PersonAnswers,
    to batch: inout Batch
  ) throws {
    guard batch.persons[person.number] == nil else { return }
    if let known = answers.answer(for: person.number) {
      batch.persons[person.number] = .answered(known)
      return
    }
    let interviews = try index.interviews(of: person)
    let compared = try compared(interviews.compared, index)
    batch.persons[person.number] = .unasked(compared, count: interviews.count)
    batch.byteCount += compared.bytes.count
  }

  /// The evidence of a person's interviews that are compared; only of the latest where it is very much.
  private func compared(_ interviews: [Int], _ index: LinkIndex) throws -> ByteStrings {
    let byteCount = try interviews.reduce(0) { count, interview in
      try count + evidence.byteCounts(interview..<interview + 1)[0]
    }
    var compared = ByteStrings()
    guard interviews.count > 2, byteCount > Self.comparedBytes / Self.mostGrowth else {
      for interview in interviews {
        compared.append(try evidence.items(interview..<interview + 1))
      }
      return compared
    }
    var latest: [Int] = []
    var written: [Int: [UInt8]] = [:]
    var room = Self.comparedBytes
    for interview in try index.latestFirst(interviews) {
      let bytes = try evidenceWrittenAnew(interview)
      guard latest.count < 2 || bytes.count <= room else { break }
      latest.append(interview)
      written[interview] = bytes
      room -= bytes.count
    }
    // Where all of them are compared they stand as they were given.
    for interview in latest.count == interviews.count ? interviews : latest {
      written[interview]?.withUnsafeBufferPointer { compared.append($0) }
    }
    return compared
  }

  /// The evidence of an interview as Candor writes it.
  private func evidenceWrittenAnew(_ interview: Int) throws -> [UInt8] {
    let bytes = try evidence.item(interview)
    // What cannot be read, for it was not kept, stays as it is.
    return bytes.withUnsafeBufferPointer { buffer in
      (try? Evidence(jsonBuffer: buffer))?.jsonBytes ?? bytes
    }
  }

  /// What a batch became.
  private struct Assessed: Sendable {
    var piece = AssessmentPrinter.Piece()
    var kept: [(Assessment, Evidence)] = []
    /// What is left of it and assessed where it is printed.
    var late: Batch?
  }

  /// What is told of an interview of a batch.
  private enum Told {
    case assessed(Assessment, Evidence)
    /// It is for a `LinePrinter`: its line was looked at last.
    case seen(Investigator.Worker.Look, UnsafeBufferPointer<UInt8>, beside: OtherInterviews)
  }

  private static func assess(
    _ batch: Batch, _ form: AnalysisRun.Form, _ answers: PersonAnswers, keeps: Bool, room: Int,
    _ worker: inout Investigator.Worker
  ) -> Assessed {
    var assessed = Assessed()
    assessed.piece.tally.countUnremarkable(batch.unremarkableCount)
    var printer = LinePrinter(form)
    forEach(in: batch, form, answers, keeps: keeps, &worker) { position, told, worker in
      guard assessed.piece.bytes.count <= room else {
        assessed.late = batch.from(position)
        return false
      }
      switch told {
      case .assessed(let assessment, let evidence):
        assessed.piece.add(assessment, evidence, form)
        if keeps { assessed.kept.append((assessment, evidence)) }
      case .seen(let look, let line, let others):
        printer.add(look, line, beside: others, by: &worker, to: &assessed.piece)
      }
      return true
    }
    return assessed
  }

  /// Assesses a batch and prints it meanwhile.
  private func print(
    _ batch: Batch, _ answers: PersonAnswers, _ each: ((Assessment, Evidence) throws -> Void)?
  ) throws {
    var counted = AssessmentPrinter.Piece()
    counted.tally.countUnremarkable(batch.unremarkableCount)
    try printer.print(counted)
    var lines = LinePrinter(form)
    try workers.withWorker { worker in
      try Self.forEach(in: batch, form, answers, keeps: each != nil, &worker) { _, told, worker in
        switch told {
        case .assessed(let assessment, let evidence):
          try printer.print(assessment, evidence: evidence)
          try each?(assessment, evidence)
        case .seen(let look, let line, let others):
          try lines.print(look, line, beside: others, by: &worker, with: printer)
        }
        return true
      }
    }
  }

  /// Calls a function with the position of each interview of a batch and what is told of it, in order,
  /// until it answers `false`.
  private static func forEach(
    in batch: Batch, _ form: AnalysisRun.Form, _ answers: PersonAnswers, keeps: Bool,
    _ worker: inout Investigator.Worker,
    _ body: (Int, Told, inout Investigator.Worker) throws -> Bool
  ) rethrows {
    // What is kept carries its hash, whatever is printed.
    worker.hashing = keeps ? .all : form.hashing
    worker.tellsNotEvaluable = keeps || form.tellsNotEvaluable
    let candidates = batch.persons.reduce(into: [:]) { candidates, person in
      candidates[person.key] = result(of: person.key, person.value, answers, &worker)
    }
    try batch.evidence.withAll { lines in
      worker.read(lines)
      for (position, line) in lines.enumerated() {
        let entry = batch.entries[position]
        let candidate = entry.person.flatMap { candidates[$0] } ?? RuleResult()
        let others = OtherInterviews(memberships: entry.memberships, candidate: candidate)
        // What others say of it is only told by an assessment.
        let isAlone = entry.memberships.isEmpty && candidate.findings.isEmpty
        let look = worker.look(
          at: position, line, wanting: isAlone && !keeps ? form.wanted : .everything)
        let told: Told
        if look == .unread {
          // It was read before, so it can be read.
          guard let evidence = try? Evidence(jsonBuffer: line) else { continue }
          told = .assessed(worker.assess(worker.enrich(evidence), beside: others), evidence)
        } else if keeps {
          told = .assessed(worker.assessSeen(line, beside: others), worker.evidenceSeen(line))
        } else {
          told = .seen(look, line, beside: others)
        }
        guard try body(position, told, &worker) else { return }
      }
    }
  }

  private static func result(
    of number: Int, _ person: Batch.Person, _ answers: PersonAnswers,
    _ worker: inout Investigator.Worker
  ) -> RuleResult {
    switch person {
    case .answered(let known): return known
    case .unasked(let compared, let count):
      if let known = answers.answer(for: number) { return known }
      let result = compared.withAll { worker.candidateResult(ofLines: $0, count: count) }
      answers.keep(result, for: number)
      return result
    }
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
