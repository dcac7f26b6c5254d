import CandorModel
import Foundation
import GRDB

extension Store {
  /// Looks at every row of the record and at every link of the chain.
  ///
  /// It finds rows of assessments, decisions and erasures that were changed, removed or put in,
  /// a cut tail, changed provenance, evidence that was changed, removed or put in, a queue that does
  /// not fit the record, and in every table values of a kind that Candor does not write there.
  public func verify() throws(StoreError) -> StoreVerification {
    try read { db in
      var check = ChainCheck(db, try DeclaredColumns())
      try check.run()
      return check.result
    }
  }
}

/// Walks along the chain and, beside it, along the rows that it stands for.
struct ChainCheck {
  let db: Database
  let columns: DeclaredColumns
  var result = StoreVerification()

  init(_ db: Database, _ columns: DeclaredColumns) {
    self.db = db
    self.columns = columns
  }

  /// The rows of one kind, by number; links name them in the same order.
  private final class RowWalk {
    let kind: Chain.Kind
    private let cursor: RowCursor
    private(set) var current: Row?
    private(set) var id: Int64?
    private(set) var count = 0

    init(_ kind: Chain.Kind, _ columns: DeclaredColumns, in db: Database) throws {
      self.kind = kind
      cursor = try Row.fetchCursor(
        db,
        sql: """
          SELECT *, \(columns.isOfOtherKinds(kind.table)) AS isOfOtherKinds
          FROM \(kind.table) ORDER BY id
          """)
      try advance()
    }

    func advance() throws {
      current = try cursor.next()?.copy()
      id = try current?.value("id")
      if current != nil { count += 1 }
    }
  }

  mutating func run() throws {
    let incomplete = try columns.incompleteTables(in: db)
    for table in incomplete {
      result.note(.changed, table, nil, "the table \(table) has not the columns of a store")
    }
    // Nothing can be asked of what is not there.
    guard incomplete.isEmpty else { return }
    try walkChain()
    try checkProvenance()
    try checkEvidence()
    try checkQueue()
    try checkRounds()
    try checkTakenUp()
    try checkErasedNames()
    try checkKinds()
  }

