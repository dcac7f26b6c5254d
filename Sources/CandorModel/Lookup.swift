/// What is known of a fact that had to be looked up.
///
/// Four answers, never two: a fact that nobody looked for, one that was looked for and is not
/// there, one that is there, and one whose look-up went wrong lead to different sentences for the
/// reviewer and to different exit codes for the operator.
public enum Lookup<Value> {
  /// Nobody looked: nothing was there to look with, or nothing asked for it.
  case notAttempted
  /// The look-up was made and there is no such fact. Placeholders (`""`, `-`, `unknown`) are absent.
  case absent
  /// The fact.
  case found(Value)
  /// The look-up went wrong; why is told by a diagnostic, never by the value.
  case failed

  /// The fact where it was found, else `nil`.
  @inlinable
  public var value: Value? {
    if case .found(let value) = self { value } else { nil }
  }

  /// The name of the state as it stands in `missing` of an assessment; `nil` where found.
  @inlinable
  public var missingReason: MissingReason? {
    switch self {
    case .notAttempted: .notAttempted
    case .absent: .absent
    case .found: nil
    case .failed: .failed
    }
  }

  /// The same state with another value.
  @inlinable
  public func map<Other>(_ transform: (Value) throws -> Other) rethrows -> Lookup<Other> {
    switch self {
    case .notAttempted: .notAttempted
    case .absent: .absent
    case .found(let value): .found(try transform(value))
    case .failed: .failed
    }
  }
}

extension Lookup where Value: AnyObject {
  /// Which object was found; `nil` where none was.
  @inlinable
  package var identity: ObjectIdentifier? {
    if case .found(let object) = self { ObjectIdentifier(object) } else { nil }
  }
}

extension Lookup: Sendable where Value: Sendable {}
extension Lookup: Equatable where Value: Equatable {}
extension Lookup: Hashable where Value: Hashable {}

/// Why a fact is not there, as `missing` of an observation says it (`candor.assessment/1`).
public enum MissingReason: String, Sendable, Codable {
  /// Nobody looked.
  case notAttempted = "not-attempted"
  /// Looked, and there is none.
  case absent
  /// The look-up went wrong.
  case failed
}
