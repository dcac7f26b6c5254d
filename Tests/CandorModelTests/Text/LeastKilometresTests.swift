import CandorModel
import Testing

@Suite struct LeastKilometresTests {
  /// What a sentence names is the whole part of the value that stands beside it.
  @Test(arguments: [
    (6312.96, 6313.0), (6312.94, 6312), (27.461, 27), (0.94, 0), (0, 0),
    (99.999, 100),
  ])
  func aSentenceNamesTheValueBesideIt(kilometres: Double, whole: Double) throws {
    #expect(LeastKilometres.whole(of: kilometres) == whole)
    let written = DecimalText.text(kilometres, decimals: 1)
    #expect(written.split(separator: ".").first.flatMap { Double($0) } == whole)
  }
}
