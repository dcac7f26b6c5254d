/// A YAML value with the place where it stands.
struct YAMLNode: Sendable {
  /// What it is.
  enum Content: Sendable {
    case scalar(YAMLScalar)
    case mapping([YAMLEntry])
    case sequence([YAMLNode])
  }

  var content: Content
  /// The first byte, an offset into the source.
  var start: Int
  /// The byte behind the last one, for a scalar on one line; else the same as `start`.
  var end: Int

  /// The scalar, where it is one.
  var scalar: YAMLScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
  /// The entries, where it is a mapping.
  var entries: [YAMLEntry]? { if case .mapping(let entries) = content { entries } else { nil } }
  /// The elements, where it is a sequence.
  var elements: [YAMLNode]? { if case .sequence(let nodes) = content { nodes } else { nil } }

  /// How a message calls what stands here.
  var shape: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar):
      switch scalar.resolved {
      case .null: "nothing"
      case .bool, .int, .double, .string: "`\(scalar.shortText)`"
      }
    }
  }
}

/// A key and its value.
struct YAMLEntry: Sendable {
  var key: String
  var keyStart: Int
  var keyEnd: Int
  var value: YAMLNode
}

/// A YAML scalar, not yet interpreted.
///
/// The words `yes`, `no`, `on` and `off` stay texts: as YAML 1.1 truth values they would turn the
/// country code `NO` into false.
struct YAMLScalar: Sendable {
  /// How it is written.
  enum Style: Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  /// What it says.
  enum Resolved: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
  }

  /// The text after unfolding and unescaping.
  var text: String
  /// How it is written.
  var style: Style

  /// The value: quoted and block scalars are always texts.
  var resolved: Resolved {
    guard style == .plain else { return .string(text) }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    guard let first = text.utf8.first, first < 0x3A, first != 0x2F else { return .string(text) }
    if let number = Int64(text) { return .int(number) }
    // Only decimal notation: `0x1p3`, `inf` and `nan` stay texts.
    let isDecimal = text.utf8.allSatisfy {
      (48...57).contains($0) || $0 == 0x2E || $0 == 0x2B || $0 == 0x2D || $0 == 0x65 || $0 == 0x45
    }
    if isDecimal, let number = Double(text), number.isFinite { return .double(number) }
    return .string(text)
  }

  /// The text, cut for messages.
  var shortText: String {
    let line = text.prefix { !$0.isNewline }
    return line.count > 60 ? line.prefix(57) + "..." : String(line)
  }
}
