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

  /// One configuration is meant for both packs, and each of them lacks what the other one has.
  @Test func aBacktestTakesAConfigurationOfRulesThatOnlyOneOfBothHas() throws {
    let folder = try TemporaryFolder()
    _ = try CandorProcess.run(["rules", "new", "device/office", "--rules", folder.path("r")])
    func backtest(_ rules: String) throws -> CandorProcess.Result {
      try Data("rules:\n\(rules)".utf8).write(to: URL(filePath: folder.path("c.yaml")))
      return try CandorProcess.run(
        ["rules", "backtest", "--rules", folder.path("r"), "--config", folder.path("c.yaml")],
        input: AnalyzeCommandTests.line(
          "i", agents: [AnalyzeCommandTests.windows, AnalyzeCommandTests.iPhone]))
    }
    let tuned = try backtest(
      """
        parameters:
          device/office: {minimumGapSeconds: 60.0}
        severities: {device/class-switch: low}
        exceptions:
          - {name: one, owner: Us, reason: Ours, rules: [device/office, network/*], scope: "false",
             expires: 2999-01-01}

      """)
    #expect(tuned.closingLine == "1 done, 1 changed, 0 lost", "\(tuned.errors)")
    let unknown = try backtest("  severities: {device/nowhere: low}\n")
    #expect(unknown.status == 78)
    #expect(unknown.errors.contains("expected the id of a rule, found `device/nowhere`"))
    let parameter = try backtest("  parameters: {device/office: {minimumGap: 60.0}}\n")
    #expect(parameter.status == 78)
    #expect(parameter.errors.contains("expected a parameter of `device/office`"))
  }

  /// An unset variable must not lead to the root of the file system.
  @Test func aNewRuleNeedsAFolder() throws {
    let result = try CandorProcess.run(["rules", "new", "device/office", "--rules", ""])
    #expect(result.status == 64)
    #expect(result.errors.contains("expected a folder behind `--rules`"))
  }

  @Test func aRuleMayEndInYML() throws {
    let folder = try TemporaryFolder()
    _ = try CandorProcess.run(["rules", "new", "device/office", "--rules", folder.path("r")])
    let path = folder.path("r/detections/device/office")
    for end in [".yaml", ".tests.yaml"] {
      try FileManager.default.moveItem(
        atPath: path + end, toPath: path + end.dropLast(4) + "yml")
    }
    let result = try CandorProcess.run(["rules", "test", "--rules", folder.path("r")])
    #expect(result.status == 0, "\(result.output) \(result.errors)")
  }

  @Test(arguments: [["list"], ["lint"], ["explain", "device/class-switch"], ["backtest"]])
  func aMistakeInTheConfigurationIsOneOfTheConfiguration(command: [String]) throws {
    let folder = try TemporaryFolder()
    try Data("rules:\n  parameters:\n    location/far: {a: 1}\n".utf8)
      .write(to: URL(filePath: folder.path("c.yaml")))
    let result = try CandorProcess.run(["rules"] + command + ["--config", folder.path("c.yaml")])
    #expect(result.status == 78, "\(result.errors)")
    #expect((result.errors + result.output).contains("found `location/far`"))
  }

  @Test func whatProgramsReadIsInEnglish() throws {
    let folder = try TemporaryFolder()
    _ = try CandorProcess.run(["rules", "new", "device/office", "--rules", folder.path("r")])
    let path = folder.path("r/detections/device/office.yaml")
    let text = try String(contentsOfFile: path, encoding: .utf8)
      .replacing("  - switch.gapSeconds\n", with: "")
      .replacing(" && switch.gapSeconds >= params.minimumGapSeconds", with: "")
    try Data((text + "texts: {es: {summary: OTRO}}\n").utf8).write(to: URL(filePath: path))
    let input = AnalyzeCommandTests.line(
      "i", agents: [AnalyzeCommandTests.windows, AnalyzeCommandTests.iPhone])
    func analyze(_ format: String) throws -> String {
      try CandorProcess.run(
        [
          "analyze", "--rules", folder.path("r"), "--format", format, "--language", "es", "-",
        ], input: input
      ).output
    }
    #expect(try analyze("text").contains("OTRO"))
    #expect(try analyze("csv").contains("device/office"))
    #expect(try !analyze("csv").contains("OTRO"))
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
