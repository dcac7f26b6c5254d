import Testing

@testable import CandorReports

/// Where texts stand on a map.
@Suite struct MapLabelsTests {
  private func labels() -> MapLabels {
    MapLabels(box: (x: 0, y: 0, width: 640, height: 300), unit: 1)
  }

  @Test(arguments: [(2.0, "start"), (320.0, "middle"), (638.0, "end")])
  func aTextStaysInside(x: Double, anchor: String) throws {
    var labels = labels()
    let text = labels.add("2 Tokyo, Japan", x, 100, "b")
    #expect(text.contains("text-anchor=\"\(anchor)\""), "\(text)")
    let at = try #require(text.split(separator: "\"").dropFirst(3).first.flatMap { Double($0) })
    #expect(at >= 0 && at <= 640)
  }

  @Test func aLegGivesWayToPlacesAndIsLeftOutLast() {
    var labels = labels()
    #expect(labels.addWhereFree("10,721 km", 320, 100, "d").contains("y=\"94\""))
    #expect(labels.addWhereFree("2,249 km", 320, 100, "d").contains("y=\"120\""))
    #expect(labels.addWhereFree("300 km", 320, 100, "d").contains("y=\"72\""))
    #expect(labels.addWhereFree("400 km", 320, 100, "d").contains("y=\"140\""))
    #expect(labels.addWhereFree("500 km", 320, 100, "d").isEmpty)
    #expect(!labels.addWhereFree("600 km", 100, 100, "d").isEmpty)
    // Beyond the frame there is nothing to be read.
    #expect(labels.addWhereFree("700 km", 500, 2, "d").contains("y=\"22\""))
  }

  @Test func whatACandidateWroteIsText() {
    var labels = labels()
    #expect(labels.add("<b>&", 320, 100, "b").contains("&lt;b&gt;&amp;"))
  }
}
