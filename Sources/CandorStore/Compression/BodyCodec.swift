import CZstd
import Synchronization

/// Packs the documents of a store.
///
/// Assessments are much alike: keys, rule texts, provenance. Zstandard with a dictionary of what they
/// share makes a row several times smaller than without. The first byte names the dictionary, so
/// that later versions can bring another one and still read what is there.
enum BodyCodec {
  /// Longest document that is unpacked.
  static let maximumSize = 64 << 20

  private static let level: Int32 = 3

  static func pack(_ bytes: [UInt8]) throws(StoreError) -> [UInt8] {
    let packed = packers.withLock { $0.pack(bytes) }
    guard let packed else { throw failure("pack") }
    return packed
  }

  static func unpack(_ bytes: [UInt8]) throws(StoreError) -> [UInt8] {
    guard let number = bytes.first, BodyDictionary.named(number) != nil else {
      throw failure("read")
    }
    let document = unpackers.withLock { $0.unpack(bytes) }
    guard let document else { throw failure("read") }
    return document
  }

  private static func failure(_ verb: String) -> StoreError {
    StoreError(
      .damaged, "cannot \(verb) a document of the store",
      help: "`candor store verify` tells which rows were changed")
  }

  /// Protects the context, which is made once and used by one task at a time.
  private static let packers = Mutex(Packer())
  /// Protects the context, which is made once and used by one task at a time.
  private static let unpackers = Mutex(Unpacker())

  // The pointers are used under the lock that holds the value, and live as long as the process.
  private struct Packer: @unchecked Sendable {
    private let context: OpaquePointer?
    private let dictionary: OpaquePointer?
    private let number: UInt8

    init() {
      let shared = BodyDictionary.current
      number = shared.number
      context = ZSTD_createCCtx()
      dictionary = shared.bytes.withUnsafeBytes {
        ZSTD_createCDict($0.baseAddress, $0.count, BodyCodec.level)
      }
    }

    func pack(_ bytes: [UInt8]) -> [UInt8]? {
      guard let context, let dictionary else { return nil }
      let capacity = ZSTD_compressBound(bytes.count) + 1
      var isWhole = false
      let packed = [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
        target[0] = number
        let size = bytes.withUnsafeBytes { source in
          ZSTD_compress_usingCDict(
            context, target.baseAddress! + 1, capacity - 1, source.baseAddress, source.count,
            dictionary)
        }
        isWhole = ZSTD_isError(size) == 0
        count = isWhole ? size + 1 : 0
      }
      return isWhole ? packed : nil
    }
  }

  // The pointers are used under the lock that holds the value, and live as long as the process.
  private struct Unpacker: @unchecked Sendable {
    private let context: OpaquePointer?
    private let dictionary: OpaquePointer?

    init() {
      context = ZSTD_createDCtx()
      dictionary = BodyDictionary.current.bytes.withUnsafeBytes {
        ZSTD_createDDict($0.baseAddress, $0.count)
      }
    }

    func unpack(_ bytes: [UInt8]) -> [UInt8]? {
      guard let context, let dictionary else { return nil }
      return bytes.withUnsafeBytes { source -> [UInt8]? in
        let start = source.baseAddress! + 1
        let length = source.count - 1
        // The two answers above the largest size stand for unknown and for damage.
        let size = ZSTD_getFrameContentSize(start, length)
        guard size <= UInt64(BodyCodec.maximumSize) else { return nil }
        var isWhole = false
        let document = [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
          let written = ZSTD_decompress_usingDDict(
            context, target.baseAddress, Int(size), start, length, dictionary)
          isWhole = ZSTD_isError(written) == 0 && written == Int(size)
          count = isWhole ? written : 0
        }
        return isWhole ? document : nil
      }
    }
  }
}
