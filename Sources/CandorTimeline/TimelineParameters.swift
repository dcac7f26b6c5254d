public import CandorModel

/// The numbers that a timeline is built with.
public struct TimelineParameters: Sendable, Hashable {
  /// From which minimum distances places are different, and far.
  public var places: PlaceThresholds
  /// From which confidence on (0 to 100) a network's class counts; below it the class is only
  /// printed.
  public var classConfidence: Int
  /// The least radius of a place in a cellular network, in kilometres: the place is the carrier's
  /// gateway, often hundreds of kilometres off.
  public var cellularRadiusKm: Double
  /// The IPv6 prefix lengths that make one site, when the databases do not disagree on the place.
  public var sitePrefixLength: Int
  /// The IPv6 prefix length of one host network.
  public var hostPrefixLength: Int
  /// How many different earlier address and agent pairs are looked at, latest first, to find one
  /// that can be compared. A limit on work, far above what real interviews need.
  public var maximumLookBack: Int
  /// How many earlier places and devices are looked at, latest first, to see whether one comes
  /// again. A limit on work.
  public var maximumReturnCandidates: Int
  /// How many different addresses of answers, and of the interview's sets, are held against one
  /// another, and how many agents. A limit on work; what lies beyond counts as attributed.
  public var maximumReconciled: Int

  /// The numbers; the defaults are those of detection.
  public init(
    places: PlaceThresholds = .standard, classConfidence: Int = Network.standardThreshold,
    cellularRadiusKm: Double = 300, sitePrefixLength: Int = 48, hostPrefixLength: Int = 64,
    maximumLookBack: Int = 64, maximumReturnCandidates: Int = 64,
    maximumReconciled: Int = 1024
  ) {
    self.places = places
    self.classConfidence = classConfidence
    self.cellularRadiusKm = cellularRadiusKm
    self.sitePrefixLength = sitePrefixLength
    self.hostPrefixLength = hostPrefixLength
    self.maximumLookBack = maximumLookBack
    self.maximumReturnCandidates = maximumReturnCandidates
    self.maximumReconciled = maximumReconciled
  }

  /// The defaults.
  public static let standard = TimelineParameters()
}
