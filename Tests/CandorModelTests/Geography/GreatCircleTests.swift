import CandorModel
import CandorTesting
import Testing

@Suite struct GreatCircleTests {
  /// Half of the circumference of the sphere.
  static let half = 20_015.1144

  /// Expected figures: Vincenty's formula for the sphere, which is another one than that tested.
  @Test(
    arguments: [
      ("Madrid to Warsaw", 40.4168, -3.7038, 52.2297, 21.0122, 2289.8482),
      ("London to New York", 51.5074, -0.1278, 40.7128, -74.0060, 5570.2299),
      ("Sydney to Santiago", -33.8688, 151.2093, -33.4489, -70.6693, 11346.7308),
      ("Fiji across the antimeridian", -17.0, 179.5, -17.0, -179.5, 106.3363),
      ("one degree on the equator", 0, 0, 0, 1, 111.1951),
      ("one degree across the antimeridian", 0, 179.5, 0, -179.5, 111.1951),
      ("over the north pole", 89, 0, 89, 180, 222.3902),
      ("the pole by two meridians", 90, 10, 90, -170, 0),
      ("pole to pole", 90, 0, -90, 77, half),
      ("antipodes", 12.5, 30, -12.5, -150, half),
      ("a point and itself", 40.4, -3.7, 40.4, -3.7, 0),
      ("the same meridian written twice", 10, 180, 10, -180, 0),
    ] as [(String, Double, Double, Double, Double, Double)])
  func knowsPairs(
    name: String, north1: Double, east1: Double, north2: Double, east2: Double, expected: Double
  ) {
    let distance = GreatCircle.distanceKm(
      fromLatitude: north1, longitude: east1, toLatitude: north2, longitude: east2)
    #expect(abs(distance - expected) < 0.001, "\(name): \(distance)")
  }

  @Test func isAMetric() {
    var numbers = SeededNumbers(seed: 11)
    func position() -> (Double, Double) {
      (Double.random(in: -90...90, using: &numbers), Double.random(in: -180...180, using: &numbers))
    }
    func distance(_ one: (Double, Double), _ other: (Double, Double)) -> Double {
      GreatCircle.distanceKm(
        fromLatitude: one.0, longitude: one.1, toLatitude: other.0, longitude: other.1)
    }
    for _ in 0..<3_000 {
      let (first, second, third) = (position(), position(), position())
      let direct = distance(first, third)
      #expect(direct >= 0 && direct <= Self.half + 0.001)
      #expect(abs(direct - distance(third, first)) < 1e-6)
      #expect(direct <= distance(first, second) + distance(second, third) + 1e-6)
    }
  }
}
