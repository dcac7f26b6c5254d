public import CandorModel

/// A trace that interviews of different candidates share, weighed.
public struct SharedTrace: Sendable, Hashable {
  /// What is shared, as `kind` of a link says it.
  public enum Kind: String, Sendable, CaseIterable {
    /// An address, or an IPv6 /64.
    case address = "shared-address"
    /// A rare agent in one network (AS), at different addresses.
    case agentOnNetwork = "shared-agent-on-network"
    /// An address and a rare agent, used in turns.
    case interleaved
    /// An address of so many candidates that it says nothing of any of them.
    case hub
  }

  /// What is shared.
  public var kind: Kind
  /// `none` for a hub, which is told as context.
  public var severity: Severity
  /// The trace in a form to be hashed, never to be printed: address, or agent key and AS number.
  public var key: String
  /// The interviews, sorted.
  public var members: [String]
  /// How many distinct candidates share it.
  public var candidates: Int
  /// How many candidates use the rarest agent that is shared; `nil` where no agent is.
  public var agentCandidates: Int?
  /// Over how many candidates and interviews it was counted.
  public var candidatesInInput: Int
  /// Over how many interviews it was counted.
  public var interviewsInInput: Int
  /// Whether there were candidates enough to say that an agent is rare.
  public var isRarityKnown: Bool

  /// The counts as a link shows them, sorted by name.
  public var counts: [FindingValue] {
    var counts: [FindingValue] = []
    if let agentCandidates {
      counts.append(FindingValue("agentCandidates", .integer(agentCandidates)))
    }
    counts.append(FindingValue("candidates", .integer(candidates)))
    counts.append(FindingValue("candidatesInInput", .integer(candidatesInInput)))
    counts.append(FindingValue("interviewsInInput", .integer(interviewsInInput)))
    return counts
  }

  /// What it is, in a sentence without personal data.
  public var summary: String {
    let many = "\(candidates) candidates in \(members.count) interviews"
    let rarity =
      isRarityKnown
      ? "" : "; how rare the agent is cannot be said below the number of candidates it needs"
    switch kind {
    case .hub:
      return "\(many) share an address, as in a campus, an office or a carrier's network"
    case .interleaved:
      return "\(many) share an address and a rare agent, and used them in turns"
    case .agentOnNetwork:
      return "\(many) share a rare agent in one network"
    case .address:
      return agentCandidates == nil
        ? "\(many) share an address" : "\(many) share an address and an agent\(rarity)"
    }
  }
}
