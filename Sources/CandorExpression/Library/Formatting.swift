/// Numbers and values as text, without locale.
enum Formatting {
  /// A value as `string()` writes it; for lists and maps as `%s` does.
  static func text(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool(let content): content ? "true" : "false"
    case .int(let number): String(number)
    case .uint(let number): String(number)
    case .double(let number): general(number)
    case .string(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .timestamp(let time): time.description
    case .duration(let span): span.description
    case .type(let type): type.name
    case .address(let address): address.description
    case .prefix(let prefix): prefix.description
    case .list, .map, .optional, .object: value.typeName
    }
  }

  /// A number out of range is none, as in cel-go; infinity has to be written as a word.
  static func parseDouble(_ text: String) -> Double? {
    guard let first = text.utf8.first, first != 0x20, !text.utf8.contains(0),
      let number = Double(text)
    else { return nil }
    // The standard library also takes `-nan`, `nan(1)`, and `0x10` without an exponent.
    if number.isNaN { return text.utf8.count == 3 ? number : nil }
    let letters = text.utf8.lazy.map { $0 | 0x20 }
    if letters.contains(UInt8(ascii: "x")), !letters.contains(UInt8(ascii: "p")) { return nil }
    return number.isInfinite && text.utf8.contains { (48...57).contains($0) } ? nil : number
  }

