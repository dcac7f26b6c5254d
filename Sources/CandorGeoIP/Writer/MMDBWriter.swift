public import CandorModel

/// Makes a MaxMind DB file (https://maxmind.github.io/MaxMind-DB/, version 2.0).
///
/// Networks and their records are inserted one by one; `encoded()` gives the file. The same calls
/// in the same order give the same bytes; nothing of the machine or the time goes into them.
///
/// A database of both families has its IPv4 networks in `::/96`, and `::ffff:0:0/96` (mapped
/// addresses) and `2002::/16` (6to4) as aliases of them, so that a reader who does not unwrap such
/// addresses still finds their records. `2001::/32` (Teredo) is left out on purpose: the bits that
/// follow are the address of the Teredo *server*, and an alias would tell where that one stands.
///
/// Memory: about 25 bytes a tree node and the encoded bytes of the different records.
public struct MMDBWriter: Sendable {
  /// What happens where inserted networks overlap.
  public enum Overlap: Sendable {
    /// The smaller network keeps its record, whichever came first; of two equal networks the later
    /// one counts. The content does not depend on the order of insertion.
    case mostSpecificWins
    /// The later network replaces all that it covers.
    case latestWins
  }

  /// What a file says of itself.
  public struct Metadata: Sendable {
    /// The kind of the database, for example `GeoLite2-City`; readers choose by it.
    public var databaseType: String
    /// When the data was made, in seconds since 1970 (UTC): the date of the sources, not of the
    /// writing, so that the same sources give the same file.
    public var buildEpoch: UInt64
    /// What the data is, where it comes from and its licence, by language (`en`).
    public var description: [String: String]
    /// The languages that names in the records are given in.
    public var languages: [String]

    /// The metadata of a new file.
    public init(
      databaseType: String, buildEpoch: UInt64, description: [String: String],
      languages: [String] = ["en"]
    ) {
      self.databaseType = databaseType
      self.buildEpoch = buildEpoch
      self.description = description
      self.languages = languages
    }
  }

  /// Which addresses a database is for.
  public enum Families: Sendable {
    /// IPv4 only, a tree of 32 bits.
    case ipv4
    /// Both in one tree of 128 bits.
    case ipv4AndIPv6
  }

  /// A record that was added to the file; it can be given to any number of networks.
  public struct Record: Sendable, Hashable {
    let offset: UInt32
  }

  /// The metadata that will be written.
  public var metadata: Metadata
  /// The addresses the database is for.
  public let families: Families
  /// Whether neighbouring networks of equal records are written as one larger network: fewer
  /// nodes, and a reader names the larger network for an address in it.
  public var mergesEqualNeighbors: Bool
  /// How many networks were inserted.
  public private(set) var networkCount = 0

  private var tree: MMDBTree
  private var data = MMDBDataSection()

  /// A writer of an empty database.
  ///
  /// - Parameters:
  ///   - families: the addresses it is for.
  ///   - overlap: what happens where networks overlap.
  ///   - includesAliases: whether mapped and 6to4 addresses lead to the IPv4 records.
  public init(
    metadata: Metadata, families: Families = .ipv4AndIPv6, overlap: Overlap = .mostSpecificWins,
    includesAliases: Bool = true, mergesEqualNeighbors: Bool = true
  ) {
    self.metadata = metadata
    self.families = families
    self.mergesEqualNeighbors = mergesEqualNeighbors
    tree = MMDBTree(overlap: overlap == .mostSpecificWins ? .mostSpecific : .latest)
    if families == .ipv4AndIPv6, includesAliases {
      for key in Self.aliases {
        do {
          try tree.markAlias(key)
        } catch {
          preconditionFailure("the aliases do not lie in one another: \(error)")
        }
      }
    }
  }

  private static let aliases = [
    MMDBTree.Key(high: 0, low: 0xffff_0000_0000, length: 96),
    MMDBTree.Key(high: 0x2002 << 48, low: 0, length: 16),
  ]

  /// Adds a record; one that is already there costs nothing.
  ///
  /// - Throws: `valueTooDeep`, `valueTooLarge`, or `tooLarge` above 2 GiB of different data.
  public mutating func add(_ value: MMDBValue) throws(MMDBWriterError) -> Record {
    Record(offset: try data.offset(of: value))
  }

