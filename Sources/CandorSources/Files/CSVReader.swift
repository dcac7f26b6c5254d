/// Reads CSV as RFC 4180 has it, over bytes that somebody else keeps alive.
///
/// Records end with CRLF, LF, or CR alone, as spreadsheets for the Macintosh write it. A field is
/// either without quotes, or in quotes as a whole, with quotes inside doubled; anything between makes
/// the record unreadable, since guessing where its fields end could put one candidate's address to
/// another. Only its first line is left out then: an open quote would take all that follows with it.
/// Blank lines are no records.
struct CSVReader {
  struct Record {
    /// Line of its first byte, from 1.
    var line: Int
    /// Of its first byte, from 0.
    var byteOffset: Int
    var fields: [Field]
  }

  struct Field {
    var range: Range<Int>
    var isQuoted: Bool
  }

  enum Failure: Error, Equatable {
    /// A quote inside a field that does not begin with one.
    case strayQuote
    /// Text behind the closing quote.
    case textAfterQuote
    /// The input ends inside quotes.
    case unclosedQuote
  }

  enum Item {
    case record(Record)
    case unreadable(Failure, line: Int, byteOffset: Int)
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let separator: UInt8
  private var offset: Int
  private var line = 1

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    separator = Self.separator(bytes[offset...])
  }

  /// The next record, or why it is none; `nil` at the end.
  mutating func next() -> Item? {
    skipBlankLines()
    guard offset < bytes.count else { return nil }
    var record = Record(line: line, byteOffset: offset, fields: [])
    while true {
      do throws(Failure) {
        record.fields.append(try field())
      } catch {
        offset = record.byteOffset
        line = record.line
        skipLine()
        return .unreadable(error, line: record.line, byteOffset: record.byteOffset)
      }
      guard offset < bytes.count, bytes[offset] == separator else { break }
      offset += 1
    }
    endLine()
    return .record(record)
  }

  /// A field's bytes, doubled quotes made single.
  func bytes(of field: Field) -> [UInt8] {
    let raw = bytes[field.range]
    guard field.isQuoted, raw.contains(UInt8(ascii: "\"")) else { return Array(raw) }
    var result: [UInt8] = []
    var isSecond = false
    for byte in raw {
      if byte == UInt8(ascii: "\""), !isSecond {
        isSecond = true
        continue
      }
      isSecond = false
      result.append(byte)
    }
    return result
  }

  private mutating func field() throws(Failure) -> Field {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { return try bare() }
    offset += 1
    let start = offset
    while offset < bytes.count {
      if endsLine(offset) { line += 1 }
      guard bytes[offset] == UInt8(ascii: "\"") else {
        offset += 1
        continue
      }
      if offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "\"") {
        offset += 2
        continue
      }
      let field = Field(range: start..<offset, isQuoted: true)
      offset += 1
      guard offset == bytes.count || bytes[offset] == separator || isLineEnd else {
        throw .textAfterQuote
      }
      return field
    }
    throw .unclosedQuote
  }

  private mutating func bare() throws(Failure) -> Field {
    let start = offset
    while offset < bytes.count, bytes[offset] != separator, !isLineEnd {
      if bytes[offset] == UInt8(ascii: "\"") { throw .strayQuote }
      offset += 1
    }
    return Field(range: start..<offset, isQuoted: false)
  }

  /// Whether a byte outside of quotes ends a line, or begins its end.
  static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Where the first line end begins, or the end of the bytes.
  private static func lineEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    bytes[start...].firstIndex(where: isLineEnd) ?? bytes.count
  }

  private var isLineEnd: Bool { Self.isLineEnd(bytes[offset]) }

  /// Whether a line ends with this byte: CR is one half where LF follows.
  private func endsLine(_ index: Int) -> Bool {
    bytes[index] == 0x0A
      || bytes[index] == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A)
  }

  private mutating func endLine() {
    guard offset < bytes.count else { return }
    if !endsLine(offset) { offset += 1 }
    offset += 1
    line += 1
  }

  private mutating func skipLine() {
    offset = Self.lineEnd(in: bytes, from: offset)
    endLine()
  }

  private mutating func skipBlankLines() {
    while offset < bytes.count, isLineEnd { endLine() }
  }

  /// `,`, or what the header divides its names by where it has no comma: spreadsheets of half of
  /// Europe write `;`. What stands in quotes divides nothing.
  private static func separator(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8 {
    var found: Set<UInt8> = []
    var isQuoted = false
    for byte in bytes.drop(while: isLineEnd).prefix(while: { !isLineEnd($0) }) {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted { found.insert(byte) }
    }
    return [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09].first(where: found.contains)
      ?? UInt8(ascii: ",")
  }
}
