public import CandorModel

/// Looks up addresses in all databases, lists and tables that are there.
///
/// Databases count in the order they are given: see `PlaceMerging` for places, and `ClassCombination`
/// for the class. The AS number is of the first database that has one, the organisation of the
/// first that has one and no other number.
///
/// Thread safety: immutable; the caches are behind locks and hold immutable objects.
public final class GeoIP: Sendable {
  /// How many combinations of records are kept.
  static let cachedCombinations = 1 << 16
  /// The most lists: each is a bit of the key.
  public static let maximumLists = 64

  /// The databases, in order.
  public let databases: [Database]
  /// The lists.
  public let lists: [NetworkList]
  let systems: SystemClassTable
  /// Extents and borders of countries.
  public let countries: CountryTable
  /// The figures used.
  public let parameters: GeoIPParameters
  private let combinations = SharedCache<LocatedFacts>(capacity: GeoIP.cachedCombinations)

  /// What is to be asked for each address.
  ///
  /// - Precondition: at most `maximumLists` lists.
  public init(
    databases: [Database], lists: [NetworkList] = [], systems: SystemClassTable = .empty,
    countries: CountryTable, parameters: GeoIPParameters = .standard
  ) {
    precondition(lists.count <= Self.maximumLists, "more lists than a key has bits")
    self.databases = databases
    self.lists = lists
    self.systems = systems
    self.countries = countries
    self.parameters = parameters
  }

  /// Whether there is a database of places; without one every place is `notAttempted`.
  public var providesPlaces: Bool { databases.contains { $0.providesPlace } }
  /// Whether there is a database or a list of networks.
  public var providesNetworks: Bool {
    !lists.isEmpty || databases.contains { $0.providesNetwork }
  }

  /// Everything known of the address in a text.
  ///
  /// - Returns: `absent` for a placeholder, `failed` for a text that is no address.
  public func facts(for text: String) -> Lookup<AddressFacts> {
    var text = text
    let reading = text.withUTF8 { AddressText.read($0) }
    return reading.map { facts(for: $0, raw: text) }
  }

  /// The same for UTF-8 text, which becomes a string only for an address.
  public func facts(utf8 bytes: UnsafeBufferPointer<UInt8>) -> Lookup<AddressFacts> {
    AddressText.read(bytes).map { facts(for: $0, raw: String(decoding: bytes, as: UTF8.self)) }
  }

  private func facts(for reading: AddressText.Reading, raw: String) -> AddressFacts {
    let address = NormalizedAddress(
      raw: raw, address: reading.address, embedding: reading.embedding,
      isFromList: reading.isFromList)
    guard address.scope.isGlobal else {
      return AddressFacts(
        address: address, network: .absent, place: .absent, notes: [.notLocatable])
    }
    let located = located(address.address)
    return AddressFacts(
      address: address, network: located.network, place: located.place, notes: located.notes)
  }

  /// Network and place of a global address.
  func located(_ address: IPAddress) -> LocatedFacts {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: databases.count + 1) { key in
      var hash: UInt64 = 0
      for index in databases.indices {
        let part = keyPart(databases[index], address)
        key.initializeElement(at: index, to: part)
        hash = SharedCache<LocatedFacts>.mix(hash ^ part)
      }
      let names = listBits(address)
      key.initializeElement(at: databases.count, to: names)
      hash = SharedCache<LocatedFacts>.mix(hash ^ names)
      let kept = combinations.value(hash: hash) { Self.equals($0.key, key) }
      if let kept { return kept }
      let located = combine(key: Array(key))
      combinations.insert(located, hash: hash)
      return located
    }
  }

  private static func equals(_ key: [UInt64], _ other: UnsafeMutableBufferPointer<UInt64>) -> Bool {
    for index in key.indices where key[index] != other[index] { return false }
    return true
  }

  @inline(__always)
  private func keyPart(_ database: Database, _ address: IPAddress) -> UInt64 {
    do throws(GeoIPError) {
      return try database.offset(for: address).map { UInt64($0) + 1 } ?? 0
    } catch {
      return .max
    }
  }

  @inline(__always)
  private func listBits(_ address: IPAddress) -> UInt64 {
    var bits: UInt64 = 0
    for index in lists.indices where lists[index].contains(address) { bits |= 1 << UInt64(index) }
    return bits
  }
}
