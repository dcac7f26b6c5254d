public import CandorExpression

/// A named number, text or list that a rule can be tuned by.
public struct RuleParameter: Sendable, Hashable {
  /// What a value may be.
  public enum Kind: String, Sendable, CaseIterable {
    /// A number with a fraction.
    case double
    /// A whole number.
    case int
    /// A text.
    case string
    /// A truth value.
    case bool
    /// A list of texts.
    case strings = "list(string)"

    var expressionType: ExpressionType {
      switch self {
      case .double: .double
      case .int: .int
      case .string: .string
      case .bool: .bool
      case .strings: .list(.string)
      }
    }

    /// How a message calls a value of this kind.
    var noun: String {
      switch self {
      case .double: "a number"
      case .int: "a whole number"
      case .string: "a text"
      case .bool: "`true` or `false`"
      case .strings: "a list of texts"
      }
    }
  }

  /// The name as conditions write it behind `params.`.
  public let name: String
  /// What a value may be.
  public let kind: Kind
  /// The unit of a number: `km`, `km/h`, `s`, `count`; absent for none.
  public let unit: String?
  /// The value in the rule's file.
  public let defaultValue: Value
  /// The value in force: the default or what a configuration says.
  public internal(set) var value: Value
  /// The least number allowed; absent for none.
  public let minimum: Double?
  /// The largest number allowed; absent for none.
  public let maximum: Double?
  /// What it means.
  public let description: String

  /// Whether a configuration gave another value than the rule's file.
  public var isTuned: Bool { value != defaultValue }

  /// The value in force where it is a number.
  public var number: Double? {
    switch value {
    case .int(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  /// The value in force as a count: a fraction is rounded up, and what is beyond `Int` is its end.
  /// `nil` where it is no number.
  package var count: Int? {
    switch value {
    case .int(let number): return Int(clamping: number)
    case .double(let number) where !number.isNaN:
      return Int(exactly: number.rounded(.up)) ?? (number < 0 ? .min : .max)
    default: return nil
    }
  }

  /// The value as text, for lists and diagnostics.
  public var valueText: String { Self.text(value) }

  static func text(_ value: Value) -> String {
    switch value {
    case .bool(let value): return String(value)
    case .int(let value): return String(value)
    case .double(let value): return value.description
    case .string(let value): return value
    case .list(let values): return "[" + values.map(text).joined(separator: ", ") + "]"
    default: return ""
    }
  }
}
