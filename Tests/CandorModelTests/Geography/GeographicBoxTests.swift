import CandorModel
import CandorTesting
import Testing

@Suite struct GeographicBoxTests {
  @Test func refusesEdgesThatCannotBe() {
    #expect(GeographicBox(south: 1, west: 0, north: 0, east: 1) == nil)
    #expect(GeographicBox(south: -91, west: 0, north: 0, east: 1) == nil)
    #expect(GeographicBox(south: 0, west: 0, north: 1, east: 181) == nil)
    #expect(GeographicBox(south: 0, west: 170, north: 1, east: -170) != nil)
  }

  @Test func knowsItsInsideAcrossTheAntimeridian() throws {
    let box = try #require(GeographicBox(south: -20, west: 175, north: -10, east: -175))
    #expect(box.contains(latitude: -15, longitude: 179))
    #expect(box.contains(latitude: -15, longitude: -179))
    #expect(!box.contains(latitude: -15, longitude: 0))
    #expect(!box.contains(latitude: 0, longitude: 180))
  }

  @Test func touchingAndOverlappingBoxesAreNotApart() throws {
    let one = try #require(GeographicBox(south: 0, west: 0, north: 10, east: 10))
    let touching = try #require(GeographicBox(south: 10, west: 5, north: 20, east: 15))
    let inside = try #require(GeographicBox(south: 2, west: 2, north: 3, east: 3))
    #expect(one.minimumDistanceKm(to: touching) == 0)
    #expect(one.minimumDistanceKm(to: inside) == 0)
    #expect(inside.minimumDistanceKm(to: one) == 0)
  }

  /// The claimed minimum is compared with the least of many pairs on the edges: never above any of
  /// them, and never far below the best of them.
  @Test func agreesWithTryingEdgesOut() throws {
    var numbers = SeededNumbers(seed: 12)
    func box() -> GeographicBox? {
      let south = Double.random(in: -90...85, using: &numbers)
      let west = Double.random(in: -180...180, using: &numbers)
      let east = west + Double.random(in: 0...60, using: &numbers)
      return GeographicBox(
        south: south, west: west,
        north: min(90, south + Double.random(in: 0...40, using: &numbers)),
        east: east > 180 ? east - 360 : east)
    }
    for _ in 0..<200 {
      let one = try #require(box())
      let other = try #require(box())
      let claimed = one.minimumDistanceKm(to: other)
      #expect(abs(claimed - other.minimumDistanceKm(to: one)) < 0.5)
      var least = Double.infinity
      for (north1, east1) in Self.edge(one) {
        for (north2, east2) in Self.edge(other) {
          least = min(
            least,
            GreatCircle.distanceKm(
              fromLatitude: north1, longitude: east1, toLatitude: north2, longitude: east2))
        }
      }
      #expect(claimed <= least + 1e-6)
      // Steps of a 24th of an edge: some 280 km at most.
      #expect(claimed >= least - 300 || claimed == 0)
    }
  }

  private static func edge(_ box: GeographicBox) -> [(Double, Double)] {
    let width = box.east >= box.west ? box.east - box.west : box.east - box.west + 360
    var points: [(Double, Double)] = []
    for step in 0...24 {
      let part = Double(step) / 24
      let north = box.south + (box.north - box.south) * part
      let east = box.west + width * part
      points += [
        (north, box.west), (north, box.east), (box.south, east), (box.north, east),
      ]
    }
    return points
  }
}
