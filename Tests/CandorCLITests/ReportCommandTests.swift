import CandorModel
import CandorTesting
import Foundation
import Testing

@Suite struct ReportCommandTests {
  /// A store with the sandbox's interviews, and what the audit printed.
  private static func audited(
    _ folder: TemporaryFolder
  ) throws -> (store: String, output: String) {
    let sandbox = try SandboxProcess()
    let store = folder.path("a.sqlite")
    let audit = try CandorProcess.run(
      ["audit", "hireflix", "--all", "--no-links", "--format", "ndjson", "--store", store],
      environment: sandbox.environment)
    #expect(audit.status == 0)
    return (store, audit.output)
  }

  @Test func printsTheLatestOfEachInterviewByPlatformAndInterview() throws {
    let folder = try TemporaryFolder()
    let (store, output) = try Self.audited(folder)
    let report = try CandorProcess.run([
      "report", "--store", store, "--format", "ndjson", "--no-links",
    ])
    #expect(report.status == 0)
    // The same documents byte for byte, in the order of their identifiers.
    let audited = output.split(separator: "\n").map(String.init)
    #expect(Set(report.lines) == Set(audited))
    let ids = try report.lines.map {
      try JSONValue(parsing: $0.utf8)["interview"]?["id"]?.string ?? ""
    }
    #expect(ids == ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(report.closingLine.hasSuffix("0 lost"))
  }

  @Test func everyFormIsPrinted() throws {
    let folder = try TemporaryFolder()
    let (store, _) = try Self.audited(folder)
    for format in ["text", "json", "csv", "markdown", "html", "junit"] {
      let report = try CandorProcess.run([
        "report", "--store", store, "--format", format, "--fail-on", "review",
      ])
      #expect(report.status == 1)
      #expect(report.output.contains("6944eb0719d0951566bab11d"), "\(format)")
      if format == "json" {
        #expect(try JSONValue(parsing: report.output.utf8).array?.count ?? 0 >= 30)
      }
    }
  }

  @Test func fairnessIsTheSameOverStoreAssessmentsAndEvidence() throws {
    let folder = try TemporaryFolder()
    let (store, output) = try Self.audited(folder)
    let file = folder.path("assessments.ndjson")
    try Data(output.utf8).write(to: URL(filePath: file))
    let stored = try CandorProcess.run(
      ["report", "--fairness", "--store", store, "--format", "json"])
    #expect(stored.status == 0)
    let read = try CandorProcess.run(["report", "--fairness", file, "--format", "json"])
    #expect(read.output == stored.output)
    let value = try JSONValue(parsing: stored.output.utf8)
    #expect(value["schema"]?.string == "candor.fairness/1")
    let flagged = output.split(separator: "\n").filter {
      $0.contains("\"outcome\":\"review\"") || $0.contains("\"outcome\":\"priority\"")
    }
    #expect(value["all"]?["flagged"]?.integer == flagged.count)
    let evidence = folder.path("evidence.ndjson")
    let line =
      #"{"schema":"candor.evidence/1","platform":"file","interview":{"id":"1"},"answers":[]}"#
    try Data((line + "\nnonsense\n").utf8).write(to: URL(filePath: evidence))
    let assessed = try CandorProcess.run(["report", "--fairness", evidence])
    #expect(assessed.status == 2)
    #expect(assessed.output.contains("1 interview, 0 of them assessed"))
    #expect(assessed.closingLine == "1 done, 0 flagged, 1 lost")
  }

  /// Links are on unless somebody says no, and tell the same as over the evidence.
  @Test func reportsLinksOverTheStore() throws {
    let folder = try TemporaryFolder()
    let (store, _) = try Self.audited(folder)
    let report = try CandorProcess.run(["report", "--store", store, "--format", "ndjson"])
    #expect(report.status == 0)
    let values = try report.lines.map { try JSONValue(parsing: $0.utf8) }
    #expect(values.allSatisfy { $0["links"]?.array != nil })
    let sandbox = try SandboxProcess()
    let fetched = try CandorProcess.run(
      ["fetch", "hireflix", "--all"], environment: sandbox.environment)
    let analyzed = try CandorProcess.run(
      ["analyze", "--links", "--format", "ndjson"], input: fetched.output)
    func told(_ lines: [String]) throws -> [String: [String]] {
      var told: [String: [String]] = [:]
      for line in lines {
        let value = try JSONValue(parsing: line.utf8)
        let links = value["links"]?.array?.compactMap { $0["id"]?.string } ?? []
        let findings = value["findings"]?.array?.compactMap { $0["rule"]?.string } ?? []
        told[value["interview"]?["id"]?.string ?? ""] =
          [value["outcome"]?.string ?? ""] + links
          + findings.filter {
            $0.hasPrefix("link/") || $0.hasPrefix("candidate/")
          }
      }
      return told
    }
    #expect(try told(report.lines) == told(analyzed.lines))
  }

  /// Whoever watches a schedule reads the last line, however it ended.
  @Test func everyEndHasAClosingLine() throws {
    let stored = try StoredInterviews()
    func run(_ script: String, _ arguments: [String]) throws -> CandorProcess.Result {
      try CandorProcess.run(
        ["report", "--store", stored.store] + arguments,
        launcher: ["/bin/sh", "-c", script, "sh"])
    }
    for arguments in [[], ["--no-links", "--format", "csv"], ["--fairness"]] {
      let full = try run(#"exec "$@" > /dev/full"#, arguments)
      #expect(full.status == 73)
      #expect(full.closingLine.contains(#/^\d+ done, \d+ flagged, 0 lost$/#), "\(full.errors)")
      let closed = try run(#"{ "$@"; echo $? > status; } | true; exit $(cat status)"#, arguments)
      #expect(closed.status == 0)
      #expect(closed.closingLine.hasSuffix(" 0 lost"), "\(closed.errors)")
      let nowhere = try run(#"exec "$@""#, arguments + ["--output", "/nonexistent/x"])
      #expect(nowhere.status == 73)
      #expect(nowhere.closingLine.hasSuffix(" 0 lost"))
      let missing = try CandorProcess.run(
        ["report", "--store", stored.folder.path("none.sqlite")] + arguments)
      #expect(missing.status == 65)
      #expect(missing.closingLine == "0 done, 0 flagged, 0 lost")
    }
    let usage = try run(#"exec "$@""#, ["--fairness", "--output", stored.store])
    #expect(usage.status == 64)
    #expect(!usage.errors.contains(" done, "))
  }

  @Test func wrongUsageAndAMissingStoreHaveTheirCodes() throws {
    let folder = try TemporaryFolder()
    #expect(try CandorProcess.run(["report", "a.ndjson"]).status == 64)
    #expect(try CandorProcess.run(["report", "--fairness", "--format", "html"]).status == 64)
    #expect(try CandorProcess.run(["report", "--geoip", "a.mmdb"]).status == 64)
    let missing = try CandorProcess.run(["report", "--store", folder.path("none.sqlite")])
    #expect(missing.status == 65)
    #expect(missing.errors.contains("D009"))
  }
}
