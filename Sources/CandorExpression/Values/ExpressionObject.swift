/// An object of the host. Its fields are read by the slot that its `ObjectType` gives them, so a
/// compiled condition looks up no name and allocates nothing for scalar work.
///
/// The protocol is for classes, because a reference fits into a `Value` where a larger struct
/// would be boxed for each read.
///
/// Thread safety: one object may be read by several tasks at once.
public protocol ExpressionObject: AnyObject, Sendable {
  /// The value of the field in a slot; `nil` where the field is absent, which `has()` tells and
  /// which makes any other access the error `no such field`.
  func value(at slot: Int) -> Value?

  /// The name of the object's type as `type(x)` gives it.
  var expressionTypeName: String { get }

  /// The value of a field by name, for places whose type the checker does not know; `nil` where
  /// the field is absent or there is none of that name.
  func value(named name: String) -> Value?

  /// Whether this object equals another one in a condition; by identity unless overridden.
  func isEqualObject(to other: any ExpressionObject) -> Bool
}

extension ExpressionObject {
  /// `object` unless the host says otherwise.
  public var expressionTypeName: String { "object" }

  /// No names unless the host says otherwise.
  public func value(named name: String) -> Value? { nil }

  /// By identity.
  public func isEqualObject(to other: any ExpressionObject) -> Bool { self === other }
}

/// A plain object with its type and its values by slot: for tests, for parameters, and for hosts
/// that do not want a class of their own.
public final class RecordObject: ExpressionObject {
  /// The declared type, whose order of fields is that of the slots.
  public let type: ObjectType
  private let values: [Value?]

  /// Makes an object of values by slot; `nil` where a field is absent. Slots beyond the end of
  /// the values are absent.
  public init(type: ObjectType, values: [Value?]) {
    self.type = type
    self.values = values
  }

  /// Makes an object of values by name; names that the type does not declare are left out.
  public convenience init(type: ObjectType, named values: [String: Value]) {
    self.init(type: type, values: type.fields.map { values[$0.name] })
  }

  /// The value in a slot; `nil` where it is absent.
  public func value(at slot: Int) -> Value? {
    slot < values.count ? values[slot] : nil
  }

  /// The name of the declared type.
  public var expressionTypeName: String { type.name }

  /// The value of a field by name; `nil` where it is absent or not declared.
  public func value(named name: String) -> Value? {
    type.slot(of: name).flatMap { value(at: $0) }
  }
}
