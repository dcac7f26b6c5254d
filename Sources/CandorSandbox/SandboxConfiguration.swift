package import CandorModel

/// What a sandbox serves, and how badly it behaves.
package struct SandboxConfiguration: Sendable {
  /// The key that is accepted where none is configured.
  package static let defaultKey = "sandbox-key"
  /// The environment variable that sets another key.
  package static let keyVariable = "CANDOR_SANDBOX_KEY"

  /// The port to listen on; 0 takes any free one.
  package var port: Int
  /// The address to listen on. Other than loopback is for tests in containers only: what is served
  /// may be somebody's personal data.
  package var host: String
  /// The accepted key, for all platforms. Keys made of it have fewer permissions, see
  /// `SandboxKey`.
  package var key: String
  /// The interviews.
  package var dataset: SandboxDataset
  /// Faults on demand.
  package var faults: [SandboxFault]
  /// Where the faults' random numbers begin; the same seed gives the same faults to the same
  /// requests, in whatever order they come.
  package var seed: UInt64
  /// How long a `slow` fault holds an answer back.
  package var slowDelay: Duration
  /// Seconds that the fault `429` and `503` ask to wait; `nil` leaves the header out.
  package var faultRetryAfter: Int?
  /// Limits per platform and key; a platform that is not named has no limit.
  package var rateLimits: [SandboxPlatform: SandboxRateLimit]
  /// How Hireflix answers what its documents leave open.
  package var hireflix: HireflixBehaviour
  /// How InstaView's lists are wrapped; its documents show three ways.
  package var instaViewEnvelope: InstaViewEnvelope
  /// The time, for limits and for what is created.
  package var now: @Sendable () -> Timestamp

  /// Makes a configuration; what is not given is the documented default of each platform.
  package init(
    port: Int = 0, host: String = "127.0.0.1", key: String = SandboxConfiguration.defaultKey,
    dataset: SandboxDataset, faults: [SandboxFault] = [], seed: UInt64 = 0,
    slowDelay: Duration = .seconds(2), faultRetryAfter: Int? = 1,
    rateLimits: [SandboxPlatform: SandboxRateLimit] = SandboxRateLimit.documented,
    hireflix: HireflixBehaviour = HireflixBehaviour(),
    instaViewEnvelope: InstaViewEnvelope = .wrapped,
    now: @escaping @Sendable () -> Timestamp = { SystemTime.now }
  ) {
    self.port = port
    self.host = host
    self.key = key
    self.dataset = dataset
    self.faults = faults
    self.seed = seed
    self.slowDelay = slowDelay
    self.faultRetryAfter = faultRetryAfter
    self.rateLimits = rateLimits
    self.hireflix = hireflix
    self.instaViewEnvelope = instaViewEnvelope
    self.now = now
  }

  /// The key that an environment asks for; an empty variable counts as not set.
  package static func key(in environment: [String: String]) -> String {
    guard let key = environment[keyVariable], !key.isEmpty else { return defaultKey }
    return key
  }
}

/// How the Hireflix stand-in answers where the documents are silent.
package struct HireflixBehaviour: Sendable, Hashable {
  /// Whether an unknown interview has an entry in `errors` beside its null.
  package var reportsUnknownInterviews: Bool
  /// Whether answers have the field `createdAt`, which is plausible and not documented. Where not,
  /// a query that selects it is refused as a whole.
  package var hasAnswerTimes: Bool
  /// Aliases that one request may have; more are refused.
  package var maximumAliases: Int

  /// Makes a behaviour.
  package init(
    reportsUnknownInterviews: Bool = true, hasAnswerTimes: Bool = false, maximumAliases: Int = 250
  ) {
    self.reportsUnknownInterviews = reportsUnknownInterviews
    self.hasAnswerTimes = hasAnswerTimes
    self.maximumAliases = maximumAliases
  }
}

/// How InstaView's answers are wrapped.
package enum InstaViewEnvelope: String, Sendable, Hashable, CaseIterable {
  /// `data`, `total`, `page`, `limit`, `totalPages`, as the reference pages show.
  case plain
  /// `success`, `data.items`, `data.pagination`, as the guide to paging shows.
  case guide
  /// `success`, `data.data`, `data.total` and so on: the first inside the general envelope, and the
  /// likeliest.
  case wrapped
}
