package import CandorExpression
package import CandorModel

/// What conditions see of an address.
final class AddressObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case text, version, scope
  }

  static let type = ObjectType(
    name: "address",
    fields: [
      ObjectType.Field("text", .string), ObjectType.Field("version", .int),
      ObjectType.Field("scope", .string, allowedValues: AddressScope.allCases.map(\.rawValue)),
    ])

  private let address: NormalizedAddress

  init(_ address: NormalizedAddress) { self.address = address }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .text: .string(address.text)
    case .version: .int(Int64(address.version))
    case .scope: .string(address.scope.rawValue)
    }
  }

  func isEqualObject(to other: any ExpressionObject) -> Bool { hasSameFields(as: other) }
}

/// What conditions see of a network: the facts themselves, which all its addresses share, so that
/// nothing is made to be looked at. Every field is absent where there is no network.
typealias NetworkObject = NetworkFacts

extension NetworkFacts: RuleObject {
  enum Slot: Int, CaseIterable {
    case asn, organization, `class`, confidence, source, isAnonymised, isCellular, isRelay
  }

  static let type = ObjectType(
    name: "network",
    fields: [
      ObjectType.Field("asn", .int), ObjectType.Field("organization", .string),
      // What no source knows is absent.
      ObjectType.Field(
        "class", .string,
        allowedValues: NetworkClass.allCases.filter { $0 != .unknown }.map(\.rawValue)),
      ObjectType.Field("confidence", .int), ObjectType.Field("source", .string),
      ObjectType.Field("isAnonymised", .bool), ObjectType.Field("isCellular", .bool),
      ObjectType.Field("isRelay", .bool),
    ])

  func value(of slot: Slot) -> Value? {
    guard isFound else { return nil }
    switch slot {
    case .asn: return traits.asn.map { .int(Int64($0)) }
    case .organization: return Value(network.value?.organization)
    case .class:
      return traits.networkClass == .unknown ? nil : .string(traits.networkClass.rawValue)
    case .confidence:
      return traits.networkClass == .unknown ? nil : .int(Int64(traits.confidence))
    case .source: return Value(network.value?.source)
    case .isAnonymised: return .bool(isAnonymised)
    case .isCellular: return .bool(isCellular)
    case .isRelay: return .bool(isRelay)
    }
  }

  package func value(at slot: Int) -> Value? { Slot(rawValue: slot).flatMap { value(of: $0) } }
  package var expressionTypeName: String { Self.type.name }
  package func value(named name: String) -> Value? {
    Self.type.slot(of: name).flatMap { value(at: $0) }
  }
  package func isEqualObject(to other: any ExpressionObject) -> Bool {
    hasSameFields(as: other)
  }
}

/// What conditions see of a place.
final class PlaceObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case country, countryName, continent, subdivision, subdivisionName, city, latitude, longitude
    case radiusKm, isCountryOnly, source
  }

  static let type = ObjectType(
    name: "place",
    fields: [
      ObjectType.Field("country", .string), ObjectType.Field("countryName", .string),
      ObjectType.Field("continent", .string), ObjectType.Field("subdivision", .string),
      ObjectType.Field("subdivisionName", .string), ObjectType.Field("city", .string),
      ObjectType.Field("latitude", .double), ObjectType.Field("longitude", .double),
      ObjectType.Field("radiusKm", .double), ObjectType.Field("isCountryOnly", .bool),
      ObjectType.Field("source", .string),
    ])

  private let facts: PlaceFacts
  private let countries: CountryNames

  /// - Parameters:
  ///   - facts: of a place that is known; shared by all addresses of it, and read where they are.
  ///   - countries: names for places whose database gives only a code.
  init(_ facts: PlaceFacts, countries: CountryNames = .none) {
    self.facts = facts
    self.countries = countries
  }

  func value(of slot: Slot) -> Value? {
    if slot == .isCountryOnly { return .bool(facts.isCountryOnly) }
    guard case .found(let place) = facts.place else { return nil }
    switch slot {
    case .country: return Value(place.country)
    // A country that the databases do not name is still told, by its code.
    case .countryName: return Value(place.countryName ?? place.country.map(countries.name(of:)))
    case .continent: return Value(place.continent)
    case .subdivision: return Value(place.subdivision)
    case .subdivisionName: return Value(place.subdivisionName)
    case .city: return Value(place.city)
    case .latitude: return Value(place.latitude)
    case .longitude: return Value(place.longitude)
    case .radiusKm: return Value(place.radiusKm)
    case .isCountryOnly: return .bool(place.isCountryOnly)
    case .source: return .string(place.source)
    }
  }

  func isEqualObject(to other: any ExpressionObject) -> Bool { hasSameFields(as: other) }
}

/// Address, network and place of one `AddressFacts`.
struct FactsObjects: Sendable {
  let facts: AddressFacts
  private let countries: CountryNames

  /// - Parameter countries: names for places whose database gives only a code.
  init(_ facts: AddressFacts, countries: CountryNames) {
    self.facts = facts
    self.countries = countries
  }

  // Few conditions look at each of them, and making one costs no more than keeping it.
  var address: AddressObject { AddressObject(facts.address) }
  var network: NetworkObject? { facts.networkFacts.isFound ? facts.networkFacts : nil }
  var place: PlaceObject? {
    facts.placeFacts.isFound ? PlaceObject(facts.placeFacts, countries: countries) : nil
  }
}
