package import CandorModel

/// What comparing two addresses of one network and one place rests on, in a few bits.
///
/// Two pairs of addresses whose networks have one set of traits, whose places have one set of
/// traits, and which have one kinship, compare alike: `compare` reads nothing else of them as long as
/// both addresses share their network and their place. Whoever judges many interviews compares only
/// those pairs that are new.
extension TimelineBuilder {
  /// The traits of a network.
  package func traits(of network: NetworkFacts) -> UInt8 {
    guard case .found(let found) = network.network else { return 0 }
    var traits: UInt8 = 1
    if network.isAnonymised { traits |= 2 }
    if network.isCellular { traits |= 4 }
    if network.isRelay { traits |= 8 }
    if found.networkClass == .satellite { traits |= 16 }
    if found.asn != nil { traits |= 32 }
    if comparer.counts(found) { traits |= 64 }
    return traits
  }

  /// The traits of a place.
  package func traits(of place: PlaceFacts) -> UInt8 {
    guard case .found(let found) = place.place else { return 0 }
    var traits: UInt8 = 1
    if place.isCountryOnly { traits |= 2 }
    if found.country != nil { traits |= 4 }
    if found.latitude != nil { traits |= 8 }
    if found.longitude != nil { traits |= 16 }
    if found.radiusKm != nil { traits |= 32 }
    return traits
  }

  /// How two addresses belong together by their bits.
  package func kinship(_ one: IPAddress, _ other: IPAddress) -> Kinship {
    if one == other { return .same }
    if one.family != other.family { return .otherFamily }
    guard one.family == .v6 else { return .none }
    let shared = one.commonPrefixLength(with: other)
    let isHost = shared >= parameters.hostPrefixLength
    let isSite = shared >= parameters.sitePrefixLength
    return isHost ? .host : isSite ? .site : .none
  }

  /// How two addresses belong together, whatever is known of them.
  package enum Kinship: UInt8 {
    /// One address.
    case same
    /// IPv6 addresses of one host's network.
    case host
    /// IPv6 addresses of one site.
    case site
    /// One of IPv4 and one of IPv6.
    case otherFamily
    /// Two of one family that share nothing.
    case none
  }
}
