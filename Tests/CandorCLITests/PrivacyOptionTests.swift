import CandorModel
import CandorTesting
import Foundation
import Testing

/// What `--privacy pseudonymous`, or the setting, keeps out of what commands print.
@Suite struct PrivacyOptionTests {
  private static let setting = ["CANDOR_PRIVACY": "pseudonymous"]

  @Test func theReviewersQueueNamesNobody() throws {
    let stored = try StoredInterviews()
    let next = ["review", "next", "--format", "json"]
    let full = try JSONValue(parsing: stored.run(next).output.utf8)
    let candidate = try #require(full["assessment"]?["interview"]?["candidate"]?.string)
    let addresses = (full["assessment"]?["timeline"]?["observations"]?.array ?? [])
      .compactMap { $0["address"]?["text"]?.string }
    #expect(!addresses.isEmpty)
    for command in [next, ["review", "next"], ["review", "list", "--format", "json"]] {
      let cut = try stored.run(command, environment: Self.setting)
      #expect(cut.status == 0, "\(cut.errors)")
      #expect(try stored.run(command + ["--privacy", "pseudonymous"]).status == 0)
      for text in [candidate] + addresses {
        #expect(!cut.output.contains(text), "\(command): \(text)")
      }
    }
    let cut = try JSONValue(parsing: stored.run(next, environment: Self.setting).output.utf8)
    let name = try #require(cut["assessment"]?["interview"]?["candidate"]?.string)
    #expect(name.hasPrefix("p-"))
  }

  @Test func reasonsOfDecisionsNameNoAddress() throws {
    let stored = try StoredInterviews()
    let decide = ["review", "decide", StoredInterviews.urgent, "--as", "escalated", "--by", "ana"]
    let reason = ["--reason", "wrote from ana@example.com, at 83.56.102.236"]
    #expect(try stored.run(decide + reason).status == 0)
    let show = ["show", StoredInterviews.urgent]
    #expect(try stored.run(show).output.contains("ana@example.com, at 83.56.102.236"))
    let cut = try stored.run(show, environment: Self.setting).output
    #expect(cut.contains("wrote from e-mail, at 83.56.102.0"), "\(cut)")
    #expect(!cut.contains("ana@example.com") && !cut.contains("83.56.102.236"))
  }

  /// Runs that start at once in a folder without a key all use the same one.
  @Test func oneKeyIsMadeForAll() throws {
    let folder = try TemporaryFolder()
    let line = AnalyzeCommandTests.line("i", agents: [AnalyzeCommandTests.windows])
      .replacing(#""answers""#, with: #""candidate":{"id":"c-1"},"answers""#)
    let runs = try (0..<12).map { _ in
      try CandorProcess.start(
        ["analyze", "-", "--format", "ndjson", "--privacy", "pseudonymous"], input: .text(line),
        environment: ["XDG_DATA_HOME": folder.path("data")])
    }
    let results = try runs.map { try $0.finish() }
    #expect(results.allSatisfy { $0.status == 0 }, "\(results.map(\.errors))")
    let names = try results.map {
      try JSONValue(parsing: $0.output.utf8)["interview"]?["candidate"]?.string
    }
    #expect(Set(names).count == 1)
    #expect(names[0]?.hasPrefix("p-") == true)
    let data = folder.path("data/candor")
    #expect(try FileManager.default.contentsOfDirectory(atPath: data) == ["privacy.key"])
    let facts = try FileManager.default.attributesOfItem(atPath: data + "/privacy.key")
    #expect((facts[.size] as? NSNumber)?.intValue == 32)
    #expect((facts[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  /// It is said what is there instead of a key, and nobody is told to write into a device.
  @Test func whatIsNoKeyFileIsTold() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let cases = [
      (folder.path("absent"), "cannot be opened: No such file or directory"),
      (folder.url.path, "to be a regular file, found a folder"),
      ("/dev/null", "to be a regular file, found a device"),
      (pipe, "to be a regular file, found a pipe"),
      (try folder.write("short", to: "short"), "to hold at least 16 bytes"),
    ]
    for (path, message) in cases {
      let result = try CandorProcess.run(
        ["analyze", "-", "--privacy", "pseudonymous"],
        environment: ["CANDOR_PRIVACY_KEY_FILE": path])
      #expect(result.status == 78, "\(path): \(result.errors)")
      #expect(result.errors.contains("error[C040]"), "\(result.errors)")
      #expect(result.errors.contains(message), "\(result.errors)")
      #expect(!result.errors.contains("> /dev/null") && !result.errors.contains("> " + pipe))
    }
  }

  @Test func anExplanationCutsAddresses() throws {
    let rules = try TemporaryFolder()
    try rules.write(
      """
      id: custom/addresses
      version: 1.0.0
      title: An answer came from a listed address
      status: experimental
      scope: observation
      requires: [observation.address]
      when: observation.address.text == "81.2.69.160"
      severity: low
      summary: "one came from {{observation.address.text}}"
      innocent: ["The address is as any other."]
      references: ["an example"]
      tags: [network]

      """, to: "detections/custom/addresses.yaml")
    let input =
      #"{"schema":"candor.evidence/1","platform":"file","interview":{"id":"i"},"answers":[{"step":{"index":0},"ip":"81.2.69.161"}]}"#
    let command = ["rules", "explain", "custom/addresses", "--rules", rules.path(".")]
    let full = try CandorProcess.run(command, input: input)
    #expect(full.output.contains("81.2.69.161"), "\(full.errors)")
    let cut = try CandorProcess.run(command, input: input, environment: Self.setting)
    #expect(cut.status == 0, "\(cut.errors)")
    #expect(!cut.output.contains("81.2.69.161"))
    #expect(cut.output.contains("81.2.69.0/24"))
  }
}
