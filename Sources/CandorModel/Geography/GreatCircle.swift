/// Distances on the mean sphere of the Earth.
public enum GreatCircle {
  /// The mean radius of the WGS-84 ellipsoid in kilometres (IUGG `R1 = (2a + b) / 3`).
  public static let radiusKm = 6371.0088

  /// The distance between two positions in kilometres.
  ///
  /// Half-angle form, which keeps its digits for neighbours and at the poles and does not care on
  /// which side of the antimeridian a longitude is written.
  ///
  /// - Parameters: decimal degrees, north and east positive.
  /// - Returns: 0 up to half the circumference (about 20,015 km); not a number where a parameter is
  ///   not a number.
  public static func distanceKm(
    fromLatitude latitude1: Double, longitude longitude1: Double,
    toLatitude latitude2: Double, longitude longitude2: Double
  ) -> Double {
    // Many positions are compared with themselves, and the formula gives the same.
    if latitude1 == latitude2, longitude1 == longitude2 { return 0 }
    let north1 = Trigonometry.radians(latitude1)
    let north2 = Trigonometry.radians(latitude2)
    let halfNorth = Trigonometry.sine((north2 - north1) / 2)
    let halfEast = Trigonometry.sine(Trigonometry.radians(longitude2 - longitude1) / 2)
    let square =
      halfNorth * halfNorth
      + Trigonometry.cosine(north1) * Trigonometry.cosine(north2) * halfEast * halfEast
    return 2 * radiusKm * Trigonometry.arcSine(min(1, square.squareRoot()))
  }
}
