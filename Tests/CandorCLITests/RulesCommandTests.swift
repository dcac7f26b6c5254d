import CandorModel
import CandorTesting
import Foundation
import Testing

@Suite struct RulesCommandTests {
  @Test func theBuiltInPackIsCleanAndTested() throws {
    let lint = try CandorProcess.run(["rules", "lint"])
    #expect(lint.status == 0, "\(lint.output)")
    let test = try CandorProcess.run(["rules", "test"])
    #expect(test.status == 0, "\(test.output)")
  }

  @Test func aTypoIsShownWithItsPlaceAndTheRightName() throws {
    let folder = try TemporaryFolder()
    #expect(
      try CandorProcess.run(["rules", "new", "location/office", "--rules", folder.path("r")]).status
        == 0)
    let path = folder.path("r/detections/location/office.yaml")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("switch.", with: "swich.").utf8).write(to: URL(filePath: path))
    let result = try CandorProcess.run(
      ["analyze", "--rules", folder.path("r")], input: "")
    #expect(result.status == 65)
    #expect(result.errors.contains("office.yaml:"))
    #expect(result.errors.contains("^"))
    #expect(result.errors.contains("switch"))
  }

  @Test func expressionsAreEvaluatedLineByLine() throws {
    let result = try CandorProcess.run(
      ["rules", "eval", "--batch"], input: "{\"expr\":\"1 + 1\"}\nnot json\n{\"expr\":\"1 +\"}\n")
    #expect(result.status == 0)
    #expect(result.lines.count == 3)
    #expect(result.lines[0] == #"{"value":{"type":"int","value":"2"}}"#)
    #expect(result.lines[1].hasPrefix(#"{"error":"#))
    #expect(result.lines[2].hasPrefix(#"{"error":"#))
  }

  @Test func noChangeIsNoDifference() throws {
    let folder = try TemporaryFolder()
    _ = try CandorProcess.run(["rules", "new", "location/office", "--rules", folder.path("r")])
    let same = try CandorProcess.run(
      ["rules", "diff", folder.path("r"), "--against", folder.path("r"), "--format", "json"])
    #expect(same.status == 0)
    #expect(try JSONValue(parsing: same.output.utf8)["changes"]?.array?.isEmpty == true)
  }
}
