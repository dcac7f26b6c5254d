public import CandorModel
import GRDB

/// What a reviewer decided; it is never changed, only followed by another.
public struct StoredDecision: Sendable, Hashable {
  /// What was decided.
  public enum Verdict: String, Sendable, CaseIterable {
    /// What was flagged is so.
    case confirmed
    /// There is an innocent reason.
    case innocent
    /// It cannot be told.
    case unsure
    /// Somebody else should look.
    case escalated
    /// It is taken up again.
    case reopened
  }

  /// Its number in the store.
  public let id: Int64
  /// The interview.
  public let name: InterviewName
  /// The number of the assessment that was looked at.
  public let assessment: Int64
  /// What was decided.
  public let verdict: Verdict
  /// Why; absent where it was erased or purged.
  public let reason: String?
  /// Who decided.
  public let reviewer: String
  /// When.
  public let decidedAt: Timestamp
}

extension StoredDecision {
  init(_ row: Row) throws {
    try self.init(
      id: row.value("id"), name: InterviewName(row), assessment: row.value("assessment"),
      verdict: row.word("verdict"), reason: row.optional("reason"),
      reviewer: row.value("reviewer"), decidedAt: row.moment("decidedAt"))
  }

  /// What the chain holds of a decision; without its reason where that was taken out.
  var content: [UInt8] {
    Chain.hash([
      Array(name.platform.utf8), Array(name.interview.utf8), Array("\(assessment)".utf8),
      Array(verdict.rawValue.utf8), reason.map { Array($0.utf8) }, Array(reviewer.utf8),
      Array("\(decidedAt.millisecondsSinceEpoch)".utf8),
    ])
  }

  /// The name by which reviewers are told apart: case and white space make nobody a second person.
  static func identity(_ reviewer: String) -> String {
    reviewer.lowercased().filter { !$0.isWhitespace }
  }
}
