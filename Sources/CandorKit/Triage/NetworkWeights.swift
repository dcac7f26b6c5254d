import CandorGeoIP
import CandorModel
import CandorRules

/// What addresses of a network weigh, for each state of their places, by the network's number.
///
/// Thread safety: for one worker.
final class NetworkWeights {
  private let isUsed: Bool
  private var known: [(weight: FindingWeight, isAnonymised: Bool)?] = []

  /// - Parameter isUsed: whether addresses of a network weigh the same; else each is asked about.
  init(isUsed: Bool) { self.isUsed = isUsed }

  func known(
    _ address: LocationIndex.Located, state: PlaceFacts.State,
    make: () -> (weight: FindingWeight, isAnonymised: Bool)
  ) -> Triage.KnownAddress {
    let slot = 4 * address.network + state.rawValue
    if slot >= known.count {
      known += Array(repeating: nil, count: max(slot + 1 - known.count, known.count))
    }
    let own = (isUsed ? known[slot] : nil) ?? make()
    known[slot] = own
    return Triage.KnownAddress(
      located: .found(address), weight: own.weight,
      hasPlace: state == .found && !own.isAnonymised)
  }
}
