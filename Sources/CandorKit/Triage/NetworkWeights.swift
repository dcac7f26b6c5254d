import CandorGeoIP
import CandorModel
import CandorRules

/// What addresses of a network weigh, for each state of their places, by the network's number.
///
/// Thread safety: for one worker.
final class NetworkWeights {
  typealias Weight = (weight: FindingWeight, isAnonymised: Bool)

  private let isUsed: Bool
  // Unchecked: one worker has it, nothing it calls comes back to it, and it asks for every address.
  @exclusivity(unchecked) private var known: ContiguousArray<Weight?> = []

  /// - Parameter isUsed: whether addresses of a network weigh the same; else each is asked about.
  init(isUsed: Bool) { self.isUsed = isUsed }

  @inline(__always)
  func known(
    _ address: LocationIndex.Located, state: PlaceFacts.State, make: () -> Weight
  ) -> Triage.KnownAddress {
    let own = weight(4 * address.network + state.rawValue, make)
    var isFound = false
    if case .found = state { isFound = true }
    return Triage.KnownAddress(
      located: .found(address), weight: own.weight, hasPlace: isFound && !own.isAnonymised)
  }

  @inline(__always)
  private func weight(_ slot: Int, _ make: () -> Weight) -> Weight {
    guard isUsed else { return make() }
    if slot < known.count, let own = known[slot] { return own }
    let own = make()
    if slot >= known.count {
      known += ContiguousArray(
        repeating: nil, count: max(slot + 1 - known.count, known.count))
    }
    known[slot] = own
    return own
  }
}
