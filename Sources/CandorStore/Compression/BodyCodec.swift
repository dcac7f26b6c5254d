import CZstd
import Synchronization

/// Packs the documents of a store.
///
/// Assessments are much alike: keys, rule texts, provenance. Zstandard with a dictionary of what they
/// share makes a row several times smaller than without. The first byte names the dictionary, so
/// that later versions can bring another one and still read what is there.
///
/// ## Thread safety
/// Shared by all tasks; one packs and one unpacks at a time.
final class BodyCodec: Sendable {
  /// Longest document that is unpacked.
  static let maximumSize = 64 << 20

  private static let level: Int32 = 3
  private static let shared = BodyCodec(packing: .current, unpacking: BodyDictionary.all)

  /// Protects the context, which is made once and used by one task at a time.
  private let packer: Mutex<Packer>
  /// Protects the context, which is made once and used by one task at a time.
  private let unpacker: Mutex<Unpacker>

  /// Makes a codec.
  ///
  /// - Parameters:
  ///   - dictionary: what is packed with.
  ///   - dictionaries: what can be unpacked with, each by its number.
  init(packing dictionary: BodyDictionary, unpacking dictionaries: [BodyDictionary]) {
    packer = Mutex(Packer(dictionary))
    unpacker = Mutex(Unpacker(dictionaries))
  }

  deinit {
    packer.withLock { $0.free() }
    unpacker.withLock { $0.free() }
  }

  /// Packs a document with the dictionary of today.
  static func pack(_ bytes: [UInt8]) throws(StoreError) -> [UInt8] { try shared.packed(bytes) }

  /// The document that was packed, with whichever dictionary that was.
  ///
  /// - Throws: `damaged`, also where the dictionary is not known and where the document is longer than
  ///   `maximumSize`.
  static func unpack(_ bytes: [UInt8]) throws(StoreError) -> [UInt8] { try shared.unpacked(bytes) }

  func packed(_ bytes: [UInt8]) throws(StoreError) -> [UInt8] {
    let packed = packer.withLock { $0.pack(bytes) }
    guard let packed else { throw Self.failure("pack") }
    return packed
  }

  func unpacked(_ bytes: [UInt8]) throws(StoreError) -> [UInt8] {
    let document = unpacker.withLock { $0.unpack(bytes) }
    guard let document else { throw Self.failure("read") }
    return document
  }

  private static func failure(_ verb: String) -> StoreError {
    StoreError(
      .damaged, "cannot \(verb) a document of the store",
      help: "`candor store verify` tells which rows were changed")
  }

  // The pointers are used under the lock that holds the value, and live as long as the codec.
  private struct Packer: @unchecked Sendable {
    private let context: OpaquePointer?
    private let dictionary: OpaquePointer?
    private let number: UInt8

    init(_ shared: BodyDictionary) {
      number = shared.number
      context = ZSTD_createCCtx()
      dictionary = shared.bytes.withUnsafeBytes {
        ZSTD_createCDict($0.baseAddress, $0.count, BodyCodec.level)
      }
    }

    func free() {
      ZSTD_freeCDict(dictionary)
      ZSTD_freeCCtx(context)
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

  // The pointers are used under the lock that holds the value, and live as long as the codec.
  private struct Unpacker: @unchecked Sendable {
    private let context: OpaquePointer?
    /// By the number with which documents name them.
    private let dictionaries: [UInt8: OpaquePointer]

    init(_ all: [BodyDictionary]) {
      context = ZSTD_createDCtx()
      var dictionaries: [UInt8: OpaquePointer] = [:]
      for shared in all {
        precondition(dictionaries[shared.number] == nil, "each dictionary has a number of its own")
        dictionaries[shared.number] = shared.bytes.withUnsafeBytes {
          ZSTD_createDDict($0.baseAddress, $0.count)
        }
      }
      self.dictionaries = dictionaries
    }

    func free() {
      for dictionary in dictionaries.values { ZSTD_freeDDict(dictionary) }
      ZSTD_freeDCtx(context)
    }

    func unpack(_ bytes: [UInt8]) -> [UInt8]? {
      guard let context, let number = bytes.first, let dictionary = dictionaries[number] else {
        return nil
      }
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
