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
  /// - Returns: its exit code and all that it printed.
  private static func run(
    _ program: String, _ arguments: [String]
  ) throws -> (code: Int32, text: String) {
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

  static let systemd = "/usr/bin/systemd-analyze"
  static let hasSystemd = FileManager.default.isExecutableFile(atPath: systemd)

  /// What runs the steps of the Dockerfile's last stage.
  static let dockerfileCheck = deploy.appending(path: "check-dockerfile.sh").path
  /// Whether this user may make the copy of the root that the steps run in. Where the script fails
  /// for another reason its test has to say so, and is not skipped.
  static let canCopyRoot = (try? run("/bin/bash", [dockerfileCheck, "--possible"]))?.code != 3

  @Test(.enabled(if: hasSystemd, "needs systemd-analyze"))
  func systemdTakesTheUnits() throws {
    let folder = try TemporaryFolder()
    let binary = CandorProcess.binary.path(percentEncoded: false)
    let service = try text("systemd/candor-audit.service")
    try folder.write(
      service.replacing("/usr/local/bin/candor", with: binary), to: "candor-audit.service")
    try folder.write(try text("systemd/candor-audit.timer"), to: "candor-audit.timer")
    let result = try Self.run(
      Self.systemd,
      ["verify", folder.path("candor-audit.service"), folder.path("candor-audit.timer")])
    // Units of the machine itself may have mistakes; ours may not.
    let ours = result.text.split(separator: "\n").filter { $0.contains("candor-audit") }
    #expect(ours.isEmpty, "\(ours)")
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
  }

  @Test(.enabled(if: hasSystemd, "needs systemd-analyze"))
  func systemdFindsTheServiceHardened() throws {
    let result = try Self.run(
      Self.systemd,
      [
        "security", "--offline=true", "--threshold=20",
        Self.deploy.appending(path: "systemd/candor-audit.service").path,
      ])
    #expect(result.code == 0, "\(result.text.suffix(200))")
  }

  /// What runs an audit again and again.
  enum Schedule: String, CaseIterable {
    case systemd, cron, kubernetes
  }

  /// What a schedule runs, as a script of the shell, with everything below `folder`.
  private func script(_ schedule: Schedule, below folder: TemporaryFolder) throws -> String {
    let program = "/usr/local/bin/candor"
    let commands: String
    switch schedule {
    case .systemd:
      let lines = try text("systemd/candor-audit.service").split(separator: "\n")
      commands = lines.filter { $0.hasPrefix("ExecStart=") || $0.hasPrefix("ExecStopPost=") }
        .compactMap { line in line.firstRange(of: program).map { line[$0.lowerBound...] } }
        .joined(separator: "\n")
    case .cron:
      let line = try text("cron/candor").split(separator: "\n").first { $0.hasPrefix("17 * ") }
      let user = try #require(line?.firstRange(of: " candor "))
      commands = String(try #require(line)[user.upperBound...])
    case .kubernetes:
      let job = try #require(try Yams.compose(yaml: try text("kubernetes/cronjob.yaml")))
      let pod = try #require(job["spec"]?["jobTemplate"]?["spec"]?["template"]?["spec"])
      #expect(pod["containers"]?[0]?["command"]?[0]?.string == "/bin/sh")
      commands = try #require(pod["containers"]?[0]?["args"]?[0]?.string)
    }
    let binary = CandorProcess.binary.path(percentEncoded: false)
    return commands.replacing(program, with: binary)
      .replacing("/var/lib/candor", with: folder.path("candor"))
      .replacing("%S", with: folder.url.path).replacing("%C", with: folder.url.path)
  }

  /// The page has what all runs read, also after one that read nothing or failed, and says so by its
  /// code; cron has something to mail only then.
  @Test(arguments: Schedule.allCases) func theReportHasAllInterviews(of schedule: Schedule) throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "candor/.keep")
    try folder.write("", to: "candor-metrics/.keep")
    let settings = try #require(
      try Yams.compose(yaml: try text("kubernetes/config.yaml"))?["data"]?["candor.yaml"]?.string)
    let file = try folder.write(
      settings.replacing("/var/lib/candor", with: folder.path("candor")), to: "candor.yaml")
    let script = try self.script(schedule, below: folder)
    let sandbox = try SandboxProcess()
    var environment = sandbox.environment
    environment["XDG_DATA_HOME"] = folder.url.path
    if schedule == .kubernetes { environment["CANDOR_CONFIG"] = file }
    let programs = CandorProcess.binary.deletingLastPathComponent().path(percentEncoded: false)
    environment["PATH"] = "\(programs):/usr/bin:/bin"
    func run() throws -> (result: CandorProcess.Result, interviews: Int) {
      let result = try CandorProcess.run(
        [], environment: environment,
        // Whatever starts it here blocks all signals, and a shell waits for one.
        launcher: [
          "/usr/bin/perl", "-MPOSIX", "-e",
          "sigprocmask(SIG_SETMASK, POSIX::SigSet->new); exec @ARGV", "/bin/sh", "-c", script,
        ])
      let page = try String(contentsOfFile: folder.path("candor/latest.html"), encoding: .utf8)
      let count = try #require(page.firstMatch(of: /<p class="q">([0-9]+) interviews/)?.1)
      return (result, Int(count) ?? 0)
    }
    let first = try run()
    #expect(first.result.status == 0, "\(first.result.errors)")
    #expect(first.interviews > 20)
    let second = try run()
    #expect(second.result.status == 0, "\(second.result.errors)")
    #expect(second.interviews == first.interviews)
    for result in [first.result, second.result] {
      #expect(result.output.isEmpty)
      if schedule == .cron { #expect(result.errors.isEmpty) }
    }
    #expect(try sandbox.stop() == 143)
    let failed = try run()
    #expect(failed.interviews == first.interviews)
    switch schedule {
    case .systemd: #expect(failed.result.errors.contains("S006"))
    case .cron: #expect(failed.result.output.hasPrefix("candor audit ended with 69\n"))
    case .kubernetes: #expect(failed.result.status == 69)
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
    try expectNoRights(spec)
    let data = try #require(try Yams.compose(yaml: try text("kubernetes/data.yaml"))?["spec"])
    let container = try expectNoRights(data)
    let arguments = (container["args"]?.sequence ?? []).compactMap(\.string)
    #expect(arguments == ["data", "update", "dbip", "tor", "apple-relay"])
    let resources = (kinds["Kustomization"]?["resources"]?.sequence ?? []).compactMap(\.string)
    #expect(resources == ["config.yaml", "storage.yaml", "cronjob.yaml", "data.yaml"])
    // Settings hold for every command: what only the audit wants is in its call.
    let settings = try #require(kinds["ConfigMap"]?["data"]?["candor.yaml"]?.string)
    let keys = try #require(try Yams.compose(yaml: settings)?.mapping).map { $0.key.string }
    #expect(Set(keys) == ["logFormat", "store"])
    #expect(try #require(kinds["Secret"])["stringData"]?["hireflix-api-key"] != nil)
  }

  /// - Parameter spec: of a CronJob.
  /// - Returns: its container.
  @discardableResult
  private func expectNoRights(_ spec: Node) throws -> Node {
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
    return container
  }

  /// Names of constants of the Spark job by rule and parameter.
  private static let sparkConstants = [
    "link/hub candidates": "HUB_CANDIDATES",
    "link/shared-address maximumDaysApart": "CLOSE_MILLISECONDS",
    "link/shared-address rarePercent": "RARE_PERCENT",
    "link/shared-address rarityCandidates": "RARITY_CANDIDATES",
  ]

  /// The Spark job counts links by itself: with the defaults of all parameters that rules on links have.
  @Test func theSparkJobLinksByTheDefaultsOfTheRules() throws {
    let folder = Self.deploy.deletingLastPathComponent().appending(path: "rules/detections/link")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".tests.yaml") }
    let job = try text("spark/candor_links.py").split(separator: "\n")
    var compared: Set<String> = []
    for file in files {
      let rule = try #require(
        try Yams.compose(
          yaml: try String(contentsOf: folder.appending(path: file), encoding: .utf8)))
      let id = try #require(rule["id"]?.string)
      for (key, parameter) in rule["parameters"]?.mapping ?? [:] {
        let name = "\(id) \(key.string ?? "")"
        let constant = try #require(Self.sparkConstants[name], "\(name) is not in the Spark job")
        let line = try #require(job.first { $0.hasPrefix("\(constant) = ") })
        // A number, or a product: `7 * 86_400_000`.
        let factors = line.dropFirst("\(constant) = ".count).split(separator: "*").map {
          Double($0.filter { $0 != " " && $0 != "_" }) ?? .nan
        }
        let unit = parameter["unit"]?.string == "d" ? 86_400_000.0 : 1
        let standard = try #require(parameter["default"]?.float) * unit
        #expect(factors.reduce(1, *) == standard, "\(name)")
        compared.insert(name)
      }
    }
    #expect(compared == Set(Self.sparkConstants.keys))
  }

  @Test func theDockerfileInstalls() throws {
    let lines = try text("Dockerfile").split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("RUN make install ") })
  }

  @Test(.enabled(if: canCopyRoot, "needs the right to mount a copy of the machine's root"))
  func theDockerfilesLastStageRuns() throws {
    let result = try Self.run(
      "/bin/bash", [Self.dockerfileCheck, CandorProcess.binary.path(percentEncoded: false)])
    #expect(result.code == 0, "\(result.text)")
  }
}
