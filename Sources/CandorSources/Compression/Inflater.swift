import CZlib

/// Unpacks gzip and zlib data piece by piece.
///
/// Members of a gzip file may follow one another (RFC 1952, section 2.2), as `cat a.gz b.gz` and
/// parallel packers make them. Zeros behind the last member are padding.
///
/// Thread safety: of one task.
final class Inflater {
  enum Failure: Error, Equatable {
    /// The data is damaged.
    case damaged
    /// More comes out than allowed.
    case tooLarge
  }

  // zlib keeps a pointer to the stream, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  /// Whether the data may end here.
  private(set) var isComplete = false
  private var remaining: Int

  /// Makes an unpacker.
  ///
  /// - Parameter maximumOutput: bytes that may come out in all.
  init?(maximumOutput: Int) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    remaining = maximumOutput
    guard candorInflateInit(stream) == Z_OK else {
      stream.deallocate()
      return nil
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Unpacks the next piece.
  ///
  /// - Parameters:
  ///   - input: packed bytes.
  ///   - output: what comes out is appended.
  func unpack(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]
  ) throws(Failure) {
    guard let base = input.baseAddress, !input.isEmpty else { return }
    stream.pointee.next_in = UnsafeMutablePointer(mutating: base)
    stream.pointee.avail_in = UInt32(input.count)
    while stream.pointee.avail_in > 0 {
      if isComplete {
        let next = base + (input.count - Int(stream.pointee.avail_in))
        if next.pointee == 0 {
          stream.pointee.avail_in -= 1
          stream.pointee.next_in += 1
          continue
        }
        guard inflateReset(stream) == Z_OK else { throw .damaged }
        isComplete = false
      }
      try step(into: &output)
    }
    // What is left in the window comes out even when no input is.
    while !isComplete, stream.pointee.avail_out == 0 { try step(into: &output) }
  }

  private func step(into output: inout [UInt8]) throws(Failure) {
    let room = 128 * 1024
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: room))
    let code = output.withUnsafeMutableBufferPointer { buffer in
      stream.pointee.next_out = buffer.baseAddress.map { $0 + start }
      stream.pointee.avail_out = UInt32(room)
      return inflate(stream, Z_NO_FLUSH)
    }
    let produced = room - Int(stream.pointee.avail_out)
    output.removeLast(room - produced)
    remaining -= produced
    if remaining < 0 { throw .tooLarge }
    switch code {
    case Z_OK: break
    case Z_STREAM_END: isComplete = true
    case Z_BUF_ERROR:
      // No progress was possible; more input is needed.
      if stream.pointee.avail_in > 0 { throw .damaged }
      stream.pointee.avail_out = 1
    default: throw .damaged
    }
  }
}
