public import CandorModel
import Foundation
import GRDB

extension Store {
  /// An assessment with the evidence it was made of, ready to be stored.
  public struct Entry: Sendable {
    /// The evidence.
    public let evidence: Evidence
    /// The assessment.
    public let assessment: Assessment
    /// When the platform says the interview changed last.
    public let changedAt: Timestamp?
    /// When it was assessed, which is what retention counts from; absent for now.
    public let assessedAt: Timestamp?

    /// Makes an entry.
    public init(
      evidence: Evidence, assessment: Assessment, changedAt: Timestamp? = nil,
      assessedAt: Timestamp? = nil
    ) {
      self.evidence = evidence
      self.assessment = assessment
      self.changedAt = changedAt
      self.assessedAt = assessedAt
    }
  }

  /// Stores assessments in one transaction: all of them, or none.
  ///
  /// An interview that the run has assessed already is left as it is, so that a run taken up again
  /// stores nothing twice; an interview that was erased is not stored again. One that a reviewer has
  /// decided goes back to the queue where the candidate left something else or it became more urgent.
  ///
  /// - Parameters:
  ///   - keepsEvidence: stores the evidence itself, not only its hash. Of a pseudonymous assessment
  ///     the evidence is never stored.
  ///   - now: when they were made.
  public func save(
    _ entries: [Entry], run: Int64, keepsEvidence: Bool, now: Timestamp
  ) throws(StoreError) {
    // Packing needs no transaction, so it keeps nobody else waiting.
    var packed: [PackedEntry] = []
    packed.reserveCapacity(entries.count)
    for entry in entries { packed.append(try PackedEntry(entry, keepsEvidence: keepsEvidence)) }
    try write { db in
      var saving = try Saving(run: run, now: now, in: db)
      for entry in packed { try saving.save(entry) }
      try saving.finish()
    }
  }

  /// What the chain holds of an assessment.
  static func content(
    _ row: AssessmentRow, document: [UInt8]?
  ) -> [UInt8] {
    var parts: [[UInt8]?] = [
      Array("\(row.run)".utf8), Array(row.platform.utf8), Array(row.interview.utf8),
      row.candidate.map { Array($0.utf8) }, row.position.map { Array($0.utf8) },
      Array(row.outcome.utf8), Array("\(row.assessedAt)".utf8), row.evidence,
      Array("\(row.provenance)".utf8), document,
    ]
    // Links of rows that have none were made before there were any.
    if row.facts != nil || row.evidenceStoredAt != nil { parts.append(row.facts) }
    if let moment = row.evidenceStoredAt { parts.append(Array("\(moment)".utf8)) }
    return Chain.hash(parts)
  }
}

/// The columns of `assessment` beside its document.
struct AssessmentRow {
  var run: Int64
  var platform: String
  var interview: String
  var candidate: String?
  var position: String?
  var outcome: String
  var assessedAt: Int64
  var evidence: [UInt8]
  var facts: [UInt8]?
  /// When the evidence was stored that is kept with it, in milliseconds since 1970; 0 where only its
  /// hash is, absent in rows of before it was written down.
  var evidenceStoredAt: Int64?
  var provenance: Int64
}

extension AssessmentRow {
  init(_ row: Row) throws {
    try self.init(
      run: row.value("run"), platform: row.value("platform"), interview: row.value("interview"),
      candidate: row.optional("candidate"), position: row.optional("position"),
      outcome: row.value("outcome"), assessedAt: row.value("assessedAt"),
      evidence: row.value("evidence"), facts: row.optional("facts"),
      evidenceStoredAt: row.optional("evidenceStoredAt"), provenance: row.value("provenance"))
  }
}

/// An entry as it will be stored.
private struct PackedEntry {
  let assessment: Assessment
  let position: String?
  let changedAt: Int64?
  let assessedAt: Int64?
  let document: [UInt8]
  let packedDocument: [UInt8]
  let evidenceHash: [UInt8]
  let packedEvidence: [UInt8]?
  let packedNotes: [UInt8]?
  let facts: [UInt8]

  init(_ entry: Store.Entry, keepsEvidence: Bool) throws(StoreError) {
    assessment = entry.assessment
    position = entry.evidence.interview.position?.id
    changedAt = entry.changedAt?.millisecondsSinceEpoch
    assessedAt = entry.assessedAt?.millisecondsSinceEpoch
    document = entry.assessment.jsonBytes
    packedDocument = try BodyCodec.pack(document)
    let keepsEvidence = keepsEvidence && !entry.assessment.isPseudonymous
    let known = Self.hash(named: entry.assessment.provenance.input)
    if !keepsEvidence, let known {
      evidenceHash = known
      packedEvidence = nil
    } else {
      let canonical = entry.evidence.canonicalBytes
      evidenceHash = known ?? Chain.hash(of: canonical)
      packedEvidence = keepsEvidence ? try BodyCodec.pack(canonical) : nil
    }
    if packedEvidence != nil, let notes = EvidenceBody.notes(of: entry.evidence) {
      packedNotes = try BodyCodec.pack(notes)
    } else {
      packedNotes = nil
    }
    facts = Self.facts(entry.evidence)
  }

