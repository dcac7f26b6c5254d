extension StringFunctions {
  static let editing: [FunctionDeclaration] = [
    .one("lowerAscii", [(.string, .string)], isMethod: true) {
      (frame, value) throws(EvaluationError) -> Value in
      try mapped("lowerAscii", &frame, value) { (65...90).contains($0) ? $0 + 32 : $0 }
    },
    .one("upperAscii", [(.string, .string)], isMethod: true) {
      (frame, value) throws(EvaluationError) -> Value in
      try mapped("upperAscii", &frame, value) { (97...122).contains($0) ? $0 - 32 : $0 }
    },
    .many("replace", [.string, .string, .string], .string, isMethod: true, replace),
    .many("replace", [.string, .string, .string, .int], .string, isMethod: true, replace),
    .two("split", [(.string, .string, .list(.string))], isMethod: true) {
      (frame, a, b) throws(EvaluationError) -> Value in
      try split(&frame, [a, b, .int(-1)])
    },
    .many("split", [.string, .string, .int], .list(.string), isMethod: true, split),
    .one("join", [(.list(.string), .string)], isMethod: true) {
      (frame, value) throws(EvaluationError) -> Value in
      try join(&frame, value, .string(""))
    },
    .two("join", [(.list(.string), .string, .string)], isMethod: true, join),
    .one("trim", [(.string, .string)], isMethod: true, trim),
    .one(
      "reverse", [(.string, .string), (.list(.parameter("T")), .list(.parameter("T")))],
      isMethod: true, reverse),
    .one("strings.quote", [(.string, .string)], quote),
    .two("format", [(.string, .list(.dyn), .string)], isMethod: true) {
      (frame, a, b) throws(EvaluationError) -> Value in
      guard case .string(let text) = a, case .list(let arguments) = b else {
        throw .noSuchOverload("format", a, b)
      }
      var formatter = StringFormatter(arguments: arguments)
      return .string(try formatter.format(text, &frame))
    },
  ]

  private static func mapped(
    _ name: String, _ frame: inout Frame, _ value: Value, _ change: (UInt8) -> UInt8
  ) throws(EvaluationError) -> Value {
    guard case .string(let text) = value else { throw .noSuchOverload(name, value) }
    try frame.charge(bytes: text.utf8.count)
    return .string(String(decoding: text.utf8.map(change), as: UTF8.self))
  }

  private static func replace(
    _ frame: inout Frame, _ values: [Value]
  ) throws(EvaluationError) -> Value {
    guard case .string(let text) = values[0], case .string(let old) = values[1],
      case .string(let new) = values[2]
    else { throw .noSuchOverload("replace", values[0], values[1], values[2]) }
    var left = Int64.max
    if values.count == 4 {
      guard case .int(let limit) = values[3] else {
        throw .noSuchOverload("replace", values[0], values[1], values[2], values[3])
      }
      left = limit < 0 ? .max : limit
    }
    try frame.charge(bytes: text.utf8.count)
    let letters = Array(text.unicodeScalars)
    let part = Array(old.unicodeScalars)
    let replacement = Array(new.unicodeScalars)
    var result: [Unicode.Scalar] = []
    var position = 0
    while left > 0 {
      guard let found = Self.position(of: part, in: letters, from: position) else { break }
      // Each scalar of the result takes four bytes until it is whole.
      try frame.charge(bytes: 4 * replacement.count + 16)
      result += letters[position..<found]
      result += replacement
      position = found + part.count
      left -= 1
      if part.isEmpty {
        // An empty part is found before each letter and at the end.
        guard position < letters.count else { return .string(string(result)) }
        result.append(letters[position])
        position += 1
      }
    }
    return .string(string(result + letters[position...]))
  }

  private static func split(
    _ frame: inout Frame, _ values: [Value]
  ) throws(EvaluationError) -> Value {
    guard case .string(let text) = values[0], case .string(let separator) = values[1],
      case .int(let limit) = values[2]
    else { throw .noSuchOverload("split", values[0], values[1], values[2]) }
    if limit == 0 { return .list([]) }
    let letters = Array(text.unicodeScalars)
    try frame.charge(1 + letters.count)
    let part = Array(separator.unicodeScalars)
    var parts: [Value] = []
    var position = 0
    while limit < 0 || parts.count < limit - 1 {
      let found: Int
      if part.isEmpty {
        guard position + 1 < letters.count else { break }
        found = position + 1
      } else if let next = Self.position(of: part, in: letters, from: position) {
        found = next
      } else {
        break
      }
      try frame.checkSize(parts.count)
      parts.append(.string(string(letters[position..<found])))
      position = found + part.count
    }
    if !(part.isEmpty && letters.isEmpty) {
      parts.append(.string(string(letters[position...])))
    }
    return .list(parts)
  }

  private static func join(
    _ frame: inout Frame, _ list: Value, _ separator: Value
  ) throws(EvaluationError) -> Value {
    guard case .list(let elements) = list, case .string(let separator) = separator else {
      throw .noSuchOverload("join", list, separator)
    }
    var result = ""
    for (index, element) in elements.enumerated() {
      guard case .string(let text) = element else { throw .noSuchOverload("join", list, element) }
      try frame.charge(bytes: text.utf8.count + separator.utf8.count)
      if index > 0 { result += separator }
      result += text
    }
    return .string(result)
  }

  private static func trim(_ frame: inout Frame, _ value: Value) throws(EvaluationError) -> Value {
    guard case .string(let text) = value else { throw .noSuchOverload("trim", value) }
    try frame.charge(bytes: text.utf8.count)
    let letters = Array(text.unicodeScalars)
    let start = letters.firstIndex { !$0.properties.isWhitespace } ?? letters.count
    let end = letters.lastIndex { !$0.properties.isWhitespace }.map { $0 + 1 } ?? start
    return .string(string(letters[start..<end]))
  }

  private static func reverse(
    _ frame: inout Frame, _ value: Value
  ) throws(EvaluationError) -> Value {
    switch value {
    case .string(let text):
      try frame.charge(bytes: text.utf8.count)
      return .string(string(text.unicodeScalars.reversed()))
    case .list(let list):
      try frame.charge(1 + list.count)
      return .list(list.reversed())
    default: throw .noSuchOverload("reverse", value)
    }
  }

  private static func quote(_ frame: inout Frame, _ value: Value) throws(EvaluationError) -> Value {
    guard case .string(let text) = value else { throw .noSuchOverload("strings.quote", value) }
    try frame.charge(bytes: text.utf8.count)
    let escapes: [Unicode.Scalar: String] = [
      "\u{07}": "\\a", "\u{08}": "\\b", "\u{0C}": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
      "\u{0B}": "\\v", "\\": "\\\\", "\"": "\\\"",
    ]
    var result = "\""
    for letter in text.unicodeScalars {
      if let escape = escapes[letter] {
        result += escape
      } else {
        result.unicodeScalars.append(letter)
      }
    }
    return .string(result + "\"")
  }
}
