/// The answers of one interview in order, with what changed between them.
public struct Timeline: Sendable {
  /// What the order rests on.
  public enum Order: String, Sendable {
    /// Every answer carries a time.
    case time
    /// Step index, then attempt as given.
    case step
  }

  /// The observations in the order of analysis; `index` is their place.
  public var observations: [Observation]
  /// What the order rests on.
  public var order: Order
  /// Stretches of the same device and the same place.
  public var runs: [Run]
  /// Every change between an observation and the last one before it that can be compared, also
  /// those that end no run (another address of the same network, another browser).
  public var transitions: [Switch]
  /// How devices and places follow one another; absent with fewer than two comparable observations.
  public var pattern: Pattern?
  /// How places follow one another.
  public var placePattern: Pattern?
  /// How devices follow one another.
  public var devicePattern: Pattern?
  /// Addresses and agents of the interview that appear in no answer.
  public var unattributed: Unattributed
  /// From the start of the interview to its end, in seconds; absent where either is unknown or the
  /// end is before the start.
  public var durationSeconds: Double?
  /// How many different places the comparable observations came from.
  public var placeCount: Int
  /// How many different devices the comparable observations came from.
  public var deviceCount: Int
  /// How the declared country lies to those of the answers: `same` where any locatable answer came
  /// from it, `bordering` where all came from its land neighbours. Absent where no country was
  /// declared by its code or no answer tells its own.
  public var declaredCountryRelation: CountryRelation?

  /// Makes a timeline.
  public init(
    observations: [Observation], order: Order, runs: [Run] = [], transitions: [Switch] = [],
    pattern: Pattern? = nil, placePattern: Pattern? = nil, devicePattern: Pattern? = nil,
    unattributed: Unattributed = Unattributed(), durationSeconds: Double? = nil,
    placeCount: Int = 0, deviceCount: Int = 0, declaredCountryRelation: CountryRelation? = nil
  ) {
    self.observations = observations
    self.order = order
    self.runs = runs
    self.transitions = transitions
    self.pattern = pattern
    self.placePattern = placePattern
    self.devicePattern = devicePattern
    self.unattributed = unattributed
    self.durationSeconds = durationSeconds
    self.placeCount = placeCount
    self.deviceCount = deviceCount
    self.declaredCountryRelation = declaredCountryRelation
  }

  /// The transitions that end a run: what the assessment prints as `switches`.
  public var switches: [Switch] { transitions.filter(\.endsRun) }
}

/// How values follow one another over an interview.
public enum Pattern: String, Sendable, Comparable, CaseIterable {
  /// One value throughout.
  case steady
  /// Every value is left once and not seen again: A B, A B C.
  case oneWay = "one-way"
  /// A value comes again: A B A.
  case `return`
  /// Two values alternate over four runs or more: A B A B.
  case interleaved

  /// From steady to interleaved.
  public static func < (left: Pattern, right: Pattern) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .steady: 0
    case .oneWay: 1
    case .return: 2
    case .interleaved: 3
    }
  }
}

/// A stretch of observations of the same device and the same place.
public struct Run: Sendable, Hashable {
  /// The first observation's index.
  public var first: Int
  /// The last observation's index.
  public var last: Int
  /// Which of the interview's places, numbered by first appearance; absent where unknown or not
  /// comparable.
  public var place: Int?
  /// Which of the interview's devices, numbered by first appearance; absent where unknown.
  public var device: Int?

  /// Makes a run.
  public init(first: Int, last: Int, place: Int? = nil, device: Int? = nil) {
    self.first = first
    self.last = last
    self.place = place
    self.device = device
  }
}

/// Addresses and agents of the interview's sets and contacts that no answer accounts for.
///
/// The two lists are not paired: which agent was used at which address is not known, but for those of
/// one contact.
public struct Unattributed: Sendable {
  /// An address far from every answer, and another device than every answer's that may have been used
  /// there.
  public struct FarDevice: Sendable, Hashable {
    /// The position among the addresses.
    public var address: Int
    /// The position among the agents.
    public var client: Int
    /// Whether one contact had both; else they only may belong together.
    public var isOneContact: Bool

    /// Makes a pair of positions.
    public init(address: Int, client: Int, isOneContact: Bool = false) {
      self.address = address
      self.client = client
      self.isOneContact = isOneContact
    }
  }

  /// Addresses that are of no answer's network, in the evidence's order, each once.
  public var addresses: [AddressFacts]
  /// For each address, whether it is far from every answer; `false` where that cannot be compared.
  public var areFar: [Bool]
  /// Agents that are neither the same as, updated from nor compatible with an answer's.
  public var clients: [SeenClient]
  /// For each agent, whether it is another device than every answer's.
  public var areOtherDevices: [Bool]
  /// How many answers carry no address; as many of the addresses may be theirs.
  public var addresslessAnswers: Int
  /// How many answers carry no agent; as many of the agents may be theirs.
  public var agentlessAnswers: Int
  /// A far address and another device that may belong together, whatever the answers lack; `nil` where
  /// there are none.
  public var farDevice: FarDevice?

  /// Makes the lists.
  ///
  /// - Parameters:
  ///   - areFar: as many as `addresses`; what is left out is `false`.
  ///   - areOtherDevices: as many as `clients`; what is left out is `false`.
  public init(
    addresses: [AddressFacts] = [], areFar: [Bool] = [], clients: [SeenClient] = [],
    areOtherDevices: [Bool] = [], addresslessAnswers: Int = 0, agentlessAnswers: Int = 0,
    farDevice: FarDevice? = nil
  ) {
    self.addresses = addresses
    self.areFar = areFar + Array(repeating: false, count: max(0, addresses.count - areFar.count))
    self.clients = clients
    self.areOtherDevices =
      areOtherDevices
      + Array(repeating: false, count: max(0, clients.count - areOtherDevices.count))
    self.addresslessAnswers = addresslessAnswers
    self.agentlessAnswers = agentlessAnswers
    self.farDevice = farDevice
  }

  /// Whether there is nothing unattributed.
  public var isEmpty: Bool { addresses.isEmpty && clients.isEmpty }
  /// How many of the addresses are no answer's at least.
  public var leastAddresses: Int { max(0, addresses.count - addresslessAnswers) }
  /// How many of the agents are no answer's at least.
  public var leastClients: Int { max(0, clients.count - agentlessAnswers) }
  /// Whether any address that is no answer's is far from every answer.
  public var hasFarAddress: Bool { areFar.count { $0 } > addresslessAnswers }
  /// Whether any agent that is no answer's is another device than every answer's.
  public var hasOtherDevice: Bool { areOtherDevices.count { $0 } > agentlessAnswers }
}
