/// A map of the expression language: keys are booleans, integers and texts, kept in the order of
/// insertion so that whatever is printed or iterated is the same on every run.
///
/// Integer keys are one key whatever their kind: `{1: "a"}[1u]` finds the entry. A value type;
/// copies share their storage until one is changed.
public struct ValueMap: Sendable {
  /// One key with its value.
  public struct Entry: Sendable, Hashable {
    /// The key as it was written.
    public let key: Value
    /// The value under the key.
    public let value: Value

    /// Makes an entry of a key and a value.
    public init(key: Value, value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// Entries in order of insertion.
  public private(set) var entries: [Entry] = []
  private var index: [MapKey: Int] = [:]

  /// Makes an empty map.
  public init() {}

  /// Makes a map of texts to values, in the order of the sorted keys.
  public init(_ values: [String: Value]) {
    for key in values.keys.sorted(by: { $0.precedesByBytes($1) }) {
      if let value = values[key] { _ = insert(.string(key), value) }
    }
  }

  /// How many entries the map has.
  public var count: Int { entries.count }

  /// The value under a key; `nil` where the map has no such key, or the key is of a kind that
  /// cannot be one. A double finds the integer of the same value.
  public subscript(key: Value) -> Value? {
    guard let key = MapKey(lookingUp: key), let position = index[key] else { return nil }
    return entries[position].value
  }

  /// Adds an entry.
  ///
  /// - Returns: false, and nothing is changed, where the map has that key or the kind of the key
  ///   cannot be one.
  public mutating func insert(_ key: Value, _ value: Value) -> Bool {
    guard let mapKey = MapKey(key), index[mapKey] == nil else { return false }
    index[mapKey] = entries.count
    entries.append(Entry(key: key, value: value))
    return true
  }

  func containsKey(_ key: Value) -> Bool {
    guard let key = MapKey(lookingUp: key) else { return false }
    return index[key] != nil
  }
}

extension ValueMap: Hashable {
  /// Whether both have the same keys with the same values, in whatever order.
  public static func == (left: ValueMap, right: ValueMap) -> Bool {
    guard left.count == right.count else { return false }
    return left.entries.allSatisfy { right[$0.key] == $0.value }
  }

  /// Hashes the number of entries; the order must not matter.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(entries.count)
  }
}

/// The part of a key that decides whether two keys are one.
enum MapKey: Hashable, Sendable {
  case bool(Bool)
  case int(Int64)
  /// Only above the range of `int`, so that each number has one form.
  case largeUnsigned(UInt64)
  case string(String)

  /// The key of that value; `nil` where the kind cannot be a key.
  init?(_ value: Value) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .uint(let value): self = Int64(exactly: value).map(MapKey.int) ?? .largeUnsigned(value)
    case .string(let value): self = .string(value)
    default: return nil
    }
  }

  /// The same, and doubles that are whole numbers, which may ask but not be a key.
  init?(lookingUp value: Value) {
    guard case .double(let number) = value else {
      self.init(value)
      return
    }
    if let whole = Int64(exactly: number) {
      self = .int(whole)
    } else if let whole = UInt64(exactly: number) {
      self = .largeUnsigned(whole)
    } else {
      return nil
    }
  }

  static func == (left: MapKey, right: MapKey) -> Bool {
    switch (left, right) {
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.largeUnsigned(let a), .largeUnsigned(let b)): a == b
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    default: false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .largeUnsigned(let value): hasher.combine(value)
    case .string(let value): hasher.combine(value)
    }
  }
}
