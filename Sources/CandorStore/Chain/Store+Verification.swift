import CandorModel
import Foundation
import GRDB

extension Store {
  /// Looks at every row of the record and at every link of the chain.
  ///
  /// It finds rows of assessments, decisions and erasures that were changed, removed or put in,
  /// a cut tail, changed evidence and provenance, and a queue that does not fit the record.
  public func verify() throws(StoreError) -> StoreVerification {
    try read { db in
      var check = ChainCheck(db)
      try check.run()
      return check.result
    }
  }
}

/// Walks along the chain and, beside it, along the rows that it stands for.
private struct ChainCheck {
  private let db: Database
  var result = StoreVerification()

  init(_ db: Database) { self.db = db }

  /// The rows of one kind, by number; links name them in the same order.
  private final class RowWalk {
    let kind: Chain.Kind
    private let cursor: RowCursor
    private(set) var current: Row?
    private(set) var count = 0

    init(_ kind: Chain.Kind, in db: Database) throws {
      self.kind = kind
      cursor = try Row.fetchCursor(db, sql: "SELECT * FROM \(kind.table) ORDER BY id")
      try advance()
    }

    func advance() throws {
      current = try cursor.next()?.copy()
      if current != nil { count += 1 }
    }
  }

  mutating func run() throws {
    try walkChain()
    try checkProvenance()
    try checkEvidence()
    try checkQueue()
    try checkRounds()
    try checkErasedNames()
  }

  private mutating func walkChain() throws {
    let walks = try Dictionary(
      uniqueKeysWithValues: Chain.Kind.allCases.map { ($0.rawValue, try RowWalk($0, in: db)) })
    var previous = Chain.origin
    var expected: Int64 = 1
    let links = try Row.fetchCursor(db, sql: "SELECT * FROM chain ORDER BY sequence")
    while let link = try links.next() {
      let sequence: Int64 = link["sequence"]
      let subject: Int64 = link["subject"]
      let content = Array(link["content"] as Data)
      let hash = Array(link["hash"] as Data)
      result.links += 1
      if sequence != expected {
        let gone = sequence - expected == 1 ? "\(expected)" : "\(expected) to \(sequence - 1)"
        result.note(.removed, "chain", expected, "link \(gone) is gone")
      }
      expected = sequence + 1
      guard let walk = walks[link["kind"]] else {
        result.note(.changed, "chain", sequence, "link \(sequence) is of no known kind")
        previous = hash
        continue
      }
      let right = Chain.link(
        previous: previous, kind: walk.kind, subject: subject, content: content)
      if hash != right {
        result.note(
          .changed, "chain", sequence, "link \(sequence) does not follow from the one before it")
      }
      previous = hash
      try compare(walk, subject: subject, content: content)
    }
    for kind in Chain.Kind.allCases {
      guard let walk = walks[kind.rawValue] else { continue }
      while walk.current != nil { try reportInserted(walk) }
      result.rows[kind.table] = walk.count
    }
    try checkHead(last: expected - 1, hash: previous)
  }

  private mutating func compare(_ walk: RowWalk, subject: Int64, content: [UInt8]) throws {
    while let id = walk.current?["id"] as Int64?, id < subject { try reportInserted(walk) }
    guard let row = walk.current, row["id"] == subject else {
      result.note(
        .removed, walk.kind.table, subject, "\(walk.kind.table) \(subject) was removed")
      return
    }
    if try !isUnchanged(row, of: walk.kind, content: content) {
      result.note(
        .changed, walk.kind.table, subject, "\(walk.kind.table) \(subject) was changed")
    }
    try walk.advance()
  }

  private mutating func reportInserted(_ walk: RowWalk) throws {
    guard let id = walk.current?["id"] as Int64? else { return }
    result.note(
      .inserted, walk.kind.table, id, "\(walk.kind.table) \(id) was put in; no link stands for it")
    try walk.advance()
  }

