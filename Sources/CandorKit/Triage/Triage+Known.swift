import CandorGeoIP
import CandorModel
import CandorRules

extension Triage {
  /// What is known of an address.
  struct KnownAddress {
    let located: Lookup<LocationIndex.Located>
    let weight: FindingWeight
    /// Whether its place can be compared.
    let hasPlace: Bool
  }

  /// What is known of the text of an agent.
  struct KnownAgent {
    let client: Lookup<Client>
    let weight: FindingWeight
    /// Whether it tells a device.
    let hasDevice: Bool
    /// Tells it from all others that were read.
    var number: UInt32 = 0
  }

  /// Answers one after another with one address and one agent.
  struct Stretch {
    /// The first of them.
    let first: Int
    var count = 1
    let address: KnownAddress
    let agent: KnownAgent

    /// Their positions.
    var answers: Range<Int> { first..<first + count }
  }
}
