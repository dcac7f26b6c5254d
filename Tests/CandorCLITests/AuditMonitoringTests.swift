import CandorModel
import CandorTesting
import Foundation
import Testing

/// What monitors see of an audit: figures, logs, exit codes; and what a dry run says.
@Suite struct AuditMonitoringTests {
  @Test func writesFiguresForPrometheus() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let file = folder.path("candor.prom")
    let arguments = [
      "audit", "hireflix", "--all", "--store", folder.path("a.sqlite"), "--metrics-file", file,
      "--format", "ndjson",
    ]
    let result = try CandorProcess.run(arguments, environment: sandbox.environment)
    #expect(result.status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let metrics = try PrometheusText(text)
    let platform = ["platform": "hireflix"]
    let outcomes = ["clear", "review", "priority", "not-assessable"].map {
      metrics["candor_audit_interviews", platform.merging(["outcome": $0]) { $1 }] ?? -1
    }
    #expect(outcomes.reduce(0, +) == Double(result.lines.count))
    #expect(metrics["candor_audit_exit_code", platform] == 0)
    #expect(metrics["candor_audit_lost", platform] == 0)
    #expect((metrics["candor_audit_requests", platform] ?? 0) > 0)
    #expect((metrics["candor_audit_duration_seconds", platform] ?? 0) > 0)
    let now = Date().timeIntervalSince1970
    let success = try #require(metrics["candor_audit_last_success_timestamp_seconds", platform])
    #expect(abs(success - now) < 60)
    // Labels from fixed lists, nothing that is somebody's.
    let names = Set(metrics.samples.flatMap(\.labels.keys))
    #expect(names.isSubset(of: ["platform", "outcome", "code", "version"]))
    #expect(!text.contains("@") && !text.contains("83.56."))
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o644)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count(where: {
        $0.contains("candor.prom")
      }) == 1)

    // A run that fails leaves the time of the last success, and its exit code.
    var elsewhere = sandbox.environment
    elsewhere["HIREFLIX_API_KEY"] = "wrong"
    let failed = try CandorProcess.run(arguments, environment: elsewhere)
    #expect(failed.status == 77)
    let after = try PrometheusText(try String(contentsOfFile: file, encoding: .utf8))
    #expect(after["candor_audit_exit_code", platform] == 77)
    #expect(after["candor_audit_last_success_timestamp_seconds", platform] == success)
  }

  /// The service masks what others may do with its files; its figures are for others.
  @Test func figuresAreReadableWhateverTheProcessMasks() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let result = try CandorProcess.run(
      [
        "audit", "hireflix", "--interview", "6944eb0719d0951566bab11d", "--store",
        folder.path("a.sqlite"), "--metrics-file", folder.path("m.prom"),
      ], environment: sandbox.environment,
      launcher: ["/bin/sh", "-c", "umask 077; exec \"$@\"", "sh"])
    #expect(result.status == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("m.prom"))
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o644)
  }

  @Test func lossesHaveTheirCodes() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let result = try CandorProcess.run(
      [
        "audit", "hireflix", "--interview", "000000000000000000000000", "--store",
        folder.path("a.sqlite"), "--metrics-file", folder.path("m.prom"),
      ], environment: sandbox.environment)
    #expect(result.status == 2)
    let metrics = try PrometheusText(
      try String(contentsOfFile: folder.path("m.prom"), encoding: .utf8))
    #expect(metrics["candor_audit_lost_by_code", ["platform": "hireflix", "code": "S011"]] == 1)
    #expect(metrics["candor_audit_last_success_timestamp_seconds", ["platform": "hireflix"]] == nil)
  }

  @Test func figuresThatCannotBeWrittenEndWith73AfterTheRun() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let result = try CandorProcess.run(
      [
        "audit", "hireflix", "--all", "--format", "ndjson", "--store", folder.path("a.sqlite"),
        "--metrics-file", folder.path("none/m.prom"),
      ], environment: sandbox.environment)
    #expect(result.status == 73)
    #expect(result.errors.contains("A004"))
    #expect(result.lines.count >= 30)
    #expect(result.closingLine.hasSuffix("0 lost"))
  }

  /// A monitor sees a configuration that cannot be used as it sees any other end.
  @Test(arguments: ["retention: {evidence: 90}", "bogus: 1", "logFormat: xml"])
  func aConfigurationThatCannotBeUsedHasFiguresToo(setting: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(setting + "\n", to: "candor.yaml")
    let result = try CandorProcess.run(
      ["audit", "hireflix", "--all", "--metrics-file", folder.path("m.prom")],
      environment: ["HIREFLIX_API_KEY": "some-key"], in: folder.url)
    #expect(result.status == 78)
    #expect(result.closingLine == "0 done, 0 flagged, 0 lost")
    let metrics = try PrometheusText(
      try String(contentsOfFile: folder.path("m.prom"), encoding: .utf8))
    #expect(metrics["candor_audit_exit_code", ["platform": "hireflix"]] == 78)
    guard !setting.hasPrefix("retention") else { return }
    let fetched = try CandorProcess.run(
      ["fetch", "hireflix", "--all"], environment: ["HIREFLIX_API_KEY": "some-key"], in: folder.url)
    #expect(fetched.status == 78)
    #expect(fetched.closingLine == "0 done, 0 flagged, 0 lost")
  }

  /// Figures among the results would be read as results.
  @Test func figuresDoNotGoWhereResultsGo() throws {
    let folder = try TemporaryFolder()
    for path in ["-", ""] {
      let result = try CandorProcess.run(
        [
          "audit", "hireflix", "--all", "--store", folder.path("a.sqlite"), "--metrics-file", path,
        ], environment: ["HIREFLIX_API_KEY": "some-key"])
      #expect(result.status == 64, "\(result.errors)")
    }
  }

  @Test func logsAreJSONLinesWhereThatIsAskedFor() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let result = try CandorProcess.run(
      [
        "audit", "hireflix", "--interview", "000000000000000000000000", "--interview",
        "6944eb0719d0951566bab11d", "--log-format", "json", "--store", folder.path("a.sqlite"),
      ], environment: sandbox.environment)
    let lines = try result.errors.split(separator: "\n").map {
      try JSONValue(parsing: $0.utf8)
    }
    #expect(lines.allSatisfy { $0["schema"]?.string == "candor.log/1" })
    let check = try SchemaCheck(named: "log")
    #expect(lines.flatMap { check.mistakes(in: $0) } == [])
    #expect(lines.allSatisfy { $0["time"]?.string.flatMap { Timestamp($0) } != nil })
    #expect(
      lines.contains { $0["code"]?.string == "S011" && $0["level"]?.string == "error" })
    let last = try #require(lines.last)
    #expect(last["message"]?.string == "1 done, 1 flagged, 1 lost")
    #expect(last["done"]?.integer == 1)
    #expect(last["lost"]?.integer == 1)
    // The same by variable, also for errors of the configuration.
    let broken = try folder.write("nonsense: 1\n", to: "candor.yaml")
    let error = try CandorProcess.run(
      ["rules", "list", "--config", broken], environment: ["CANDOR_LOG_FORMAT": "json"])
    #expect(error.status == 78)
    #expect(try JSONValue(parsing: error.errors.utf8)["code"]?.string == "C010")
  }

  @Test func aDryRunSaysWhatItWouldDoAndDoesNothing() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let store = folder.path("sub/a.sqlite")
    let arguments = [
      "audit", "hireflix", "--all", "--until", "1d", "--since", "last", "--store", store,
      "--metrics-file", folder.path("m.prom"), "--notify", "http://localhost:9/secret-path",
    ]
    let dry = try CandorProcess.run(
      arguments + ["--dry-run"], environment: sandbox.environment)
    #expect(dry.status == 0)
    for text in [
      "127.0.0.1", "hireflix all until=1d", store, "(to be made)", folder.path("m.prom"),
      "localhost", "no run of this selection",
    ] { #expect(dry.output.contains(text), "\(text)") }
    #expect(!dry.output.contains("secret-path"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)

    _ = try CandorProcess.run(
      ["audit", "hireflix", "--all", "--format", "ndjson", "--store", store],
      environment: sandbox.environment)
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.path("sub"))
    let bytes = try Data(contentsOf: URL(filePath: store))
    let json = try CandorProcess.run(
      arguments + ["--dry-run", "--format", "json"], environment: sandbox.environment)
    let plan = try JSONValue(parsing: json.output.utf8)
    #expect(plan["schema"]?.string == "candor.audit-plan/1")
    #expect(try SchemaCheck(named: "audit-plan").mistakes(in: plan) == [])
    #expect(plan["since"]?["run"]?.integer == 1)
    #expect(plan["notifies"]?.string == "localhost")
    #expect(plan["evidence"]?.string == "kept")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("sub")) == before)
    #expect(try Data(contentsOf: URL(filePath: store)) == bytes)
  }

  @Test func aDryRunFindsWhatWouldEndTheRun() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    var keyless = sandbox.environment
    keyless["HIREFLIX_API_KEY"] = nil
    let arguments = ["audit", "hireflix", "--all", "--dry-run", "--store", folder.path("a.sqlite")]
    #expect(try CandorProcess.run(arguments, environment: keyless).status == 77)
    let other = try folder.write(String(repeating: "no store ", count: 100), to: "b.sqlite")
    #expect(
      try CandorProcess.run(
        ["audit", "hireflix", "--all", "--dry-run", "--store", other],
        environment: sandbox.environment
      ).status == 65)
  }
}
