import CandorExpression
import CandorModel

/// Makes the objects that conditions see of observations.
struct ObjectMaker {
  private let countries: CountryNames

  /// - Parameter countries: names for places whose database gives only a code.
  init(countries: CountryNames) { self.countries = countries }

  /// Address, network and place of an address.
  func objects(of facts: AddressFacts) -> FactsObjects {
    FactsObjects(facts, countries: countries)
  }

  /// An observation.
  func object(of observation: Observation) -> ObservationObject {
    ObservationObject(observation, facts: observation.address.value.map { objects(of: $0) })
  }
}
