public import CandorModel

/// Looks up addresses in all databases, lists and tables that are there.
///
/// Databases count in the order they are given: see `PlaceMerging` for places, and `ClassCombination`
/// for the class. The AS number is of the first database that has one, the organisation of the
/// first that has one and no other number.
///
/// Thread safety: immutable; the caches are behind locks and hold immutable objects.
public final class GeoIP: Sendable {
  /// How many places, and how many networks, are kept ready made.
  static let cachedAnswers = 1 << 16
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
  let placeDatabases: [Database]
  let networkDatabases: [Database]
  /// The walks of the databases above, in the same order; they hold the databases, these do not.
  private let placeWalks: ContiguousArray<(walk: ShortenedWalk, dataSize: Int)>
  private let networkWalks: ContiguousArray<(walk: ShortenedWalk, dataSize: Int)>
  /// The lists that tell the countries of relays.
  let relayLists: [NetworkList]
  private let places = SharedCache<LocatedPlace>(capacity: GeoIP.cachedAnswers)
  private let networks = SharedCache<LocatedNetwork>(capacity: GeoIP.cachedAnswers)

  /// What is to be asked for each address.
  ///
  /// - Precondition: at most `maximumLists` lists.
  public init(
    databases: [Database], lists: [NetworkList] = [], systems: SystemClassTable = .empty,
    countries: CountryTable, parameters: GeoIPParameters = .standard
  ) {
    precondition(lists.count <= Self.maximumLists, "more lists than a key has bits")
    self.databases = databases
    placeDatabases = databases.filter(\.providesPlace)
    networkDatabases = databases.filter(\.providesNetwork)
    placeWalks = ContiguousArray(placeDatabases.map { ($0.walk, $0.dataSize) })
    networkWalks = ContiguousArray(networkDatabases.map { ($0.walk, $0.dataSize) })
    self.lists = lists
    relayLists = lists.filter(\.hasCountries)
    self.systems = systems
    self.countries = countries
    self.parameters = parameters
  }

  /// Whether there is a database of places; without one every place is `notAttempted`.
  public var providesPlaces: Bool { !placeDatabases.isEmpty }
  /// Whether there is a database or a list of networks.
  public var providesNetworks: Bool { !lists.isEmpty || !networkDatabases.isEmpty }

  /// Everything known of the address in a text.
  ///
  /// - Returns: `absent` for a placeholder, `failed` for a text that is no address.
  public func facts(for text: String) -> Lookup<AddressFacts> {
    var text = text
    // A switch and no `map`: this is the path of every address.
    switch text.withUTF8({ AddressText.read($0) }) {
    case .found(let reading): return .found(facts(for: reading, raw: text))
    case .absent, .notAttempted: return .absent
    case .failed: return .failed
    }
  }

  /// The same for UTF-8 text, which becomes a string only for an address.
  public func facts(utf8 bytes: UnsafeBufferPointer<UInt8>) -> Lookup<AddressFacts> {
    switch AddressText.read(bytes) {
    case .found(let reading):
      return .found(facts(for: reading, raw: String(decoding: bytes, as: UTF8.self)))
    case .absent, .notAttempted: return .absent
    case .failed: return .failed
    }
  }

  private func facts(for reading: AddressText.Reading, raw: String) -> AddressFacts {
    guard reading.address.isGlobal else {
      return facts(of: reading, raw: raw, network: .absent, place: .absent)
    }
    let network = locatedNetwork(networkKey(reading.address))
    let place = locatedPlace(placeKey(reading.address, flags: network.flags))
    return facts(of: reading, raw: raw, network: network, place: place)
  }

  /// The facts of an address that was located before.
  ///
  /// - Parameter raw: the text that it was read from.
  func facts(
    of reading: AddressText.Reading, raw: String, network: LocatedNetwork, place: LocatedPlace
  ) -> AddressFacts {
    let address = NormalizedAddress(
      raw: raw, address: reading.address, embedding: reading.embedding,
      isFromList: reading.isFromList)
    var notes = address.scope.isGlobal ? network.notes : [.notLocatable]
    if !place.notes.isEmpty {
      notes = AddressFacts.Note.sorted(Set(notes).union(place.notes))
    }
    return AddressFacts(address: address, network: network.facts, place: place.facts, notes: notes)
  }