  private func isUnchanged(_ row: Row, of kind: Chain.Kind, content: [UInt8]) throws -> Bool {
    switch kind {
    case .erasure: return Erasure(row).content == content
    case .decision:
      let decision = StoredDecision(row)
      if decision.content == content { return true }
      return try decision.reason == nil && remainder(.decision, decision.id) == decision.content
    case .assessment:
      let fields = AssessmentRow(row)
      guard let body = row["body"] as Data? else {
        return try remainder(.assessment, row["id"]) == Store.content(fields, document: nil)
      }
      guard let document = try? BodyCodec.unpack(Array(body)) else { return false }
      return Store.content(fields, document: document) == content
    }
  }

  /// The hash of what the latest erasure left of a row.
  private func remainder(_ kind: Chain.Kind, _ subject: Int64) throws -> [UInt8]? {
    try Data.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT remainder FROM erasure WHERE kind = ? AND subject = ? ORDER BY id DESC LIMIT 1
          """), arguments: [kind.rawValue, subject]
    ).map { Array($0) }
  }

  private mutating func checkHead(last: Int64, hash: [UInt8]) throws {
    let head = try Row.fetchOne(db, sql: "SELECT sequence, hash FROM chainHead WHERE id = 1")
    if last > 0 { result.head = hash.map { Self.hexadecimal($0) }.joined() }
    guard let head else {
      if last > 0 { result.note(.removed, "chainHead", nil, "the head of the chain is gone") }
      return
    }
    let sequence: Int64 = head["sequence"]
    if sequence > last {
      result.note(
        .removed, "chain", last + 1,
        "the chain ends with link \(last), and link \(sequence) was the last")
    } else if sequence < last || Array(head["hash"] as Data) != hash {
      result.note(.changed, "chainHead", nil, "the head of the chain is not its last link")
    }
  }

  private mutating func checkProvenance() throws {
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM provenance ORDER BY id")
    while let row = try rows.next() {
      result.rows["provenance", default: 0] += 1
      if try !isPacked(row["body"], hash: row["hash"]) {
        let id: Int64 = row["id"]
        result.note(.changed, "provenance", id, "provenance \(id) was changed")
      }
    }
    let missing = try Int64.fetchAll(
      db,
      sql: """
        SELECT DISTINCT provenance FROM assessment
        WHERE provenance NOT IN (SELECT id FROM provenance) ORDER BY 1
        """)
    for id in missing {
      result.note(.removed, "provenance", id, "provenance \(id) was removed")
    }
  }

  private mutating func checkEvidence() throws {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT hash, body, notes FROM evidence WHERE body IS NOT NULL ORDER BY hash")
    while let row = try rows.next() {
      result.rows["evidence", default: 0] += 1
      let notes = row["notes"] as Data?
      let areNotesReadable = notes.map { (try? BodyCodec.unpack(Array($0))) != nil } ?? true
      if try !areNotesReadable || !isPacked(row["body"], hash: row["hash"]) {
        let name = (row["hash"] as Data).prefix(8).map { Self.hexadecimal($0) }.joined()
        result.note(.changed, "evidence", nil, "evidence sha256:\(name)... was changed")
      }
    }
  }

  private func isPacked(_ body: Data, hash: Data) throws -> Bool {
    guard let bytes = try? BodyCodec.unpack(Array(body)) else { return false }
    return Chain.hash(of: bytes) == Array(hash)
  }

  /// The queue follows from the record, so a row of it that hides an interview shows.
  private mutating func checkQueue() throws {
    let strange = try Int64.fetchAll(
      db,
      sql: """
        SELECT standing.assessment
        FROM standing LEFT JOIN assessment ON assessment.id = standing.assessment
        WHERE assessment.id IS NULL OR assessment.platform <> standing.platform
          OR assessment.interview <> standing.interview
          OR (standing.urgency = 3) <> (assessment.outcome = 'clear')
          OR (standing.urgency = 0) <> (assessment.outcome = 'priority')
          OR (standing.urgency = 1) <> (assessment.outcome = 'review')
          OR standing.isWaiting <> (standing.state IN ('open', 'second', 'unsure', 'escalated'))
          OR (standing.state = 'clear' AND assessment.outcome <> 'clear')
          OR (standing.state IN ('purged', 'erased') AND assessment.body IS NOT NULL)
          OR (standing.state IN ('decided', 'second', 'unsure', 'escalated') AND NOT EXISTS (
            SELECT 1 FROM decision WHERE decision.platform = standing.platform
              AND decision.interview = standing.interview AND decision.id > standing.roundStart))
          OR EXISTS (SELECT 1 FROM assessment AS later
            WHERE later.interview = standing.interview AND later.platform = standing.platform
              AND later.id > standing.assessment)
        ORDER BY 1 LIMIT 100
        """)
    for id in strange {
      result.note(
        .changed, "standing", nil, "the queue's entry for assessment \(id) does not fit the record")
    }
    let hidden = try Int64.fetchAll(
      db,
      sql: """
        SELECT max(id) FROM assessment WHERE NOT EXISTS (SELECT 1 FROM standing
          WHERE standing.platform = assessment.platform
            AND standing.interview = assessment.interview)
        GROUP BY platform, interview ORDER BY 1 LIMIT 100
        """)
    for id in hidden {
      result.note(
        .removed, "standing", nil, "the queue's entry for assessment \(id) was removed")
    }
  }

  /// Where decisions are what an interview stands at, they have to be the last word since it was taken
  /// up, and be about what is stored of it now; that there are any is looked at with the queue.
  private mutating func checkRounds() throws {
    let strange = try Int64.fetchAll(
      db,
      sql: """
        SELECT standing.assessment
        FROM standing JOIN assessment ON assessment.id = standing.assessment
        JOIN decision AS word ON word.id = (SELECT max(id) FROM decision
          WHERE decision.platform = standing.platform
            AND decision.interview = standing.interview AND decision.id > standing.roundStart)
        JOIN assessment AS seen ON seen.id = word.assessment
        WHERE standing.state IN ('decided', 'second', 'unsure', 'escalated') AND (
          (standing.state IN ('decided', 'second')) <> (word.verdict IN ('confirmed', 'innocent'))
          OR (standing.state = 'unsure') <> (word.verdict = 'unsure')
          OR (standing.state = 'escalated') <> (word.verdict = 'escalated')
          OR (seen.evidence <> assessment.evidence
            AND (seen.facts IS NULL OR seen.facts IS NOT assessment.facts))
          OR EXISTS (SELECT 1 FROM decision WHERE decision.platform = standing.platform
            AND decision.interview = standing.interview AND decision.verdict = 'reopened'
            AND decision.id > standing.roundStart))
        ORDER BY 1 LIMIT 100
        """)
    for id in strange {
      result.note(
        .changed, "standing", nil,
        "the queue's entry for assessment \(id) does not fit the decisions")
    }
  }

  /// As many names are kept from being stored again as interviews were erased at a time; the erasures
  /// are part of the chain.
  private mutating func checkErasedNames() throws {
    let missing = try Int64.fetchAll(
      db,
      sql: """
        SELECT erasure.at FROM erasure JOIN assessment ON assessment.id = erasure.subject
        WHERE erasure.kind = 1 AND erasure.cause = 'erase' GROUP BY erasure.at
        HAVING count(DISTINCT assessment.platform || '/' || assessment.interview)
          > (SELECT count(*) FROM erasedInterview WHERE erasedAt = erasure.at)
        ORDER BY 1 LIMIT 100
        """)
    for moment in missing {
      let text = Timestamp(millisecondsSinceEpoch: moment).text
      result.note(
        .removed, "erasedInterview", nil,
        "the name of an interview that was erased at \(text) is gone, so it may be stored again")
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }
}
