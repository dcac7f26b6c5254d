import CandorModel

/// Cuts an NDJSON input into blocks of whole lines, however long it is.
struct LineCutter {
  private let file: InputFile
  private let limits: InputLimits
  /// Read and not handed out: the beginning of a line, or of the input.
  private var carry: [UInt8]
  private var lineNumber: Int
  private var byteOffset: Int
  private var isSkipping = false
  private var isAtEnd = false
  /// How many line feeds the last block had.
  private var lastCount = 0

  /// Begins behind bytes that were read already.
  init(_ file: InputFile, limits: InputLimits, head: [UInt8], headOffset: Int = 0) {
    self.file = file
    self.limits = limits
    carry = head
    lineNumber = 1
    byteOffset = headOffset
  }

  /// The next block or a line that was too long to hold; `nil` at the end.
  mutating func next() throws(SourceError) -> EvidenceItem? {
    while true {
      if let item = cut() { return item }
      if isAtEnd { return nil }
      let start = carry
      var count = 0
      var failure: SourceError?
      // Nearly all blocks are of one size, so that the memory of one that was read fits the next.
      let size =
        start.count <= limits.blockBytes / 2 ? limits.blockBytes - start.count : limits.blockBytes
      carry = [UInt8](unsafeUninitializedCapacity: start.count + size) { buffer, used in
        _ = buffer.update(fromContentsOf: start)
        do throws(SourceError) {
          count = try file.read(
            UnsafeMutableBufferPointer(rebasing: buffer[start.count..<start.count + size]))
        } catch { failure = error }
        used = start.count + count
      }
      if let failure { throw failure }
      if count == 0 { isAtEnd = true }
    }
  }

  private mutating func cut() -> EvidenceItem? {
    if isSkipping {
      let end = carry.withUnsafeBufferPointer { LineFeed.first(in: $0, from: 0, to: $0.count) }
      byteOffset += end.map { $0 + 1 } ?? carry.count
      carry.removeFirst(end.map { $0 + 1 } ?? carry.count)
      guard end != nil else { return nil }
      isSkipping = false
      lineNumber += 1
    }
    guard !carry.isEmpty else { return nil }
    let last = carry.withUnsafeBufferPointer { LineFeed.last(in: $0, from: 0, to: $0.count) }
    if let last { return block(end: last + 1) }
    if isAtEnd { return block(end: carry.count) }
    guard carry.count > limits.maximumLineBytes else { return nil }
    isSkipping = true
    let loss = Diagnostic.lineTooLong(
      file.name, lineNumber, byteOffset, limit: limits.maximumLineBytes)
    byteOffset += carry.count
    carry = []
    return .lost(loss)
  }

  private mutating func block(end: Int) -> EvidenceItem {
    // Lines are about as long as those before.
    var ends = carry.withUnsafeBufferPointer {
      LineFeed.places(in: $0, to: end, expected: lastCount + lastCount / 8)
    }
    let number = lineNumber
    lastCount = ends.count
    lineNumber += ends.count
    // The last line of an input may have no end of its own.
    if carry[end - 1] != 0x0A { ends.append(end) }
    let block = EvidenceBlock(
      file: file.name, firstLineNumber: number, byteOffset: byteOffset,
      maximumLineBytes: limits.maximumLineBytes, bytes: carry, ends: ends)
    byteOffset += end
    carry = Array(carry[end...])
    return .block(block)
  }
}
