import CZlib

/// Packs the documents of a store.
///
/// Assessments are much alike: keys, rule texts, provenance. Deflate with a dictionary of what they
/// share makes a row several times smaller than deflate alone. The first byte names the dictionary,
/// so that later versions can bring another one and still read what is there.
enum BodyCodec {
  /// Longest document that is unpacked.
  static let maximumSize = 64 << 20

  private static let level: Int32 = 6

  static func pack(_ bytes: [UInt8]) throws(StoreError) -> [UInt8] {
    var stream = z_stream()
    guard
      deflateInit_(&stream, level, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw failure("pack") }
    defer { deflateEnd(&stream) }
    let dictionary = BodyDictionary.current
    guard
      deflateSetDictionary(&stream, dictionary.bytes, UInt32(dictionary.bytes.count)) == Z_OK
    else { throw failure("pack") }
    var result = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 1)
    result[0] = dictionary.number
    var input = bytes
    let capacity = result.count - 1
    let status: Int32 = input.withUnsafeMutableBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress! + 1
        stream.avail_out = UInt32(capacity)
        return deflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END else { throw failure("pack") }
    result.removeLast(Int(stream.avail_out))
    return result
  }

  static func unpack(_ bytes: [UInt8]) throws(StoreError) -> [UInt8] {
    guard let number = bytes.first, let dictionary = BodyDictionary.named(number) else {
      throw failure("read")
    }
    var stream = z_stream()
    guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw failure("read")
    }
    defer { inflateEnd(&stream) }
    var input = Array(bytes.dropFirst())
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    let isWhole = input.withUnsafeMutableBufferPointer { source -> Bool in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      while true {
        let (status, produced) = chunk.withUnsafeMutableBufferPointer { target -> (Int32, Int) in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          let status = inflate(&stream, Z_NO_FLUSH)
          return (status, target.count - Int(stream.avail_out))
        }
        result.append(contentsOf: chunk[..<produced])
        if status == Z_STREAM_END { return true }
        if status == Z_NEED_DICT {
          guard
            inflateSetDictionary(&stream, dictionary.bytes, UInt32(dictionary.bytes.count)) == Z_OK
          else { return false }
        } else if status != Z_OK || (produced == 0 && stream.avail_in == 0) {
          return false
        }
        if result.count > maximumSize { return false }
      }
    }
    guard isWhole else { throw failure("read") }
    return result
  }

  private static func failure(_ verb: String) -> StoreError {
    StoreError(
      .damaged, "cannot \(verb) a document of the store",
      help: "`candor store verify` tells which rows were changed")
  }
}
