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

  /// What is known of the text of an agent, without the client that it tells: that lies somewhere in
  /// the memory, and most interviews need not touch it.
  struct KnownAgent {
    /// Whether it tells a client.
    let isFound: Bool
    let weight: FindingWeight
    /// Whether it tells a device.
    let hasDevice: Bool
    /// Of the client; tells it from all others that were read.
    let number: UInt32
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
