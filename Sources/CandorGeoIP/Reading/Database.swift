import CandorModel
import Synchronization

/// One open location database in the MaxMind DB format, whoever built it.
///
/// Thread safety: immutable and shared; the cache of decoded records is behind locks.
public final class Database: Sendable {
  /// How many decoded records are kept.
  static let cachedRecords = 1 << 15
  /// How many records are looked at to tell what a database is about.
  static let sampledRecords = 64

  let file: DatabaseFile
  /// What the file says of itself.
  public let metadata: DatabaseMetadata
  /// What it is about, by its type and else by its records.
  public let kind: DatabaseKind
  /// Whether it can tell a place.
  public let providesPlace: Bool
  /// Whether it can tell a network or its class.
  public let providesNetwork: Bool
  private let reader: RecordReader
  private let path: String
  private let records = SharedCache<RecordFacts>(capacity: Database.cachedRecords)
  private let shortcut: PrefixShortcut
  private let onDamage: (@Sendable (GeoIPError) -> Void)?
  /// Protects the one call of `onDamage`.
  private let isDamageTold = Mutex(false)

  /// Opens a database.
  ///
  /// - Parameters:
  ///   - path: of a regular file.
  ///   - language: of names, as databases spell it (`en`, `es`, `pt-BR`); English is taken where a
  ///     record does not have it.
  ///   - onDamage: called once, with the first damage that a look-up meets, from the thread of
  ///     that look-up; the look-up itself answers that it failed.
  /// - Throws: `GeoIPError`: the file cannot be read, is no database, or is damaged in a way that
  ///   shows before the first look-up.
  public static func open(
    path: String, language: String = "en",
    onDamage: (@Sendable (GeoIPError) -> Void)? = nil
  ) throws(GeoIPError) -> Database {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return try Database(
      file: DatabaseFile(path: path, name: name), path: path, language: language,
      onDamage: onDamage)
  }

  private init(
    file: DatabaseFile, path: String, language: String,
    onDamage: (@Sendable (GeoIPError) -> Void)?
  ) throws(GeoIPError) {
    self.file = file
    self.path = path
    self.onDamage = onDamage
    metadata = file.metadata
    let named = DatabaseKind(type: file.metadata.type)
    reader = RecordReader(
      decoder: file.decoder, source: file.metadata.type, language: language,
      isResidentialProxyList: named == .residentialProxy, isOfKnownKind: named != nil)
    shortcut = PrefixShortcut(tree: file.tree)
    let shape = Self.sample(file, reader)
    kind = named ?? DatabaseKind(seen: shape)
    let names: (place: Bool, network: Bool) =
      switch kind {
      case .city, .country: (true, false)
      case .countryASN, .enterprise: (true, true)
      case .asn, .isp, .connectionType, .anonymousIP, .anonymousPlus, .residentialProxy, .privacy,
        .carrier:
        (false, true)
      case .other: (false, false)
      }
    providesPlace = names.place || shape.hasCountry || shape.hasDetail
    // A database of places that marks single records as anonymous is none of networks.
    providesNetwork =
      names.network || shape.hasNumber || shape.hasClass && kind != .city && kind != .country
  }

  /// The file's name, without its folder.
  public var name: String { file.name }

  /// Whether the path still leads to the file as it was opened; a run that ends with `false` was
  /// answered from the old file as a whole.
  package var isUnchangedOnDisk: Bool { FileTail.identity(path: path) == file.identity }

  /// The file's size in bytes.
  public var byteCount: Int { file.identity.size }

  /// Calls `body` with all bytes of the file, for a hash of it.
  ///
  /// - Parameter body: the bytes are only to be used within the call.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    try body(file.bytes)
  }

  // MARK: Look-up

  /// How to find records, without an object to hold; valid as long as this database.
  var walk: ShortenedWalk { shortcut.walk }

  /// The size of the data section in bytes.
  var dataSize: Int { file.decoder.section.count }

  /// The offset of an address's record; `nil` where there is none.
  func offset(for address: IPAddress) throws(GeoIPError) -> Int? {
    guard let record = walk.record(for: address) else { return nil }
    return try file.dataOffset(of: record)
  }

  /// The wanted fields of the record at an offset.
  ///
  /// - Parameter isKept: whether the decoded record is kept for the next one who asks; left out by
  ///   callers who keep what they make of it.
  func facts(at offset: Int, isKept: Bool = true) -> RecordFacts {
    guard isKept else { return read(at: offset) }
    let hash = mixedHash(UInt64(offset))
    if let facts = records.value(hash: hash, where: { $0.offset == offset }) { return facts }
    let facts = read(at: offset)
    records.insert(facts, hash: hash)
    return facts
  }

  /// The wanted fields of the record at an offset, for callers who keep what they make of them;
  /// `nil` where it is damaged, which `facts` tells.
  func undamagedFields(at offset: Int) -> RecordFacts.Fields? {
    try? reader.fields(at: offset)
  }

  private func read(at offset: Int) -> RecordFacts {
    let facts = reader.read(at: offset)
    if let damage = facts.damage { tell(.damaged(name, damage)) }
    return facts
  }

  /// Tells the first damage that a look-up meets.
  func tell(_ damage: GeoIPError) {
    guard let onDamage else { return }
    let isFirst = isDamageTold.withLock { isTold in
      defer { isTold = true }
      return !isTold
    }
    if isFirst { onDamage(damage) }
  }

  /// Looks at the first records of the tree.
  private static func sample(_ file: DatabaseFile, _ reader: RecordReader) -> RecordShape {
    var shape = RecordShape()
    var left = sampledRecords
    // A damaged tree is told by whoever looks an address up; here it only ends the sample.
    try? file.forEachNetwork { _, offset in
      let facts = reader.read(at: offset)
      if facts.damage == nil { shape.add(facts) }
      left -= 1
      return left > 0
    }
    return shape
  }
}
