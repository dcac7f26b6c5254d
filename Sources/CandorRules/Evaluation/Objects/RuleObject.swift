import CandorExpression
import CandorModel

/// An object that conditions see, with a declared type.
///
/// The order of `type.fields` is that of the slots; each object reads them by a `switch` over its
/// `Slot`, and a test compares the two.
protocol RuleObject: ExpressionObject {
  associatedtype Slot: RawRepresentable & CaseIterable where Slot.RawValue == Int
  static var type: ObjectType { get }
  func value(of slot: Slot) -> Value?
}

extension RuleObject {
  @inline(__always)
  func value(at slot: Int) -> Value? { Slot(rawValue: slot).flatMap { value(of: $0) } }
  var expressionTypeName: String { Self.type.name }
  func value(named name: String) -> Value? { Self.type.slot(of: name).flatMap { value(at: $0) } }

  /// Equal where every field is; an absent field equals an absent one.
  func hasSameFields(as other: any ExpressionObject) -> Bool {
    guard let other = other as? Self else { return false }
    return Slot.allCases.allSatisfy { slot in
      switch (value(of: slot), other.value(of: slot)) {
      case (nil, nil): true
      case (let left?, let right?): left.equals(right)
      default: false
      }
    }
  }
}

extension Value {
  /// A text, or nothing.
  init?(_ text: String?) {
    guard let text else { return nil }
    self = .string(text)
  }

  /// A number, or nothing.
  init?(_ number: Double?) {
    guard let number else { return nil }
    self = .double(number)
  }

  /// A whole number, or nothing.
  init?(_ number: Int?) {
    guard let number else { return nil }
    self = .int(Int64(number))
  }

  /// A moment, or nothing.
  init?(_ moment: Timestamp?) {
    guard let moment else { return nil }
    let milliseconds = moment.millisecondsSinceEpoch
    let seconds = milliseconds >= 0 ? milliseconds / 1000 : -((-milliseconds + 999) / 1000)
    let nanoseconds = Int32(milliseconds - seconds * 1000) * 1_000_000
    guard let value = TimestampValue(seconds: seconds, nanoseconds: nanoseconds) else { return nil }
    self = .timestamp(value)
  }
}
