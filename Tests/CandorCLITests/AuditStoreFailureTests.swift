import CandorModel
import CandorStore
import CandorTesting
import Foundation
import GRDB
import Testing

/// Stores that cannot be written: a clear error, the right code, and no damage.
@Suite struct AuditStoreFailureTests {
  private let folder: TemporaryFolder
  private let sandbox: SandboxProcess

  init() throws {
    folder = try TemporaryFolder()
    sandbox = try SandboxProcess(
      serving: (0..<150).map { InterviewLines.interview($0) }, in: folder)
  }

  private func audit(
    _ store: String, launcher: [String] = []
  ) throws -> CandorProcess.Result {
    try CandorProcess.run(
      ["audit", "hireflix", "--all", "--format", "ndjson", "--store", store],
      environment: sandbox.environment, launcher: launcher)
  }

  private static let platform = ["platform": "hireflix"]
  private static let success = "candor_audit_last_success_timestamp_seconds"

  /// A monitor sees a run that cannot open its store, by code, figures and closing line.
  @Test func aStoreThatCannotBeOpenedIsSeenByMonitors() throws {
    let store = folder.path("a.sqlite")
    let file = folder.path("m.prom")
    func audit(_ store: String, _ environment: [String: String] = [:]) throws -> (
      result: CandorProcess.Result, metrics: PrometheusText
    ) {
      let result = try CandorProcess.run(
        [
          "audit", "hireflix", "--all", "--format", "ndjson", "--store", store, "--metrics-file",
          file,
        ], environment: sandbox.environment.merging(environment) { $1 })
      return (result, try PrometheusText(try String(contentsOfFile: file, encoding: .utf8)))
    }
    let good = try audit(store)
    #expect(good.result.status == 0)
    let success = try #require(good.metrics[Self.success, Self.platform])

    func expectFailure(
      _ status: Int32, _ code: String, store: String, environment: [String: String] = [:],
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let (result, metrics) = try audit(store, environment)
      #expect(result.status == status, sourceLocation: sourceLocation)
      #expect(result.errors.contains(code), "\(result.errors)", sourceLocation: sourceLocation)
      #expect(
        result.closingLine == "0 done, 0 flagged, 0 lost", sourceLocation: sourceLocation)
      #expect(result.output.isEmpty, sourceLocation: sourceLocation)
      #expect(
        metrics["candor_audit_exit_code", Self.platform] == Double(status),
        sourceLocation: sourceLocation)
      #expect(metrics["candor_audit_requests", Self.platform] == 0, sourceLocation: sourceLocation)
      // The last success is no later, and not forgotten.
      #expect(metrics[Self.success, Self.platform] == success, sourceLocation: sourceLocation)
    }
    do {
      let lock = try StoreLock(storePath: store, holder: "a test")
      try expectFailure(75, "D001", store: store)
      withExtendedLifetime(lock) {}
    }
    let text = try folder.write(String(repeating: "no store ", count: 200), to: "b.sqlite")
    try expectFailure(65, "D003", store: text)
    try expectFailure(73, "D002", store: "/proc/candor/a.sqlite")
    try expectFailure(
      73, "D005", store: store, environment: ["TMPDIR": folder.path("no-such-folder")])
    // What is settled before the store is opened fails as visibly.
    try expectFailure(77, "HIREFLIX_API_KEY", store: store, environment: ["HIREFLIX_API_KEY": ""])
    let broken = try folder.write("rules: {severities: {no/such-rule: high}}\n", to: "c.yaml")
    try expectFailure(78, "no/such-rule", store: store, environment: ["CANDOR_CONFIG": broken])
    #expect(try audit(store).result.status == 0)
  }

  private func isWhole(_ path: String) throws -> Bool {
    try DatabaseQueue(path: path).read { db in
      try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"]
    }
  }

  /// A limit on the size of files fails in the middle of a run as a full disk does.
  @Test func aFileThatCannotGrowEndsWith73AndTheNextRunGoesOn() throws {
    let store = folder.path("a.sqlite")
    let limited = try audit(
      store, launcher: ["/bin/sh", "-c", "ulimit -f 400; exec \"$@\"", "sh"])
    #expect(limited.status == 73)
    #expect(limited.errors.contains("D005"))
    #expect(limited.errors.contains(store))
    #expect(limited.closingLine.contains(" done, "))
    #expect(try isWhole(store))
    let next = try audit(store)
    #expect(next.status == 0)
    #expect(next.closingLine == "150 done, 0 flagged, 0 lost")
    #expect(next.lines.count == 150)
    #expect(try isWhole(store))
  }

  /// The disk is full for real, where this user may mount a small one.
  @Test(.enabled(if: SmallDisk.isMountable, "needs unshare, and the right to mount"))
  func aFullDiskEndsWith73() throws {
    for name in ["disk", "saved"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(name), withIntermediateDirectories: true)
    }
    let point = folder.path("disk")
    let result = try audit(
      point + "/a.sqlite", launcher: SmallDisk.launcher(at: point, saving: folder.path("saved")))
    #expect(result.status == 73)
    #expect(result.errors.contains("D005") || result.errors.contains("D002"))
    let saved = folder.path("saved/a.sqlite")
    #expect(try isWhole(saved))
    #expect(try audit(saved).closingLine == "150 done, 0 flagged, 0 lost")
  }

  @Test func aPlaceThatTakesNoFilesEndsWith73() throws {
    let result = try audit("/proc/candor/a.sqlite")
    #expect(result.status == 73)
    #expect(result.errors.contains("D002"))
    let fileAsFolder = try folder.write("x", to: "file")
    #expect(try audit(fileAsFolder + "/a.sqlite").status == 73)
  }

  /// Root may write everything, so root's run is another user's.
  @Test(.enabled(if: OtherUser.isThere, OtherUser.comment))
  func aReadOnlyFileEndsWith73AndStaysAsItWas() throws {
    let store = folder.path("a.sqlite")
    #expect(try audit(store).status == 0)
    let bytes = try Data(contentsOf: URL(filePath: store))
    chmod(store, 0o444)
    chmod(folder.path(""), 0o755)
    let result = try audit(store, launcher: OtherUser.launcher)
    #expect(result.status == 73)
    #expect(result.errors.contains(store))
    #expect(result.closingLine == "0 done, 0 flagged, 0 lost")
    #expect(try Data(contentsOf: URL(filePath: store)) == bytes)
  }
}
