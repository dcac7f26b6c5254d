import CandorModel
import CandorTesting
import Foundation
import Testing

/// What the built tool prints as JSON is what `docs/schemas` says.
@Suite struct PublishedSchemaTests {
  private static let mac =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    + "Version/18.1 Safari/605.1.15"
  private static let demo = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "datasets/demo/interviews.ndjson").path(percentEncoded: false)

  struct Case: Sendable, CustomTestStringConvertible {
    let schema: String
    let arguments: [String]
    var input = ""
    var status: Int32 = 0
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let cases = [
    Case(schema: "agent", arguments: ["inspect", "ua", mac, "--format", "json"]),
    Case(schema: "agent", arguments: ["inspect", "ua", "curl/8.5.0", "--format", "json"]),
    Case(schema: "agent", arguments: ["inspect", "ua", "-", "--format", "json"]),
    Case(
      schema: "agent-relation", arguments: ["inspect", "ua", mac, "curl/8.5.0", "--format", "json"]),
    Case(schema: "agent-relation", arguments: ["inspect", "ua", mac, mac, "--format", "json"]),
    Case(schema: "address", arguments: ["inspect", "ip", "83.56.102.236", "--format", "json"]),
    Case(
      schema: "address", arguments: ["inspect", "ip", "--batch"],
      input: "10.0.0.1\nno address\n2a00:1450:4007:80f::200e\n"),
    Case(schema: "data-status", arguments: ["data", "status", "--format", "json"], status: 1),
    Case(schema: "fairness", arguments: ["report", "--fairness", demo, "--format", "json"]),
    Case(schema: "doctor", arguments: ["doctor", "--format", "json"], status: 1),
    Case(schema: "rule-list", arguments: ["rules", "list", "--format", "json"]),
    Case(schema: "rule-lint", arguments: ["rules", "lint", "--format", "json"]),
  ]

  @Test(arguments: cases) func describesWhatIsPrinted(_ form: Case) throws {
    let check = try SchemaCheck(named: form.schema)
    let result = try CandorProcess.run(form.arguments, input: form.input)
    #expect(result.status == form.status, "\(result.errors)")
    #expect(!result.lines.isEmpty)
    for line in result.lines {
      let mistakes = check.mistakes(in: try JSONValue(parsing: line.utf8))
      #expect(mistakes.isEmpty, "\(mistakes): \(line.prefix(400))")
    }
  }

  @Test func describesAssessmentsOfTheDemonstration() throws {
    let check = try SchemaCheck(named: "assessment")
    for privacy in ["full", "pseudonymous"] {
      let result = try CandorProcess.run([
        "analyze", Self.demo, "--format", "ndjson", "--reference-date", "2026-03-31", "--privacy",
        privacy, "--links",
      ])
      #expect(result.lines.count > 20, "\(result.errors)")
      for line in result.lines {
        let mistakes = check.mistakes(in: try JSONValue(parsing: line.utf8))
        #expect(mistakes.isEmpty, "\(mistakes)")
      }
    }
  }

  @Test func describesWhatChangedBetweenRules() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      let made = try CandorProcess.run(
        ["rules", "new", "location/office", "--rules", folder.path(name)])
      #expect(made.status == 0, "\(made.errors)")
    }
    let path = folder.path("b/detections/location/office.yaml")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("severity: low", with: "severity: medium").utf8)
      .write(to: URL(filePath: path))
    let runs: [(schema: String, arguments: [String])] = [
      ("rule-diff", ["rules", "diff", folder.path("a"), "--against", folder.path("b")]),
      (
        "rule-backtest",
        [
          "rules", "backtest", "--rules", folder.path("a"), "--against", folder.path("b"),
          Self.demo,
        ]
      ),
      ("rule-lint", ["rules", "lint", "--rules", folder.path("b")]),
    ]
    for run in runs {
      let result = try CandorProcess.run(run.arguments + ["--format", "json"])
      let line = try #require(result.lines.first, "\(result.errors)")
      let mistakes = try SchemaCheck(named: run.schema).mistakes(
        in: try JSONValue(parsing: line.utf8))
      #expect(mistakes.isEmpty, "\(run.schema): \(mistakes)")
    }
  }
}
