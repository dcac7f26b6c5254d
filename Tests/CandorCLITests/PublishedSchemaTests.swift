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
      schema: "address-relation",
      arguments: ["inspect", "ip", "83.56.102.236", "2a00:1450:4007:80f::200e", "--format", "json"]),
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

  @Test func describesWhatIsToldOfAStore() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let store = folder.path("a.sqlite")
    for _ in 0..<2 {
      _ = try CandorProcess.run(
        ["audit", "hireflix", "--all", "--quiet", "--store", store],
        environment: sandbox.environment)
    }
    let interview = "6944eb0719d0951566bab11d"
    let runs: [(schema: String, arguments: [String])] = [
      ("diff", ["diff", "1", "2"]), ("review-queue", ["review", "list"]),
      ("review-next", ["review", "next", "--by", "ann"]),
      (
        "review-decision",
        ["review", "decide", interview, "--as", "innocent", "--reason", "seen", "--by", "ann"]
      ),
      ("precision", ["report", "--precision"]),
      ("review-decision", ["review", "reopen", interview, "--reason", "again", "--by", "bob"]),
      ("review-push", ["review", "push", "ashby", "--dry-run"]),
      ("store-verification", ["store", "verify"]),
      ("person-export", ["store", "export", "--candidate", "ats-4149"]),
      ("store-purge", ["store", "purge", "--kind", "decisions", "--older-than", "0d"]),
      ("person-export", ["store", "export", "--candidate", "ats-4149"]),
      ("review-next", ["review", "next", "--by", "ann"]),
      ("store-erasure", ["store", "erase", "--candidate", "ats-4149"]),
      ("store-purge", ["store", "purge", "--older-than", "0d"]),
    ]
    for run in runs {
      let result = try CandorProcess.run(
        run.arguments + ["--store", store, "--format", "json"], environment: sandbox.environment)
      let line = try #require(result.lines.first, "\(run.arguments): \(result.errors)")
      let mistakes = try SchemaCheck(named: run.schema).mistakes(
        in: try JSONValue(parsing: line.utf8))
      #expect(mistakes.isEmpty, "\(run.schema): \(mistakes)")
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
