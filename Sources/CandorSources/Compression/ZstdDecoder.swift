import CZstd

/// Unpacks Zstandard data piece by piece; frames may follow one another.
///
/// Thread safety: of one task.
final class ZstdDecoder: Unpacker {
  /// The largest window a frame may ask for, as a power of two: 128 MiB, zstd's own default.
  static let maximumWindowLog: Int32 = 27

  /// What zstd answers where a frame asks for a larger window: a number that stays
  /// (zstd_errors.h, `ZSTD_error_frameParameter_windowTooLarge`), answered as all of them are.
  private static let windowTooLarge = -16

  private let stream: OpaquePointer
  /// Whether zstd may hold unpacked bytes that were not written out yet.
  private var mayHold = false
  private(set) var isComplete = false
  private(set) var isDamaged = false
  /// Whether nothing is damaged, and a frame asks for a larger window than it may.
  private(set) var isWindowTooLarge = false

  /// Makes an unpacker; `nil` without memory.
  init?() {
    guard let stream = ZSTD_createDStream() else { return nil }
    self.stream = stream
    ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.maximumWindowLog)
  }

  deinit { ZSTD_freeDStream(stream) }

  /// Where data is damaged, zstd does not tell what it wrote in the same call. So a call either
  /// unpacks, without room, which ends with the next block that has something in it, or writes out
  /// what was unpacked, without input: all blocks before the damage come out, whatever the room.
  func unpack(
    _ input: inout UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var room = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
    while !isDamaged {
      if mayHold {
        var nothing = ZSTD_inBuffer(src: input.baseAddress, size: 0, pos: 0)
        take(ZSTD_decompressStream(stream, &room, &nothing))
        guard !isDamaged, room.pos < room.size else { break }
        mayHold = false
      }
      guard source.pos < source.size else { break }
      var noRoom = ZSTD_outBuffer(dst: target.baseAddress, size: 0, pos: 0)
      let code = ZSTD_decompressStream(stream, &noRoom, &source)
      take(code)
      // 0: a frame is complete and written out (zstd.h, ZSTD_decompressStream).
      isComplete = code == 0
      mayHold = true
    }
    input = UnsafeBufferPointer(rebasing: input[source.pos...])
    return room.pos
  }

  /// Takes down what a call of zstd answered.
  private func take(_ code: Int) {
    guard ZSTD_isError(code) != 0 else { return }
    isDamaged = true
    isWindowTooLarge = code == Self.windowTooLarge
  }
}
