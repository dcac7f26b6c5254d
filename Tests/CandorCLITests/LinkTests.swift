import CandorModel
import CandorTesting
import Foundation
import Testing

/// Traces that candidates share, and the interviews of one candidate, as `analyze --links` tells
/// them.
@Suite struct LinkTests {
  static let rare =
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0"

  static func chrome(_ version: Int) -> String {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
      + "Chrome/\(version).0.0.0 Safari/537.36"
  }

  /// One interview of four answers, three minutes apart.
  static func line(
    _ id: String, _ candidate: String, _ address: String, _ agent: String, hour: Int = 9,
    minute: Int = 0, day: Int = 2, email: String? = nil
  ) -> String {
    let answers = (0..<4).map { step in
      let at = String(format: "2026-03-%02dT%02d:%02d:00Z", day, hour, minute + step * 3)
      return
        #"{"step":{"index":\#(step)},"ip":"\#(address)","userAgent":"\#(agent)","at":"\#(at)"}"#
    }
    let mail = email.map { #","email":"\#($0)""# } ?? ""
    return #"{"schema":"candor.evidence/1","platform":"file","interview":{"id":"\#(id)","#
      + #""position":{"id":"p-1"}},"candidate":{"id":"\#(candidate)"\#(mail)},"answers":["#
      + answers.joined(separator: ",") + "]}\n"
  }

  /// 240 people who have nothing to do with anybody.
  static let crowd = people(0..<240)

  static func people(_ numbers: Range<Int>) -> String {
    numbers.map { index in
      line(
        "i\(index)", "c\(index)", "83.\(40 + index / 200).\(index % 200).7",
        chrome(120 + index % 6), hour: 8 + index % 10)
    }.joined()
  }

  static func analyze(
    _ lines: String, _ arguments: [String] = []
  ) throws -> (result: CandorProcess.Result, byID: [String: JSONValue]) {
    let result = try CandorProcess.run(
      ["analyze", "--links", "--format", "ndjson", "--reference-date", "2026-03-31"] + arguments,
      input: lines)
    let values = try result.lines.map { try JSONValue(parsing: $0.utf8) }
    return (
      result,
      Dictionary(
        values.map { ($0["interview"]?["id"]?.string ?? "", $0) },
        uniquingKeysWith: { first, _ in first })
    )
  }

  private static func findings(_ value: JSONValue?, _ area: String) -> [[String]] {
    (value?["findings"]?.array ?? []).compactMap { finding in
      guard let rule = finding["rule"]?.string, rule.hasPrefix(area) else { return nil }
      return [rule, finding["effectiveSeverity"]?.string ?? ""]
    }
  }

  @Test func everyKindOfLinkOpensOnEachOfItsInterviews() throws {
    let second = Self.rare.replacing("115", with: "102")
    var lines = Self.crowd
    lines += Self.line("a", "A", "79.116.5.5", Self.rare, hour: 9, minute: 0)
    lines += Self.line("b", "B", "79.116.5.5", Self.rare, hour: 9, minute: 5)
    lines += Self.line("d", "D", "79.117.5.5", second, day: 2)
    lines += Self.line("e", "E", "::ffff:79.117.5.5", second, day: 5)
    lines += Self.line("f", "F", "79.118.5.5", Self.chrome(121), day: 2)
    lines += Self.line("g", "G", "79.118.5.5", Self.chrome(122), day: 9)
    lines += Self.line("j", "J", "2a02:9130:1:2::5", Self.chrome(121))
    lines += Self.line("k", "K", "2a02:9130:1:2:ab::1", Self.chrome(122), day: 3)
    for index in 0..<8 {
      lines += Self.line("h\(index)", "H\(index)", "79.119.5.5", Self.chrome(120 + index % 6))
    }
    let (result, byID) = try Self.analyze(lines)
    #expect(result.status == 0)
    func link(_ id: String) -> JSONValue? { byID[id]?["links"]?.array?.first }
    for id in ["a", "b"] {
      #expect(Self.findings(byID[id], "link/") == [["link/interleaved", "high"]])
      #expect(byID[id]?["outcome"]?.string == "priority")
      #expect(link(id)?["kind"]?.string == "interleaved")
      #expect(link(id)?["members"]?.array?.compactMap(\.string) == ["a", "b"])
    }
    for id in ["d", "e"] {
      #expect(Self.findings(byID[id], "link/") == [["link/shared-address", "medium"]])
      #expect(byID[id]?["outcome"]?.string == "review")
    }
    for id in ["f", "g", "j", "k"] {
      #expect(Self.findings(byID[id], "link/") == [["link/shared-address", "low"]])
    }
    #expect(Self.findings(byID["h3"], "link/") == [["link/hub", "none"]])
    #expect(link("h3")?["members"]?.array?.count == 8)
    #expect(link("h3")?["counts"]?["candidates"]?.integer == 8)
    #expect(link("h3")?["counts"]?["interviewsInInput"]?.integer == 256)
    #expect(link("a")?["id"]?.string?.hasPrefix("sha256:") == true)
    #expect(link("a")?["id"]?.string == link("b")?["id"]?.string)
    #expect(byID["i7"]?["links"]?.array?.isEmpty == true)
    // The finding names the answers that carry the trace.
    let finding = byID["a"]?["findings"]?.array?.first
    #expect(finding?["observations"]?.array?.compactMap(\.integer) == [0, 1, 2, 3])
  }

  @Test func whatTwoDoSaysNothingOfAThirdOneAtTheirAddress() throws {
    let lines =
      Self.crowd + Self.line("a", "A", "79.116.5.5", Self.rare)
      + Self.line("b", "B", "79.116.5.5", Self.rare, minute: 5)
      + Self.line("c", "C", "79.116.5.5", Self.chrome(121), day: 30)
    let (_, byID) = try Self.analyze(lines)
    for id in ["a", "b"] {
      #expect(byID[id]?["outcome"]?.string == "priority")
      #expect(
        Self.findings(byID[id], "link/") == [
          ["link/interleaved", "high"], ["link/shared-address", "low"],
        ])
    }
    #expect(byID["c"]?["outcome"] == byID["i7"]?["outcome"])
    #expect(Self.findings(byID["c"], "link/") == [["link/shared-address", "low"]])
    let summaries = (byID["c"]?["findings"]?.array ?? []).compactMap { $0["summary"]?.string }
    #expect(summaries.contains("answers 1-4 came from an address that 3 candidates share"))
  }

