import CandorModel

/// What an answer was made of: for each database the record's offset plus one, 0 for none and the
/// largest number for damage, and one number of flags behind them.
///
/// The first four numbers are in place, so that up to three databases need no array.
struct LocationKey: Sendable, Equatable {
  private var first = SIMD4<UInt64>()
  private var rest: [UInt64]?
  private var count = 0

  init() {}

  /// The key of two numbers that a word tells, which `isWord` says of it.
  init(word: UInt64) {
    append(word >> 8)
    append(word & 0xFF)
  }

  /// Whether the word tells all of it.
  var isWord: Bool { count == 2 && word < 1 << 63 }

  @inline(__always)
  mutating func append(_ number: UInt64) {
    if count < 4 {
      first[count] = number
    } else {
      rest = (rest ?? []) + [number]
    }
    count += 1
  }

  /// A number that equal keys have in common.
  var hash: UInt64 {
    var hash: UInt64 = 0
    for index in 0..<count { hash = mixedHash(hash ^ self[index]) }
    return hash
  }

  subscript(_ index: Int) -> UInt64 {
    index < 4 ? first[index] : rest?[index - 4] ?? 0
  }

  /// A word that only this key has among keys of as many parts, where it is small enough for that;
  /// otherwise its hash, with the upper bit set.
  @inline(__always)
  var word: UInt64 {
    guard count <= 2, let word = Self.word(first[0], first[1]) else { return hash | 1 << 63 }
    return word
  }

  /// The word of the key of two numbers; `nil` where they are too large for one of its own.
  @inline(__always)
  static func word(_ record: UInt64, _ flags: UInt64) -> UInt64? {
    record < 1 << 55 && flags < 1 << 8 ? record << 8 | flags : nil
  }

  @inline(__always)
  static func == (left: LocationKey, right: LocationKey) -> Bool {
    left.first == right.first && left.count == right.count
      && (left.count <= 4 || left.rest == right.rest)
  }
}

/// The network of all addresses that lead to the same records and lists.
final class LocatedNetwork: Sendable {
  /// Of an address that is not global, and of one that nothing could tell of.
  static let absent = LocatedNetwork(key: LocationKey(), network: .absent, notes: [])
  static let notAttempted = LocatedNetwork(key: LocationKey(), network: .notAttempted, notes: [])

  let key: LocationKey
  let facts: NetworkFacts
  let notes: [AddressFacts.Note]
  /// What the place has to know of the network: relay 1, cellular 2.
  let flags: UInt64
  static let relayFlag: UInt64 = 1
  static let cellularFlag: UInt64 = 2
  /// In the key of a place the country that a list tells of a relay stands behind so many bits.
  static let flagBits: UInt64 = 2

  init(key: LocationKey, network: Lookup<Network>, notes: Set<AddressFacts.Note>) {
    self.key = key
    facts = NetworkFacts(network)
    self.notes = AddressFacts.Note.sorted(notes)
    flags =
      (facts.isRelay ? Self.relayFlag : 0) | (facts.isCellular ? Self.cellularFlag : 0)
  }
}

/// The place of all addresses that lead to the same records and kind of network.
final class LocatedPlace: Sendable {
  /// Of an address that is not global, and of one that nothing could tell of.
  static let absent = LocatedPlace(key: LocationKey(), place: .absent, notes: [])
  static let notAttempted = LocatedPlace(key: LocationKey(), place: .notAttempted, notes: [])

  let key: LocationKey
  let facts: PlaceFacts
  let notes: [AddressFacts.Note]

  init(key: LocationKey, place: Lookup<Place>, notes: Set<AddressFacts.Note>) {
    self.key = key
    facts = PlaceFacts(place)
    self.notes = AddressFacts.Note.sorted(notes)
  }
}

extension AddressFacts.Note {
  /// In order of declaration.
  static func sorted(_ notes: Set<AddressFacts.Note>) -> [AddressFacts.Note] {
    // Nearly all that have one have no other.
    notes.count < 2 ? Array(notes) : allCases.filter { notes.contains($0) }
  }
}
