extension PatternParser {
  /// What follows a backslash outside of brackets.
  mutating func escape() throws(PatternError) -> PatternNode {
    guard let scalar = current else { throw PatternError("trailing `\\`") }
    switch scalar {
    case "A": return assertion(.textStart)
    case "z": return assertion(.textEnd)
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.noWordBoundary)
    default: break
    }
    if let set = try classEscape() { return .scalars(set) }
    return .scalars(ScalarSet(try scalarEscape(), ignoresCase: flags.ignoresCase))
  }

  private mutating func assertion(_ assertion: PatternAssertion) -> PatternNode {
    position += 1
    return .assertion(assertion)
  }

  /// `\d`, `\pL` and their like, with the position behind the backslash; `nil` for others.
  private mutating func classEscape() throws(PatternError) -> ScalarSet? {
    switch current {
    case "d": return taking(.digit)
    case "D": return taking(ScalarSet.digit.negated)
    case "s": return taking(.space)
    case "S": return taking(ScalarSet.space.negated)
    case "w": return taking(.word)
    case "W": return taking(ScalarSet.word.negated)
    case "p", "P":
      var isNegated = current == "P"
      position += 1
      var name = ""
      if take("{") {
        if take("^") { isNegated.toggle() }
        while let scalar = current, scalar != "}" {
          name.unicodeScalars.append(scalar)
          position += 1
        }
        guard take("}") else { throw PatternError("invalid character class range") }
      } else if let scalar = current {
        name.unicodeScalars.append(scalar)
        position += 1
      }
      guard var set = ScalarSet.unicode(name) else {
        throw PatternError("unknown character class `\\p{\(name)}`")
      }
      set.ignoresCase = flags.ignoresCase
      return isNegated ? set.negated : set
    default: return nil
    }
  }

  private mutating func taking(_ set: ScalarSet) -> ScalarSet {
    position += 1
    // Folded before it is negated.
    var set = set
    set.ignoresCase = flags.ignoresCase
    return set
  }

  /// One code point, with the position behind the backslash.
  private mutating func scalarEscape() throws(PatternError) -> Unicode.Scalar {
    guard let scalar = current else { throw PatternError("trailing `\\`") }
    position += 1
    switch scalar {
    case "a": return "\u{07}"
    case "f": return "\u{0C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{0B}"
    case "x": return try hexadecimal()
    case "0"..."7":
      // A single digit above 0 would be a back-reference, which an automaton cannot have.
      guard scalar == "0" || isOctal(current) else { break }
      var value = scalar.value - 48
      for _ in 0..<2 {
        guard let digit = current, isOctal(digit) else { break }
        value = value * 8 + digit.value - 48
        position += 1
      }
      return Unicode.Scalar(value) ?? "\u{FFFD}"
    default:
      if scalar.value < 128, !ScalarSet.word.contains(scalar.value) || scalar == "_" {
        return scalar
      }
    }
    throw PatternError("invalid escape sequence `\\\(scalar)`")
  }

  private func isOctal(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { (48...55).contains($0.value) } ?? false
  }

  private mutating func hexadecimal() throws(PatternError) -> Unicode.Scalar {
    var digits = ""
    if take("{") {
      while let scalar = current, scalar != "}" {
        digits.unicodeScalars.append(scalar)
        position += 1
      }
      guard take("}") else { throw PatternError("invalid escape sequence `\\x`") }
    } else {
      for _ in 0..<2 {
        guard let scalar = current else { break }
        digits.unicodeScalars.append(scalar)
        position += 1
      }
      guard digits.utf8.count == 2 else { throw PatternError("invalid escape sequence `\\x`") }
    }
    guard !digits.isEmpty, digits.utf8.count <= 8,
      digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0 | 0x20) }),
      let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value)
    else { throw PatternError("invalid escape sequence `\\x`") }
    return scalar
  }

  /// A class in brackets, with the position behind the opening one.
  mutating func bracket() throws(PatternError) -> ScalarSet {
    var set = ScalarSet()
    set.isNegated = take("^")
    set.ignoresCase = flags.ignoresCase
    var isFirst = true
    while true {
      guard let scalar = current else { throw PatternError("missing `]`") }
      if scalar == "]", !isFirst { break }
      isFirst = false
      if scalar == "[", position + 1 < source.count, source[position + 1] == ":",
        let part = try posixClass()
      {
        set.parts.append(part)
        continue
      }
      if scalar == "\\" {
        position += 1
        if let part = try classEscape() {
          set.parts.append(part)
          continue
        }
        position -= 1
      }
      let low = try classScalar()
      var high = low
      if current == "-", position + 1 < source.count, source[position + 1] != "]" {
        position += 1
        high = try classScalar()
      }
      guard low.value <= high.value else { throw PatternError("invalid character class range") }
      set.ranges.append(low.value...high.value)
    }
    position += 1
    return set
  }

  private mutating func classScalar() throws(PatternError) -> Unicode.Scalar {
    guard let scalar = current else { throw PatternError("missing `]`") }
    position += 1
    return scalar == "\\" ? try scalarEscape() : scalar
  }

  private mutating func posixClass() throws(PatternError) -> ScalarSet? {
    let start = position
    position += 2
    let isNegated = take("^")
    var name = ""
    while let scalar = current, scalar != ":", scalar != "]" {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard take(":"), take("]") else {
      position = start
      return nil
    }
    guard var set = ScalarSet.posix[name] else {
      throw PatternError("unknown character class `[:\(name):]`")
    }
    set.ignoresCase = flags.ignoresCase
    return isNegated ? set.negated : set
  }
}
