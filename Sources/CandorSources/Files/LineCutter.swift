import CandorModel

/// Cuts an NDJSON input into blocks of whole lines, however long it is.
///
/// A block has no more lines than there is room for where they are of ordinary length: what becomes
/// of a very short one is many times as large.
struct LineCutter {
  /// Of lines that are shorter, fewer come into a block than it has room for.
  private static let ordinaryLineBytes = 1024
  /// So many lines there may be in a block, however small it is.
  private static let fewestLines = 64

  private let file: InputFile
  private let limits: InputLimits
  /// Read and not handed out: the beginning of a line, or of the input.
  private var carry: [UInt8]
  private var lineNumber: Int
  private var byteOffset: Int
  private var isSkipping = false
  private var isAtEnd = false
  /// How many line feeds there were in what was cut last.
  private var lastCount = 0
  /// What lines were cut of that were not all handed out; empty where they were.
  private var cutBytes: [UInt8] = []
  /// Where each of the lines ends.
  private var cutEnds: [Int] = []
  /// How many of them were handed out.
  private var handedOut = 0

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
      if let block = handOut() { return .block(block) }
      if let loss = cut() { return .lost(loss) }
      if !cutEnds.isEmpty { continue }
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

  /// Cuts off the whole lines that were read.
  ///
  /// - Returns: a line that is too long to hold, instead.
  private mutating func cut() -> Diagnostic? {
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
    if last != nil || isAtEnd {
      cutLines(end: last.map { $0 + 1 } ?? carry.count)
      return nil
    }
    // It may be the line ending that has begun.
    let byteCount = carry.last == 0x0D ? carry.count - 1 : carry.count
    guard byteCount > limits.maximumLineBytes else { return nil }
    isSkipping = true
    let loss = Diagnostic.lineTooLong(
      file.name, lineNumber, byteOffset, limit: limits.maximumLineBytes)
    byteOffset += carry.count
    carry = []
    return loss
  }

  private mutating func cutLines(end: Int) {
    // Lines are about as long as those before.
    cutEnds = carry.withUnsafeBufferPointer {
      LineFeed.places(in: $0, to: end, expected: lastCount + lastCount / 8)
    }
    lastCount = cutEnds.count
    // The last line of an input may have no end of its own.
    if carry[end - 1] != 0x0A { cutEnds.append(end) }
    cutBytes = carry
    carry = Array(cutBytes[end...])
    handedOut = 0
  }

  /// A block of the lines that were cut off; `nil` where all were handed out.
  private mutating func handOut() -> EvidenceBlock? {
    guard handedOut < cutEnds.count else { return nil }
    let most = max(Self.fewestLines, limits.blockBytes / Self.ordinaryLineBytes)
    let stop = min(cutEnds.count, handedOut + most)
    let start = handedOut == 0 ? 0 : cutEnds[handedOut - 1] + 1
    let count = stop - handedOut
    let block = EvidenceBlock(
      file: file.name, firstLineNumber: lineNumber, byteOffset: byteOffset,
      maximumLineBytes: limits.maximumLineBytes, bytes: cutBytes, start: start,
      ends: count == cutEnds.count ? cutEnds : Array(cutEnds[handedOut..<stop]))
    lineNumber += count
    byteOffset += cutEnds[stop - 1] + 1 - start
    handedOut = stop
    if stop == cutEnds.count {
      cutBytes = []
      cutEnds = []
      handedOut = 0
    }
    return block
  }
}
