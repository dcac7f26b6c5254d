public import CandorModel

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
  /// The document as contracted; `nil` where it was erased or purged.
  public let document: [UInt8]?
  /// The position's identifier; `nil` where it is not known.
  public let position: String?
  /// The interview's evidence with what its reader noticed; `nil` where it was not kept or not asked
  /// for.
  public let evidence: [UInt8]?

  /// Whether it was erased, and not only purged: then nothing tells any more what it was made of.
  public var isErased: Bool { document == nil && evidenceHash.isEmpty }

  /// Platform and interview.
  public var name: InterviewName { InterviewName(platform: platform, interview: interview) }
}
