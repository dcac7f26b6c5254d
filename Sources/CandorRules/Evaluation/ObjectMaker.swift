import CandorExpression
import CandorModel

/// Makes the objects that conditions see of observations; those of the last address are kept, because
/// the next observation mostly has the same. Used by one worker only.
struct ObjectMaker {
  private let countries: CountryNames
  private var last: FactsObjects?

  /// - Parameter countries: names for places whose database gives only a code.
  init(countries: CountryNames) { self.countries = countries }

  /// Address, network and place of an address.
  mutating func objects(of facts: AddressFacts) -> FactsObjects {
    if let last, last.facts === facts { return last }
    let objects = FactsObjects(facts, countries: countries)
    last = objects
    return objects
  }

  /// An observation.
  mutating func object(of observation: Observation) -> ObservationObject {
    ObservationObject(observation, facts: observation.address.value.map { objects(of: $0) })
  }
}
