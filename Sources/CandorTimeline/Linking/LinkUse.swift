public import CandorModel

/// One address and one agent of one interview, in 64 bytes: what linking sorts.
///
/// A year of interviews has to be sorted on disk, so it holds numbers and nothing else. 0 stands for
/// what is not known, for times `Int64.min`.
public struct LinkUse: Sendable, Hashable, BitwiseCopyable {
  /// The address: the number of an IPv4 address, the upper half of an IPv6 one (its /64). No global
  /// IPv6 address begins with 32 zero bits, so the two cannot be confused.
  public var address: UInt64
  /// The agent: equal for agents that say the same of device and browser.
  public var agent: UInt64
  /// The position.
  public var position: UInt64
  /// When the interview took place, in milliseconds since 1970.
  public var at: Int64
  /// The first answer with this address and agent, in milliseconds since 1970.
  public var first: Int64
  /// The last one.
  public var last: Int64
  /// The AS number.
  public var asn: UInt32
  /// The interview's place in the input, from 0.
  public var interview: UInt32
  /// The candidate: the first interview of the same person.
  public var candidate: UInt32
  /// The highest bit where many people stand behind the address by its nature, and in the others how many
  /// candidates have the agent.
  private var marks: UInt32
  private static let sharedMark: UInt32 = 1 << 31

  /// A time that is not known.
  public static let unknownTime = Int64.min

  /// Makes a use; interview and candidate are set by whoever numbers them, and how many have the agent by
  /// whoever counts them.
  public init(
    address: UInt64, agent: UInt64, asn: UInt32 = 0, isShared: Bool = false, position: UInt64 = 0,
    at: Int64 = unknownTime, first: Int64 = unknownTime, last: Int64 = unknownTime,
    interview: UInt32 = 0, candidate: UInt32 = 0
  ) {
    self.address = address
    self.agent = agent
    self.position = position
    self.at = at
    self.first = first
    self.last = last
    self.asn = asn
    self.interview = interview
    self.candidate = candidate
    marks = (isShared ? Self.sharedMark : 0) | 1
  }

  /// Whether many people stand behind the address by its nature: relays, anonymisers and the gateways of
  /// mobile carriers.
  public var isShared: Bool { marks & Self.sharedMark != 0 }

  /// How many candidates of the input have the agent, this one included; 1 where nobody counted.
  public var agentCandidates: Int {
    get { Int(marks & ~Self.sharedMark) }
    set { marks = marks & Self.sharedMark | min(UInt32(clamping: newValue), ~Self.sharedMark) }
  }

  /// The order in which the uses of an address stand together, by candidate and interview.
  public static func isOrderedByAddress(_ one: LinkUse, _ other: LinkUse) -> Bool {
    if one.address != other.address { return one.address < other.address }
    return isOrderedByPerson(one, other)
  }

  /// The order in which the uses of an agent stand together, by network, candidate and interview.
  public static func isOrderedByNetwork(_ one: LinkUse, _ other: LinkUse) -> Bool {
    if one.agent != other.agent { return one.agent < other.agent }
    if one.asn != other.asn { return one.asn < other.asn }
    return isOrderedByPerson(one, other)
  }

  private static func isOrderedByPerson(_ one: LinkUse, _ other: LinkUse) -> Bool {
    if one.candidate != other.candidate { return one.candidate < other.candidate }
    if one.interview != other.interview { return one.interview < other.interview }
    if one.agent != other.agent { return one.agent < other.agent }
    return one.address < other.address
  }
}

/// A number for a text, the same in every run (FNV-1a, 64 bits); never 0.
public enum LinkKey {
  /// The number of some texts; texts that are absent count as empty.
  public static func of(_ parts: [String?]) -> UInt64 {
    let key = parts.reduce(0xcbf2_9ce4_8422_2325) { (hash: UInt64, part) in
      let fed = (part ?? "").utf8.reduce(hash) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
      return (fed ^ 0xff) &* 0x0000_0100_0000_01b3
    }
    return key == 0 ? 1 : key
  }

  /// The number of an address; 0 for one that is not global.
  public static func of(_ address: IPAddress) -> UInt64 {
    guard address.isGlobal else { return 0 }
    return address.family == .v4 ? address.low : address.high
  }

  /// The number of an agent; 0 for one that says nothing of a device.
  public static func of(_ client: Client) -> UInt64 {
    guard client.saysSomethingOfDevice else { return 0 }
    return of([
      client.browser, client.browserVersion, client.os, client.osVersion,
      client.deviceClass.rawValue, client.brand, client.model, client.inAppHost,
    ])
  }
}
