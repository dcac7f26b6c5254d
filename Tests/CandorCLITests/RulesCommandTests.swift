import CandorModel
import CandorTesting
import Foundation
import Testing

@Suite struct RulesCommandTests {
  /// What the environment names is tried, and compared with what was asked for.
  @Test func aBacktestComparesWithTheBuiltInRulesWhateverTheSettingsName() throws {
    let folder = try TemporaryFolder()
    _ = try CandorProcess.run(["rules", "new", "device/office", "--rules", folder.path("r")])
    let input = AnalyzeCommandTests.line(
      "i", agents: [AnalyzeCommandTests.windows, AnalyzeCommandTests.iPhone])
    let named = try CandorProcess.run(
      ["rules", "backtest", "--rules", folder.path("r")], input: input)
    let variable = try CandorProcess.run(
      ["rules", "backtest"], input: input, environment: ["CANDOR_RULES": folder.path("r")])
    #expect(named.closingLine == "1 done, 1 changed, 0 lost")
    #expect(variable.output == named.output)
    #expect(variable.closingLine == named.closingLine)
  }

  @Test func rulesInALinkedFolderAreRules() throws {
    let folder = try TemporaryFolder()
    _ = try CandorProcess.run(["rules", "new", "device/office", "--rules", folder.path("r")])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("l"), withDestinationPath: folder.path("r"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("r") + "/again", withDestinationPath: "..")
    let listed = try CandorProcess.run(["rules", "list", "--rules", folder.path("l")])
    #expect(listed.output.contains("device/office"), "\(listed.errors)")
  }

  /// As a cluster mounts them: the names lead into a hidden folder, which holds the files themselves.
  @Test func rulesOfHiddenNamesAreReadOnceAndByTheirOwnName() throws {
    let folder = try TemporaryFolder()
    _ = try CandorProcess.run(["rules", "new", "device/office", "--rules", folder.path("r/..data")])
    let mount = folder.path("r")
    for name in ["detections", "pack.yaml"]
    where FileManager.default.fileExists(atPath: "\(mount)/..data/\(name)") {
      try FileManager.default.createSymbolicLink(
        atPath: "\(mount)/\(name)", withDestinationPath: "..data/\(name)")
    }
    try Data([0, 5, 22, 7, 255]).write(
      to: URL(filePath: "\(mount)/..data/detections/device/._office.yaml"))
    let listed = try CandorProcess.run(["rules", "list", "--rules", mount])
    #expect(listed.status == 0, "\(listed.errors)")
    #expect(listed.output.components(separatedBy: "device/office").count == 2, "\(listed.output)")
  }

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

  @Test func twoFoldersAreTheOldAndTheNewRules() throws {
    let folder = try TemporaryFolder()
    for name in ["old", "new"] {
      _ = try CandorProcess.run(["rules", "new", "location/office", "--rules", folder.path(name)])
    }
    let path = folder.path("new/detections/location/office.yaml")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("default: 600.0", with: "default: 300.0").utf8)
      .write(to: URL(filePath: path))
    let result = try CandorProcess.run(["rules", "diff", folder.path("old"), folder.path("new")])
    #expect(result.status == 0)
    #expect(result.output.contains("`minimumGapSeconds` went from 600.0 to 300.0"))
    let named = try CandorProcess.run(
      ["rules", "diff", "--rules", folder.path("new"), "--against", folder.path("old")])
    #expect(named.output == result.output)
    #expect(try CandorProcess.run(["rules", "diff"]).status == 64)
    #expect(try CandorProcess.run(["rules", "diff", "a", "b", "c"]).status == 64)
  }

  @Test func anExplanationTakesTheInterviewFromItsFile() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      #"{"schema":"candor.evidence/1","platform":"file","interview":{"id":"a"},"answers":[]}"#,
      to: "a.json")
    let result = try CandorProcess.run(
      ["rules", "explain", "device/os-switch", "--interview", folder.path("a.json")])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("device/os-switch: not evaluable"))
  }

  @Test func anExpiredExceptionOfTheConfigurationIsTold() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      rules:
        exceptions:
          - name: campus
            owner: People team
            reason: "The campus network."
            rules: [network/*]
            scope: has(interview.platform)
            expires: 2020-01-01
      """, to: "candor.yaml")
    let result = try CandorProcess.run(
      ["rules", "lint", "--config", folder.path("candor.yaml")])
    #expect(result.status == 0)
    #expect(result.output.contains("candor.yaml"))
    #expect(result.output.contains("1 warning"))
  }
}
