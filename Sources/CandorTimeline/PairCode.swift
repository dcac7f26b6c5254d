package import CandorModel

/// Comparisons in few bits, for those who have seen many like them.
///
/// A timeline reads of two addresses what comparing them gives, of each by itself what `code(of:)`
/// holds, and which of two is the more precise. Two interviews whose addresses have the same codes
/// differ, in what the builder decides, by distances alone, and those only count where a place
/// changed.
extension TimelineBuilder {
  /// What is read of an address by itself.
  package func code(of address: ComparedAddress) -> UInt8 {
    let (network, place) = (address.network, address.place)
    // Whether it tells that it hides its place, or does not; what has no scope for that has no network.
    let tellsAnonymiser = !network.isFailed && (network.isFound || address.address.isGlobal)
    return (network.isFound ? 1 : 0) | (network.isAnonymised ? 2 : 0)
      | (comparer.isKnown(network) ? 4 : 0) | (place.isFound ? 8 : 0)
      | (place.isCountryOnly ? 16 : 0) | (tellsAnonymiser ? 32 : 0)
  }

  /// The radius that the place of an address is known to, in kilometres; infinite where only the
  /// country is known.
  package func precisionKm(of address: ComparedAddress) -> Double {
    address.place.precisionKm(of: address.network) ?? .infinity
  }

  /// Whether two different addresses are of one IPv6 host network: how they compare depends on what
  /// they lead to and on nothing else.
  package func isOneHost(_ one: IPAddress, _ other: IPAddress) -> Bool {
    one.family == .v6 && one != other
      && one.shares(prefixLength: parameters.hostPrefixLength, with: other)
  }

  /// How two addresses compare that one device may have used.
  ///
  /// - Parameters:
  ///   - isSamePlace: whether both have the very same place, names included.
  ///   - places: the places, asked where circles alone do not decide.
  /// - Returns: `nil` where the place changed.
  package func code(
    of one: ComparedAddress, _ other: ComparedAddress, isSamePlace: Bool,
    places: () -> (Place, Place)?
  ) -> UInt16? {
    let pair = comparer.compare(
      one, other, isSamePlace: isSamePlace, isSameDevice: true, places: places)
    guard !pair.placeChanged else { return nil }
    var code = Self.number(pair.relation, below: 32)
    code = code << 4 | Self.number(pair.place, below: 16)
    code = code << 3 | Self.number(pair.countryRelation, below: 8)
    return code << 2 | (pair.networkChanged ? 2 : 0) | (pair.isJourney ? 1 : 0)
  }

  /// - Parameter value: of an enumeration without payloads, or such an optional one; its one byte in
  ///   memory tells its cases apart.
  @inline(__always)
  private static func number<Value>(_ value: Value, below limit: UInt8) -> UInt16 {
    let byte = withUnsafeBytes(of: value) { $0.count == 1 ? $0[0] : .max }
    precondition(byte < limit, "the case has a byte of its own")
    return UInt16(byte)
  }
}
