/// A value of the MaxMind DB format as it can stand in a record.
///
/// The types are those of the "Data Field Format" chapter of the specification
/// (https://maxmind.github.io/MaxMind-DB/). Pointers are not values: the writer makes them where a
/// value occurs again.
public indirect enum MMDBValue: Sendable, Equatable {
  /// A map; written sorted by key.
  case map([MapKey: MMDBValue])
  /// A list in its order.
  case array([MMDBValue])
  /// UTF-8 text.
  case string(String)
  /// Raw bytes.
  case bytes([UInt8])
  /// A double.
  case double(Double)
  /// A single-precision number.
  case float(Float)
  /// An unsigned 16-bit integer.
  case uint16(UInt16)
  /// An unsigned 32-bit integer.
  case uint32(UInt32)
  /// An unsigned 64-bit integer.
  case uint64(UInt64)
  /// An unsigned 128-bit integer.
  case uint128(UInt128)
  /// A signed 32-bit integer.
  case int32(Int32)
  /// A truth value.
  case bool(Bool)
}

extension MMDBValue: ExpressibleByStringLiteral {
  /// A text value.
  public init(stringLiteral value: String) {
    self = .string(value)
  }
}

extension MMDBValue: ExpressibleByBooleanLiteral {
  /// A truth value.
  public init(booleanLiteral value: Bool) {
    self = .bool(value)
  }
}

extension MMDBValue: ExpressibleByDictionaryLiteral {
  /// A map; of a key given twice the last value counts.
  public init(dictionaryLiteral elements: (String, MMDBValue)...) {
    let fields = elements.map { (MapKey($0.0), $0.1) }
    self = .map(Dictionary(fields, uniquingKeysWith: { $1 }))
  }
}
