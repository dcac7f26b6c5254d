import CZstd

/// Unpacks Zstandard data piece by piece; frames may follow one another.
///
/// Thread safety: of one task.
final class ZstdDecoder: Unpacker {
  /// The largest window a frame may ask for, as a power of two: 128 MiB, zstd's own default.
  static let maximumWindowLog: Int32 = 27

  private let stream: OpaquePointer
  private(set) var isComplete = false
  private(set) var isDamaged = false

  /// Makes an unpacker; `nil` without memory.
  init?() {
    guard let stream = ZSTD_createDStream() else { return nil }
    self.stream = stream
    ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.maximumWindowLog)
  }

  deinit { ZSTD_freeDStream(stream) }

  func unpack(
    _ input: inout UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var room = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
    while room.pos < room.size, !isDamaged {
      let before = (source.pos, room.pos)
      let code = ZSTD_decompressStream(stream, &room, &source)
      if ZSTD_isError(code) != 0 {
        isDamaged = true
      } else if (source.pos, room.pos) == before {
        break
      } else {
        // 0: a frame is complete and written out (zstd.h, ZSTD_decompressStream).
        isComplete = code == 0
        if isComplete, source.pos == source.size { break }
      }
    }
    input = UnsafeBufferPointer(rebasing: input[source.pos...])
    return room.pos
  }
}
