import CandorModel

/// Network and place of all addresses that lead to the same records and lists.
final class LocatedFacts: Sendable {
  /// What the facts were made of: for each database the record's offset plus one, 0 for none and
  /// the largest number for damage, then the lists that name the address.
  let key: [UInt64]
  let network: Lookup<Network>
  let place: Lookup<Place>
  let notes: [AddressFacts.Note]

  init(
    key: [UInt64], network: Lookup<Network>, place: Lookup<Place>, notes: [AddressFacts.Note]
  ) {
    self.key = key
    self.network = network
    self.place = place
    self.notes = notes
  }
}
