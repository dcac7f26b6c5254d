// A table as bytes, so that the YAML is read and its patterns are analysed only once: at build time
// for the table in the binary, and when the file changed for the one in the cache.
//
// Every byte is ASCII unless a text of the file is not, so that the table can stand in Swift source
// as a string literal. Numbers are groups of six bits, the lowest first, with 0x40 set on all but
// the last. Texts are their length in bytes and the bytes.

extension AgentTable {
  /// Changes whenever the bytes or the analysis behind them change their meaning.
  package static let formatVersion = 1
  private static let magic = "candor-agents"

  /// The table as bytes.
  package func encoded() -> [UInt8] {
    var writer = TableWriter()
    writer.text(Self.magic)
    writer.number(Self.formatVersion)
    writer.text(name)
    writer.text(hash)
    writer.number(literals.count)
    for literal in literals {
      writer.number(literal.isCaseless ? 1 : 0)
      writer.bytes(literal.bytes)
    }
    writer.number(entries.count)
    for entry in entries { Self.write(entry, to: &writer) }
    return writer.output
  }

  /// Reads the bytes back.
  ///
  /// - Throws: `damagedTable` where they are not what `encoded()` makes in this version. Numbers
  ///   are checked, so that a table that was changed cannot lead outside of its lists.
  package init(encoded bytes: UnsafeBufferPointer<UInt8>) throws(AgentFileError) {
    var reader = TableReader(bytes)
    guard try reader.text() == Self.magic, try reader.number() == Self.formatVersion else {
      throw TableReader.damaged
    }
    let name = try reader.text()
    let hash = try reader.text()
    let literalCount = try reader.count()
    var literals: [AgentLiteral] = []
    literals.reserveCapacity(literalCount)
    for _ in 0..<literalCount {
      let isCaseless = try reader.number() == 1
      literals.append(AgentLiteral(bytes: try reader.bytes(), isCaseless: isCaseless))
    }
    let entryCount = try reader.count()
    var entries: [AgentEntry] = []
    entries.reserveCapacity(entryCount)
    for _ in 0..<entryCount {
      entries.append(try Self.entry(from: &reader, literalCount: literalCount))
    }
    guard reader.isAtEnd else { throw TableReader.damaged }
    self.init(name: name, hash: hash, entries: entries, literals: literals)
  }

  private static func write(_ entry: AgentEntry, to writer: inout TableWriter) {
    writer.number(entry.domain.rawValue * 2 + (entry.isCaseless ? 1 : 0))
    writer.text(entry.pattern)
    writer.number(entry.line)
    writer.number(entry.templates.count)
    for template in entry.templates {
      writer.number(template.parts.count * 2 + (template.isTrimmed ? 1 : 0))
      for part in template.parts {
        switch part {
        case .group(let group): writer.number(group)
        case .text(let text):
          writer.number(10)
          writer.text(text)
        }
      }
    }
    writer.number(entry.clauses.count)
    for clause in entry.clauses {
      writer.number(clause.count)
      for number in clause { writer.number(number) }
    }
  }

  private static func entry(
    from reader: inout TableReader, literalCount: Int
  ) throws(AgentFileError) -> AgentEntry {
    let kind = try reader.number()
    guard let domain = AgentDomain(rawValue: kind / 2) else { throw TableReader.damaged }
    let pattern = try reader.text()
    let line = try reader.number()
    var templates: [AgentTemplate] = []
    templates.reserveCapacity(5)
    for _ in 0..<(try reader.count()) {
      templates.append(try template(from: &reader))
    }
    guard templates.count == domain.replacementKeys.count else { throw TableReader.damaged }
    var clauses: [[Int]] = []
    for _ in 0..<(try reader.count()) {
      var clause: [Int] = []
      for _ in 0..<(try reader.count()) {
        let number = try reader.number()
        guard number < literalCount else { throw TableReader.damaged }
        clause.append(number)
      }
      clauses.append(clause)
    }
    return AgentEntry(
      domain: domain, pattern: pattern, isCaseless: kind % 2 == 1, line: line,
      templates: templates, clauses: clauses)
  }

  private static let plainGroups = (0...9).map {
    AgentTemplate(parts: [.group($0)], isTrimmed: false)
  }
  private static let trimmedGroups = (0...9).map {
    AgentTemplate(parts: [.group($0)], isTrimmed: true)
  }

  private static func template(
    from reader: inout TableReader
  ) throws(AgentFileError) -> AgentTemplate {
    let shape = try reader.number()
    if shape / 2 == 1 {
      // Most fields are one group or one text; the groups share their templates.
      let group = try reader.number()
      guard group <= 10 else { throw TableReader.damaged }
      let isTrimmed = shape % 2 == 1
      if group < 10 { return isTrimmed ? trimmedGroups[group] : plainGroups[group] }
      return AgentTemplate(parts: [.text(try reader.text())], isTrimmed: isTrimmed)
    }
    var parts: [AgentTemplate.Part] = []
    for _ in 0..<(shape / 2) {
      let group = try reader.number()
      guard group <= 10 else { throw TableReader.damaged }
      parts.append(group == 10 ? .text(try reader.text()) : .group(group))
    }
    return AgentTemplate(parts: parts, isTrimmed: shape % 2 == 1)
  }
}

private struct TableWriter {
  var output: [UInt8] = []

  mutating func number(_ value: Int) {
    var rest = value
    while rest >= 0x40 {
      output.append(UInt8(rest & 0x3F) | 0x40)
      rest >>= 6
    }
    output.append(UInt8(rest))
  }

  mutating func bytes(_ bytes: [UInt8]) {
    number(bytes.count)
    output += bytes
  }

  mutating func text(_ text: String) { bytes(Array(text.utf8)) }
}

private struct TableReader {
  static let damaged = AgentFileError(
    .damagedTable, "expected a table of this version, found other bytes")

  private let input: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(_ input: UnsafeBufferPointer<UInt8>) { self.input = input }

  var isAtEnd: Bool { index == input.count }

  mutating func number() throws(AgentFileError) -> Int {
    var value = 0
    var shift = 0
    while index < input.count, shift < 48 {
      let byte = input[index]
      index += 1
      guard byte < 0x80 else { throw Self.damaged }
      value |= Int(byte & 0x3F) << shift
      if byte < 0x40 { return value }
      shift += 6
    }
    throw Self.damaged
  }

  /// A number of things to come, each of which takes a byte at least.
  mutating func count() throws(AgentFileError) -> Int {
    let value = try number()
    guard value <= input.count - index else { throw Self.damaged }
    return value
  }

  mutating func bytes() throws(AgentFileError) -> [UInt8] {
    let count = try count()
    defer { index += count }
    return Array(UnsafeBufferPointer(rebasing: input[index..<index + count]))
  }

  mutating func text() throws(AgentFileError) -> String {
    let count = try count()
    defer { index += count }
    let slice = UnsafeBufferPointer(rebasing: input[index..<index + count])
    guard let text = String(validating: slice, as: UTF8.self) else { throw Self.damaged }
    return text
  }
}
