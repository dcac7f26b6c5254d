public import CandorModel

/// One run of an audit: what was asked, from when to when, how many, what was lost.
public struct StoredRun: Sendable, Hashable {
  /// How a run ended.
  public enum State: String, Sendable, CaseIterable {
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
  /// The run whose interviews this one holds as they are beside others; absent for a run that asked a
  /// platform.
  public let besides: Int64?
  /// What its assessments are made with (`RunParts`); absent where that was not noted.
  public let parts: String?
}
