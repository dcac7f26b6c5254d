/// Tests of texts, and what the extension `strings` adds. Positions count code points.
enum StringFunctions {
  static let all: [FunctionDeclaration] = [
    .two("contains", [(.string, .string, .bool)], isMethod: true) {
      (frame, a, b) throws(EvaluationError) -> Value in
      let (text, part) = try texts("contains", a, b)
      // Looking for a part may touch every pair of bytes.
      try frame.charge(bytes: text.utf8.count)
      return .bool(position(of: Array(part.utf8), in: Array(text.utf8), from: 0) != nil)
    },
    .two("startsWith", [(.string, .string, .bool)], isMethod: true) {
      (frame, a, b) throws(EvaluationError) -> Value in
      let (text, part) = try texts("startsWith", a, b)
      try frame.charge(bytes: part.utf8.count)
      return .bool(text.utf8.starts(with: part.utf8))
    },
    .two("endsWith", [(.string, .string, .bool)], isMethod: true) {
      (frame, a, b) throws(EvaluationError) -> Value in
      let (text, part) = try texts("endsWith", a, b)
      try frame.charge(bytes: part.utf8.count)
      return .bool(text.utf8.reversed().starts(with: part.utf8.reversed()))
    },
    // The lowering compiles the pattern; these entries are for the checker.
    .two("matches", [(.string, .string, .bool)], matches),
    .two("matches", [(.string, .string, .bool)], isMethod: true, matches),
    .two("charAt", [(.string, .int, .string)], isMethod: true, charAt),
    .two("indexOf", [(.string, .string, .int)], isMethod: true) {
      (frame, a, b) throws(EvaluationError) -> Value in
      try indexOf(&frame, a, b, from: .int(0))
    },
    .many("indexOf", [.string, .string, .int], .int, isMethod: true) {
      (frame, values) throws(EvaluationError) -> Value in
      try indexOf(&frame, values[0], values[1], from: values[2])
    },
    .two("lastIndexOf", [(.string, .string, .int)], isMethod: true) {
      (frame, a, b) throws(EvaluationError) -> Value in
      try lastIndexOf(&frame, a, b, from: nil)
    },
    .many("lastIndexOf", [.string, .string, .int], .int, isMethod: true) {
      (frame, values) throws(EvaluationError) -> Value in
      try lastIndexOf(&frame, values[0], values[1], from: values[2])
    },
    .two("substring", [(.string, .int, .string)], isMethod: true) {
      (frame, a, b) throws(EvaluationError) -> Value in
      try substring(&frame, a, b, nil)
    },
    .many("substring", [.string, .int, .int], .string, isMethod: true) {
      (frame, values) throws(EvaluationError) -> Value in
      try substring(&frame, values[0], values[1], values[2])
    },
  ]

  static func texts(
    _ function: String, _ a: Value, _ b: Value
  ) throws(EvaluationError) -> (String, String) {
    guard case .string(let first) = a, case .string(let second) = b else {
      throw .noSuchOverload(function, a, b)
    }
    return (first, second)
  }

  private static func matches(
    _ frame: inout Frame, _ a: Value, _ b: Value
  ) throws(EvaluationError) -> Value {
    let (text, source) = try texts("matches", a, b)
    do throws(PatternError) {
      let pattern = try Pattern(source, maximumSize: frame.limits.maximumPatternSize)
      return .bool(pattern.program.matches(text))
    } catch {
      throw error.evaluationError
    }
  }

  private static func scalars(
    _ frame: inout Frame, _ text: String
  ) throws(EvaluationError) -> [Unicode.Scalar] {
    try frame.charge(bytes: text.utf8.count)
    return Array(text.unicodeScalars)
  }

  static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func outOfRange(_ index: Int64) -> EvaluationError {
    .invalid("index out of range: \(index)")
  }

  private static func charAt(
    _ frame: inout Frame, _ a: Value, _ b: Value
  ) throws(EvaluationError) -> Value {
    guard case .string(let text) = a, case .int(let index) = b else {
      throw .noSuchOverload("charAt", a, b)
    }
    let letters = try scalars(&frame, text)
    guard index >= 0, index <= letters.count else { throw outOfRange(index) }
    return .string(index == letters.count ? "" : string([letters[Int(index)]]))
  }

  /// The first place of a part, by Knuth, Morris and Pratt: linear for whatever texts.
  static func position<Element: Equatable>(
    of part: [Element], in text: [Element], from start: Int
  ) -> Int? {
    guard start <= text.count else { return nil }
    guard let first = part.first else { return start }
    if part.count == 1 { return text[start...].firstIndex(of: first) }
    var fallback = [0]
    var length = 0
    for index in 1..<part.count {
      while length > 0, part[index] != part[length] { length = fallback[length - 1] }
      if part[index] == part[length] { length += 1 }
      fallback.append(length)
    }
    length = 0
    for index in start..<text.count {
      while length > 0, text[index] != part[length] { length = fallback[length - 1] }
      if text[index] == part[length] { length += 1 }
      if length == part.count { return index - length + 1 }
    }
    return nil
  }

  private static func indexOf(
    _ frame: inout Frame, _ a: Value, _ b: Value, from c: Value
  ) throws(EvaluationError) -> Value {
    guard case .string(let text) = a, case .string(let part) = b, case .int(let start) = c else {
      throw .noSuchOverload("indexOf", a, b, c)
    }
    let letters = try scalars(&frame, text)
    guard start >= 0, start <= letters.count else {
      throw outOfRange(start)
    }
    let wanted = try scalars(&frame, part)
    return .int(Int64(position(of: wanted, in: letters, from: Int(start)) ?? -1))
  }

  private static func lastIndexOf(
    _ frame: inout Frame, _ a: Value, _ b: Value, from c: Value?
  ) throws(EvaluationError) -> Value {
    let (text, part) = try texts("lastIndexOf", a, b)
    let letters = try scalars(&frame, text)
    let wanted = try scalars(&frame, part)
    var start = letters.count
    if let c {
      guard case .int(let number) = c else { throw .noSuchOverload("lastIndexOf", a, b, c) }
      guard number >= 0, number <= letters.count else { throw outOfRange(number) }
      start = Int(number)
    }
    if wanted.isEmpty { return .int(Int64(start)) }
    // The last place from the front is the first place in the reversed text.
    let end = min(letters.count, start + wanted.count)
    let reversed = Array(letters[..<end].reversed())
    guard let found = position(of: Array(wanted.reversed()), in: reversed, from: 0) else {
      return .int(-1)
    }
    return .int(Int64(end - found - wanted.count))
  }

  private static func substring(
    _ frame: inout Frame, _ a: Value, _ b: Value, _ c: Value?
  ) throws(EvaluationError) -> Value {
    guard case .string(let text) = a, case .int(let start) = b else {
      throw .noSuchOverload("substring", a, b)
    }
    let letters = try scalars(&frame, text)
    var end = Int64(letters.count)
    if let c {
      guard case .int(let number) = c else { throw .noSuchOverload("substring", a, b, c) }
      end = number
    }
    guard start >= 0, start <= letters.count else { throw outOfRange(start) }
    guard end >= 0, end <= letters.count else { throw outOfRange(end) }
    guard start <= end else {
      throw .invalid("invalid substring range. start: \(start), end: \(end)")
    }
    return .string(string(letters[Int(start)..<Int(end)]))
  }
}
