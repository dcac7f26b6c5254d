import CandorExpression
import CandorModel

/// What rules conclude of an address and a client together, remembered by identity.
///
/// Enrichment shares one object for one text, so most observations of a stream repeat a pair that
/// was seen before. Used by one worker only.
struct PairCache {
  /// Which facts can be compared with those of another observation.
  struct Known: OptionSet {
    let rawValue: UInt8
    static let address = Known(rawValue: 1)
    static let network = Known(rawValue: 2)
    static let place = Known(rawValue: 4)
    static let client = Known(rawValue: 8)
  }

  /// A pair with the objects that conditions see and what memoised rules said.
  ///
  /// It keeps address and client alive, so that no other object can come to have their identity.
  final class Entry {
    let facts: FactsObjects?
    let client: ClientObject?
    let known: Known
    /// Whether the memoised rules were asked; triage makes entries without asking them.
    var isAsked = false
    /// One bit for each memoised rule: fired, answered at all, asked and not answered.
    var fired: UInt64 = 0
    var answered: UInt64 = 0
    var missing: UInt64 = 0

    init(_ observation: Observation, countries: CountryNames) {
      facts = observation.address.value.map { FactsObjects($0, countries: countries) }
      client = observation.client.value.map { ClientObject($0) }
      var known: Known = []
      if let facts = observation.address.value {
        known.insert(.address)
        if facts.network.value != nil { known.insert(.network) }
        if facts.place.value != nil, !facts.isAnonymised { known.insert(.place) }
      }
      if let client = observation.client.value, !client.isAutomated { known.insert(.client) }
      self.known = known
    }
  }

  private struct Key: Hashable {
    let facts: UInt
    let client: UInt
  }

  private let limit: Int
  private var entries: [Key: Entry] = [:]

  /// - Parameter limit: pairs that are kept; at the next one all are forgotten, which costs less
  ///   than keeping their order.
  init(limit: Int) { self.limit = limit }

  /// The entry of an observation's pair.
  mutating func entry(of observation: Observation, countries: CountryNames) -> Entry {
    let key = Key(
      facts: Self.identity(observation.address), client: Self.identity(observation.client))
    if let entry = entries[key] { return entry }
    if entries.count >= limit { entries.removeAll(keepingCapacity: true) }
    let entry = Entry(observation, countries: countries)
    entries[key] = entry
    return entry
  }

  /// The object's address; for the three states without one a number that is no address.
  @inline(__always)
  private static func identity<Object: AnyObject>(_ lookup: Lookup<Object>) -> UInt {
    switch lookup {
    case .found(let object): UInt(bitPattern: ObjectIdentifier(object).hashValue)
    case .notAttempted: 1
    case .absent: 2
    case .failed: 3
    }
  }

  /// Whether two observations are of one pair.
  @inline(__always)
  static func isSame(_ left: Observation, _ right: Observation) -> Bool {
    isSame(left.address, right.address) && isSame(left.client, right.client)
  }

  @inline(__always)
  private static func isSame<Object: AnyObject>(
    _ left: Lookup<Object>, _ right: Lookup<Object>
  ) -> Bool {
    switch (left, right) {
    case (.found(let left), .found(let right)): left === right
    case (.notAttempted, .notAttempted), (.absent, .absent), (.failed, .failed): true
    default: false
    }
  }
}
