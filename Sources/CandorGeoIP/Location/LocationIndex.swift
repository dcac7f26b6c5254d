package import CandorModel

/// The networks and places that one worker met, each with a number.
///
/// Addresses lead to places all over the memory. Who has to know little of many addresses asks for
/// numbers and keeps what matters in tables of its own, so that the places themselves are only
/// looked at where facts are made of them.
///
/// Thread safety: for one worker.
package final class LocationIndex {
  /// How many networks and places one that has room keeps.
  package static let usualCount = 1 << 18
  /// How many of the places it keeps with their names.
  package static let usualMade = 1 << 15

  /// An address with what it leads to.
  package struct Located: Sendable {
    let reading: AddressText.Reading
    /// The address meant.
    package var address: IPAddress { reading.address }
    /// The numbers of its network and its place.
    package let network: Int
    package let place: Int
  }

  private let location: GeoIP
  private let maximumCount: Int
  private let maximumMade: Int
  // Unchecked: one worker has it, nothing it calls comes back to it, and it asks for every address.
  @exclusivity(unchecked) private var networks: [LocatedNetwork] = []
  /// The places, made where they are asked for: most are only compared or counted.
  @exclusivity(unchecked) private var places: [LocatedPlace?] = []
  /// How many of them are made.
  @exclusivity(unchecked) private(set) var madeCount = 0
  /// The words of their keys.
  @exclusivity(unchecked) private var placeKeys: ContiguousArray<UInt64> = []
  /// The keys that a word does not tell.
  @exclusivity(unchecked) private var longPlaceKeys: [Int: LocationKey] = [:]
  // What is asked of every address, apart from the objects that hold it.
  @exclusivity(unchecked) private var networkEntries: ContiguousArray<NetworkEntry> = []
  @exclusivity(unchecked) private var placeEntries: ContiguousArray<PlaceTraits> = []
  /// Made of what was fetched, so that it is fetched indeed.
  @exclusivity(unchecked) private var touched = 0
  /// Those of the entries once more, a byte each: every address asks for it, and the entries are only
  /// read of those that are compared.
  @exclusivity(unchecked) private var placeStates: ContiguousArray<PlaceFacts.State> = []
  @exclusivity(unchecked) private var networkNumbers = NumberTable()
  @exclusivity(unchecked) private var placeNumbers = NumberTable()
  // Used by one call after another.
  @exclusivity(unchecked) private var addresses: ContiguousArray<IPAddress> = []
  @exclusivity(unchecked) private var networkParts = GeoIP.KeyParts()
  @exclusivity(unchecked) private var placeParts = GeoIP.KeyParts()
  @exclusivity(unchecked) private var networkNumbersFound: ContiguousArray<Int> = []
  @exclusivity(unchecked) private var placeWords: ContiguousArray<UInt64> = []
  @exclusivity(unchecked) private var placeNumbersFound: ContiguousArray<Int32> = []

  private struct NetworkEntry {
    let traits: NetworkTraits
    /// What the place has to know of it.
    let flags: UInt64
  }

  /// - Parameters:
  ///   - maximumCount: so many networks and places are kept before `makeRoom` forgets them: the bound
  ///     against whole databases of them.
  ///   - maximumMade: so many places are kept with their names, which take most of the memory.
  package init(
    _ location: GeoIP, maximumCount: Int = usualCount, maximumMade: Int = usualMade
  ) {
    self.location = location
    self.maximumCount = maximumCount
    self.maximumMade = maximumMade
    forget()
  }

  /// Forgets the names of places where there are too many of them.
  ///
  /// - Returns: whether the numbers of all addresses so far had to be forgotten too, because there are
  ///   too many networks and places.
  package func makeRoom() -> Bool {
    if madeCount > maximumMade {
      // All but the first, which stands for none. The numbers stay, and what is compared under them.
      for number in places.indices.dropFirst() { places[number] = nil }
      madeCount = 1
    }
    guard places.count + networks.count > maximumCount else { return false }
    forget()
    return true
  }

  private func forget() {
    networks = []
    places = []
    madeCount = 0
    placeKeys = []
    longPlaceKeys = [:]
    networkEntries = []
    placeEntries = []
    placeStates = []
    _ = add(LocatedNetwork.absent)
    _ = add(LocatedPlace.absent, LocatedPlace.absent.facts.traits, key: LocatedPlace.absent.key)
    networkNumbers = NumberTable()
    placeNumbers = NumberTable()
  }

  /// Gives a network its number.
  private func add(_ network: LocatedNetwork) -> Int {
    networks.append(network)
    networkEntries.append(NetworkEntry(traits: network.facts.traits, flags: network.flags))
    return networks.count - 1
  }

  /// Gives a place its number.
  ///
  /// - Parameter place: `nil` where it is not made yet.
  private func add(_ place: LocatedPlace?, _ traits: PlaceTraits, key: LocationKey) -> Int {
    places.append(place)
    if place != nil { madeCount += 1 }
    if !key.isWord { longPlaceKeys[placeKeys.count] = key }
    placeKeys.append(key.word)
    placeEntries.append(traits)
    placeStates.append(traits.state)
    return places.count - 1
  }

  /// Where an address leads to.
  package func located(_ reading: AddressText.Reading) -> Located {
    guard reading.address.isGlobal else { return Located(reading: reading, network: 0, place: 0) }
    let network = number(ofNetwork: location.networkKey(reading.address))
    let flags = networkEntries[network].flags
    let place = number(ofPlace: location.placeKey(reading.address, flags: flags))
    return Located(reading: reading, network: network, place: place)
  }

  /// Where addresses lead to, one behind the other; much faster than one by one where they are
  /// spread over the databases.
  package func located(
    _ readings: ContiguousArray<AddressText.Reading>, into located: inout ContiguousArray<Located>
  ) {
    located.removeAll(keepingCapacity: true)
    addresses.removeAll(keepingCapacity: true)
    for index in readings.indices where readings[index].address.isGlobal {
      addresses.append(readings[index].address)
    }
    addresses.withUnsafeBufferPointer {
      location.walk(to: $0, networks: &networkParts, places: &placeParts)
    }
    networkNumbersFound.removeAll(keepingCapacity: true)
    placeWords.removeAll(keepingCapacity: true)
    let (providesNetworks, providesPlaces) = (location.providesNetworks, location.providesPlaces)
    for position in addresses.indices {
      var network: Int?
      if providesNetworks {
        let lists = location.listFlags(addresses[position])
        network = networkNumbers.number(ofWord: networkParts.word(at: position, flags: lists))
      }
      let number = network ?? number(ofNetwork: networkKey(at: position))
      networkNumbersFound.append(number)
      let flags = location.placeFlags(addresses[position], flags: networkEntries[number].flags)
      placeWords.append(providesPlaces ? placeParts.word(at: position, flags: flags) : 0)
    }
    placeNumbers.look(for: placeWords, into: &placeNumbersFound)
    var position = 0
    for index in readings.indices {
      // Those that were left out above stand between the others.
      guard position < addresses.count, readings[index].address == addresses[position] else {
        located.append(Located(reading: readings[index], network: 0, place: 0))
        continue
      }
      let network = networkNumbersFound[position]
      let found = placeNumbersFound[position]
      let place =
        found >= 0 ? Int(found) : number(ofPlace: placeKey(at: position, network: network))
      located.append(Located(reading: readings[index], network: network, place: place))
      position += 1
    }
    // What is compared of places lies all over the memory: here the waits for it overlap.
    for index in located.indices where placeEntries[located[index].place].isCountryOnly {
      touched &+= 1
    }
  }

  /// The key of the network of one of the addresses that were walked to last.
  private func networkKey(at position: Int) -> LocationKey {
    guard location.providesNetworks else { return LocationKey() }
    return networkParts.key(at: position, flags: location.listFlags(addresses[position]))
  }

  /// The key of its place.
  private func placeKey(at position: Int, network: Int) -> LocationKey {
    guard location.providesPlaces else { return LocationKey() }
    return placeParts.key(
      at: position,
      flags: location.placeFlags(addresses[position], flags: networkEntries[network].flags))
  }

  private func number(ofNetwork key: LocationKey) -> Int {
    networkNumbers.number(of: key, isSame: { networks[$0].key == key }) {
      add(location.locatedNetwork(key))
    }
  }

  private func number(ofPlace key: LocationKey) -> Int {
    placeNumbers.number(of: key, isSame: { longPlaceKeys[$0] == key }) {
      if let traits = location.placeTraits(for: key) { return add(nil, traits, key: key) }
      let place = location.locatedPlace(key)
      return add(place, place.facts.traits, key: key)
    }
  }

  private func locatedPlace(_ number: Int) -> LocatedPlace {
    if let place = places[number] { return place }
    let key = longPlaceKeys[number] ?? LocationKey(word: placeKeys[number])
    let place = location.locatedPlace(key)
    places[number] = place
    madeCount += 1
    return place
  }

  /// What is known of a network.
  package func network(_ number: Int) -> NetworkFacts { networks[number].facts }

  /// Whether a place is known.
  package func state(_ place: Int) -> PlaceFacts.State { placeStates[place] }

  /// What is compared of an address.
  package func compared(_ located: Located) -> ComparedAddress {
    ComparedAddress(
      address: located.address, network: networkEntries[located.network].traits,
      place: placeEntries[located.place])
  }

  /// What is known of a place.
  package func place(_ number: Int) -> PlaceFacts { locatedPlace(number).facts }

  /// The facts of an address.
  ///
  /// - Parameter raw: the text that it was read from.
  package func facts(of located: Located, raw: String) -> AddressFacts {
    location.facts(
      of: located.reading, raw: raw, network: networks[located.network],
      place: locatedPlace(located.place))
  }
}

