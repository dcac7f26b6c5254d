public import CandorModel

/// What a database has for an address, as a whole.
public struct RawRecord: Sendable, Equatable {
  /// The network that the answer is for, in the family of the address asked for.
  public let network: IPPrefix
  /// The record; `nil` where there is none.
  public let record: MMDBValue?

  /// The line that `candor inspect ip --raw` prints: `{"network":...,"record":...}`.
  public var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("network", network.description)
    writer.key("record")
    if let record { record.write(to: &writer) } else { writer.null() }
    writer.endObject()
    return writer.text
  }
}

extension Database {
  /// Looks an address up as it stands, without taking embedded addresses out of it.
  ///
  /// - Throws: where tree or record are damaged; a record that cannot be trusted as a whole is not
  ///   given in part.
  public func raw(for address: IPAddress) throws(GeoIPError) -> RawRecord {
    guard let leaf = file.tree.leaf(for: address) else {
      // An IPv6 address in a file of IPv4 only: the answer holds for the whole family.
      return RawRecord(network: IPPrefix(address, length: 0), record: nil)
    }
    let depth =
      address.family == .v4 && file.tree.width == 128 ? max(0, leaf.depth - 96) : leaf.depth
    let network = IPPrefix(address, length: depth)
    guard let offset = try file.dataOffset(of: leaf.record) else {
      return RawRecord(network: network, record: nil)
    }
    return RawRecord(network: network, record: try value(at: offset))
  }

  /// Walks all networks that have a record, from the lowest address to the highest.
  ///
  /// - Parameter body: the network; answers whether to go on.
  /// - Throws: where the tree is damaged.
  public func forEachNetwork(_ body: (IPPrefix) -> Bool) throws(GeoIPError) {
    try file.forEachNetwork { prefix, _ in body(prefix) }
  }

  /// What a whole file was found to hold.
  public struct Verification: Sendable, Hashable {
    /// Networks of IPv4 that have a record.
    public let networksV4: Int
    /// Networks of IPv6 that have a record.
    public let networksV6: Int
    /// How many IPv4 addresses have a record, of 4,294,967,296.
    public let addressesV4: UInt64
    /// How many IPv6 networks of 64 bits have a record; smaller networks are not counted.
    public let subnetsV6: UInt64
    /// Different records.
    public let records: Int
  }

  /// Reads the whole tree and every record: for a file that is about to be put in place, and for one
  /// that is looked at.
  ///
  /// - Throws: the first damage found.
  public func verify() throws(GeoIPError) -> Verification {
    var networksV4 = 0
    var networksV6 = 0
    var addressesV4: UInt64 = 0
    var subnetsV6: UInt64 = 0
    var seen: Set<Int> = []
    var damage: RecordDamage?
    try file.forEachNetwork { prefix, offset in
      if prefix.family == .v4 {
        networksV4 += 1
        addressesV4 += 1 << UInt64(32 - prefix.length)
      } else {
        networksV6 += 1
        if prefix.length <= 64 {
          // A whole tree of one record has 2^64 of them, one more than fits.
          let (sum, overflow) = subnetsV6.addingReportingOverflow(
            prefix.length == 0 ? .max : 1 << UInt64(64 - prefix.length))
          subnetsV6 = overflow ? .max : sum
        }
      }
      guard seen.insert(offset).inserted else { return true }
      do throws(RecordDamage) {
        _ = try file.decoder.value(at: offset)
      } catch {
        damage = error
      }
      if damage == nil, kind != .other { damage = facts(at: offset, isKept: false).damage }
      return damage == nil
    }
    if let damage { throw .damaged(name, damage) }
    return Verification(
      networksV4: networksV4, networksV6: networksV6, addressesV4: addressesV4,
      subnetsV6: subnetsV6, records: seen.count)
  }

  private func value(at offset: Int) throws(GeoIPError) -> MMDBValue {
    do throws(RecordDamage) {
      return try file.decoder.value(at: offset)
    } catch {
      throw .damaged(name, error)
    }
  }
}
