/// A JSON value as a tree, for documents whose shape is not known beforehand.
///
/// Members keep the order of the text; of a key that stands twice the last one counts, as most
/// readers do.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// A number by its text, so that no digit is lost.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// Reads one document.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8, a byte order mark allowed.
  ///   - maximumDepth: of arrays and objects in one another.
  /// - Throws: where it is not RFC 8259 JSON.
  public init(
    parsing bytes: some Sequence<UInt8>, maximumDepth: Int = 64
  ) throws(JSONError) {
    let result: Result<JSONValue, JSONError> = Array(bytes).withUnsafeBufferPointer { buffer in
      var scanner = JSONScanner(buffer, maximumDepth: maximumDepth)
      do throws(JSONError) {
        let value = try scanner.value()
        try scanner.end()
        return .success(value)
      } catch { return .failure(error) }
    }
    self = try result.get()
  }

  /// The value under a key; `nil` where this is no object, the key is missing or its value `null`.
  public subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self, let member = members.last(where: { $0.key == key })
    else { return nil }
    return member.value == .null ? nil : member.value
  }

  /// The text of a string.
  public var string: String? { if case .string(let text) = self { text } else { nil } }
  /// A whole number; also one written as `3.0`.
  public var integer: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
  }
  /// A number of things: a whole number from 0 that sums can be made of; `nil` for any other.
  package var count: Int? {
    integer.flatMap { (0...999_999_999_999).contains($0) ? $0 : nil }
  }
  /// A finite number.
  public var double: Double? {
    guard case .number(let text) = self, let value = Double(text), value.isFinite else {
      return nil
    }
    return value
  }
  /// `true` or `false`.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The elements of an array.
  public var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  /// The members of an object.
  public var object: [(key: String, value: JSONValue)]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// Writes the value, keys sorted by their bytes.
  public func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .bool(let value): writer.bool(value)
    case .number(let text): writer.raw(text.utf8)
    case .string(let text): writer.string(text)
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        writer.key(member.key)
        member.value.write(to: &writer)
      }
      writer.endObject()
    }
  }

  /// Equal kind and content; members count in their order.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    default: false
    }
  }

  /// Feeds kind and content to the hasher.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let text), .string(let text): hasher.combine(text)
    case .array(let elements): hasher.combine(elements)
    case .object(let members):
      for member in members {
        hasher.combine(member.key)
        hasher.combine(member.value)
      }
    }
  }
}

extension JSONScanner {
  /// The next value as a tree.
  package mutating func value() throws(JSONError) -> JSONValue {
    switch try peek() {
    case .null:
      _ = try takeNull()
      return .null
    case .bool: return .bool(try bool())
    case .number:
      let slice = try number()
      return .number(String(decoding: bytes[slice.start..<slice.end], as: UTF8.self))
    case .string: return .string(try text(string()))
    case .array:
      var elements: [JSONValue] = []
      try beginArray()
      var isFirst = true
      while try nextElement(&isFirst) { elements.append(try value()) }
      return .array(elements)
    case .object:
      var members: [(key: String, value: JSONValue)] = []
      try beginObject()
      var isFirst = true
      while let key = try nextKey(&isFirst) { members.append((try text(key), try value())) }
      return .object(members)
    }
  }
}
