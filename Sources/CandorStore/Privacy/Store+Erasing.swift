public import CandorModel
import Foundation
import GRDB

/// What was erased, in numbers.
public struct ErasureCounts: Sendable, Hashable {
  /// Interviews of the person.
  public var interviews = 0
  /// Assessments whose documents are gone.
  public var assessments = 0
  /// Documents of evidence.
  public var evidence = 0
  /// Decisions whose reasons are gone.
  public var decisions = 0
  /// Interviews that stay and name the same e-mail address: where the person was asked for by another
  /// name, they may be the same person's under one more. By platform and identifier.
  public var sameEmail: [InterviewName] = []
  /// Why the file could not be written anew: copies of what was erased may be left in its free pages
  /// and in its journal. Absent where it was.
  public var rewriteError: StoreError?
}

extension Store {
  /// Erases one person: documents, evidence, reasons of decisions, and every name of theirs.
  ///
  /// Runs keep their counts and assessments their outcomes, under names that tell nothing. The
  /// interviews are not stored again by later runs, nor is the person named where one asks for
  /// them. Then the file is written anew; where that cannot be done, what was erased stays erased and
  /// the answer says why.
  ///
  /// - Parameter names: external id, id or e-mail, or keyed hashes of them; any of them.
  /// - Throws: `notFound` where nothing is stored of this person.
  public func erase(candidate names: [String], now: Timestamp) throws(StoreError) -> ErasureCounts {
    var counts = try write { db in
      let interviews = try PersonSearch(names).interviews(in: db)
      guard !interviews.isEmpty else { throw StoreError.unknownCandidate() }
      let people = try PersonSearch.identities(of: interviews, in: db)
        .union(names.map(PersonSearch.identity))
        .union(try Self.namesAskedFor(interviews, in: db))
      var counts = ErasureCounts()
      var eraser = try Eraser(.erase, now: now, in: db)
      try StoreSchema.releaseAccess(db)
      for name in interviews { try Self.erase(name, &eraser, &counts, now: now, in: db) }
      try StoreSchema.protectAccess(db)
      let erased = people.union(interviews.map { PersonSearch.identity($0.interview) })
      let platforms = Set(interviews.map(\.platform))
      try Self.forget(erased, of: platforms, in: db)
      try ErasedNames.insert(
        erased, of: platforms, at: now.millisecondsSinceEpoch, in: db)
      try eraser.finish()
      let addresses = people.filter(ErasedNames.isAddress)
      if !addresses.isEmpty {
        counts.sameEmail = try PersonSearch(Array(addresses)).interviews(in: db)
      }
      return counts
    }
    counts.rewriteError = rebuild()
    return counts
  }

  /// What runs that read an interview were asked for by, where that was one name alone: it is the
  /// person's, and where no evidence is kept nothing else that is stored may say so. A run beside
  /// others holds interviews that it was not asked for.
  private static func namesAskedFor(
    _ interviews: some Sequence<InterviewName>, in db: Database
  ) throws -> Set<String> {
    var found: Set<String> = []
    for name in interviews {
      let selections = try String.fetchAll(
        db,
        sql: """
          SELECT DISTINCT selection FROM run WHERE besides IS NULL AND id IN
            (SELECT run FROM assessment WHERE platform = ? AND interview = ?)
          """, arguments: [name.platform, name.interview])
      for selection in selections {
        var names: [String] = []
        _ = try SelectionText.replacing(in: selection) {
          names.append($0)
          return nil
        }
        if names.count == 1 { found.formUnion(names.map(PersonSearch.identity)) }
      }
    }
    return found
  }

  /// A name that no interview of the platform has; a platform may call one as erased ones are called.
  private static func freeAlias(
    _ wanted: String, of platform: String, in db: Database
  ) throws -> String {
    var alias = wanted
    while try Bool.fetchOne(
      db, sql: "SELECT 1 FROM standing WHERE platform = ? AND interview = ?",
      arguments: [platform, alias]) != nil
    { alias += "-" }
    return alias
  }

