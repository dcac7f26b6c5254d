import CandorModel
import CandorTesting
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
