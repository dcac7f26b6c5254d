public import CandorModel

/// Some whole lines of an NDJSON input, not read yet.
///
/// Blocks can be handed to several tasks: the lines are named by their place in one buffer and
/// nothing of them is copied.
public struct EvidenceBlock: Sendable {
  /// One line.
  public struct Line {
    /// Its bytes without the line ending; valid inside the call only.
    public let bytes: UnsafeBufferPointer<UInt8>
    /// Counted from 1.
    public let number: Int
    /// Of its first byte in the unpacked input, from 0.
    public let byteOffset: Int
  }

  /// The input as the user named it.
  public let file: String
  /// The number of the first line, from 1.
  public let firstLineNumber: Int
  /// Of the first byte in the unpacked input, from 0.
  public let byteOffset: Int
  /// Longest line; a longer one cannot be read.
  public let maximumLineBytes: Int
  /// What was read at once, which other blocks may have lines of, too.
  private let bytes: [UInt8]
  /// Where the first line begins in it.
  private let start: Int
  /// Where each line ends: the places of line feeds, and of a last line without one the end.
  private let ends: [Int]
  /// How many bytes its lines have, with the ends between them.
  package var byteCount: Int { (ends.last ?? start) - start }

  init(
    file: String, firstLineNumber: Int, byteOffset: Int, maximumLineBytes: Int, bytes: [UInt8],
    start: Int, ends: [Int]
  ) {
    self.file = file
    self.firstLineNumber = firstLineNumber
    self.byteOffset = byteOffset
    self.maximumLineBytes = maximumLineBytes
    self.bytes = bytes
    self.start = start
    self.ends = ends
  }

  /// Calls a function for each line that is not blank, in order.
  ///
  /// Lines longer than the limit come too: `evidence(of:)` refuses them.
  public func forEachLine<Failure: Error>(_ body: (Line) throws(Failure) -> Void) throws(Failure) {
    try withBytes { buffer throws(Failure) in try walk(buffer, body) }
  }

  /// Calls a function with the lines that are not blank, in order, some at a time.
  ///
  /// Lines longer than the limit come too: `evidence(of:)` refuses them.
  ///
  /// - Parameter count: the most lines of a call.
  public func forEachLines<Failure: Error>(
    _ count: Int, _ body: ([Line]) throws(Failure) -> Void
  ) throws(Failure) {
    try withBytes { buffer throws(Failure) in
      var lines: [Line] = []
      lines.reserveCapacity(count)
      try walk(buffer) { line throws(Failure) in
        lines.append(line)
        guard lines.count == count else { return }
        try body(lines)
        lines.removeAll(keepingCapacity: true)
      }
      if !lines.isEmpty { try body(lines) }
    }
  }

  /// A block of a line of this one and of all behind it.
  package func from(_ line: Line) -> EvidenceBlock { lines(place(of: line)..<ends.count) }

  /// A block of a line of this one alone.
  package func only(_ line: Line) -> EvidenceBlock { lines(place(of: line)..<place(of: line) + 1) }

  private func place(of line: Line) -> Int { line.number - firstLineNumber }

  private func lines(_ places: Range<Int>) -> EvidenceBlock {
    let first = places.lowerBound == 0 ? start : ends[places.lowerBound - 1] + 1
    return EvidenceBlock(
      file: file, firstLineNumber: firstLineNumber + places.lowerBound,
      byteOffset: byteOffset + first - start, maximumLineBytes: maximumLineBytes, bytes: bytes,
      start: first, ends: Array(ends[places]))
  }

  private func withBytes<Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    let result: Result<Void, Failure> = bytes.withUnsafeBufferPointer { buffer in
      do throws(Failure) { return .success(try body(buffer)) } catch { return .failure(error) }
    }
    try result.get()
  }

  private func walk<Failure: Error>(
    _ buffer: UnsafeBufferPointer<UInt8>, _ body: (Line) throws(Failure) -> Void
  ) throws(Failure) {
    var start = self.start
    var number = firstLineNumber
    // Of the first byte of all that was read at once.
    let base = byteOffset - start
    for stop in ends {
      var last = stop
      if last > start, buffer[last - 1] == 0x0D { last -= 1 }
      if !isBlank(buffer, start, last, isFirst: base + start == 0) {
        try body(
          Line(
            bytes: UnsafeBufferPointer(rebasing: buffer[start..<last]), number: number,
            byteOffset: base + start))
      }
      start = stop + 1
      number += 1
    }
  }

  /// Reads one line of this block.
  ///
  /// - Throws: a diagnostic with file, line number and byte offset.
  public func evidence(of line: Line) throws(Diagnostic) -> Evidence {
    guard line.bytes.count <= maximumLineBytes else {
      throw .lineTooLong(file, line.number, line.byteOffset, limit: maximumLineBytes)
    }
    do {
      return try Evidence(jsonBuffer: line.bytes)
    } catch {
      throw .badLine(file, line.number, line.byteOffset, error)
    }
  }

  private func isBlank(
    _ buffer: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, isFirst: Bool
  ) -> Bool {
    var index = start
    // The first line may be a byte order mark and nothing else.
    if isFirst, buffer[start..<end].starts(with: [0xEF, 0xBB, 0xBF]) { index += 3 }
    while index < end {
      guard buffer[index] == 0x20 || buffer[index] == 0x09 || buffer[index] == 0x0D else {
        return false
      }
      index += 1
    }
    return true
  }
}

extension Diagnostic {
  static func badLine(
    _ file: String, _ number: Int, _ offset: Int, _ error: JSONError
  ) -> Diagnostic {
    Diagnostic(
      .error, "S110",
      "the line at byte \(offset) is no evidence: expected \(error.expected) at byte "
        + "\(error.offset) of the line",
      at: Place(file: file, line: number), help: "the line was left out, the rest went on")
  }
  static func lineTooLong(
    _ file: String, _ number: Int, _ offset: Int, limit: Int
  ) -> Diagnostic {
    Diagnostic(
      .error, "S111",
      "expected the line at byte \(offset) to have at most \(limit) bytes, found more",
      at: Place(file: file, line: number),
      help: "the line was left out; raise `--max-line-bytes` if it is meant to be that long")
  }
}
