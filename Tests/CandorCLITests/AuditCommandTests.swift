import CandorModel
import CandorTesting
import Foundation
import Testing

@Suite struct AuditCommandTests {
  /// Candidates whose device changed are found over HTTP without any location data.
  @Test func auditsTheSandboxOverHTTP() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let store = folder.path("a.sqlite")
    let result = try CandorProcess.run(
      ["audit", "hireflix", "--all", "--format", "ndjson", "--store", store],
      environment: sandbox.environment)
    #expect(result.status == 0)
    let assessments = try result.lines.map { try JSONValue(parsing: $0.utf8) }
    #expect(assessments.count >= 30)
    #expect(
      Set(assessments.compactMap { $0["interview"]?["id"]?.string }).count == assessments.count)
    let phone = assessments.first { $0["interview"]?["id"]?.string == "6944eb0719d0951566bab11d" }
    #expect(phone?["outcome"]?.string == "review")
    #expect(result.closingLine.hasSuffix("0 lost"))
    // Without location data the operator is told, with the command that mends it.
    #expect(result.errors.contains("candor data build"))
    #expect(FileManager.default.fileExists(atPath: store))
    #expect(try sandbox.stop() == 143)
  }

  /// Fetch, then analyze with links, is the same as audit.
  @Test func fetchedEvidenceGivesTheSameAssessments() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let audit = try CandorProcess.run(
      [
        "audit", "hireflix", "--all", "--format", "ndjson", "--reference-date", "2026-03-31",
        "--store", folder.path("a.sqlite"),
      ], environment: sandbox.environment)
    let fetch = try CandorProcess.run(
      ["fetch", "hireflix", "--all"], environment: sandbox.environment)
    #expect(fetch.status == 0)
    let analyze = try CandorProcess.run(
      ["analyze", "-", "--links", "--format", "ndjson", "--reference-date", "2026-03-31"],
      input: fetch.output)
    #expect(analyze.output == audit.output)
  }

  /// Links are looked for over what was selected and what the store holds.
  @Test func whatIsReadIsComparedWithTheStore() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let pair = ["692074bc71f9ef9872877837", "6935e0248e05c5dec10db3d7"]
    func audit(_ interview: String, _ more: [String] = []) throws -> JSONValue {
      let result = try CandorProcess.run(
        [
          "audit", "hireflix", "--interview", interview, "--format", "ndjson", "--store",
          folder.path("a.sqlite"),
        ] + more, environment: sandbox.environment)
      #expect(result.status == 0)
      return try JSONValue(parsing: (result.lines.first ?? "").utf8)
    }
    #expect(try audit(pair[0])["links"]?.array?.isEmpty == true)
    let second = try audit(pair[1])
    let link = second["links"]?.array?.first
    #expect(link?["kind"]?.string == "shared-address")
    #expect(link?["members"]?.array?.compactMap(\.string) == pair)
    #expect(link?["counts"]?["interviewsInInput"]?.integer == 2)
    #expect(second["outcome"]?.string == "review")
    #expect(try audit(pair[1], ["--no-links"])["links"] == nil)
    // The report finds it at both.
    let report = try CandorProcess.run(
      ["report", "--format", "ndjson", "--store", folder.path("a.sqlite")])
    #expect(report.lines.count == 2)
    #expect(report.lines.allSatisfy { $0.contains("link/shared-address") })
  }

  @Test func aWrongKeyEndsWith77AndIsNotRepeated() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let result = try CandorProcess.run(
      ["audit", "hireflix", "--all", "--store", folder.path("a.sqlite")],
      environment: sandbox.environment.merging(["HIREFLIX_API_KEY": "not-the-key-42"]) { $1 })
    #expect(result.status == 77)
    #expect(!result.errors.contains("not-the-key-42"))
    #expect(result.errors.contains("HIREFLIX_API_KEY"))
    #expect(result.closingLine == "0 done, 0 flagged, 0 lost")
  }

  @Test func anUnknownInterviewIsALossAndTheOthersGoOn() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let result = try CandorProcess.run(
      [
        "audit", "hireflix", "--interview", "000000000000000000000000", "--interview",
        "6944eb0719d0951566bab11d", "--format", "ndjson", "--store", folder.path("a.sqlite"),
      ], environment: sandbox.environment)
    #expect(result.status == 2)
    #expect(result.lines.count == 1)
    #expect(
      result.errors.contains("error[S011]: `000000000000000000000000`: Hireflix does not know"))
    #expect(result.closingLine == "1 done, 1 flagged, 1 lost")
  }

  @Test func missingKeySelectorAndPlatformHaveTheirCodes() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let store = ["--store", folder.path("a.sqlite")]
    var keyless = sandbox.environment
    keyless["HIREFLIX_API_KEY"] = nil
    #expect(
      try CandorProcess.run(["audit", "hireflix", "--all"] + store, environment: keyless).status
        == 77)
    #expect(
      try CandorProcess.run(["audit", "hireflix"] + store, environment: sandbox.environment).status
        == 64)
    var elsewhere = sandbox.environment
    elsewhere["HIREFLIX_URL"] = "http://127.0.0.1:9/me"
    let gone = try CandorProcess.run(["fetch", "hireflix", "--all"], environment: elsewhere)
    #expect(gone.status == 69)
    elsewhere["HIREFLIX_URL"] = "http://example.com/me"
    #expect(
      try CandorProcess.run(["fetch", "hireflix", "--all"], environment: elsewhere).status == 78)
  }

  @Test func everyPlatformCanBeAudited() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    for platform in ["instaview", "interviewrelay"] {
      let result = try CandorProcess.run(
        ["audit", platform, "--all", "--format", "ndjson", "--store", folder.path("a.sqlite")],
        environment: sandbox.environment)
      #expect(result.status == 0, "\(platform): \(result.errors)")
      #expect(result.lines.count >= 30)
    }
  }

  /// What candidates chose never steers the terminal, also when it came over the platform.
  @Test func theTextReportHoldsNoControlCharacters() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let result = try CandorProcess.run(
      ["audit", "hireflix", "--all", "--store", folder.path("a.sqlite")],
      environment: sandbox.environment)
    let bad = result.output.unicodeScalars.filter {
      ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value)
    }
    #expect(bad.isEmpty)
  }

  @Test func aRunThatHoldsTheStoreKeepsOthersOut() throws {
    let sandbox = try SandboxProcess(["--fault", "slow:1.0"])
    let folder = try TemporaryFolder()
    let arguments = ["audit", "hireflix", "--all", "--store", folder.path("a.sqlite")]
    let first = try CandorProcess.start(arguments, environment: sandbox.environment)
    let deadline = Date().addingTimeInterval(20)
    while !FileManager.default.fileExists(atPath: folder.path("a.sqlite.lock")), Date() < deadline {
      Thread.sleep(forTimeInterval: 0.02)
    }
    Thread.sleep(forTimeInterval: 0.3)
    let second = try CandorProcess.run(arguments, environment: sandbox.environment)
    #expect(second.status == 75)
    #expect(second.errors.contains("process \(first.process.processIdentifier)"))
    first.process.interrupt()
    let end = Date()
    #expect(try first.finish().status == 130)
    #expect(Date().timeIntervalSince(end) < 3)
  }

  /// What the platform could not give is told once, not hidden in the evidence.
  @Test func gapsAreToldOnStandardError() throws {
    let sandbox = try SandboxProcess()
    let result = try CandorProcess.run(
      ["fetch", "hireflix", "--all"], environment: sandbox.environment)
    #expect(result.errors.contains("warning[S020]: `unknown-step-type` in 1 interview"))
    #expect(result.closingLine.hasSuffix("0 lost"))
  }

  @Test func aFieldThatThePlatformLacksIsWrongUsage() throws {
    let sandbox = try SandboxProcess()
    let result = try CandorProcess.run(
      ["fetch", "hireflix", "--all", "--select", "steps.noSuchField"],
      environment: sandbox.environment)
    #expect(result.status == 64)
    #expect(result.errors.contains("noSuchField"))
  }

  /// The platform's section below the setting, that below the variable, that below the flag.
  @Test func furtherFieldsAreNamedInTheConfiguration() throws {
    let folder = try TemporaryFolder()
    var interview = InterviewLines.interview(1)
    interview.answers[0].at = interview.interview.completedAt
    let sandbox = try SandboxProcess(serving: [interview], in: folder)
    func answersWithTimes(_ flags: [String] = [], variable: String = "") throws -> Int {
      let result = try CandorProcess.run(
        ["fetch", "hireflix", "--all"] + flags,
        environment: sandbox.environment.merging(["CANDOR_SELECT": variable]) { $1 },
        in: folder.url)
      #expect(result.status == 0, "\(result.errors)")
      let evidence = try Evidence(json: try #require(result.lines.first).utf8)
      return evidence.answers.count { $0.at != nil }
    }
    #expect(try answersWithTimes() == 0)
    for text in [
      "platforms: {hireflix: {select: [createdAt, steps.completedAt]}}\n",
      "platforms: {hireflix: {select: steps.completedAt}}\n", "select: steps.completedAt\n",
      "select: [steps.completedAt]\nplatforms: {hireflix: {select: createdAt}}\n",
    ] {
      try folder.write(text, to: "candor.yaml")
      #expect(try answersWithTimes() > 0, "\(text)")
    }
    #expect(try answersWithTimes(variable: "createdAt") == 0)
    #expect(try answersWithTimes(["--select", "steps.completedAt"], variable: "createdAt") > 0)
    // What is asked for is part of the question, so `--since last` asks anew.
    let plan = try CandorProcess.run(
      ["audit", "hireflix", "--all", "--dry-run", "--store", folder.path("a.sqlite")],
      environment: sandbox.environment, in: folder.url)
    #expect(plan.output.contains("hireflix all select=steps.completedAt"))
  }

  @Test func thePlatformsSectionNamesTheAddress() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    var environment = sandbox.environment
    let url = environment.removeValue(forKey: "HIREFLIX_URL") ?? ""
    try folder.write("platforms: {hireflix: {url: \"\(url)\", batchSize: 3}}\n", to: "candor.yaml")
    let arguments = ["fetch", "hireflix", "--interview", "6944eb0719d0951566bab11d"]
    let result = try CandorProcess.run(arguments, environment: environment, in: folder.url)
    #expect(result.status == 0)
    #expect(result.lines.count == 1)
    let plan = try CandorProcess.run(
      ["audit", "hireflix", "--all", "--dry-run", "--store", folder.path("a.sqlite")],
      environment: environment, in: folder.url)
    #expect(plan.output.contains("asked at 127.0.0.1"))
    environment["HIREFLIX_URL"] = "http://127.0.0.1:9/me"
    #expect(
      try CandorProcess.run(arguments, environment: environment, in: folder.url).status != 0)
  }
}
