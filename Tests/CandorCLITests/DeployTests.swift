import CandorTesting
import Foundation
import Testing
import Yams

/// The files of `deploy/`: each is checked by the program that reads it, where there is one.
@Suite struct DeployTests {
  private static let deploy = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "deploy")

  private func text(_ name: String) throws -> String {
    try String(contentsOf: Self.deploy.appending(path: name), encoding: .utf8)
  }

  /// Runs a program.
  ///
  /// - Returns: its exit code and all that it printed; `nil` where it is not there.
  private func run(_ program: String, _ arguments: [String]) throws -> (code: Int32, text: String)?
  {
    guard FileManager.default.isExecutableFile(atPath: program) else {
      print("note: there is no \(program); what it checks is not tested")
      return nil
    }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test func systemdTakesTheUnits() throws {
    let folder = try TemporaryFolder()
    let binary = CandorProcess.binary.path(percentEncoded: false)
    let service = try text("systemd/candor-audit.service")
    try folder.write(
      service.replacing("/usr/local/bin/candor", with: binary), to: "candor-audit.service")
    try folder.write(try text("systemd/candor-audit.timer"), to: "candor-audit.timer")
    let result = try run(
      "/usr/bin/systemd-analyze",
      ["verify", folder.path("candor-audit.service"), folder.path("candor-audit.timer")])
    if let result {
      // Units of the machine itself may have mistakes; ours may not.
      let ours = result.text.split(separator: "\n").filter { $0.contains("candor-audit") }
      #expect(ours.isEmpty, "\(ours)")
    }
  }

  @Test func theServiceIsHardened() throws {
    let lines = Set(
      try text("systemd/candor-audit.service").split(separator: "\n").map(String.init))
    for line in [
      "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
      "CapabilityBoundingSet=", "StateDirectory=candor", "StateDirectoryMode=0700",
      "LoadCredential=hireflix-api-key:/etc/candor/hireflix-api-key",
      "Environment=HIREFLIX_API_KEY_FILE=%d/hireflix-api-key",
    ] { #expect(lines.contains(line), "\(line)") }
    let result = try run(
      "/usr/bin/systemd-analyze",
      [
        "security", "--offline=true", "--threshold=20",
        Self.deploy.appending(path: "systemd/candor-audit.service").path,
      ])
    if let result { #expect(result.code == 0, "\(result.text.suffix(200))") }
  }

  /// Every call in `deploy/` is one that the command line takes.
  @Test func theCallsAreRight() throws {
    let folder = try TemporaryFolder()
    let unit = try text("systemd/candor-audit.service")
    let cron = try text("cron/candor")
    let calls = [unit, cron].flatMap { file in
      file.split(separator: "\n").compactMap { line -> [String]? in
        guard !line.hasPrefix("#"), let range = line.range(of: "/usr/local/bin/candor ") else {
          return nil
        }
        return line[range.upperBound...].split(separator: " ").map(String.init)
      }
    }
    #expect(calls.count == 2)
    for call in calls {
      let arguments = call.map {
        $0.replacing("%S", with: folder.url.path).replacing("%C", with: folder.url.path)
      }
      let result = try CandorProcess.run(
        arguments + ["--dry-run"], environment: ["HIREFLIX_API_KEY": "k"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("hireflix all"))
    }
  }

  @Test func kubernetesRunsItWithoutRights() throws {
    let names = ["config", "storage", "cronjob", "secret.example", "kustomization"]
    var kinds: [String: Node] = [:]
    for name in names {
      for node in try Yams.compose_all(yaml: try text("kubernetes/\(name).yaml")) {
        kinds[node["kind"]?.string ?? ""] = node
      }
    }
    #expect(
      Set(kinds.keys) == [
        "ConfigMap", "PersistentVolumeClaim", "CronJob", "Secret", "Kustomization",
      ])
    let spec = try #require(kinds["CronJob"]?["spec"])
    #expect(spec["concurrencyPolicy"]?.string == "Forbid")
    let pod = try #require(spec["jobTemplate"]?["spec"]?["template"]?["spec"])
    #expect(pod["automountServiceAccountToken"]?.bool == false)
    let rights = try #require(pod["securityContext"])
    #expect(rights["runAsNonRoot"]?.bool == true)
    #expect(rights["runAsUser"]?.int == 10001)
    #expect(rights["seccompProfile"]?["type"]?.string == "RuntimeDefault")
    let container = try #require(pod["containers"]?[0])
    let own = try #require(container["securityContext"])
    #expect(own["allowPrivilegeEscalation"]?.bool == false)
    #expect(own["readOnlyRootFilesystem"]?.bool == true)
    #expect(own["capabilities"]?["drop"]?[0]?.string == "ALL")
    let arguments = (container["args"]?.sequence ?? []).compactMap(\.string)
    // The same settings as in the cluster, with another place for the store.
    let folder = try TemporaryFolder()
    let settings = try #require(kinds["ConfigMap"]?["data"]?["candor.yaml"]?.string)
    let file = try folder.write(
      settings.replacing("/var/lib/candor", with: folder.url.path), to: "candor.yaml")
    let result = try CandorProcess.run(
      arguments + ["--dry-run", "--config", file], environment: ["HIREFLIX_API_KEY": "k"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try #require(kinds["Secret"])["stringData"]?["hireflix-api-key"] != nil)
  }

  @Test func theDockerfilesLastStageRuns() throws {
    let lines = try text("Dockerfile").split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("RUN make install ") })
    let script = Self.deploy.appending(path: "check-dockerfile.sh").path
    let result = try #require(
      try run("/bin/bash", [script, CandorProcess.binary.path(percentEncoded: false)]))
    if result.code == 3 {
      print("note: this user may make no copy of the root; the Dockerfile's steps are not run")
      return
    }
    #expect(result.code == 0, "\(result.text)")
  }
}
