import CandorExpression
import CandorModel

/// The objects that conditions see of networks, places and clients, made once for all interviews
/// that share one. Used by one worker only.
struct ObjectCache {
  private let countries: CountryNames
  private var networks: IdentityCache<NetworkFacts, NetworkObject?>
  private var places: IdentityCache<PlaceFacts, PlaceObject?>
  private var clients: IdentityCache<Client, ClientObject>

  /// - Parameter capacity: of each kind, so many are kept; a power of two.
  init(capacity: Int, countries: CountryNames) {
    self.countries = countries
    networks = IdentityCache(capacity: capacity)
    places = IdentityCache(capacity: capacity)
    clients = IdentityCache(capacity: capacity)
  }

  /// Address, network and place of an address.
  mutating func objects(of facts: AddressFacts) -> FactsObjects {
    FactsObjects(
      facts,
      network: networks.value(of: facts.networkFacts) {
        $0.network.value.map { NetworkObject($0) }
      },
      place: places.value(of: facts.placeFacts) { [countries] in
        $0.place.value.map { place in
          var place = place
          if place.countryName == nil {
            place.countryName = place.country.map(countries.name(of:))
          }
          return PlaceObject(place)
        }
      })
  }

  /// An observation alone.
  mutating func object(of observation: Observation) -> ObservationObject {
    ObservationObject(
      observation, facts: observation.address.value.map { objects(of: $0) },
      client: observation.client.value.map { client(of: $0) })
  }

  /// Observations one after another; those of one address share what is seen of it.
  mutating func objects(of observations: [Observation]) -> [ObservationObject] {
    var last: FactsObjects?
    return observations.map { observation in
      if let facts = observation.address.value, facts !== last?.facts { last = objects(of: facts) }
      return ObservationObject(
        observation, facts: observation.address.value == nil ? nil : last,
        client: observation.client.value.map { client(of: $0) })
    }
  }

  private mutating func client(of client: Client) -> ClientObject {
    clients.value(of: client) { ClientObject($0) }
  }
}