  @Test func theSameAgentLongAfterIsLow() throws {
    // Three of 303 are rare.
    var lines = Self.people(0..<300)
    lines += Self.line("a", "A", "79.116.5.5", Self.rare)
    lines += Self.line("b", "B", "79.116.5.5", Self.rare, day: 3)
    lines += Self.line("c", "C", "79.116.5.5", Self.rare, day: 30)
    let (_, byID) = try Self.analyze(lines)
    for id in ["a", "b"] {
      #expect(Self.findings(byID[id], "link/") == [["link/shared-address", "medium"]])
    }
    #expect(Self.findings(byID["c"], "link/") == [["link/shared-address", "low"]])
    #expect(byID["c"]?["outcome"] == byID["i7"]?["outcome"])
    #expect(byID["a"]?["links"]?.array?.first?["id"] == byID["c"]?["links"]?.array?.first?["id"])
  }

  @Test func severalAgentsOfTwoAtOneAddressAreOneAddress() throws {
    let second = Self.rare.replacing("115", with: "102")
    func both(_ id: String, _ candidate: String, day: Int) -> String {
      // The last two answers with the other agent.
      let parts = Self.line(id, candidate, "79.116.5.5", Self.rare, day: day)
        .components(separatedBy: Self.rare)
      return parts[0...2].joined(separator: Self.rare) + second
        + parts[3...].joined(separator: second)
    }
    let (_, byID) = try Self.analyze(
      Self.crowd + both("a", "A", day: 2) + both("b", "B", day: 3))
    let links = byID["a"]?["links"]?.array
    #expect(links?.count == 1)
    #expect(links?.first?["counts"]?["addresses"]?.integer == 1)
    #expect(links?.first?["counts"]?["agentCandidates"]?.integer == 2)
    let finding = byID["a"]?["findings"]?.array?.first {
      $0["rule"]?.string == "link/shared-address"
    }
    #expect(finding?["observations"]?.array?.compactMap(\.integer) == [0, 1, 2, 3])
  }

