public import CandorModel

/// What one source says of a network's class.
public struct ClassClaim: Sendable, Hashable {
  /// What the source speaks of.
  public enum Reach: String, Sendable, Hashable {
    /// The address or its network, by a database.
    case database
    /// The address or its network, by a list that the user named.
    case list
    /// The whole autonomous system, by the table of AS numbers.
    case system
  }

  /// The class.
  public let networkClass: NetworkClass
  /// 0 to 100.
  public let confidence: Int
  /// The database's type, the list's name or `asn-classes`.
  public let source: String
  /// The field or entry that says so, for the explanation.
  public let reason: String
  /// What the source speaks of.
  public let reach: Reach

  /// A claim.
  public init(
    _ networkClass: NetworkClass, confidence: Int, source: String, reason: String, reach: Reach
  ) {
    self.networkClass = networkClass
    self.confidence = min(max(confidence, 0), 100)
    self.source = source
    self.reason = reason
    self.reach = reach
  }

  func with(confidence: Int) -> ClassClaim {
    ClassClaim(
      networkClass, confidence: confidence, source: source, reason: reason, reach: reach)
  }
}
