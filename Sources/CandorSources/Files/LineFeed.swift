import Foundation

/// Finds line feeds in bytes, with the C library's fast search.
enum LineFeed {
  /// The first one in a part of the bytes.
  @inline(__always)
  static func first(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
  ) -> Int? {
    guard start < end, let base = bytes.baseAddress,
      let found = memchr(base + start, 0x0A, end - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// Whether there is one.
  static func isIn(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { first(in: $0, from: 0, to: $0.count) != nil }
  }

  /// The last one in a part of the bytes.
  static func last(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int? {
    var index = end - 1
    while index >= start {
      if bytes[index] == 0x0A { return index }
      index -= 1
    }
    return nil
  }

  /// The places of all in a part of the bytes.
  ///
  /// - Parameter expected: about how many there are.
  static func places(
    in bytes: UnsafeBufferPointer<UInt8>, to end: Int, expected: Int
  ) -> [Int] {
    var places: [Int] = []
    places.reserveCapacity(expected)
    var next = 0
    while let found = first(in: bytes, from: next, to: end) {
      places.append(found)
      next = found + 1
    }
    return places
  }

  /// How many there are in a part of the bytes.
  static func count(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
    var count = 0
    var next = start
    while let found = first(in: bytes, from: next, to: end) {
      count += 1
      next = found + 1
    }
    return count
  }
}
