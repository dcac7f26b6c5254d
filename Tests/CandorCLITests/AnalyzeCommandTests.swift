import CandorModel
import CandorTesting
import Foundation
import Testing

@Suite struct AnalyzeCommandTests {
  static let windows =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
  static let iPhone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"

  static func line(_ id: String, agents: [String]) -> String {
    let answers = agents.enumerated().map {
      #"{"step":{"index":\#($0.offset)},"userAgent":"\#($0.element)"}"#
    }
    return
      #"{"schema":"candor.evidence/1","platform":"file","interview":{"id":"\#(id)"},"answers":[\#(answers.joined(separator: ","))]}"#
  }

  @Test func assessesEveryLineInOrder() throws {
    let input = [
      Self.line("steady", agents: [Self.windows, Self.windows]),
      Self.line("switched", agents: [Self.windows, Self.iPhone]),
    ].joined(separator: "\n")
    let result = try CandorProcess.run(["analyze", "-", "--format", "ndjson"], input: input)
    #expect(result.status == 0)
    #expect(result.lines.count == 2)
    let values = try result.lines.map { try JSONValue(parsing: $0.utf8) }
    #expect(values.map { $0["interview"]?["id"]?.string } == ["steady", "switched"])
    #expect(values[1]["outcome"]?.string == "review")
    #expect(values[1]["schema"]?.string == Assessment.schema)
    #expect(result.closingLine.hasSuffix("2 done, 1 flagged, 0 lost"))
  }

