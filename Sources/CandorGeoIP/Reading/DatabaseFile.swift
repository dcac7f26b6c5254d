import CMaxMindDB
import CandorModel

/// An open database file: checked, mapped, closed when nobody holds it any more.
///
/// Opening is libmaxminddb's, which maps the file. It is given a file only after its metadata were
/// read and checked against the file's size from a copy of the end of the file, because versions in
/// use believe metadata in places. Walking the tree and reading records are ours: see `SearchTree`
/// and `RecordDecoder`.
///
/// A file that another one replaces by renaming, as `candor data update` does, stays readable as it
/// was: the mapping holds on to it.
///
/// Thread safety: nothing changes between `init` and `deinit`, and the mapping is read only.
final class DatabaseFile: @unchecked Sendable {
  // Unchecked because of the C structure, whose pointers are into the mapping or its own metadata.

  /// How far from its end the format allows the metadata to begin: 128 KiB.
  static let metadataLimit = 128 * 1024
  /// The mark before the metadata: 0xab 0xcd 0xef `MaxMind.com`.
  static let marker: [UInt8] = [0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8)
  /// Keys that the format says a file need not have, and libmaxminddb (1.7.1) opens none without.
  private static let neededKeys: [MMDBValue.MapKey] = ["languages", "description"]
  /// The zero bytes between search tree and data section.
  static let separatorSize = 16

  let name: String
  let identity: FileTail.Identity
  let metadata: DatabaseMetadata
  let tree: SearchTree
  let decoder: RecordDecoder
  private var handle: MMDB_s

  /// Opens a file.
  init(path: String, name: String) throws(GeoIPError) {
    self.name = name
    let tail = try FileTail(
      path: path, name: name, limit: Self.metadataLimit + Self.marker.count)
    identity = tail.identity
    let (metadata, markerAt, missing) = try Self.metadata(in: tail, name: name)
    self.metadata = metadata
    guard let recordSize = SearchTree.RecordSize(rawValue: metadata.recordSize) else {
      throw .damagedMetadata(name, "the record size is none")
    }
    // 2^32 nodes of 8 bytes fit 64 bits, so nothing overflows here.
    let treeSize = Int(metadata.nodeCount) * metadata.recordSize / 4
    let dataEnd = tail.identity.size - tail.bytes.count + markerAt
    guard treeSize + Self.separatorSize <= dataEnd else {
      throw .damagedMetadata(name, "`node_count` says a tree larger than the file")
    }
    var handle = MMDB_s()
    let status = path.withCString { MMDB_open($0, UInt32(MMDB_MODE_MMAP), &handle) }
    guard status == MMDB_SUCCESS else {
      // The file is whole: it is the library that does not go without them.
      if status == MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR, !missing.isEmpty {
        throw .missingMetadata(name, missing)
      }
      throw .damagedMetadata(name, "libmaxminddb says `\(String(cString: MMDB_strerror(status)))`")
    }
    guard let base = handle.file_content, Int(handle.file_size) == tail.identity.size else {
      MMDB_close(&handle)
      throw .cannotOpen(name, reason: "it changed while it was opened")
    }
    let all = UnsafeRawBufferPointer(start: base, count: tail.identity.size)
    // A wrong node count shifts the data section, and every record would be read in its middle.
    for index in treeSize..<(treeSize + Self.separatorSize) where all[index] != 0 {
      MMDB_close(&handle)
      throw .damagedTree(name, "no separator follows the number of nodes that `node_count` says")
    }
    self.handle = handle
    tree = SearchTree(
      bytes: UnsafeRawBufferPointer(rebasing: all[..<(treeSize + Self.separatorSize)]),
      nodeCount: metadata.nodeCount,
      recordSize: recordSize, width: metadata.ipVersion == 4 ? 32 : 128)
    decoder = RecordDecoder(
      section: UnsafeRawBufferPointer(
        rebasing: all[(treeSize + Self.separatorSize)..<dataEnd]))
  }

  deinit {
    MMDB_close(&handle)
  }

  /// All bytes of the file.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: handle.file_content, count: identity.size)
  }

  /// The offset of the record that a leaf leads to; `nil` where there is nothing.
  @inline(__always)
  func dataOffset(of record: UInt32) throws(GeoIPError) -> Int? {
    if record == tree.nodeCount { return nil }
    guard record > tree.nodeCount else {
      throw .damagedTree(name, "it is deeper than an address has bits")
    }
    let offset = Int(record - tree.nodeCount) - Self.separatorSize
    guard offset >= 0, offset < decoder.section.count else {
      throw .damagedTree(name, "it leads out of the data section")
    }
    return offset
  }

  /// The metadata, where their mark begins in the tail, and which of the keys they lack that
  /// libmaxminddb needs.
  private static func metadata(
    in tail: FileTail, name: String
  ) throws(GeoIPError) -> (DatabaseMetadata, Int, missing: [String]) {
    let bytes = tail.bytes
    var markerAt: Int?
    var index = bytes.count - marker.count
    while index >= 0 {
      if bytes[index] == marker[0], bytes[index..<(index + marker.count)].elementsEqual(marker) {
        markerAt = index
        break
      }
      index -= 1
    }
    guard let markerAt else { throw .notADatabase(name) }
    let result: Result<MMDBValue, RecordDamage> = bytes.withUnsafeBytes { all in
      let section = UnsafeRawBufferPointer(rebasing: all[(markerAt + marker.count)...])
      do throws(RecordDamage) {
        return .success(try RecordDecoder(section: section).value(at: 0))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let value):
      let metadata = try DatabaseMetadata(value, file: name)
      guard case .map(let fields) = value else { return (metadata, markerAt, []) }
      let missing = Self.neededKeys.filter { fields[$0] == nil }
      return (metadata, markerAt, missing.map(\.text))
    case .failure(let damage): throw .damagedMetadata(name, damage.text)
    }
  }
}