  /// The fewest digits that read back equal, and the power of ten before the first of them.
  static func shortestDigits(_ magnitude: Double) -> (digits: [UInt8], exponent: Int) {
    // The standard library's text is the shortest; only its layout is not wanted.
    var mantissa: [UInt8] = []
    var exponent = 0
    var point: Int?
    let text = Array(magnitude.description.utf8)
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "."): point = mantissa.count
      case UInt8(ascii: "e"):
        exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
        index = text.count
      default: mantissa.append(text[index])
      }
      index += 1
    }
    exponent += (point ?? mantissa.count) - 1
    let zeros = mantissa.prefix { $0 == 48 }.count
    mantissa.removeFirst(min(zeros, mantissa.count - 1))
    exponent -= min(zeros, mantissa.isEmpty ? 0 : zeros)
    while mantissa.count > 1, mantissa.last == 48 { mantissa.removeLast() }
    return (mantissa, mantissa == [48] ? 0 : exponent)
  }

  /// The shortest text in the layout of C's `%g` with an exponent below -4 or from `limit` on.
  static func shortest(
    _ number: Double, exponentFrom limit: Int, pointZero: Bool = false
  ) -> String {
    let sign = number.sign == .minus ? "-" : ""
    let (digits, exponent) = shortestDigits(number.magnitude)
    let text = String(decoding: digits, as: UTF8.self)
    if exponent < -4 || exponent >= limit {
      let mantissa = text.prefix(1) + (text.count > 1 ? "." + text.dropFirst() : "")
      let power = String(exponent.magnitude)
      return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")"
        + (power.count < 2 ? "0" : "") + power
    }
    return sign + plain(text, exponent) + (pointZero && exponent >= text.count - 1 ? ".0" : "")
  }

  private static func plain(_ digits: String, _ exponent: Int) -> String {
    if exponent < 0 {
      return "0." + String(repeating: "0", count: -exponent - 1) + digits
    }
    if exponent >= digits.count - 1 {
      return digits + String(repeating: "0", count: exponent - digits.count + 1)
    }
    return String(digits.prefix(exponent + 1)) + "." + digits.dropFirst(exponent + 1)
  }

  static func special(_ number: Double) -> String? {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return nil
  }

  /// What `string(double)` gives: the shortest text, with an exponent from 1e+06 on, as the
  /// reference implementations write it.
  static func general(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
    return shortest(number, exponentFrom: 6)
  }

  /// The shortest text without any exponent.
  static func decimal(_ number: Double) -> String {
    special(number) ?? shortestDecimal(number)
  }

  private static func shortestDecimal(_ number: Double) -> String {
    let (digits, exponent) = shortestDigits(number.magnitude)
    return (number.sign == .minus ? "-" : "")
      + plain(String(decoding: digits, as: UTF8.self), exponent)
  }

  // MARK: Rounded

  /// All decimal digits of a finite, not negative number: whole part and fraction.
  private static func exactDigits(_ number: Double) -> (whole: [UInt8], fraction: [UInt8]) {
    guard number != 0 else { return ([0], []) }
    // A double is mantissa * 2^exponent; in base 10 each halving adds one digit.
    var digits = String(UInt64(number.significandBitPattern) | (number.isNormal ? 1 << 52 : 0))
      .utf8.map { $0 - 48 }
    let exponent = Int(number.isNormal ? number.exponentBitPattern : 1) - 1075
    var fractionCount = 0
    if exponent > 0 {
      for _ in 0..<exponent { digits = scaled(digits, by: 2) }
    } else {
      fractionCount = -exponent
      for _ in 0..<fractionCount { digits = scaled(digits, by: 5) }
    }
    if digits.count <= fractionCount {
      digits = Array(repeating: 0, count: fractionCount - digits.count + 1) + digits
    }
    return (
      Array(digits.dropLast(fractionCount)), Array(digits.suffix(fractionCount))
    )
  }

  private static func scaled(_ digits: [UInt8], by factor: Int) -> [UInt8] {
    var result = digits
    var carry = 0
    for index in result.indices.reversed() {
      let product = Int(result[index]) * factor + carry
      result[index] = UInt8(product % 10)
      carry = product / 10
    }
    if carry > 0 { result.insert(UInt8(carry), at: 0) }
    return result
  }

  /// Keeps so many digits, rounding half to even on the exact value.
  private static func rounded(_ digits: [UInt8], to count: Int) -> (digits: [UInt8], carried: Bool)
  {
    guard count < digits.count else {
      return (digits + Array(repeating: 0, count: count - digits.count), false)
    }
    var kept = Array(digits[..<count])
    let rest = digits[count...]
    let isAbove = rest.first.map { $0 > 5 } ?? false
    let isHalf = rest.first == 5
    let hasMore = rest.dropFirst().contains { $0 != 0 }
    let isOdd = (kept.last ?? 0) % 2 == 1
    guard isAbove || (isHalf && (hasMore || isOdd)) else { return (kept, false) }
    var index = count - 1
    while index >= 0 {
      if kept[index] < 9 {
        kept[index] += 1
        return (kept, false)
      }
      kept[index] = 0
      index -= 1
    }
    return ([1] + kept, true)
  }

  private static func text(_ digits: some Collection<UInt8>) -> String {
    String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
  }

  /// So many digits after the point.
  static func fixed(_ number: Double, precision: Int) -> String {
    if let special = special(number) { return special }
    let (whole, fraction) = exactDigits(number.magnitude)
    let all = rounded(whole + fraction, to: whole.count + precision).digits
    let head = all.dropLast(precision)
    let trimmed = head.drop { $0 == 0 }
    let sign = number.sign == .minus ? "-" : ""
    let shown = trimmed.isEmpty ? "0" : text(trimmed)
    return sign + shown + (precision > 0 ? "." + text(all.suffix(precision)) : "")
  }

  /// One digit before the point, so many after it, and an exponent of at least two digits.
  static func scientific(_ number: Double, precision: Int) -> String {
    if let special = special(number) { return special }
    let (whole, fraction) = exactDigits(number.magnitude)
    let all = whole + fraction
    let zeros = all.prefix { $0 == 0 }.count
    var exponent = whole.count - 1 - zeros
    if zeros == all.count { exponent = 0 }
    let significant = zeros == all.count ? [0] : Array(all.dropFirst(zeros))
    var (kept, carried) = rounded(significant, to: precision + 1)
    if carried {
      exponent += 1
      kept.removeLast()
    }
    let power = String(exponent.magnitude)
    return (number.sign == .minus ? "-" : "") + text(kept.prefix(1))
      + (precision > 0 ? "." + text(kept.dropFirst()) : "") + "e" + (exponent < 0 ? "-" : "+")
      + (power.count < 2 ? "0" : "") + power
  }
}
