/// How much of an input is held at once.
public struct InputLimits: Sendable, Hashable {
  /// Longest NDJSON line, in bytes; a longer one is lost.
  public var maximumLineBytes: Int
  /// Largest CSV, JSON document or saved answer, in bytes, unpacked.
  public var maximumHeldBytes: Int
  /// Bytes read at once.
  public var blockBytes: Int

  /// Makes limits.
  ///
  /// - Throws: `invalidArgument` where one of them is not positive.
  public init(
    maximumLineBytes: Int = 4 << 20, maximumHeldBytes: Int = 256 << 20, blockBytes: Int = 1 << 20
  ) throws(SourceError) {
    for (name, value) in [
      ("line limit", maximumLineBytes), ("input limit", maximumHeldBytes),
      ("block size", blockBytes),
    ] where value <= 0 {
      throw SourceError(
        .invalidArgument, "expected the \(name) to be a positive number of bytes, found `\(value)`")
    }
    self.maximumLineBytes = maximumLineBytes
    self.maximumHeldBytes = maximumHeldBytes
    self.blockBytes = blockBytes
  }

  /// 4 MiB a line, 256 MiB held.
  public static let standard = InputLimits()

  private init() {
    maximumLineBytes = 4 << 20
    maximumHeldBytes = 256 << 20
    blockBytes = 1 << 20
  }
}
