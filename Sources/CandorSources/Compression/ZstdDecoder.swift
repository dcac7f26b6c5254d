import CZstd

/// Unpacks Zstandard data piece by piece; frames may follow one another.
///
/// Thread safety: of one task.
final class ZstdDecoder {
  /// The largest window a frame may ask for, as a power of two: 128 MiB, zstd's own default.
  static let maximumWindowLog: Int32 = 27

  private let stream: OpaquePointer
  /// Whether the data may end here.
  private(set) var isComplete = false
  private var remaining: Int

  /// Makes an unpacker.
  ///
  /// - Parameter maximumOutput: bytes that may come out in all.
  init?(maximumOutput: Int) {
    guard let stream = ZSTD_createDStream() else { return nil }
    self.stream = stream
    remaining = maximumOutput
    ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.maximumWindowLog)
  }

  deinit { ZSTD_freeDStream(stream) }

  /// Unpacks the next piece.
  func unpack(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]
  ) throws(Inflater.Failure) {
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    let room = max(128 * 1024, ZSTD_DStreamOutSize())
    var wasFull = false
    while source.pos < source.size || wasFull {
      let start = output.count
      output.append(contentsOf: repeatElement(0, count: room))
      var produced = 0
      let code = output.withUnsafeMutableBufferPointer { buffer in
        var target = ZSTD_outBuffer(
          dst: buffer.baseAddress.map { $0 + start }, size: room, pos: 0)
        let code = ZSTD_decompressStream(stream, &target, &source)
        produced = target.pos
        return code
      }
      output.removeLast(room - produced)
      if ZSTD_isError(code) != 0 { throw .damaged }
      remaining -= produced
      if remaining < 0 { throw .tooLarge }
      wasFull = produced == room
      // 0: a frame is complete and written out (zstd.h, ZSTD_decompressStream).
      isComplete = code == 0
      if isComplete { wasFull = false }
    }
  }
}