  @Test func theOrderIsThatOfTheInputAndTheJobsChangeNothing() throws {
    let lines =
      Self.line("a", "A", "79.116.5.5", Self.rare) + "nonsense\n" + Self.crowd
      + Self.line("b", "B", "79.116.5.5", Self.rare, minute: 5)
    let one = try Self.analyze(lines, ["--jobs", "1"])
    let three = try Self.analyze(lines, ["--jobs", "3"])
    #expect(one.result.output == three.result.output)
    #expect(one.result.status == 2)
    #expect(one.result.closingLine == "242 done, 2 flagged, 1 lost")
    let ids = try one.result.lines.map {
      try JSONValue(parsing: $0.utf8)["interview"]?["id"]?.string
    }
    #expect(ids.first == "a")
    #expect(ids.last == "b")
  }

  /// Numbers in unusual spelling are left to the ordinary reader of evidence.
  @Test(arguments: [
    [], ["--format", "ndjson", "--only", "flagged"], ["--format", "csv", "--jobs", "3"],
    ["--format", "json", "--fields", "outcome,findings"],
    ["--format", "ndjson", "--only", "flagged", "--fields", "findings,links", "--jobs", "1"],
  ])
  func whatIsReadQuicklyIsComparedLikewise(_ arguments: [String]) throws {
    var lines = Self.crowd
    for index in 0..<40 {
      lines += Self.line(
        "p\(index)", "P\(index % 17)", "79.116.\(index % 9).5",
        index % 5 == 0 ? Self.rare : Self.chrome(110 + index % 7), minute: index,
        email: index % 3 == 0 ? "Who\(index % 4) @example.org" : nil)
    }
    let slowly = lines.replacing(#""index":1}"#, with: #""index":10e-1}"#)
    #expect(slowly != lines)
    func run(_ input: String) throws -> CandorProcess.Result {
      try CandorProcess.run(
        ["analyze", "--links", "--reference-date", "2026-03-31"] + arguments, input: input)
    }
    let quick = try run(lines)
    #expect(quick.status == 0)
    #expect(try run(slowly).output == quick.output)
    guard arguments.isEmpty else { return }
    let (_, byID) = try Self.analyze(slowly)
    for area in ["candidate/", "link/"] {
      #expect(byID.values.contains { !Self.findings($0, area).isEmpty }, "\(area)")
    }
  }

  @Test func withoutTheFlagNothingIsCompared() throws {
    let lines =
      Self.line("a", "A", "79.116.5.5", Self.rare) + Self.line("b", "B", "79.116.5.5", Self.rare)
    let plain = try CandorProcess.run(["analyze", "--format", "ndjson"], input: lines)
    #expect(!plain.output.contains("\"links\""))
    #expect(!plain.output.contains("link/"))
  }

  @Test func oneCandidateIsComparedAndNeverLinkedWithHimself() throws {
    let lines =
      Self.line("a", "A", "79.116.5.5", Self.chrome(121), email: "one@example.com")
      + Self.line("b", "B", "79.116.5.5", Self.rare, day: 9, email: "One@example.com")
      + Self.line("c", "B", "79.117.5.5", Self.rare, day: 20)
    let (_, byID) = try Self.analyze(lines)
    // The three are one person: by e-mail, and by candidate id.
    for id in ["a", "b", "c"] {
      #expect(byID[id]?["links"]?.array?.isEmpty == true)
      #expect(Self.findings(byID[id], "candidate/device") == [["candidate/device-change", "low"]])
    }
    let findings = byID["a"]?["findings"].map { "\($0)" } ?? "one@example.com"
    #expect(!findings.contains("one@example.com"))
  }

  @Test func exceptionsActOnWhatIsSaidOfACandidate() throws {
    let folder = try TemporaryFolder()
    let config = folder.path("candor.yaml")
    func configure(_ scope: String) throws {
      try """
      rules:
        exceptions:
          - name: new-computers
            owner: Recruiting operations
            reason: Everybody got a new computer
            rules: [candidate/device-change]
            scope: \(scope)
            expires: 2026-12-31
      """.write(toFile: config, atomically: true, encoding: .utf8)
    }
    try configure(#"interview.startedAt < timestamp("2026-03-05T00:00:00Z")"#)
    func line(_ id: String, _ agent: String, day: Int) -> String {
      Self.line(id, "A", "79.116.5.5", agent, day: day).replacing(
        #""position""#, with: #""startedAt":"2026-03-\#(day)T09:00:00Z","position""#)
    }
    let (_, byID) = try Self.analyze(
      line("a", Self.chrome(121), day: 10) + line("b", Self.rare, day: 20), ["--config", config])
    // It acts by what is known of each interview.
    #expect(
      Self.findings(byID["a"], "candidate/device") == [["candidate/device-change", "low"]])
    #expect(byID["a"]?["exceptions"] == nil)
    let (_, early) = try Self.analyze(
      line("a", Self.chrome(121), day: 10).replacing("03-10", with: "03-01")
        + line("b", Self.rare, day: 20), ["--config", config])
    #expect(Self.findings(early["a"], "candidate/device") == [["candidate/device-change", "none"]])
    #expect(early["a"]?["exceptions"]?.array?.compactMap(\.string) == ["new-computers"])
    #expect(Self.findings(early["b"], "candidate/device") == [["candidate/device-change", "low"]])
    // The finding rests on no answers; those of the interview are what is known of it.
    try configure(#"observations.exists(o, o.client.browserMajor == 121)"#)
    let (_, agents) = try Self.analyze(
      line("a", Self.chrome(121), day: 10) + line("b", Self.rare, day: 20), ["--config", config])
    #expect(
      Self.findings(agents["a"], "candidate/device") == [["candidate/device-change", "none"]])
    #expect(Self.findings(agents["b"], "candidate/device") == [["candidate/device-change", "low"]])
  }

  @Test func whatBeganAtTheSameMomentHasNoOrder() throws {
    let lines = [
      Self.line("a", "A", "79.116.5.5", Self.chrome(121)),
      Self.line("b", "A", "79.116.5.5", Self.rare),
    ]
    for lines in [lines, lines.reversed()] {
      let (_, byID) = try Self.analyze(lines.joined())
      for id in ["a", "b"] {
        #expect(Self.findings(byID[id], "candidate/").isEmpty)
        let reason = byID[id]?["notEvaluable"]?.array?.first {
          $0["rule"]?.string == "candidate/device-change"
        }?["reason"]?.string
        #expect(reason == "unknown-order")
      }
    }
  }

  @Test(arguments: [(70, 59), (128, 63), (140, 63)])
  func ofVeryManyInterviewsTheLatestAreCompared(_ count: Int, changes: Int) throws {
    // The first ten on one device, then in turns.
    let lines = (0..<count).map { index in
      Self.line(
        "i\(index)", "A", "79.116.5.5", index < 10 || index % 2 == 0 ? Self.chrome(121) : Self.rare,
        hour: 8 + index % 10, day: 2 + index / 10)
    }
    for lines in [lines, lines.reversed()] {
      let (_, byID) = try Self.analyze(lines.joined())
      for id in ["i0", "i\(count - 1)"] {
        let finding = byID[id]?["findings"]?.array?.first {
          $0["rule"]?.string == "candidate/device-change"
        }
        #expect(
          finding?["summary"]?.string
            == "the candidate gave \(count) interviews, \(changes) of them on other devices than the "
            + "one before; the latest 64 were compared")
      }
    }
  }

  /// What rules said of a person is remembered for some thousands of them, and then forgotten.
  /// Of more than 4 MiB of evidence two interviews are compared at least, the latest ones.
  @Test(arguments: [(1, nil), (1_600_000, 2)])
  func ofVeryMuchEvidenceTheLatestIsCompared(_ titleBytes: Int, compared: Int?) throws {
    let title = #""index":3,"title":"\#(String(repeating: "a", count: titleBytes))""#
    let days = [(2, Self.rare), (9, Self.rare), (5, Self.chrome(121))]
    let lines = days.map { day, agent in
      Self.line("i\(day)", "A", "79.116.5.5", agent, day: day)
        .replacing(#""index":3"#, with: title)
    }
    // More workers than may have so much under way.
    let (result, byID) = try Self.analyze(lines.joined(), ["--jobs", "9"])
    #expect(result.status == 0)
    for (day, _) in days {
      let finding = byID["i\(day)"]?["findings"]?.array?.first {
        $0["rule"]?.string == "candidate/device-change"
      }
      let changes = compared == nil ? 2 : 1
      #expect(
        finding?["summary"]?.string
          == "the candidate gave 3 interviews, \(changes) of them on other devices than the one before"
          + (compared.map { "; the latest \($0) were compared" } ?? ""))
    }
  }

  /// What nobody reads of a line takes no room, so that an array gives the same.
  @Test func keysThatNobodyKnowsKeepNothingFromBeingCompared() throws {
    let extra = #""extra":"\#(String(repeating: "a", count: 1_600_000))","platform""#
    let days = [(2, Self.rare), (9, Self.rare), (5, Self.chrome(121))]
    let lines = days.map { day, agent in
      Self.line("i\(day)", "A", "79.116.5.5", agent, day: day)
        .replacing(#""platform""#, with: extra)
    }
    let (result, byID) = try Self.analyze(lines.joined())
    #expect(result.status == 0)
    let finding = byID["i2"]?["findings"]?.array?.first {
      $0["rule"]?.string == "candidate/device-change"
    }
    #expect(
      finding?["summary"]?.string
        == "the candidate gave 3 interviews, 2 of them on other devices than the one before")
    let array = "[" + lines.joined(separator: ",") + "]"
    #expect(try Self.analyze(array).result.output == result.output)
  }

  @Test func ofVeryManyPersonsTheSameIsSaidOfEachInterview() throws {
    var numbers = SeededNumbers(seed: 3)
    let persons = 4400
    let order = ((0..<persons).map { ($0, false) } + (0..<persons).map { ($0, true) })
      .shuffled(using: &numbers)
    let lines = order.map { person, isLater in
      Self.line(
        "\(isLater ? "z" : "a")\(person)", "c\(person)",
        "79.\(116 + person / 10_000).\(person / 200).\(1 + person % 200)",
        isLater ? Self.rare : Self.chrome(121), day: isLater ? 9 : 2)
    }
    let arguments = ["--fields", "findings"]
    let (one, byID) = try Self.analyze(lines.joined(), arguments + ["--jobs", "1"])
    for person in 0..<persons {
      for id in ["a\(person)", "z\(person)"] {
        #expect(
          Self.findings(byID[id], "candidate/device") == [["candidate/device-change", "low"]])
      }
    }
    #expect(
      try Self.analyze(lines.joined(), arguments + ["--jobs", "4"]).result.output == one.output)
  }

  @Test func rulesAboutSeveralInterviewsAreExplained() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("all.ndjson")
    let lines =
      Self.line("a", "A", "79.116.5.5", Self.chrome(121))
      + Self.line("b", "B", "79.116.5.5", Self.chrome(122), day: 9)
      + Self.line("c", "A", "79.117.5.5", Self.rare, day: 20)
    try lines.write(toFile: file, atomically: true, encoding: .utf8)
    let link = try CandorProcess.run(
      ["rules", "explain", "link/shared-address", file, "--interview", "b"])
    #expect(link.status == 0)
    #expect(link.output.contains("link 1, shared-address: fired"))
    let candidate = try CandorProcess.run(["rules", "explain", "candidate/device-change", file])
    #expect(candidate.output.contains("the candidate's 2 interviews: fired"))
    let single = try CandorProcess.run(
      ["rules", "explain", "candidate/device-change", file, "--interview", "b"])
    #expect(single.output.contains("one interview only"))
  }

  @Test func aRuleIsTunedInTheConfiguration() throws {
    let folder = try TemporaryFolder()
    let config = folder.path("candor.yaml")
    try """
    rules:
      parameters:
        link/hub: {candidates: 3}
      severities:
        link/shared-address: medium
    """.write(toFile: config, atomically: true, encoding: .utf8)
    var lines = ""
    for index in 0..<3 {
      lines += Self.line("h\(index)", "H\(index)", "79.119.5.5", Self.chrome(120 + index))
    }
    lines += Self.line("f", "F", "79.118.5.5", Self.chrome(121))
    lines += Self.line("g", "G", "79.118.5.5", Self.chrome(122))
    let (_, byID) = try Self.analyze(lines, ["--config", config])
    #expect(Self.findings(byID["h0"], "link/") == [["link/hub", "none"]])
    #expect(Self.findings(byID["f"], "link/") == [["link/shared-address", "medium"]])
  }
}
