import CandorKit
import CandorModel
import Testing

@Suite("An assessment that is written in parts is the same document")
struct AssessmentWritingTests {
  private static func inParts(
    _ assessment: Assessment, _ fields: AssessmentFields, of byteCount: Int
  ) -> [UInt8] {
    var parts: [UInt8] = []
    var writer = JSONWriter()
    assessment.write(to: &writer, fields: fields) { writer in
      guard writer.bytes.count >= byteCount else { return }
      writer.handOver { parts += $0 }
    }
    return parts + writer.bytes
  }

  @Test(arguments: Scenario.all)
  func sameBytes(_ scenario: Scenario) throws {
    var worker = ScenarioBench.shared.worker(scenario.databases)
    for seed in 0..<3 {
      let assessment = worker.assess(
        try ScenarioExpander(world: .shared).evidence(of: scenario, seed: seed))
      for byteCount in [1, 200, 2000] {
        #expect(Self.inParts(assessment, .all, of: byteCount) == assessment.jsonBytes)
      }
      var writer = JSONWriter()
      assessment.write(to: &writer, fields: [.timeline, .outcome])
      #expect(Self.inParts(assessment, [.timeline, .outcome], of: 1) == writer.bytes)
    }
  }
}