  private static func erase(
    _ name: InterviewName, _ eraser: inout Eraser, _ counts: inout ErasureCounts, now: Timestamp,
    in db: Database
  ) throws {
    func numbers(_ table: String) throws -> [Int64] {
      try Int64.fetchAll(
        db, sql: "SELECT id FROM \(table) WHERE platform = ? AND interview = ? ORDER BY id",
        arguments: [name.platform, name.interview])
    }
    let assessments = try numbers("assessment")
    let alias = try freeAlias("erased-\(assessments.first ?? 0)", of: name.platform, in: db)
    counts.interviews += 1
    for id in assessments { try eraser.empty(assessment: id, alias: alias) }
    counts.assessments += assessments.count
    let decisions = try numbers("decision")
    for id in decisions { try eraser.empty(decision: id, alias: alias) }
    counts.decisions += decisions.count
    try db.execute(
      sql: "DELETE FROM evidence WHERE platform = ? AND interview = ?",
      arguments: [name.platform, name.interview])
    counts.evidence += db.changesCount
    let arguments: StatementArguments = [alias, name.platform, name.interview]
    try db.execute(
      sql: """
        UPDATE standing SET interview = ?, state = 'erased', stateBefore = NULL, isWaiting = 0,
          changedAt = NULL
        WHERE platform = ? AND interview = ?
        """, arguments: arguments)
    try db.execute(
      sql: "UPDATE access SET interview = ? WHERE platform = ? AND interview = ?",
      arguments: arguments)
    let losses = try Row.fetchAll(
      db,
      sql: """
        SELECT id, item, message FROM loss
        WHERE item = ? AND run IN (SELECT id FROM run WHERE platform = ?)
        """, arguments: [name.interview, name.platform])
    try LossName.replace(in: losses, by: alias, in: db)
    try db.execute(
      sql: "INSERT OR IGNORE INTO erasedInterview (name, erasedAt) VALUES (?, ?)",
      arguments: [Data(name.digest), now.millisecondsSinceEpoch])
  }

  /// Takes names out of what runs were asked for, and out of what they could not read.
  ///
  /// - Parameter platforms: whose runs; another platform may call somebody else so.
  private static func forget(
    _ identities: Set<String>, of platforms: Set<String>, in db: Database
  ) throws {
    func isMeant(_ name: String) -> Bool { identities.contains(PersonSearch.identity(name)) }
    let runs = try Row.fetchAll(db, sql: "SELECT id, platform, selection FROM run")
      .filter { try platforms.contains($0.value("platform")) }
    var numbers: Set<Int64> = []
    for run in runs {
      let id: Int64 = try run.value("id")
      numbers.insert(id)
      let selection: String = try run.value("selection")
      let left = try SelectionText.replacing(in: selection) {
        isMeant($0) ? ErasedNames.alias : nil
      }
      guard left != selection else { continue }
      try db.execute(
        sql: "UPDATE run SET selection = ? WHERE id = ?", arguments: [left, id])
    }
    // Where a platform lists interviews by person, a loss is called by the person's id.
    let losses = try Row.fetchAll(db, sql: "SELECT id, run, item, message FROM loss")
      .filter { try numbers.contains($0.value("run")) && isMeant($0.value("item")) }
    try LossName.replace(in: losses, by: ErasedNames.alias, in: db)
  }

  /// Writes the file anew, then empties the journal. What is removed is overwritten at once; but when
  /// rows move between pages, copies of a few may be left behind in parts of a page that are free.
  ///
  /// Where that cannot be done - the disk has no room for a second file, somebody reads or writes for
  /// longer than one waits - the file stays as it is; the next time does it.
  ///
  /// - Returns: why it could not be done; `nil` where it was.
  func rebuild() -> StoreError? {
    let failure = maintain { db in try db.execute(sql: "VACUUM") }
    // Also then: what the removal itself overwrote stands in the journal until it is in the file.
    let journalFailure = emptyJournal()
    return failure ?? journalFailure
  }

  /// Writes the journal into the file and empties it, so that it holds nothing that was erased.
  ///
  /// Where a reader keeps it from that, the next write does it.
  ///
  /// - Returns: why it could not be done; `nil` where it was.
  @discardableResult
  func emptyJournal() -> StoreError? {
    maintain { db in _ = try db.checkpoint(.truncate) }
  }

  /// Does to the file what no transaction can hold.
  private func maintain(_ body: (Database) throws -> Void) -> StoreError? {
    do {
      try database.writeWithoutTransaction(body)
      return nil
    } catch { return Self.translated(error, path) }
  }
}
