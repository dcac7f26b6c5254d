import CZlib

/// Unpacks gzip and zlib data piece by piece.
///
/// Members of a gzip file may follow one another (RFC 1952, section 2.2), as `cat a.gz b.gz` and
/// parallel packers make them. Zeros behind the last member are padding.
///
/// Thread safety: of one task.
final class Inflater: Unpacker {
  // zlib keeps a pointer to the stream, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private(set) var isComplete = false
  private(set) var isDamaged = false

  /// Makes an unpacker; `nil` without memory.
  init?() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard candorInflateInit(stream) == Z_OK else {
      stream.deallocate()
      return nil
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func unpack(
    _ input: inout UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    var written = 0
    while written < target.count, !isDamaged {
      if isComplete {
        input = UnsafeBufferPointer(rebasing: input.drop { $0 == 0 })
        guard !input.isEmpty else { break }
        isComplete = false
        guard inflateReset(stream) == Z_OK else {
          isDamaged = true
          break
        }
      }
      let room = UnsafeMutableBufferPointer(rebasing: target[written...])
      guard step(&input, room, &written) else { break }
    }
    return written
  }

  /// One call of zlib; `false` where nothing more can come of the input.
  private func step(
    _ input: inout UnsafeBufferPointer<UInt8>, _ room: UnsafeMutableBufferPointer<UInt8>,
    _ written: inout Int
  ) -> Bool {
    let offered = UInt32(clamping: input.count)
    let space = UInt32(clamping: room.count)
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    stream.pointee.avail_in = offered
    stream.pointee.next_out = room.baseAddress
    stream.pointee.avail_out = space
    let code = inflate(stream, Z_NO_FLUSH)
    input = UnsafeBufferPointer(rebasing: input[Int(offered - stream.pointee.avail_in)...])
    written += Int(space - stream.pointee.avail_out)
    switch code {
    case Z_OK: return true
    case Z_STREAM_END:
      isComplete = true
      return true
    // No progress was possible: more input is needed.
    case Z_BUF_ERROR where input.isEmpty: return false
    default:
      isDamaged = true
      return false
    }
  }

  /// Unpacks all of some bytes.
  ///
  /// - Parameters:
  ///   - packed: whole gzip or zlib data.
  ///   - maximumOutput: bytes that may come out; no more are ever held.
  static func unpack(_ packed: [UInt8], maximumOutput: Int) throws(UnpackingFailure) -> [UInt8] {
    guard let inflater = Inflater() else { throw .noMemory }
    var output: [UInt8] = []
    let isTooLarge = packed.withUnsafeBufferPointer { buffer in
      var input = buffer
      while true {
        let room = 128 * 1024
        let piece = [UInt8](unsafeUninitializedCapacity: room) { target, count in
          let target = UnsafeMutableBufferPointer(rebasing: target[..<room])
          count = inflater.unpack(&input, into: target)
        }
        if output.count + piece.count > maximumOutput { return true }
        output += piece
        if piece.count < room { return false }
      }
    }
    if isTooLarge { throw .tooLarge }
    if inflater.isDamaged { throw .damaged }
    guard inflater.isComplete else { throw .cutOff }
    return output
  }
}
