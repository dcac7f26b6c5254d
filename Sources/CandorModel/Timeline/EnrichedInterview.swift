/// Evidence with every address and agent looked up; what the timeline is built from.
///
/// A class, because it has many parts and is handed from stage to stage. Thread safety: immutable.
public final class EnrichedInterview: Sendable {
  /// The evidence it was made from.
  public let evidence: Evidence
  /// The answers, in the evidence's order.
  public let observations: [Observation]
  /// The interview's deduplicated addresses, in the evidence's order.
  public let seenAddresses: [Lookup<AddressFacts>]
  /// The interview's deduplicated agents, in the evidence's order, with their raw text.
  public let seenClients: [SeenClient]
  /// Touches that are no answers, in the evidence's order.
  public let contacts: [EnrichedContact]

  /// Makes an enriched interview.
  public init(
    evidence: Evidence, observations: [Observation], seenAddresses: [Lookup<AddressFacts>] = [],
    seenClients: [SeenClient] = [], contacts: [EnrichedContact] = []
  ) {
    self.evidence = evidence
    self.observations = observations
    self.seenAddresses = seenAddresses
    self.seenClients = seenClients
    self.contacts = contacts
  }
}

/// One answer attempt with what could be found out about it.
///
/// `AddressFacts` and `Client` are immutable objects that caches share: the same text gives the
/// same object, so identity is the quick way to see that nothing changed.
public struct Observation: Sendable {
  /// The place in the order of analysis, from 0; the evidence's order before the timeline is built.
  public var index: Int
  /// The position in the evidence's `answers`.
  public let answer: Int
  /// The step's index.
  public let step: Int
  /// The attempt, from 0.
  public let attempt: Int
  /// When it was given; absent where the platform does not say.
  public let at: Timestamp?
  /// The address and what is known of it; `absent` for none and placeholders, `failed` for text that
  /// is no address.
  public let address: Lookup<AddressFacts>
  /// What the agent, the hints or the platform's device text say.
  public let client: Lookup<Client>

  /// Makes an observation.
  public init(
    index: Int, answer: Int, step: Int, attempt: Int, at: Timestamp?,
    address: Lookup<AddressFacts>, client: Lookup<Client>
  ) {
    self.index = index
    self.answer = answer
    self.step = step
    self.attempt = attempt
    self.at = at
    self.address = address
    self.client = client
  }

  /// The place of the address, in one of four states.
  public var place: Lookup<Place> {
    switch address {
    case .found(let facts): facts.place
    case .notAttempted: .notAttempted
    case .absent: .absent
    case .failed: .failed
    }
  }

  /// The network of the address, in one of four states.
  public var network: Lookup<Network> {
    switch address {
    case .found(let facts): facts.network
    case .notAttempted: .notAttempted
    case .absent: .absent
    case .failed: .failed
    }
  }
}

extension Observation {
  /// Whether its place can be compared with others.
  package var tellsPlace: Bool { address.value?.hasUsablePlace ?? false }

  /// Whether its agent tells something of a device.
  package var tellsDevice: Bool { client.value?.saysSomethingOfDevice ?? false }
}

/// An agent of the interview's deduplicated set.
public struct SeenClient: Sendable {
  /// The agent as the platform wrote it.
  public let text: String
  /// What it says.
  public let client: Lookup<Client>

  /// Makes a pair of text and meaning.
  public init(text: String, client: Lookup<Client>) {
    self.text = text
    self.client = client
  }
}

/// A touch that is no answer, with what could be found out about it.
public struct EnrichedContact: Sendable {
  /// The contact as the evidence has it.
  public let contact: Contact
  /// Its address.
  public let address: Lookup<AddressFacts>
  /// Its agent.
  public let client: Lookup<Client>

  /// Makes an enriched contact.
  public init(contact: Contact, address: Lookup<AddressFacts>, client: Lookup<Client>) {
    self.contact = contact
    self.address = address
    self.client = client
  }
}
