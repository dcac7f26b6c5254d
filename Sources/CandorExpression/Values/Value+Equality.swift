extension Value {
  /// The equality of the language: numbers compare across kinds, not-a-number equals nothing,
  /// values of different kinds are unequal (never an error).
  public func equals(_ other: Value) -> Bool {
    switch (self, other) {
    case (.int(let a), .int(let b)): return a == b
    case (.double(let a), .double(let b)): return a == b
    case (.string(let a), .string(let b)): return a.hasSameBytes(as: b)
    case (.uint(let a), .uint(let b)): return a == b
    case (.int, .uint), (.int, .double), (.uint, .int), (.uint, .double), (.double, .int),
      (.double, .uint):
      return numericOrder(other) == 0
    case (.list(let a), .list(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.equals($1) }
    case (.map(let a), .map(let b)):
      return a.count == b.count
        && a.entries.allSatisfy { entry in b[entry.key].map { entry.value.equals($0) } ?? false }
    case (.optional(let a), .optional(let b)):
      guard let a, let b else { return a == nil && b == nil }
      return a.equals(b)
    case (.object(let a), .object(let b)):
      return a === b || a.isEqualObject(to: b)
    default: return self == other
    }
  }

  /// How this number stands to another: negative, zero or positive; `nil` where either is not a
  /// number or is not-a-number.
  ///
  /// An integer beside a double is compared as a double after the ends of the range are cut off,
  /// as the conformance suite wants: 2^63 as a double is not above the largest `int`.
  func numericOrder(_ other: Value) -> Int? {
    switch (self, other) {
    case (.int(let a), .int(let b)): return a < b ? -1 : a == b ? 0 : 1
    case (.uint(let a), .uint(let b)): return a < b ? -1 : a == b ? 0 : 1
    case (.double(let a), .double(let b)): return Self.order(a, b)
    case (.int(let a), .uint(let b)):
      guard let a = UInt64(exactly: a) else { return -1 }
      return a < b ? -1 : a == b ? 0 : 1
    case (.uint, .int), (.double, .int), (.double, .uint):
      return other.numericOrder(self).map { -$0 }
    case (.int(let a), .double(let b)):
      if b < -0x1p63 { return 1 }
      if b > 0x1p63 { return -1 }
      return Self.order(Double(a), b)
    case (.uint(let a), .double(let b)):
      if b < 0 { return 1 }
      if b > 0x1p64 { return -1 }
      return Self.order(Double(a), b)
    default: return nil
    }
  }

  private static func order(_ a: Double, _ b: Double) -> Int? {
    if a < b { return -1 }
    if a == b { return 0 }
    return a > b ? 1 : nil
  }

  /// What `<`, `<=`, `>` and `>=` stand on.
  enum Ordering {
    case ascending, same, descending
    /// Not-a-number is neither below nor above.
    case unordered
    /// The kinds have no order.
    case unsupported
  }

  func ordering(_ other: Value) -> Ordering {
    switch (self, other) {
    case (.bool(let a), .bool(let b)):
      return a == b ? .same : a ? .descending : .ascending
    case (.string(let a), .string(let b)):
      if a.hasSameBytes(as: b) { return .same }
      return a.precedesByBytes(b) ? .ascending : .descending
    case (.bytes(let a), .bytes(let b)):
      if a == b { return .same }
      return a.lexicographicallyPrecedes(b) ? .ascending : .descending
    case (.timestamp(let a), .timestamp(let b)):
      return a == b ? .same : a < b ? .ascending : .descending
    case (.duration(let a), .duration(let b)):
      return a == b ? .same : a < b ? .ascending : .descending
    default:
      guard isNumber, other.isNumber else { return .unsupported }
      guard let order = numericOrder(other) else { return .unordered }
      return order < 0 ? .ascending : order == 0 ? .same : .descending
    }
  }

  var isNumber: Bool {
    switch self {
    case .int, .uint, .double: true
    default: false
    }
  }

  /// Whether this is what `optional.ofNonZeroValue` holds for nothing: null, false, zero, and
  /// empty texts, bytes, lists and maps.
  var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .int(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .list(let value): value.isEmpty
    case .map(let value): value.count == 0
    case .timestamp(let value): value == .minimum
    case .duration(let value): value.nanoseconds == 0
    case .optional, .type, .address, .prefix, .object: false
    }
  }
}
