/// A declared type of host objects: a name and an ordered list of fields, whose position is the
/// slot that `ExpressionObject.value(at:)` is asked for.
public struct ObjectType: Sendable, Hashable {
  /// A field of a declared type.
  public struct Field: Sendable, Hashable {
    /// The name as conditions write it.
    public let name: String
    /// The type of the value.
    public let type: ExpressionType
    /// The only texts that the field can hold; empty where any may come. Comparing the field with
    /// another text is a warning.
    public let allowedValues: [String]

    /// Makes a field.
    public init(_ name: String, _ type: ExpressionType, allowedValues: [String] = []) {
      self.name = name
      self.type = type
      self.allowedValues = allowedValues
    }
  }

  /// The name of the type; a field or variable of it is declared as `.object(name)`.
  public let name: String
  /// The fields in the order of their slots.
  public let fields: [Field]
  private let slots: [String: Int]

  /// Makes a type. Of two fields with one name the first is used.
  public init(name: String, fields: [Field]) {
    self.name = name
    self.fields = fields
    slots = Dictionary(
      fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The slot of a field; `nil` where the type does not declare it.
  public func slot(of field: String) -> Int? {
    slots[field]
  }
}
