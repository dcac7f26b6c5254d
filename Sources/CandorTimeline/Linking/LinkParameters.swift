/// The numbers that traces shared by different candidates are found with.
///
/// They are parameters of the rules `link/hub` and `link/shared-address`, where their sources stand.
public struct LinkParameters: Sendable, Hashable {
  /// From how many distinct candidates on a shared address is a hub: a campus, an office, a
  /// carrier. Then it is context and no evidence.
  public var hubCandidates: Int
  /// An agent is rare where at most so many of a hundred candidates use it, 0 to 100.
  public var rarePercent: Double
  /// Over how many candidates rarity has to be counted at least.
  public var rarityCandidates: Int

  /// The numbers; the defaults are those of detection.
  public init(hubCandidates: Int = 6, rarePercent: Double = 1, rarityCandidates: Int = 100) {
    self.hubCandidates = hubCandidates
    self.rarePercent = rarePercent
    self.rarityCandidates = rarityCandidates
  }

  /// The defaults.
  public static let standard = LinkParameters()
}