  /// U+009B begins an order of a terminal, and JSON need not escape it.
  @Test(arguments: ["ndjson", "json"])
  func printedJSONSteersNoTerminal(form: String) throws {
    let id = "a\u{9B}31m\u{7F}\u{202E}\u{2028}z"
    let input = Self.line(id, agents: [Self.windows, Self.iPhone])
    let result = try CandorProcess.run(["analyze", "-", "--format", form], input: input)
    #expect(result.output.contains(#"a\u009b31m\u007f\u202e\u2028z"#))
    let value = try JSONValue(parsing: result.output.utf8)
    let assessment = form == "json" ? value.array?.first : value
    #expect(assessment?["interview"]?["id"]?.string == id)
    // The hash is that of the text, however it was written.
    let escaped = Self.line(
      #"a\u009b31m\u007f\u202e\u2028z"#, agents: [Self.windows, Self.iPhone])
    let again = try CandorProcess.run(["analyze", "-", "--format", form], input: escaped)
    #expect(again.output == result.output)
  }

  @Test func keysAreSortedAndNothingIsNull() throws {
    let input = Self.line("switched", agents: [Self.windows, Self.iPhone])
    let result = try CandorProcess.run(["analyze", "-", "--format", "ndjson"], input: input)
    let line = try #require(result.lines.first)
    var sorted = JSONWriter()
    try JSONValue(parsing: line.utf8).write(to: &sorted)
    #expect(line == sorted.text)
    #expect(!line.contains("null"))
  }

  @Test func damagedLinesAreNamedAndTheRestGoesOn() throws {
    let input = [
      Self.line("first", agents: [Self.windows]), "{\"schema\":", "not json at all",
      Self.line("last", agents: [Self.windows]),
    ].joined(separator: "\n")
    let result = try CandorProcess.run(["analyze", "-", "--format", "ndjson"], input: input)
    #expect(result.status == 2)
    #expect(result.lines.count == 2)
    #expect(result.errors.contains("2"))
    #expect(result.closingLine == "2 done, 0 flagged, 2 lost")
  }

  /// An array is read and assessed in the ordinary way, lines in the quick one.
  @Test(arguments: [
    ["--format", "ndjson"], ["--format", "json"], ["--format", "ndjson", "--only", "flagged"],
    ["--format", "json", "--only", "flagged"],
    ["--format", "ndjson", "--only", "flagged", "--fields", "outcome,findings"],
    ["--format", "ndjson", "--fields", "outcome,outcomeNote,provenance"], ["--format", "csv"],
  ])
  func linesComeOutAsAnArrayDoes(_ flags: [String]) throws {
    let demo = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../datasets/demo/interviews.ndjson"), encoding: .utf8)
    let lines = demo.split(separator: "\n").map(String.init)
    let array = try CandorProcess.run(
      ["analyze", "-"] + flags, input: "[" + lines.joined(separator: ",\n") + "]")
    #expect(array.status == 0)
    #expect(!array.output.isEmpty)
    for jobs in ["1", "2", "5"] {
      let result = try CandorProcess.run(
        ["analyze", "-", "--jobs", jobs] + flags, input: demo)
      #expect(result.output == array.output, "\(jobs) workers")
      #expect(result.closingLine == array.closingLine)
    }
  }

  /// What the quick reader leaves alone is told by the ordinary one, with its place.
  @Test func damagedLinesAreNamedAlsoWhereNothingIsPrinted() throws {
    let good = Self.line("steady", agents: [Self.windows, Self.windows])
    let input = [
      good, String(good.dropLast()) + "x",
      "{\"schema\":\"candor.evidence/9\"}",
      good, Self.line("switched", agents: [Self.windows, Self.iPhone]), "\u{1}",
    ].joined(separator: "\n")
    let result = try CandorProcess.run(
      ["analyze", "-", "--format", "ndjson", "--only", "flagged"], input: input)
    #expect(result.status == 2)
    #expect(result.lines.count == 1)
    #expect(result.closingLine == "3 done, 1 flagged, 3 lost")
    for place in [
      "standard input:2", "standard input:3", "standard input:6", "byte \(good.utf8.count + 1)",
    ] {
      #expect(result.errors.contains(place), "\(place)")
    }
  }

  @Test func theResultDoesNotDependOnTheNumberOfWorkers() throws {
    // Several blocks also where they are smallest.
    let input = (0..<1200).map {
      Self.line("i-\($0)", agents: $0 % 3 == 0 ? [Self.windows, Self.iPhone] : [Self.iPhone])
    }.joined(separator: "\n")
    #expect(input.utf8.count > 2 << 17)
    let one = try CandorProcess.run(["analyze", "--format", "ndjson", "--jobs", "1"], input: input)
    #expect(one.lines.count == 1200)
    for jobs in ["4", "100"] {
      let result = try CandorProcess.run(
        ["analyze", "--format", "ndjson", "--jobs", jobs], input: input)
      #expect(result.output == one.output, "\(jobs) workers")
    }
  }

  @Test func failOnAnswersNo() throws {
    let input = Self.line("switched", agents: [Self.windows, Self.iPhone])
    #expect(try CandorProcess.run(["analyze", "--fail-on", "review"], input: input).status == 1)
    #expect(try CandorProcess.run(["analyze", "--fail-on", "priority"], input: input).status == 0)
  }

  @Test func emptyInputIsNoInterviews() throws {
    let result = try CandorProcess.run(["analyze", "--format", "json"], input: "")
    #expect(result.status == 0)
    #expect(result.output == "[]\n")
  }

  static let wrongCalls: [([String], Int32)] = [
    (["analyze", "--format", "xml"], 64), (["analyze", "--fields", "nothing"], 64),
    (["analyze", "--jobs", "0"], 64), (["analyze", "--jobs", "1025"], 64),
    (["analyze", "--jobs", "4611686018427387904", "--links"], 64),
    (["analyze", "--no-such-flag"], 64), (["frobnicate"], 64),
    (["analyze", "/no/such/file"], 65), (["analyze", "/no/such/file", "/nor/this"], 65),
    (["analyze", "--geoip", "/no/such.mmdb"], 65),
    (["analyze", "--rules", "/no/such/folder"], 65), (["analyze", "--config", "/no/such"], 78),
    (["analyze", "--fields", "outcome", "--format", "csv"], 64), (["audit"], 64), (["fetch"], 64),
    (["analyze", "--network-list", "no-such-kind=/dev/null"], 64),
  ]

  @Test(arguments: wrongCalls)
  func wrongCallsEndWithTheirCode(arguments: [String], status: Int32) throws {
    let result = try CandorProcess.run(arguments)
    #expect(result.status == status)
    #expect(!result.errors.isEmpty)
    #expect(result.output.isEmpty)
  }

  @Test func oneFileOfSeveralThatCannotBeReadIsALoss() throws {
    let folder = try TemporaryFolder()
    let good = try folder.write(Self.line("steady", agents: [Self.windows]), to: "a.ndjson")
    let one = try CandorProcess.run(["analyze", good, "/no/such/file", "--format", "ndjson"])
    #expect(one.status == 2)
    #expect(one.lines.count == 1)
    #expect(one.closingLine == "1 done, 0 flagged, 1 lost")
    let none = try CandorProcess.run(["analyze", "/no/such/file", "/nor/this"])
    #expect(none.errors.contains("/no/such/file") && none.errors.contains("/nor/this"))
    #expect(none.closingLine == "0 done, 0 flagged, 2 lost")
  }

  /// Numbers that nobody counts to end no run.
  static let absurdNumbers: [(String, Int32)] = [
    (
      #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"a"},"answers":[{"step":{"index":9223372036854775807},"ip":"1.1.1.1"}]}"#,
      2
    ),
    (
      #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"a"},"answers":[{"attempt":9223372036854775807,"step":{"index":0},"ip":"1.1.1.1"}]}"#,
      2
    ),
    (
      #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"a"},"answers":[{"attempt":999999999999999999,"step":{"index":999999999999999999},"userAgent":"\#(windows)"},{"attempt":0,"step":{"index":999999999999999999},"userAgent":"\#(iPhone)"}]}"#,
      0
    ),
    (
      #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"a"},"answers":[{"attempt":-1,"step":{"index":0},"ip":"1.1.1.1"}]}"#,
      2
    ),
    (
      #"{"data":{"interview":{"id":"a","steps":[{"index":9223372036854775807,"answers":[{"ip":"1.1.1.1"}]},{"answers":[{"ip":"1.1.1.1"}]},{"index":1e400,"answers":[]}]}}}"#,
      0
    ),
    ("interview_id,attempt,ip\na,9223372036854775807,1.1.1.1 2.2.2.2\n", 2),
    ("interview_id,step_index,ip\na,999999999999999999,1.1.1.1 2.2.2.2\n", 0),
  ]

  @Test(arguments: absurdNumbers)
  func absurdNumbersEndNothing(input: String, status: Int32) throws {
    for format in ["ndjson", "text", "html", "csv"] {
      let result = try CandorProcess.run(["analyze", "--format", format], input: input)
      #expect(result.status == status, "\(format): \(result.errors)")
    }
  }

  @Test func aSavedAnswerWithoutAnInterviewIsALoss() throws {
    let result = try CandorProcess.run(["analyze"], input: #"{"data":{"interview":null}}"#)
    #expect(result.status == 2)
    #expect(result.errors.contains("error[S114]: expected what was asked for in the saved answer"))
    #expect(result.closingLine == "0 done, 0 flagged, 1 lost")
  }

  @Test func onlyTheFieldsAskedForArePrinted() throws {
    let input = Self.line("switched", agents: [Self.windows, Self.iPhone])
    let result = try CandorProcess.run(
      ["analyze", "--format", "ndjson", "--fields", "outcome"], input: input)
    let value = try JSONValue(parsing: try #require(result.lines.first).utf8)
    #expect(value.object?.map(\.key) == ["interview", "outcome", "schema"])
  }

  @Test func onlyFlaggedLeavesOutTheRest() throws {
    let input = [
      Self.line("steady", agents: [Self.windows, Self.windows]),
      Self.line("switched", agents: [Self.windows, Self.iPhone]),
    ].joined(separator: "\n")
    let result = try CandorProcess.run(
      ["analyze", "--format", "ndjson", "--only", "flagged"], input: input)
    #expect(result.lines.count == 1)
    #expect(result.closingLine == "2 done, 1 flagged, 0 lost")
  }

  /// A candidate chooses the agent: nothing of it may steer the terminal.
  @Test func escapeSequencesNeverReachTheTerminal() throws {
    let hostile = "Evil\\u001b]0;owned\\u0007\\u001b[2J\\u202e Browser/1.0"
    let input = Self.line("\\u001b[31mid", agents: [hostile, Self.iPhone])
    let result = try CandorProcess.run(["analyze"], input: input)
    #expect(!result.output.utf8.contains(0x1B))
    #expect(!result.output.utf8.contains(0x07))
    #expect(!result.output.unicodeScalars.contains("\u{202E}"))
    let named = try CandorProcess.run(["analyze", try TemporaryFolder().path("\u{1B}[31mred")])
    #expect(!named.errors.utf8.contains(0x1B))
  }

  @Test func configurationStandsBelowEnvironmentAndFlags() throws {
    let folder = try TemporaryFolder()
    try folder.write("format: json\nfailOn: review\n", to: "candor.yaml")
    let input = Self.line("switched", agents: [Self.windows, Self.iPhone])
    let fromFile = try CandorProcess.run(["analyze"], input: input, in: folder.url)
    #expect(fromFile.output.hasPrefix("[{"))
    #expect(fromFile.status == 1)
    let fromVariable = try CandorProcess.run(
      ["analyze"], input: input, environment: ["CANDOR_FORMAT": "ndjson", "CANDOR_FAIL_ON": ""],
      in: folder.url)
    #expect(fromVariable.output.hasPrefix("{"))
    let fromFlag = try CandorProcess.run(
      ["analyze", "--format", "ndjson", "--fail-on", "never"], input: input, in: folder.url)
    #expect(fromFlag.status == 0)
    try folder.write("fromat: json\n", to: "candor.yaml")
    let unknown = try CandorProcess.run(["analyze"], input: input, in: folder.url)
    #expect(unknown.status == 78)
    #expect(unknown.errors.contains("candor.yaml:1:1"))
    #expect(unknown.errors.contains("did you mean `format`?"))
  }

  static let wrongSettings: [(String, [String: String])] = [
    ("rules: {off: [no/such-rule]}\n", [:]), ("platforms: {hirefix: {}}\n", [:]),
    ("platforms: {hireflix: {batchSise: 3}}\n", [:]),
    ("platforms: {hireflix: {select: {a: 1}}}\n", [:]),
    ("platforms: {instaview: {select: [createdAt]}}\n", [:]), ("platforms: {hireflix: [1]}\n", [:]),
    ("", ["CANDOR_FIELDS": "nothing", "CANDOR_FORMAT": "json"]),
    ("", ["CANDOR_NETWORK_LIST": "nothing"]),
  ]

  @Test(arguments: wrongSettings)
  func wrongSettingsAreConfigurationErrors(text: String, variables: [String: String]) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "candor.yaml")
    let result = try CandorProcess.run(["analyze"], environment: variables, in: folder.url)
    #expect(result.status == 78)
    #expect(result.output.isEmpty)
  }

  /// A key that does not belong into the file is named, and not what stands behind it.
  @Test(arguments: [
    ("platforms: {hireflix: {apiKey: SECRET}}", "platforms: {hireflix: {apiKey:\n"),
    ("platforms: {hireflix: {url: 'https://x/SECRET', apiKey: SECRET}}", " apiKey:\n"),
    ("HIREFLIX_API_KEY: SECRET", "| HIREFLIX_API_KEY:\n"),
    ("\"notifySecret\": SECRET", "| \"notifySecret\":\n"),
    ("notify: [https://hooks/SECRET]", "| notify:"), ("notify: {a: [SECRET]}", "| notify:"),
    ("HIREFLIX_API_KEY=SECRET", "as `key: value`"), ("- SECRET", "as `key: value`"),
  ])
  func secretsAreNotRepeated(setting: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(setting + "\n", to: "candor.yaml")
    let result = try CandorProcess.run(["analyze"], in: folder.url)
    #expect(result.status == 78)
    #expect(result.errors.contains(expected), "\(result.errors)")
    #expect(!result.errors.contains("SECRET"), "\(result.errors)")
  }

  /// What is no YAML is told with its line, and nothing of what stands there.
  @Test(arguments: [
    (
      "quiet: true\nnotify: SECRET\nquiet: false\n",
      "found `quiet` here and once more below"
    ),
    ("quiet: true\nstore: a: SECRET\n", "candor.yaml:2:9: error[C013]: expected YAML, found"),
    ("quiet: true\nnotify: \"SECRET\" x\n", "candor.yaml:2:"),
    ("quiet: true\nnotify: *SECRET\n", "candor.yaml:2:"),
  ])
  func mistakesOfYAMLAreToldWithTheirLine(settings: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(settings, to: "candor.yaml")
    let result = try CandorProcess.run(["analyze"], in: folder.url)
    #expect(result.status == 78)
    #expect(result.errors.contains(expected), "\(result.errors)")
    #expect(result.errors.contains(#/candor\.yaml:\d+:\d+: error\[C013\]/#), "\(result.errors)")
    #expect(!result.errors.contains("SECRET"), "\(result.errors)")
  }

  /// `--config /dev/null` and `--network-list proxy=<(command)`.
  @Test func namedFilesMayBeDevicesAndPipes() throws {
    let result = try CandorProcess.run(
      [
        "inspect", "ip", "1.2.3.4", "--config", "/dev/null", "--network-list", "proxy=/dev/stdin",
      ], launcher: ["/bin/sh", "-c", #"echo 1.2.3.0/24 | "$@""#, "sh"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("says proxy"))
  }

  /// Nobody would miss what an empty list does not find.
  @Test(arguments: ["", "# nothing\n\n"])
  func aNamedListWithoutNetworksIsRefused(text: String) throws {
    let folder = try TemporaryFolder()
    let list = try folder.write(text, to: "vpn.txt")
    let result = try CandorProcess.run(["analyze", "--network-list", "vpn=\(list)"])
    #expect(result.status == 65)
    #expect(result.errors.contains("error[G005]: cannot use the list `\(list)`: "))
    let absent = try CandorProcess.run(["analyze", "--network-list", "vpn=\(list).x"])
    #expect(absent.status == 65)
    #expect(absent.errors.contains("error[C002]: "))
  }

  @Test func pseudonymousOutputNamesNobody() throws {
    let input =
      #"{"schema":"candor.evidence/1","platform":"file","interview":{"id":"i"},"candidate":{"email":"ada@example.com","name":"Ada L."},"answers":[{"step":{"index":0},"ip":"83.56.102.236"},{"step":{"index":1},"ip":"2a00:1450:4007:80f::200e"}]}"#
    let result = try CandorProcess.run(
      ["analyze", "--format", "ndjson", "--privacy", "pseudonymous"], input: input)
    #expect(result.status == 0)
    #expect(!result.output.contains("ada@example.com"))
    #expect(!result.output.contains("83.56.102.236"))
    #expect(!result.output.contains("200e"))
    #expect(result.output.contains("83.56.102.0/24"))
    #expect(result.output.contains("2a00:1450:4007::/48"))
  }

  /// A mistake in the configuration is told by every command, also by those that do not follow it.
  @Test(arguments: [
    "retention: {foo: 1d}\n", "review: {foureyes: true}\n", "review: []\n", "data: 5\n",
    "data: {sources: [foo]}\n", "data: {source: [tor]}\n",
    "data: {sources: ['https://files.example.com/net.mmdb']}\n",
    "data:\n  sources:\n    - {name: a, url: 'https://x', file: network-tor-a.txt, class: tro}\n",
    "data:\n  sources:\n    - {name: a, url: 'https://x', file: network-tor-a.txt, class: vpn}\n",
    "onlyMostRecent: true\n", "privacyKeyFile: key\n",
    "data:\n  sources:\n    - {name: a, url: 'https://x', file: a.mmdb, klass: tor}\n",
  ])
  func everyCommandRefusesWhatNoneReads(settings: String) throws {
    let other = try TemporaryFolder()
    try other.write(settings, to: "candor.yaml")
    let result = try CandorProcess.run(["analyze", "-"], in: other.url)
    #expect(result.status == 78, "\(result.errors)")
    #expect(result.errors.contains("candor.yaml"))
  }

  @Test func emptySectionsAreNoMistake() throws {
    let other = try TemporaryFolder()
    try other.write("retention:\nreview:\ndata:\n", to: "candor.yaml")
    #expect(try CandorProcess.run(["analyze", "-"], in: other.url).status == 0)
  }
}