  /// What the network of a global address is known by.
  @inline(__always)
  func networkKey(_ address: IPAddress) -> LocationKey {
    var key = LocationKey()
    guard providesNetworks else { return key }
    for index in networkWalks.indices {
      let (walk, dataSize) = networkWalks[index]
      key.append(walk.keyPart(for: address, dataSize: dataSize))
    }
    key.append(listFlags(address))
    return key
  }

  /// The parts of keys that the databases tell of several addresses: those of all addresses by one
  /// database after another.
  struct KeyParts {
    private var parts: ContiguousArray<UInt64> = []
    private var addressCount = 0
    private var databaseCount = 0

    /// The key of an address.
    ///
    /// - Parameter flags: the number behind those of the databases.
    func key(at position: Int, flags: UInt64) -> LocationKey {
      var key = LocationKey()
      for database in 0..<databaseCount {
        key.append(parts[database * addressCount + position])
      }
      key.append(flags)
      return key
    }

    /// The word of that key.
    @inline(__always)
    func word(at position: Int, flags: UInt64) -> UInt64 {
      guard databaseCount == 1, let word = LocationKey.word(parts[position], flags) else {
        return key(at: position, flags: flags).word
      }
      return word
    }

    fileprivate mutating func walk(
      to addresses: UnsafeBufferPointer<IPAddress>,
      _ walks: ContiguousArray<(walk: ShortenedWalk, dataSize: Int)>
    ) {
      (addressCount, databaseCount) = (addresses.count, walks.count)
      let count = addressCount * databaseCount
      if parts.count < count {
        parts.append(contentsOf: repeatElement(0, count: count - parts.count))
      }
      parts.withUnsafeMutableBufferPointer { parts in
        for (index, walk) in walks.enumerated() {
          walk.walk.keyParts(
            for: addresses, dataSize: walk.dataSize,
            into: .init(rebasing: parts[(index * addresses.count)...].prefix(addresses.count)))
        }
      }
    }
  }

  /// Walks to several global addresses, in the databases of networks and in those of places.
  func walk(
    to addresses: UnsafeBufferPointer<IPAddress>, networks: inout KeyParts, places: inout KeyParts
  ) {
    networks.walk(to: addresses, networkWalks)
    places.walk(to: addresses, placeWalks)
  }

  /// Which lists hold an address: the number behind those of the databases in the key of a network.
  @inline(__always)
  func listFlags(_ address: IPAddress) -> UInt64 { lists.isEmpty ? 0 : listBits(address) }

  /// The network that a key means.
  func locatedNetwork(_ key: LocationKey) -> LocatedNetwork {
    guard providesNetworks else { return .notAttempted }
    if let kept = networks.value(hash: key.hash, where: { $0.key == key }) { return kept }
    let located = network(for: key)
    networks.insert(located, hash: key.hash)
    return located
  }

  /// What the place of a global address is known by.
  ///
  /// - Parameter flags: those of its network.
  @inline(__always)
  func placeKey(_ address: IPAddress, flags: UInt64) -> LocationKey {
    var key = LocationKey()
    guard providesPlaces else { return key }
    for index in placeWalks.indices {
      let (walk, dataSize) = placeWalks[index]
      key.append(walk.keyPart(for: address, dataSize: dataSize))
    }
    key.append(placeFlags(address, flags: flags))
    return key
  }

  /// The number behind those of the databases in the key of a place.
  ///
  /// - Parameter flags: those of the address's network.
  @inline(__always)
  func placeFlags(_ address: IPAddress, flags: UInt64) -> UInt64 {
    flags & LocatedNetwork.relayFlag == 0 || relayLists.isEmpty
      ? flags : flags | listedCountry(of: address) << LocatedNetwork.flagBits
  }

  private func listedCountry(of address: IPAddress) -> UInt64 {
    for list in relayLists {
      let country = list.country(of: address)
      if country > 0 { return UInt64(country) }
    }
    return 0
  }

  /// The place that a key means.
  func locatedPlace(_ key: LocationKey) -> LocatedPlace {
    guard providesPlaces else { return .notAttempted }
    if let kept = places.value(hash: key.hash, where: { $0.key == key }) { return kept }
    let located = place(for: key)
    places.insert(located, hash: key.hash)
    return located
  }

  @inline(__always)
  private func listBits(_ address: IPAddress) -> UInt64 {
    var bits: UInt64 = 0
    for index in lists.indices where lists[index].contains(address) { bits |= 1 << UInt64(index) }
    return bits
  }
}
