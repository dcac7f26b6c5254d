import CandorModel
import CandorTesting
import Foundation
import Testing

@Suite struct ReviewPushCommandTests {
  /// An audit of one candidate of Ashby, who is decided about.
  private func decidedCandidate(
    _ id: String, as verdict: String
  ) throws -> (stored: StoredInterviews, sandbox: SandboxProcess) {
    let stored = try StoredInterviews([])
    let evidence = try stored.folder.write(
      #"{"schema":"candor.evidence/1","platform":"ashby","interview":{"id":"\#(id)"},"#
        + #""candidate":{"id":"\#(id)"},"answers":[],"#
        + #""contacts":[{"kind":"application","at":"2026-03-01T09:00:00Z","ip":"83.56.102.236","#
        + #""userAgent":"Mozilla/5.0"}]}"# + "\n", to: "ashby.ndjson")
    let sandbox = try SandboxProcess(["--evidence", evidence])
    let audit = try CandorProcess.run(
      ["audit", "ashby", "--candidate", id, "--quiet", "--store", stored.store],
      environment: sandbox.environment)
    #expect(audit.status == 0, "\(audit.errors)")
    #expect(try stored.run("report", "--precision").output.hasPrefix("no decision counts yet"))
    let decided = try stored.run(
      "review", "decide", id, "--as", verdict, "--reason", "x", "--by", "ana")
    #expect(decided.status == 0, "\(decided.errors)")
    return (stored, sandbox)
  }

  /// Retention takes documents; what was decided still measures rules and is told to platforms.
  @Test func decisionsOutliveTheirAssessments() throws {
    let id = "7f6b0a52-4f7e-4d5c-9a53-0c2b1a1f8f12"
    let (stored, sandbox) = try decidedCandidate(id, as: "confirmed")
    let evidence = try CandorProcess.run(
      ["fetch", "ashby", "--candidate", id], environment: sandbox.environment
    ).output
    // Too little is known of this candidate for a flag, and somebody decided all the same.
    let before = try stored.run("report", "--precision")
    let row = before.lines.first { $0.hasPrefix("interviews without a flag ") }
    #expect(
      row?.split(separator: " ").dropFirst(4) == ["1", "0", "0", "-"], "\(before.output)")
    #expect(!before.output.contains("flagged interviews"))
    #expect(!before.output.contains("gone"))
    let purge = try stored.run("store", "purge", "--older-than", "0s", "--kind", "assessments")
    #expect(purge.status == 0, "\(purge.errors)")
    #expect(
      try stored.run("report", "--precision").output == "1 decision whose assessment is gone\n")
    let precision = try stored.run("report", "--precision", "--format", "json")
    let counts = try JSONValue(parsing: precision.output.utf8)
    #expect(counts["withoutDocument"]?.integer == 1)
    let backtest = try CandorProcess.run(
      ["rules", "backtest", "-", "--store", stored.store, "--format", "json"], input: evidence)
    let quality = try JSONValue(parsing: backtest.output.utf8)["quality"]
    #expect(quality?["before"]?["decided"]?.integer == 1)
    let push = try stored.run("review", "push", "ashby", environment: sandbox.environment)
    #expect(push.output.contains("would set `fraudStatus`"), "\(push.output)")
    // Of whom nothing may be known any more nobody is told anything.
    #expect(try stored.run("store", "erase", "--candidate", id).status == 0)
    let erased = try stored.run("review", "push", "ashby", environment: sandbox.environment)
    #expect(erased.output == "no decision waits to be sent\n")
  }

  @Test func ashbyIsToldOnlyWhenAskedFor() throws {
    let id = "7f6b0a52-4f7e-4d5c-9a53-0c2b1a1f8f11"
    let (stored, sandbox) = try decidedCandidate(id, as: "innocent")
    let dry = try stored.run("review", "push", "ashby", environment: sandbox.environment)
    #expect(dry.status == 0, "\(dry.errors)")
    #expect(dry.output.contains("would set `fraudStatus`"))
    #expect(dry.output.contains("nothing was sent"))
    let sent = try stored.run(
      "review", "push", "ashby", "--no-dry-run", "--format", "json",
      environment: sandbox.environment)
    #expect(sent.status == 0, "\(sent.errors)")
    let change = try JSONValue(parsing: sent.output.utf8)["changes"]?.array?.first
    #expect(change?["sent"]?.bool == true)
    #expect(change?["status"]?.string == "NotFraudulent")
    let again = try stored.run(
      "review", "push", "ashby", "--no-dry-run", environment: sandbox.environment)
    #expect(again.output == "no decision waits to be sent\n")
    #expect(!again.errors.contains("D013"))
    // What was sent stands there until something else is.
    let reopened = try stored.run("review", "reopen", id, "--reason", "x")
    #expect(reopened.status == 0)
    let open = try stored.run("review", "push", "ashby", environment: sandbox.environment)
    #expect(open.output == "no decision waits to be sent\n")
    for result in [reopened, open] {
      #expect(result.errors.contains("D013"))
      #expect(result.errors.contains("`ashby` was told `NotFraudulent` about `\(id)`"))
    }
    #expect(try stored.run("review", "push", "hireflix").status == 64)
  }
}
