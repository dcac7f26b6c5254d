/// What is known of a trace that interviews of different candidates share.
///
/// It holds no address and no agent: what a rule weighs are counts.
public struct LinkFacts: Sendable, Hashable {
  /// What is shared; raw values are `kind` of a link.
  public enum Kind: String, Sendable, CaseIterable {
    /// An address, or an IPv6 /64.
    case sharedAddress = "shared-address"
    /// A rare agent in one network (AS), at different addresses or at one that many people share.
    case sharedAgent = "shared-agent"
    /// An address and a rare agent, used in turns.
    case interleaved
    /// An address of so many candidates that it says nothing of any of them.
    case hub
  }

  /// What is shared.
  public var kind: Kind
  /// How many distinct candidates share it, at least 2.
  public var candidates: Int
  /// How many interviews share it.
  public var interviews: Int
  /// How many addresses (IPv6 by /64) are shared by just these interviews; 0 for an agent.
  public var addresses: Int
  /// How many candidates of the data use the agent that all the interviews share, the rarest one
  /// where there are several; `nil` where there is none.
  public var agentCandidates: Int?
  /// Whether that agent is rare; `false` where rarity cannot be judged.
  public var isAgentRare: Bool
  /// Over how many distinct candidates it was counted.
  public var candidatesInInput: Int
  /// Over how many interviews it was counted.
  public var interviewsInInput: Int
  /// Whether there were candidates enough to judge rarity.
  public var isRarityKnown: Bool
  /// From the interview to the nearest one of another candidate that shares address and rare agent
  /// with it and was given for the same position, in days; `nil` where there is none or a time is not
  /// known.
  public var daysApart: Double?

  /// Makes facts.
  public init(
    kind: Kind, candidates: Int, interviews: Int, addresses: Int = 0, agentCandidates: Int? = nil,
    isAgentRare: Bool = false, candidatesInInput: Int, interviewsInInput: Int,
    isRarityKnown: Bool = false, daysApart: Double? = nil
  ) {
    self.kind = kind
    self.candidates = candidates
    self.interviews = interviews
    self.addresses = addresses
    self.agentCandidates = agentCandidates
    self.isAgentRare = isAgentRare
    self.candidatesInInput = candidatesInInput
    self.interviewsInInput = interviewsInInput
    self.isRarityKnown = isRarityKnown
    self.daysApart = daysApart
  }

  /// Takes in what another trace of the same kind and the same interviews adds; `addresses` of it are
  /// those that are not counted yet.
  public mutating func merge(_ other: LinkFacts) {
    addresses += other.addresses
    if let users = other.agentCandidates { agentCandidates = min(agentCandidates ?? users, users) }
    isAgentRare = isAgentRare || other.isAgentRare
    if let days = other.daysApart { daysApart = min(daysApart ?? days, days) }
  }

  /// The counts as `counts` of a link shows them, sorted by name.
  public var counts: [FindingValue] {
    var counts: [FindingValue] = []
    if addresses > 0 { counts.append(FindingValue("addresses", .integer(addresses))) }
    if let agentCandidates {
      counts.append(FindingValue("agentCandidates", .integer(agentCandidates)))
    }
    counts.append(FindingValue("candidates", .integer(candidates)))
    counts.append(FindingValue("candidatesInInput", .integer(candidatesInInput)))
    counts.append(FindingValue("interviews", .integer(interviews)))
    counts.append(FindingValue("interviewsInInput", .integer(interviewsInInput)))
    return counts
  }
}
