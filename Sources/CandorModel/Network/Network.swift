/// The network that an address belongs to.
public struct Network: Sendable, Hashable {
  /// From which confidence on a class counts; below it, it is only printed.
  public static let standardThreshold = 50

  /// The autonomous system's number (RFC 6793); `nil` where no source knows it.
  public let asn: UInt32?
  /// The name of the organisation that runs it; `nil` where no source knows it.
  public let organization: String?
  /// The class; `unknown` where no source knows it.
  public let networkClass: NetworkClass
  /// How sure the class is, 0 to 100; 0 where it is unknown.
  public let confidence: Int
  /// Who said so: the sources of number, name and class, each once, joined by `, `.
  public let source: String
  /// Whether the address says nothing of a physical place: a class that hides it, and sure enough.
  public let isAnonymised: Bool
  /// Whether the class is cellular, and sure enough.
  public let isCellular: Bool
  /// Whether the class is relay, and sure enough: the country is usable, the city is not.
  public let isRelay: Bool

  /// A network.
  ///
  /// - Parameters:
  ///   - confidence: 0 to 100; what lies outside is taken as the nearest end.
  ///   - threshold: the confidence from which on the class counts.
  public init(
    asn: UInt32? = nil, organization: String? = nil, networkClass: NetworkClass = .unknown,
    confidence: Int = 0, source: String, threshold: Int = Network.standardThreshold
  ) {
    self.asn = asn
    self.organization = organization
    self.networkClass = networkClass
    self.confidence = networkClass == .unknown ? 0 : min(max(confidence, 0), 100)
    self.source = source
    let counts = networkClass != .unknown && self.confidence >= threshold
    isAnonymised = counts && networkClass.hidesPlace
    isCellular = counts && networkClass == .cellular
    isRelay = counts && networkClass == .relay
  }
}