  /// Gives a network a record.
  ///
  /// - Parameter record: what `add(_:)` gave; `nil` makes the network a hole, whatever surrounds
  ///   it.
  /// - Throws: `wrongFamily`, `overlapsIPv4` or `insideAlias` where the network cannot stand in
  ///   this database, `tooLarge` above two thousand million nodes.
  public mutating func insert(
    _ record: Record?, into network: IPPrefix
  ) throws(MMDBWriterError) {
    try tree.insert(record?.offset, into: try key(for: network))
    networkCount += 1
  }

  /// Adds a record and gives it to a network.
  public mutating func insert(
    _ value: MMDBValue, into network: IPPrefix
  ) throws(MMDBWriterError) {
    try insert(try add(value), into: network)
  }

  /// Gives a record to all addresses of a range, as the fewest networks that cover it.
  ///
  /// - Throws: `invalidRange` where the ends are of two families or in the wrong order, and what
  ///   `insert(_:into:)` throws.
  public mutating func insert(
    _ record: Record?, from first: IPAddress, through last: IPAddress
  ) throws(MMDBWriterError) {
    guard first.family == last.family, first <= last else { throw .invalidRange }
    for network in IPPrefix.covering(from: first, through: last) {
      try insert(record, into: network)
    }
  }

  /// Where a network stands in the tree.
  private func key(for network: IPPrefix) throws(MMDBWriterError) -> MMDBTree.Key {
    switch (network.family, families) {
    case (.v4, .ipv4):
      return MMDBTree.Key(high: network.base.low << 32, low: 0, length: network.length)
    case (.v4, .ipv4AndIPv6):
      return MMDBTree.Key(high: 0, low: network.base.low, length: network.length + 96)
    case (.v6, .ipv4):
      throw .wrongFamily
    case (.v6, .ipv4AndIPv6):
      // What covers `::/96` would give its record to IPv4 addresses that nobody spoke of.
      let coversIPv4 = network.length <= 96 && network.base.high == 0 && network.base.low == 0
      let liesInIPv4 = network.base.high == 0 && network.base.low >> 32 == 0
      guard !coversIPv4, !liesInIPv4 else { throw .overlapsIPv4 }
      return MMDBTree.Key(
        high: network.base.high, low: network.base.low, length: network.length)
    }
  }

  /// The bytes of the file.
  ///
  /// The records are 24, 28 or 32 bits wide, whichever is the narrowest that fits.
  ///
  /// - Throws: `tooLarge` where tree and data together are more than 32 bits can address.
  public func encoded() throws(MMDBWriterError) -> [UInt8] {
    let tree = try tree.serialized(
      dataSize: data.bytes.count, mergesEqualNeighbors: mergesEqualNeighbors)
    var file = tree.bytes
    file.reserveCapacity(file.count + MMDBTree.separatorSize + data.bytes.count + 4_096)
    file.append(contentsOf: repeatElement(0, count: MMDBTree.separatorSize))
    file.append(contentsOf: data.bytes)
    file.append(contentsOf: Self.metadataMarker)
    let descriptions = metadata.description.map { language, text in
      (MMDBValue.MapKey(language), MMDBValue.string(text))
    }
    MMDBEncoding.appendInline(
      .map([
        "binary_format_major_version": .uint16(2),
        "binary_format_minor_version": .uint16(0),
        "build_epoch": .uint64(metadata.buildEpoch),
        "database_type": .string(metadata.databaseType),
        "description": .map(Dictionary(uniqueKeysWithValues: descriptions)),
        "ip_version": .uint16(families == .ipv4 ? 4 : 6),
        "languages": .array(metadata.languages.map { .string($0) }),
        "node_count": .uint32(UInt32(tree.nodeCount)),
        "record_size": .uint16(UInt16(tree.recordSize.rawValue)),
      ]), to: &file)
    return file
  }

  /// The bytes in front of the metadata, by which readers find it from the end of the file.
  private static let metadataMarker: [UInt8] = [0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8)
}
