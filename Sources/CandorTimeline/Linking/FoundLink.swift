public import CandorModel

/// A trace that different candidates share, with the interviews that have it.
public struct FoundLink: Sendable {
  /// What is known of it; how far apart interviews lie is another matter for each of them.
  public var facts: LinkFacts
  /// The interviews.
  public var interviews: LinkedInterviews
  /// The address; 0 where it is not what is shared.
  public var address: UInt64
  /// The agent; 0 where it is not what is shared.
  public var agent: UInt64
  /// The AS number of a shared agent; 0 for an address.
  public var asn: UInt32
  /// `daysApart` of the facts, by interview; without those for which it is not known. Only of an
  /// address with a rare agent.
  public var daysApart: [UInt32: Double] = [:]

  /// Whether an observation carries the trace.
  public static func carries(
    _ observation: Observation, address: UInt64, agent: UInt64, asn: UInt32
  ) -> Bool {
    if address != 0 {
      guard let facts = observation.address.value, LinkKey.of(facts.address.address) == address
      else {
        return false
      }
    }
    if agent != 0 {
      guard let client = observation.client.value, LinkKey.of(client) == agent,
        asn == 0 || observation.network.value?.asn == asn
      else { return false }
    }
    return address != 0 || agent != 0
  }
}
