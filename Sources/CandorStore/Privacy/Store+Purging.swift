public import CandorModel
import Foundation
import GRDB

/// The kinds of data that retention knows.
public enum RetainedData: String, Sendable, CaseIterable {
  /// What the platforms logged.
  case evidence
  /// What was concluded, with addresses and places.
  case assessments
  /// The reasons of decisions; who decided what stays.
  case decisions
  /// Who looked at whom.
  case accesses
  /// What runs could not read.
  case losses
}

/// What a purge removed, in numbers.
public struct PurgeCounts: Sendable, Hashable {
  /// How many rows of each kind were emptied or removed; a kind that was not asked for is missing.
  public var removed: [RetainedData: Int] = [:]
  /// Why the file could not be written anew: copies of what was removed may be left in its free pages
  /// and in its journal. Absent where it was, and where that was not asked for.
  public var rewriteError: StoreError?
}

extension Store {
  /// Most rows that are emptied in one transaction, so that a purge keeps no run waiting.
  private static let purgeBatch = 5000

  /// Removes data that is older than it may be.
  ///
  /// Outcomes, decisions and the counts of runs stay, and the chain stays verifiable.
  ///
  /// - Parameters:
  ///   - limits: per kind of data, the moment up to which it goes.
  ///   - rebuilds: writes the file anew, which takes as long as copying it and keeps others from
  ///     writing; else copies of removed names may be left between rows.
  ///   - now: when this happens.
  public func purge(
    _ limits: [RetainedData: Timestamp], rebuilds: Bool = true, now: Timestamp
  ) throws(StoreError) -> PurgeCounts {
    var counts = PurgeCounts()
    for kind in RetainedData.allCases {
      guard let limit = limits[kind]?.millisecondsSinceEpoch else { continue }
      switch kind {
      case .evidence:
        counts.removed[kind] = try write { db in
          var eraser = try Eraser(.purge, now: now, in: db)
          let count = try eraser.removeEvidence(upTo: limit)
          try eraser.finish()
          return count
        }
      case .assessments:
        counts.removed[kind] = try empty(
          """
          SELECT id FROM assessment WHERE body IS NOT NULL AND assessedAt <= ? ORDER BY id LIMIT ?
          """, limit, now
        ) { id, eraser, db in
          try eraser.empty(assessment: id)
          try db.execute(
            sql: """
              UPDATE standing SET state = 'purged', isWaiting = 0,
                stateBefore = CASE state WHEN 'purged' THEN stateBefore ELSE state END
              WHERE assessment = ? AND (platform, interview) = (
                SELECT platform, interview FROM assessment WHERE id = ?)
              """, arguments: [id, id])
        }
      case .decisions:
        counts.removed[kind] = try empty(
          "SELECT id FROM decision WHERE reason IS NOT NULL AND decidedAt <= ? ORDER BY id LIMIT ?",
          limit, now
        ) { id, eraser, _ in try eraser.empty(decision: id) }
        try forgetWhomNothingIsKeptOf(now)
      case .accesses:
        counts.removed[kind] = try write { db in
          try StoreSchema.releaseAccess(db)
          try db.execute(sql: "DELETE FROM access WHERE at <= ?", arguments: [limit])
          let count = db.changesCount
          try StoreSchema.protectAccess(db)
          return count
        }
      case .losses:
        counts.removed[kind] = try remove(
          """
          DELETE FROM loss WHERE run IN (SELECT id FROM run WHERE coalesce(finishedAt, startedAt) <= ?)
          """, [limit])
      }
    }
    if rebuilds { counts.rewriteError = rebuild() } else { emptyJournal() }
    return counts
  }

  /// Takes the candidate out of assessments whose documents went before the last reason of a decision.
  private func forgetWhomNothingIsKeptOf(_ now: Timestamp) throws(StoreError) {
    _ = try empty(
      """
      SELECT id FROM assessment WHERE body IS NULL AND candidate IS NOT NULL AND assessedAt <= ?
        AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.platform = assessment.platform
          AND decision.interview = assessment.interview AND decision.reason IS NOT NULL)
      ORDER BY id LIMIT ?
      """, now.millisecondsSinceEpoch, now
    ) { id, eraser, _ in try eraser.empty(assessment: id) }
  }

  private func remove(_ sql: String, _ arguments: StatementArguments) throws(StoreError) -> Int {
    try write { db in
      try db.execute(sql: sql, arguments: arguments)
      return db.changesCount
    }
  }

  private func empty(
    _ sql: String, _ limit: Int64, _ now: Timestamp,
    _ work: (Int64, inout Eraser, Database) throws -> Void
  ) throws(StoreError) -> Int {
    var total = 0
    while true {
      let count = try write { db in
        let ids = try Int64.fetchAll(db, sql: sql, arguments: [limit, Self.purgeBatch])
        var eraser = try Eraser(.purge, now: now, in: db)
        for id in ids { try work(id, &eraser, db) }
        try eraser.finish()
        return ids.count
      }
      total += count
      if count < Self.purgeBatch { return total }
    }
  }
}
