/// How two places lie to each other, as `switches[].place` of an assessment says it.
public enum PlaceRelation: String, Sendable, Hashable, CaseIterable {
  /// The very same place by city and position.
  case same
  /// The circles of uncertainty overlap, or the country is all that is known on a side and the
  /// countries are one or share a land border.
  case indistinguishable
  /// Apart, and by less than the distance that counts as different.
  case near
  /// Apart by at least 100 km (parameter).
  case different
  /// Apart by at least 500 km (parameter).
  case far
  /// What would have to be compared is not known on a side.
  case notComparable = "not-comparable"

  /// Whether the place changed: `different` or `far`.
  public var isChanged: Bool { self == .different || self == .far }
}

/// From which minimum distance on places are different, and far.
public struct PlaceThresholds: Sendable, Hashable {
  /// Kilometres from which two places are different; default 100.
  public var differentKm: Double
  /// Kilometres from which two places are far; default 500.
  public var farKm: Double

  /// The thresholds; the defaults are those of detection.
  public init(differentKm: Double = 100, farKm: Double = 500) {
    self.differentKm = differentKm
    self.farKm = farKm
  }

  /// 100 km and 500 km.
  public static let standard = PlaceThresholds()
}

/// The answer of a comparison of two places with the figures behind it.
public struct PlaceComparison: Sendable, Hashable {
  /// What the comparison was decided by.
  public enum Basis: String, Sendable, Hashable {
    /// The positions and their radii.
    case positions
    /// The countries, because a side knows no more.
    case countries
    /// Nothing: a side knows neither.
    case nothing
  }

  /// The answer.
  public let relation: PlaceRelation
  /// What decided.
  public let basis: Basis
  /// Kilometres between the two positions (between the countries' centres where a side has none);
  /// `nil` where neither is known.
  public let distanceKm: Double?
  /// The least number of kilometres that lie between, all uncertainty used up: both radii, or the
  /// extents of the two countries. `nil` where it cannot be said.
  public let minimumDistanceKm: Double?
  /// Whether the countries are known on both sides and differ.
  public let countriesDiffer: Bool
  /// Whether the countries differ and share a land border.
  public let countriesBorder: Bool
}
