/// The numbers that traces shared by different candidates are weighed with.
public struct LinkParameters: Sendable, Hashable {
  /// From how many distinct candidates on a shared address is a hub: a campus, an office, a
  /// carrier. Then it is context and no evidence. Source: Adyen and didit take 6 users.
  public var hubCandidates: Int
  /// An agent is rare where at most this part of the candidates use it, 0 to 1.
  public var rarePart: Double
  /// Over how many candidates rarity has to be counted at least.
  public var rarityCandidates: Int
  /// How many days apart two interviews for one position may be to weigh more.
  public var closeDays: Double

  /// The numbers; the defaults are those of detection.
  public init(
    hubCandidates: Int = 6, rarePart: Double = 0.01, rarityCandidates: Int = 100,
    closeDays: Double = 7
  ) {
    self.hubCandidates = hubCandidates
    self.rarePart = rarePart
    self.rarityCandidates = rarityCandidates
    self.closeDays = closeDays
  }

  /// The defaults.
  public static let standard = LinkParameters()
}
