public import CandorModel

/// One run of an audit: what was asked, from when to when, how many, what was lost.
public struct StoredRun: Sendable, Hashable {
  /// How a run ended.
  public enum State: String, Sendable {
    /// It goes on, or it was killed.
    case running
    /// Everything was asked for and nothing was lost.
    case complete
    /// It was stopped, or something was lost.
    case ended
  }

  /// The run's number, from 1.
  public let id: Int64
  /// The platform.
  public let platform: String
  /// What was asked, in a canonical form.
  public let selection: String
  /// When it began.
  public let startedAt: Timestamp
  /// When it ended; absent while it goes on.
  public let finishedAt: Timestamp?
  /// How it ended.
  public let state: State
  /// Interviews assessed.
  public let done: Int
  /// Of these, to review or with priority.
  public let flagged: Int
  /// Interviews or pages that could not be read.
  public let lost: Int
  /// Interviews that had not changed since the last run.
  public let unchanged: Int
}

/// An assessment as it was stored.
public struct StoredAssessment: Sendable {
  /// Its number in the store.
  public let id: Int64
  /// The run that made it.
  public let run: Int64
  /// The platform.
  public let platform: String
  /// The interview.
  public let interview: String
  /// When it was made.
  public let assessedAt: Timestamp
  /// The outcome.
  public let outcome: Outcome
  /// SHA-256 of the interview's canonical evidence.
  public let evidenceHash: [UInt8]
  /// The document as contracted; `nil` after erasure.
  public let document: [UInt8]?
  /// The position's identifier; `nil` where it is not known.
  public let position: String?
  /// The interview's canonical evidence; `nil` where it was not kept or not asked for.
  public let evidence: [UInt8]?
}
