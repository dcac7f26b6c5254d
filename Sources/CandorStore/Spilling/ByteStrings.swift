/// Byte strings that stand one behind the other in one piece of memory.
public struct ByteStrings: Sendable {
  /// All of them.
  public private(set) var bytes: [UInt8] = []
  /// Where each ends.
  public private(set) var ends: [Int] = []

  /// Makes an empty list.
  ///
  /// - Parameter byteCount: how many bytes it has room for.
  public init(byteCount: Int = 0) {
    bytes.reserveCapacity(byteCount)
  }

  init(bytes: [UInt8], ends: [Int]) {
    self.bytes = bytes
    self.ends = ends
  }

  /// How many there are.
  public var count: Int { ends.count }

  /// Adds one.
  public mutating func append(_ string: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: string)
    ends.append(bytes.count)
  }

  /// Adds those of another list.
  public mutating func append(_ others: ByteStrings) {
    let start = bytes.count
    bytes.append(contentsOf: others.bytes)
    ends.append(contentsOf: others.ends.lazy.map { $0 + start })
  }

  /// Calls a function with all of them, which are valid inside the call only.
  public func withAll<Result>(
    _ body: ([UnsafeBufferPointer<UInt8>]) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeBufferPointer { buffer in
      var start = 0
      return try body(
        ends.map { end in
          defer { start = end }
          return UnsafeBufferPointer(rebasing: buffer[start..<end])
        })
    }
  }
}
