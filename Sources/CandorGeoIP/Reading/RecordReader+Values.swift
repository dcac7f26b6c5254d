extension RecordReader {
  /// A text that is not empty; `nil` for an empty one.
  func text(_ offset: Int) throws(RecordDamage) -> String? {
    let value = try decoder.resolved(at: offset)
    guard value.kind == .string else { throw .wrongType }
    return value.size == 0 ? nil : try decoder.text(value)
  }

  /// The name in the reader's language, else in English, else the first.
  func localized(_ offset: Int) throws(RecordDamage) -> String? {
    let names = try decoder.resolved(at: offset)
    guard names.kind == .map else { throw .wrongType }
    var best: Int?
    var rank = 0
    var next = names.payload
    for left in stride(from: names.size, to: 0, by: -1) {
      let (language, member) = try field(at: next)
      let worth = language == .readersLanguage ? 3 : language == .english ? 2 : 1
      if worth > rank {
        best = member
        rank = worth
      }
      if rank == 3 || left == 1 { break }
      next = try decoder.skip(member)
    }
    return try best.flatMap { member throws(RecordDamage) in try text(member) }
  }

  /// A number of any numeric type, or a text that is one; `nil` for an empty text.
  func number(_ offset: Int, in range: ClosedRange<Double>) throws(RecordDamage) -> Double? {
    try number(decoder.control(at: offset), in: range)
  }

  /// The same of a value as it is written.
  @inline(__always)
  func number(
    _ written: RecordDecoder.Control, in range: ClosedRange<Double>
  ) throws(RecordDamage) -> Double? {
    let value = try decoder.resolved(written)
    let number: Double
    switch value.kind {
    case .double: number = decoder.double(value)
    case .float: number = Double(decoder.float(value))
    case .uint16, .uint32, .uint64: number = Double(decoder.unsigned(value))
    case .int32: number = Double(decoder.signed(value))
    case .string:
      if value.size == 0 { return nil }
      guard let read = Double(try decoder.text(value)) else { throw .outOfRange }
      number = read
    default: throw .wrongType
    }
    // Not-a-number is in no range.
    guard range.contains(number) else { throw .outOfRange }
    return number
  }

  /// A truth value, also as text or number.
  func truth(_ offset: Int) throws(RecordDamage) -> Bool {
    let value = try decoder.resolved(at: offset)
    switch value.kind {
    case .bool: return value.size == 1
    case .uint16, .uint32: return decoder.unsigned(value) == 1
    case .string:
      let text = try decoder.text(value).lowercased()
      return text == "true" || text == "1" || text == "yes"
    default: throw .wrongType
    }
  }

  /// An AS number as number or as `AS174`; `nil` for 0 and for an empty text.
  func systemNumber(_ offset: Int) throws(RecordDamage) -> UInt32? {
    let value = try decoder.resolved(at: offset)
    switch value.kind {
    case .uint16, .uint32:
      let number = UInt32(truncatingIfNeeded: decoder.unsigned(value))
      return number == 0 ? nil : number
    case .string:
      if value.size == 0 { return nil }
      let text = try decoder.text(value)
      let digits = text.uppercased().hasPrefix("AS") ? text.dropFirst(2) : text[...]
      guard let number = UInt32(digits) else { throw .outOfRange }
      return number == 0 ? nil : number
    default: throw .wrongType
    }
  }

  /// An ISO 3166-1 code in upper case; `nil` for codes that stand for no country: empty text, the
  /// regions `EU` and `AP`, and vendors' codes with a digit (`A1` anonymous, `A2` satellite).
  func countryCode(_ offset: Int) throws(RecordDamage) -> String? {
    let value = try decoder.resolved(at: offset)
    guard value.kind == .string else { throw .wrongType }
    if value.size == 0 { return nil }
    guard value.size == 2 else { throw .outOfRange }
    var code = try decoder.text(value)
    if !code.utf8.allSatisfy({ $0 >= 0x41 && $0 <= 0x5a }) { code = code.uppercased() }
    let units = Array(code.utf8)
    guard units.count == 2 else { throw .outOfRange }
    let isLetter = units.map { $0 >= 0x41 && $0 <= 0x5a }
    let isDigit = units.map { $0 >= 0x30 && $0 <= 0x39 }
    guard isLetter[0], isLetter[1] else {
      if code == "??" || (isLetter[0] || isDigit[0]) && (isLetter[1] || isDigit[1]) { return nil }
      throw .outOfRange
    }
    return ["EU", "AP", "ZZ", "XX"].contains(code) ? nil : code
  }

  /// A continent's code, as text or as a map with `code`; `nil` where the text is a name.
  func continentCode(_ written: RecordDecoder.Control) throws(RecordDamage) -> String? {
    let value = try decoder.resolved(written)
    if value.kind == .string { return value.size == 2 ? try decoder.text(value) : nil }
    guard value.kind == .map else { throw .wrongType }
    var next = value.payload
    for _ in 0..<value.size {
      let (name, member) = try field(at: next)
      if name == .code { return try text(member) }
      next = try decoder.skip(member)
    }
    return nil
  }
}