  /// The hash of what the candidate left: decisions rest on it. What others do on the platform, as
  /// setting a status, renaming a position or a question, changes the evidence and not this.
  private static func facts(_ evidence: Evidence) -> [UInt8] {
    let interview = evidence.interview
    var facts = Evidence(
      platform: evidence.platform,
      interview: Interview(
        id: interview.id, startedAt: interview.startedAt, completedAt: interview.completedAt),
      candidate: Candidate(declaredCountry: evidence.candidate?.declaredCountry),
      seen: evidence.seen, answers: evidence.answers, contacts: evidence.contacts,
      calls: evidence.calls)
    for index in facts.answers.indices { facts.answers[index].step.title = nil }
    return Chain.hash(of: facts.canonicalBytes)
  }

  /// The bytes of `sha256:` and 64 digits.
  private static func hash(named text: String) -> [UInt8]? {
    guard text.hasPrefix("sha256:"), text.utf8.count == 71 else { return nil }
    let digits = Array(text.utf8.dropFirst(7))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for index in stride(from: 0, to: 64, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}

/// One transaction that stores assessments.
private struct Saving {
  let run: Int64
  let now: Int64
  let database: Database
  private var chain: ChainWriter
  private let hasErasures: Bool
  /// Whether the run holds what interviews are beside others: right before they were stored by
  /// themselves.
  private let isBesideOthers: Bool
  private var provenance: (value: Provenance, id: Int64)?

  init(run: Int64, now: Timestamp, in db: Database) throws {
    self.run = run
    self.now = now.millisecondsSinceEpoch
    database = db
    chain = try ChainWriter(db)
    hasErasures = try Bool.fetchOne(db, sql: "SELECT 1 FROM erasedInterview LIMIT 1") ?? false
    isBesideOthers =
      try Bool.fetchOne(
        db, sql: "SELECT besides IS NOT NULL FROM run WHERE id = ?", arguments: [run]) ?? false
  }

  func finish() throws { try chain.finish() }

  mutating func save(_ entry: PackedEntry) throws {
    let subject = entry.assessment.interview
    if hasErasures {
      let name = InterviewName(platform: subject.platform, interview: subject.id)
      guard try !name.isErased(in: database) else { return }
    }
    let row = AssessmentRow(
      run: run, platform: subject.platform, interview: subject.id, candidate: subject.candidate,
      position: entry.position, outcome: entry.assessment.outcome.rawValue,
      assessedAt: entry.assessedAt ?? now, evidence: entry.evidenceHash,
      facts: isBesideOthers ? try storedFacts(of: entry) : entry.facts,
      evidenceStoredAt: entry.packedEvidence == nil ? 0 : try storedMoment(entry.evidenceHash),
      provenance: try provenanceID(entry.assessment.provenance))
    try database.cachedStatement(
      sql: """
        INSERT INTO assessment (run, platform, interview, candidate, position, outcome, assessedAt,
          evidence, facts, evidenceStoredAt, provenance, body)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (run, platform, interview) DO NOTHING
        """
    ).execute(
      arguments: [
        run, row.platform, row.interview, row.candidate, row.position, row.outcome,
        row.assessedAt, Data(row.evidence), row.facts.map { Data($0) },
        row.evidenceStoredAt, row.provenance, Data(entry.packedDocument),
      ])
    guard database.changesCount > 0 else { return }
    let id = database.lastInsertedRowID
    try chain.append(
      .assessment, subject: id, content: Store.content(row, document: entry.document))
    if let body = entry.packedEvidence { try saveEvidence(row, body, notes: entry.packedNotes) }
    try place(row, id: id, changedAt: entry.changedAt, entry.assessment)
  }

  /// What the candidate left, as it was stored with the same evidence: beside others the evidence
  /// itself need not be at hand.
  private func storedFacts(of entry: PackedEntry) throws -> [UInt8]? {
    let subject = entry.assessment.interview
    return try Data.fetchOne(
      try database.cachedStatement(
        sql: """
          SELECT facts FROM assessment
          WHERE interview = ? AND platform = ? AND evidence = ? AND facts IS NOT NULL
          ORDER BY id DESC LIMIT 1
          """), arguments: [subject.id, subject.platform, Data(entry.evidenceHash)]
    ).map { Array($0) }
  }

  /// When evidence that is kept was stored: now, where it is not there yet.
  private func storedMoment(_ hash: [UInt8]) throws -> Int64 {
    try Int64.fetchOne(
      try database.cachedStatement(
        sql: "SELECT storedAt FROM evidence WHERE hash = ? AND body IS NOT NULL"),
      arguments: [Data(hash)]) ?? now
  }

  /// The same evidence is stored once, with what its reader noticed last.
  private func saveEvidence(_ row: AssessmentRow, _ body: [UInt8], notes: [UInt8]?) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO evidence (hash, platform, interview, candidate, storedAt, body, notes)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (hash) DO UPDATE SET body = coalesce(body, excluded.body),
          candidate = excluded.candidate, notes = excluded.notes,
          storedAt = CASE WHEN body IS NULL THEN excluded.storedAt ELSE storedAt END
          WHERE body IS NULL OR notes IS NOT excluded.notes
        """
    ).execute(
      arguments: [
        Data(row.evidence), row.platform, row.interview, row.candidate, now, Data(body),
        notes.map { Data($0) },
      ])
  }

  /// Puts the interview where it belongs in the queue.
  private func place(
    _ row: AssessmentRow, id: Int64, changedAt: Int64?, _ assessment: Assessment
  ) throws {
    let outcome = assessment.outcome
    let fresh: ReviewState = outcome == .clear ? .clear : .open
    var state = fresh
    var roundStart: Int64 = 0
    var waitingSince: Int64?
    let known = try Row.fetchOne(
      try database.cachedStatement(
        sql: """
          SELECT state, stateBefore, roundStart, isWaiting, waitingSince FROM standing
          WHERE platform = ? AND interview = ?
          """),
      arguments: [row.platform, row.interview])
    if let known {
      roundStart = try known.value("roundStart")
      let wasWaiting: Bool = try known.value("isWaiting")
      // What links alone flag is clear for a moment in every audit, and waits all the same.
      if wasWaiting || isBesideOthers || !state.isWaiting {
        waitingSince = try known.optional("waitingSince")
      }
      var before: ReviewState = try known.word("state")
      // The documents went, what was decided did not.
      if before == .purged, let earlier: ReviewState = try known.optionalWord("stateBefore") {
        before = earlier
      }
      if before.restsOnDecisions {
        let decided = try decided(row, since: roundStart)
        if decided.isAboutTheSame, outcome.urgency >= decided.urgency {
          state = before
        } else {
          roundStart = decided.last ?? roundStart
        }
      }
    }
    try database.cachedStatement(
      sql: """
        INSERT INTO standing (platform, interview, assessment, urgency, state, isWaiting, roundStart,
          assessedAt, position, changedAt, waitingSince, isSecondary)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (platform, interview) DO UPDATE SET assessment = excluded.assessment,
          urgency = excluded.urgency, state = excluded.state, isWaiting = excluded.isWaiting,
          roundStart = excluded.roundStart, assessedAt = excluded.assessedAt,
          position = excluded.position, changedAt = excluded.changedAt,
          waitingSince = excluded.waitingSince, isSecondary = excluded.isSecondary,
          stateBefore = NULL
        """
    ).execute(
      arguments: [
        row.platform, row.interview, id, outcome.urgency, state.rawValue, state.isWaiting,
        roundStart, row.assessedAt, row.position, changedAt,
        waitingSince ?? (state.isWaiting ? now : nil), !assessment.showsTwoInTurns,
      ])
  }

  /// What reviewers had before them when they decided: whether it is what the candidate left by now,
  /// and the most urgent outcome. An interview is less urgent for a moment, after it was assessed by
  /// itself and before it is beside others again, so the outcome that stands tells nothing.
  private func decided(
    _ row: AssessmentRow, since roundStart: Int64
  ) throws -> (isAboutTheSame: Bool, urgency: Int, last: Int64?) {
    let rows = try Row.fetchAll(
      try database.cachedStatement(
        sql: """
          SELECT decision.id, assessment.outcome, assessment.evidence, assessment.facts
          FROM decision JOIN assessment ON assessment.id = decision.assessment
          WHERE decision.platform = ? AND decision.interview = ? AND decision.id > ?
          ORDER BY decision.id
          """), arguments: [row.platform, row.interview, roundStart])
    let outcomes: [Outcome] = try rows.map { try $0.word("outcome") }
    guard let last = rows.last else { return (false, Int.max, nil) }
    let evidence: [UInt8] = try last.value("evidence")
    let facts: [UInt8]? = try last.optional("facts")
    let isAboutTheSame = evidence == row.evidence || facts != nil && facts == row.facts
    let id: Int64 = try last.value("id")
    return (isAboutTheSame, outcomes.map(\.urgency).min() ?? Int.max, id)
  }

  private mutating func provenanceID(_ provenance: Provenance) throws -> Int64 {
    var common = provenance
    common.input = ""
    if let known = self.provenance, known.value == common { return known.id }
    var writer = JSONWriter()
    common.write(to: &writer)
    let hash = Chain.hash(of: writer.bytes)
    if let id = try Int64.fetchOne(
      database, sql: "SELECT id FROM provenance WHERE hash = ?", arguments: [Data(hash)])
    {
      self.provenance = (common, id)
      return id
    }
    let databases = Chain.hash(common.databases.map { Array($0.hash.utf8) })
    try database.execute(
      sql: "INSERT INTO provenance (hash, rulePackHash, databasesHash, body) VALUES (?, ?, ?, ?)",
      arguments: [
        Data(hash), common.rulePack.hash, Data(databases), Data(try BodyCodec.pack(writer.bytes)),
      ])
    self.provenance = (common, database.lastInsertedRowID)
    return database.lastInsertedRowID
  }
}
