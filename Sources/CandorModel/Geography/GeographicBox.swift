/// A piece of the Earth's surface between two parallels and two meridians.
public struct GeographicBox: Sendable, Hashable {
  /// The southern edge, decimal degrees, -90 to 90.
  public let south: Double
  /// The western edge, decimal degrees, -180 to 180; greater than `east` where the box crosses the
  /// antimeridian.
  public let west: Double
  /// The northern edge, not south of `south`.
  public let north: Double
  /// The eastern edge.
  public let east: Double

  /// A box; `nil` where an edge is out of range or the north lies south of the south.
  public init?(south: Double, west: Double, north: Double, east: Double) {
    guard (-90...90).contains(south), (-90...90).contains(north), south <= north,
      (-180...180).contains(west), (-180...180).contains(east)
    else { return nil }
    self.south = south
    self.west = west
    self.north = north
    self.east = east
  }

  /// Whether a position lies in the box or on its edge.
  public func contains(latitude: Double, longitude: Double) -> Bool {
    guard latitude >= south, latitude <= north else { return false }
    return west <= east
      ? longitude >= west && longitude <= east : longitude >= west || longitude <= east
  }

  /// The least great-circle distance between any two positions of two boxes, in kilometres.
  ///
  /// Where the boxes share a meridian it is the gap between their parallels. Else the nearest pair
  /// lies on two facing edges, and on those it is found by moving along one edge and the other in
  /// turn from both ends: the distance along them has its minima towards the poles and no other.
  public func minimumDistanceKm(to other: GeographicBox) -> Double {
    if sharesMeridian(with: other) {
      let gap = max(0, max(other.south - north, south - other.north))
      return Trigonometry.radians(gap) * GreatCircle.radiusKm
    }
    let eastward = Self.gap(from: east, to: other.west)
    let westward = Self.gap(from: other.east, to: west)
    return min(
      edgeDistanceKm(to: other, apart: eastward), edgeDistanceKm(to: other, apart: westward))
  }

  private var width: Double { Self.gap(from: west, to: east) }

  /// Degrees to go east from one meridian to another, 0 up to 360.
  private static func gap(from: Double, to: Double) -> Double {
    let difference = to - from
    return difference < 0 ? difference + 360 : difference
  }

  private func sharesMeridian(with other: GeographicBox) -> Bool {
    Self.gap(from: west, to: other.west) <= width
      || Self.gap(from: other.west, to: west) <= other.width
  }

  /// The least distance between two meridian edges that lie `apart` degrees from each other.
  private func edgeDistanceKm(to other: GeographicBox, apart: Double) -> Double {
    let cosine = Trigonometry.cosine(Trigonometry.radians(apart))
    var least = Double.infinity
    for start in [north, south, (north + south) / 2] {
      var mine = start
      var theirs = start
      for _ in 0..<8 {
        theirs = Self.nearest(to: mine, cosine: cosine, south: other.south, north: other.north)
        mine = Self.nearest(to: theirs, cosine: cosine, south: south, north: north)
      }
      least = min(
        least,
        GreatCircle.distanceKm(
          fromLatitude: mine, longitude: 0, toLatitude: theirs, longitude: apart))
    }
    return least
  }

  /// The latitude on another meridian that is nearest to a position at `latitude`.
  private static func nearest(
    to latitude: Double, cosine: Double, south: Double, north: Double
  ) -> Double {
    let angle = Trigonometry.radians(latitude)
    let foot = Trigonometry.degrees(
      Trigonometry.arcTangent(
        Trigonometry.sine(angle), Trigonometry.cosine(angle) * cosine))
    if foot >= south, foot <= north { return foot }
    // The distance grows with the angle from the foot, which may lie over the pole.
    func away(_ edge: Double) -> Double { min(abs(edge - foot), 360 - abs(edge - foot)) }
    return away(south) < away(north) ? south : north
  }
}
