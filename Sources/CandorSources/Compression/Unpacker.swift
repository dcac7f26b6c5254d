/// Takes packed bytes and gives unpacked ones, no more than there is room for.
///
/// A few packed bytes may stand for gigabytes, so the room is given by whoever asks.
protocol Unpacker: AnyObject {
  /// Whether the data may end here.
  var isComplete: Bool { get }
  /// Whether the data is damaged; nothing more comes then.
  var isDamaged: Bool { get }
  /// Whether it only looks damaged, because more memory is asked for to unpack it than may be.
  var isWindowTooLarge: Bool { get }

  /// Unpacks until the room is full or nothing more can come of the input.
  ///
  /// - Parameters:
  ///   - input: packed bytes; those taken are cut off its beginning.
  ///   - target: room for unpacked ones.
  /// - Returns: how many were written. Where that is all the room, there may be more to come even
  ///   without further input.
  func unpack(
    _ input: inout UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>
  ) -> Int
}

extension Unpacker {
  var isWindowTooLarge: Bool { false }
}

/// Why packed bytes cannot be unpacked as a whole.
enum UnpackingFailure: Error, Equatable {
  /// The data is damaged.
  case damaged
  /// The data ends before it should.
  case cutOff
  /// More comes out than allowed.
  case tooLarge
  case noMemory
}
