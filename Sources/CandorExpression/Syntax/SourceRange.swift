/// A stretch of the source of an expression.
public struct SourceRange: Sendable, Hashable {
  /// UTF-8 offset of the first byte, from 0.
  public let start: Int
  /// UTF-8 offset after the last byte.
  public let end: Int

  /// Makes a range of UTF-8 offsets.
  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  func through(_ other: SourceRange) -> SourceRange {
    SourceRange(start: min(start, other.start), end: max(end, other.end))
  }

  /// The text of the range in its source.
  public func text(in source: String) -> String {
    let bytes = source.utf8
    let lower = min(max(start, 0), bytes.count)
    let upper = min(max(end, lower), bytes.count)
    return String(decoding: bytes.dropFirst(lower).prefix(upper - lower), as: UTF8.self)
  }
}