  private mutating func walkChain() throws {
    let walks = try Dictionary(
      uniqueKeysWithValues: Chain.Kind.allCases.map {
        ($0.rawValue, try RowWalk($0, columns, in: db))
      })
    var previous = Chain.origin
    var expected: Int64 = 1
    let links = try Row.fetchCursor(
      db,
      sql: """
        SELECT *, \(columns.isOfOtherKinds("chain")) AS isOfOtherKinds FROM chain ORDER BY sequence
        """)
    while let link = try links.next() {
      let sequence: Int64 = try link.value("sequence")
      result.links += 1
      if sequence != expected {
        // Whoever changes a number may write the largest there is.
        let last = sequence &- 1
        let gone = last == expected ? "\(expected)" : "\(expected) to \(last)"
        result.note(.removed, "chain", expected, "link \(gone) is gone")
      }
      expected = sequence &+ 1
      let isOfOtherKinds: Bool = try link.value("isOfOtherKinds")
      guard !isOfOtherKinds else {
        result.note(.changed, "chain", sequence, "link \(sequence) was changed")
        previous = (try? link.value("hash")) ?? []
        try passRow(of: link, in: walks)
        continue
      }
      let subject: Int64 = try link.value("subject")
      let content: [UInt8] = try link.value("content")
      let hash: [UInt8] = try link.value("hash")
      let kind: Int64 = try link.value("kind")
      guard let walk = walks[kind] else {
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
    try checkHead(last: expected &- 1, hash: previous)
  }

  private mutating func compare(_ walk: RowWalk, subject: Int64, content: [UInt8]) throws {
    while let id = walk.id, id < subject { try reportInserted(walk) }
    guard let row = walk.current, walk.id == subject else {
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

  /// Passes the row of a link that was changed, where the link still tells which one it is, so that
  /// it is not taken for one without a link.
  private mutating func passRow(of link: Row, in walks: [Int64: RowWalk]) throws {
    guard let kind: Int64 = try? link.value("kind"), let walk = walks[kind],
      let subject: Int64 = try? link.value("subject")
    else { return }
    while let id = walk.id, id < subject { try reportInserted(walk) }
    if walk.id == subject { try walk.advance() }
  }

  private mutating func reportInserted(_ walk: RowWalk) throws {
    guard let id = walk.id else { return }
    result.note(
      .inserted, walk.kind.table, id, "\(walk.kind.table) \(id) was put in; no link stands for it")
    try walk.advance()
  }

  private func isUnchanged(_ row: Row, of kind: Chain.Kind, content: [UInt8]) throws -> Bool {
    let isOfOtherKinds: Bool = try row.value("isOfOtherKinds")
    guard !isOfOtherKinds else { return false }
    do { return try fits(row, of: kind, content: content) } catch is DamagedCell { return false }
  }

  private func fits(_ row: Row, of kind: Chain.Kind, content: [UInt8]) throws -> Bool {
    switch kind {
    case .erasure: return try Erasure(row).content == content
    case .decision:
      let decision = try StoredDecision(row)
      if decision.content == content { return true }
      return try decision.reason == nil && remainder(.decision, decision.id) == decision.content
    case .assessment:
      let fields = try AssessmentRow(row)
      guard let body = try row.optional("body") as [UInt8]? else {
        let id: Int64 = try row.value("id")
        return try remainder(.assessment, id) == Store.content(fields, document: nil)
      }
      guard let document = try? BodyCodec.unpack(body) else { return false }
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
    let head = try Row.fetchOne(
      db,
      sql: """
        SELECT *, \(columns.isOfOtherKinds("chainHead")) AS isOfOtherKinds
        FROM chainHead WHERE id = 1
        """)
    if last > 0 { result.head = Hexadecimal.text(hash) }
    guard let head else {
      if last > 0 { result.note(.removed, "chainHead", nil, "the head of the chain is gone") }
      return
    }
    let isOfOtherKinds: Bool = try head.value("isOfOtherKinds")
    guard !isOfOtherKinds else {
      result.note(.changed, "chainHead", nil, "the head of the chain was changed")
      return
    }
    let sequence: Int64 = try head.value("sequence")
    let headHash: [UInt8] = try head.value("hash")
    if sequence > last {
      result.note(
        .removed, "chain", last + 1,
        "the chain ends with link \(last), and link \(sequence) was the last")
    } else if sequence < last || headHash != hash {
      result.note(.changed, "chainHead", nil, "the head of the chain is not its last link")
    }
  }

  /// Neither a link nor a hash stands for rows of these; only what cannot be in them shows, and of names
  /// that were erased besides what `checkErasedNames` compares.
  private mutating func checkKinds() throws {
    for table in ["access", "erasedInterview", "erasedName", "loss", "push", "run"] {
      let number = table.hasPrefix("erased") ? "NULL" : "\(table).id"
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT \(number) AS number FROM \(table) WHERE \(columns.isOfOtherKinds(table)) ORDER BY 1
          """)
      while let row = try rows.next() {
        let id: Int64? = try row.optional("number")
        let name = id.map { "\(table) \($0)" } ?? "a row of \(table)"
        result.note(.changed, table, id, "\(name) was changed")
      }
    }
  }

  /// The queue follows from the record, so a row of it that hides an interview shows.
  private mutating func checkQueue() throws {
    let strange = try Int64.fetchAll(
      db,
      sql: """
        SELECT standing.assessment
        FROM standing LEFT JOIN assessment ON assessment.id = standing.assessment
        WHERE \(columns.isOfOtherKinds("standing"))
          OR assessment.id IS NULL OR assessment.platform <> standing.platform
          OR assessment.interview <> standing.interview
          OR standing.assessedAt <> assessment.assessedAt
          OR standing.position IS NOT assessment.position
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

  /// What waits or is clear has no decision since it was taken up, which is 0 or a decision of its own; and
  /// what was decided was no less urgent then than it is now. Of a purged one that holds of what it was.
  private mutating func checkTakenUp() throws {
    let since = """
      FROM decision WHERE decision.platform = standing.platform
        AND decision.interview = standing.interview AND decision.id
      """
    let strange = try Int64.fetchAll(
      db,
      sql: """
        SELECT standing.assessment FROM (
          SELECT *, CASE state WHEN 'purged' THEN stateBefore ELSE state END AS held FROM standing
          WHERE state <> 'erased') AS standing
        WHERE (held IN ('open', 'clear') AND EXISTS (SELECT 1 \(since) > roundStart))
          OR (state = 'purged' AND held IN ('decided', 'second', 'unsure', 'escalated')
            AND NOT EXISTS (SELECT 1 \(since) > roundStart))
          OR (roundStart <> 0 AND NOT EXISTS (SELECT 1 \(since) = roundStart))
          OR (state IN ('decided', 'second', 'unsure', 'escalated') AND urgency < (
            SELECT min(CASE seen.outcome WHEN 'priority' THEN 0 WHEN 'review' THEN 1
              WHEN 'clear' THEN 3 ELSE 2 END)
            FROM decision JOIN assessment AS seen ON seen.id = decision.assessment
            WHERE decision.platform = standing.platform
              AND decision.interview = standing.interview AND decision.id > roundStart))
        ORDER BY 1 LIMIT 100
        """)
    for id in strange {
      result.note(
        .changed, "standing", nil,
        "the queue's entry for assessment \(id) hides decisions, or that it has become more urgent")
    }
  }
}