/// Numbers by keys: open addressing over one array, twice as large as what it holds.
private struct NumberTable {
  private struct Slot {
    var word: UInt64 = 0
    /// The number plus one; zero where there is none.
    var number: Int32 = 0
  }

  private var slots = ContiguousArray(repeating: Slot(), count: 64)
  private var count = 0

  /// - Parameters:
  ///   - isSame: whether a number is that of the key.
  ///   - make: gives a new key its number.
  @inline(__always)
  mutating func number(of key: LocationKey, isSame: (Int) -> Bool, make: () -> Int) -> Int {
    let word = key.word
    let index = slot(of: word, isSame: isSame)
    if slots[index].number != 0 { return Int(slots[index].number - 1) }
    let number = make()
    slots[index] = Slot(word: word, number: Int32(number + 1))
    count += 1
    if 2 * count > slots.count { grow() }
    return number
  }

  /// The number of the key that a word tells; `nil` where it is not there, or not for sure.
  @inline(__always)
  func number(ofWord word: UInt64) -> Int? {
    guard word < 1 << 63 else { return nil }
    let number = slots[slot(of: word) { _ in true }].number
    return number == 0 ? nil : Int(number - 1)
  }

  /// Where the number of a word is, or belongs.
  ///
  /// - Parameter isSame: asked where the word is not the key's alone.
  @inline(__always)
  private func slot(of word: UInt64, isSame: (Int) -> Bool) -> Int {
    var index = first(of: word)
    while slots[index].number != 0 {
      if slots[index].word == word, word < 1 << 63 || isSame(Int(slots[index].number - 1)) {
        break
      }
      index = (index + 1) & (slots.count - 1)
    }
    return index
  }

  /// Looks for the keys that several words tell where they ought to be; which is negative for those
  /// that are not there, or not for sure.
  ///
  /// The slots lie all over the memory, and no look waits for the one before.
  func look(
    for words: ContiguousArray<UInt64>, into numbers: inout ContiguousArray<Int32>
  ) {
    numbers.removeAll(keepingCapacity: true)
    slots.withUnsafeBufferPointer { slots in
      for word in words {
        let slot = slots[first(of: word)]
        numbers.append(slot.word == word && word < 1 << 63 ? slot.number - 1 : -1)
      }
    }
  }

  @inline(__always)
  private func first(of word: UInt64) -> Int {
    Int(truncatingIfNeeded: mixedHash(word)) & (slots.count - 1)
  }

  private mutating func grow() {
    let old = slots
    // Large ones are only doubled, for most of the room would stay empty.
    let factor = old.count < 1 << 12 ? 4 : 2
    slots = ContiguousArray(repeating: Slot(), count: factor * old.count)
    for slot in old where slot.number != 0 {
      var index = first(of: slot.word)
      while slots[index].number != 0 { index = (index + 1) & (slots.count - 1) }
      slots[index] = slot
    }
  }
}
