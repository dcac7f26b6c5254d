import CandorGeoIP
import CandorModel
import CandorTesting
import Foundation
import Testing

/// Every command takes the flags that mean something for it, refuses the others, and its help says
/// no more than it does.
@Suite struct OptionsTests {
  private static let interview = AnalyzeCommandTests.line(
    "a", agents: [AnalyzeCommandTests.windows, AnalyzeCommandTests.iPhone])

  /// The help of a command on one line.
  private static func help(_ command: [String]) throws -> String {
    let result = try CandorProcess.run(command + ["--help"])
    #expect(result.status == 0, "\(command)")
    return result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static let everyForm = "text, json, ndjson, csv, markdown, html or junit."

  static let forms: [([String], String)] = [
    (["analyze"], everyForm), (["audit", "hireflix"], everyForm),
    (
      ["report"],
      everyForm.dropLast() + "; with --fairness text, json, csv or markdown; with --precision text "
        + "or json."
    ),
    (["show"], everyForm), (["rules", "test"], "text or junit."),
    (["inspect", "ua"], "text or json; with --batch ndjson or json."),
    (["inspect", "ip"], "text or json; with --batch ndjson or json."),
    (["diff"], "text or json."), (["doctor"], "text or json."),
    (["data", "status"], "text or json."), (["review", "list"], "text or json."),
    (["review", "next"], "text or json."), (["review", "decide"], "text or json."),
    (["review", "reopen"], "text or json."), (["review", "push"], "text or json."),
    (["store", "verify"], "text or json."), (["store", "purge"], "text or json."),
    (["store", "erase"], "text or json."), (["store", "export"], "text or json."),
    (["rules", "list"], "text or json."), (["rules", "lint"], "text or json."),
    (["rules", "diff"], "text or json."), (["rules", "backtest"], "text or json."),
  ]

  @Test(arguments: forms)
  func theHelpNamesTheFormsThatAreTaken(command: [String], forms: String) throws {
    #expect(try Self.help(command).contains("--format <form> \(forms) "), "\(command)")
  }

  @Test(arguments: [["analyze"], ["inspect", "ip"], ["rules", "explain"]])
  func theHelpNamesEveryKindOfList(command: [String]) throws {
    let help = try Self.help(command)
    for kind in NetworkList.kinds { #expect(help.contains(kind.rawValue), "\(kind.rawValue)") }
  }

  @Test func theHelpNamesEveryFault() throws {
    let help = try Self.help(["sandbox"])
    for kind in ["408", "429", "500", "502", "503", "504", "slow", "cut", "reset"] {
      #expect(help.contains(kind), "\(kind)")
    }
  }

  static let refused: [[String]] = [
    ["rules", "explain", "device/os-switch", "--fail-on", "review"],
    ["rules", "backtest", "--fail-on", "review"],
    ["rules", "backtest", "--privacy", "pseudonymous"],
    ["rules", "list", "-v"], ["doctor", "--verbose"], ["inspect", "ua", "x", "-v"],
    ["report", "--precision", "-v"], ["report", "--no-links", "-v"], ["report", "--ua-overlay"],
    ["report", "--fairness", "--csv-rows", "interview", "--format", "csv"],
    ["report", "--fairness", "--language", "es"], ["rules", "eval", "1", "--batch"],
    ["analyze", "--ua-overlay"], ["show", "x", "-v"], ["show", "x", "--ua-overlay"],
    ["inspect", "ip", "1.1.1.1", "--raw", "--geoip", "x.mmdb", "--network-list", "vpn=x"],
  ]

  @Test(arguments: refused)
  func flagsThatMeanNothingAreRefused(arguments: [String]) throws {
    let result = try CandorProcess.run(arguments, input: Self.interview)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  /// The last line on standard error is read by programs.
  @Test(arguments: [["analyze"], ["analyze", "--output"], ["analyze", "--jobs"], ["show"]])
  func whatWasTypedBeginsNoLine(command: [String]) throws {
    let forged = "/nonexistent/x\n9 done, 9 flagged, 9 lost"
    for arguments in [command + [forged], command + ["--nothing=" + forged]] {
      let result = try CandorProcess.run(arguments, input: Self.interview)
      #expect(result.status != 0)
      #expect(!result.errors.contains("\n9 done"), "\(arguments): \(result.errors)")
    }
  }

  /// A path would end at NUL, and name another file.
  @Test(arguments: [
    #"output: "a\0b""#, #"geoip: ["a\x00b"]"#, #"platforms: {instaview: {company: "a\u0000b"}}"#,
  ])
  func aSettingWithNULIsRefused(text: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text + "\n", to: "candor.yaml")
    let result = try CandorProcess.run(["rules", "list", "--config", file])
    #expect(result.status == 78)
    #expect(result.errors.contains("error[C011]: expected a value without NUL for "))
  }

  /// What was typed is repeated with nothing that could steer a terminal.
  @Test func unknownOptionsAreRepeatedHarmlessly() throws {
    let result = try CandorProcess.run(["analyze", "--a\u{1B}[31m\u{202E}"])
    #expect(result.status == 64)
    #expect(result.errors.contains("Unknown option '--a\\u{1B}[31m\\u{202E}'"))
    #expect(!result.errors.unicodeScalars.contains("\u{1B}"))
  }

  /// Flags without a value are settings too; `noLinks` is the opposite of `links`.
  @Test func switchesAreSettings() throws {
    let verbose = try CandorProcess.run(
      ["analyze"], input: Self.interview, environment: ["CANDOR_VERBOSE": "1"])
    #expect(verbose.errors.contains("note[C070]: the rules are"))
    func links(_ environment: [String: String]) throws -> CandorProcess.Result {
      try CandorProcess.run(
        ["analyze", "--format", "ndjson"], input: Self.interview, environment: environment)
    }
    #expect(try links(["CANDOR_NO_LINKS": "0"]).output.contains("\"links\":"))
    #expect(try !links(["CANDOR_NO_LINKS": "1"]).output.contains("\"links\":"))
    #expect(try links(["CANDOR_NO_LINKS": "0", "CANDOR_LINKS": "1"]).status == 0)
    let both = try links(["CANDOR_NO_LINKS": "1", "CANDOR_LINKS": "1"])
    #expect(both.status == 78)
    #expect(both.errors.contains("they are opposites"))
  }

  /// The number of workers, where it is asked for, and what it ends with.
  static let workers: [(String, String, Int32)] = [
    ("flag", "1024", 0), ("flag", "1025", 64), ("flag", "9223372036854775807", 64),
    ("variable", "1024", 0), ("variable", "4611686018427387904", 78), ("variable", "0", 78),
    ("file", "1024", 0), ("file", "9223372036854775807", 78), ("file", "many", 78),
  ]

  @Test(arguments: workers)
  func thereAreNoMoreWorkersThanTheLimit(layer: String, number: String, status: Int32) throws {
    let folder = try TemporaryFolder()
    if layer == "file" { try folder.write("jobs: \(number)\n", to: "candor.yaml") }
    let result = try CandorProcess.run(
      ["analyze", "--format", "ndjson"] + (layer == "flag" ? ["--jobs", number] : []),
      input: Self.interview, environment: layer == "variable" ? ["CANDOR_JOBS": number] : [:],
      in: folder.url)
    #expect(result.status == status, "\(result.errors)")
    #expect(result.output.isEmpty == (status != 0))
    let expected =
      layer == "flag"
      ? "expected `--jobs` to be between 1 and 1024, found `\(number)`"
      : "a whole number between 1 and 1024"
    #expect(result.errors.contains(expected) == (status != 0), "\(result.errors)")
  }

  /// A variable stands above the file, whichever of the two opposites each of them says.
  @Test func aVariableStandsAboveTheOppositeInTheFile() throws {
    let folder = try TemporaryFolder()
    func hasLinks(_ settings: String, _ environment: [String: String]) throws -> Bool {
      try folder.write(settings, to: "candor.yaml")
      let result = try CandorProcess.run(
        ["analyze", "--format", "ndjson"], input: Self.interview, environment: environment,
        in: folder.url)
      #expect(result.status == 0, "\(result.errors)")
      return result.output.contains("\"links\":")
    }
    #expect(try !hasLinks("links: true\n", ["CANDOR_NO_LINKS": "true"]))
    #expect(try hasLinks("noLinks: true\n", ["CANDOR_LINKS": "true"]))
    #expect(try hasLinks("links: true\n", ["CANDOR_NO_LINKS": ""]))
    try folder.write("links: true\nnoLinks: true\n", to: "candor.yaml")
    #expect(try CandorProcess.run(["analyze"], in: folder.url).status == 78)
  }

  @Test(arguments: [["--help"], ["--version"], ["analyze", "--help"], ["help", "report"]])
  func helpThatCannotBeWrittenEndsWith73(arguments: [String]) throws {
    func run(_ script: String) throws -> CandorProcess.Result {
      try CandorProcess.run(arguments, launcher: ["/bin/sh", "-c", script, "sh"])
    }
    let full = try run(#"exec "$@" > /dev/full"#)
    #expect(full.status == 73)
    #expect(full.errors.contains("error[C001]: cannot write `standard output`"))
    // The reader went away before anything came.
    let closed = try run(#"{ sleep 0.3; "$@"; echo "ended with $?" >&2; } | true"#)
    #expect(closed.errors == "ended with 0\n")
  }

  static let jsonLogs: [([String], [String: String])] = [
    (["analyze", "--bogus"], ["CANDOR_LOG_FORMAT": "json"]),
    (["analyze", "--bogus", "--log-format", "json"], [:]),
    (["analyze", "--log-format=json", "--bogus"], ["CANDOR_LOG_FORMAT": "text"]),
  ]

  @Test(arguments: jsonLogs)
  func wrongUsageComesInTheFormOfTheLog(
    arguments: [String], environment: [String: String]
  ) throws {
    let result = try CandorProcess.run(arguments, environment: environment)
    #expect(result.status == 64)
    #expect(result.errors.split(separator: "\n").count == 1)
    let line = try JSONValue(parsing: result.errors.utf8)
    #expect(line["schema"]?.string == "candor.log/1")
    #expect(line["code"]?.string == "C020")
    #expect(line["message"]?.string?.hasPrefix("Unknown option '--bogus'") == true)
  }

  /// Also where no command came to read its settings.
  @Test(
    arguments: [
      (["audit"], ["CANDOR_LOG_FORMAT": "json"], "logFormat: text"),
      (["audit", "nowhere", "--log-format", "json"], [:], "logFormat: text"),
      (["fetch", "nowhere"], [:], "logFormat: json"),
      (["analyze", "--bogus"], [:], "logFormat: json"),
    ] as [([String], [String: String], String)])
  func wrongUsageIsJSONWithoutACommandToo(
    arguments: [String], environment: [String: String], setting: String
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(setting + "\n", to: "candor.yaml")
    let result = try CandorProcess.run(arguments, environment: environment, in: folder.url)
    #expect(result.status == 64)
    #expect(try JSONValue(parsing: result.errors.utf8)["code"]?.string == "C020")
    let text = try CandorProcess.run(
      arguments + ["--log-format=text"], environment: environment, in: folder.url)
    #expect(text.status == 64 && !text.errors.hasPrefix("{"))
  }

  @Test func verboseNamesWhatTheAnalysisIsMadeWith() throws {
    let folder = try TemporaryFolder()
    let cities = folder.path("cities.mmdb")
    #expect(try CandorProcess.run(["data", "build", "--illustrative-cities", cities]).status == 0)
    let arguments = [
      "analyze", "--format", "ndjson", "--geoip", cities, "--reference-date", "2026-03-31",
    ]
    let plain = try CandorProcess.run(arguments, input: Self.interview)
    #expect(!plain.errors.contains("C070"))
    let result = try CandorProcess.run(arguments + ["-v"], input: Self.interview)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == plain.output)
    let provenance = try JSONValue(parsing: try #require(result.lines.first).utf8)["provenance"]
    let hash = try #require(provenance?["rulePack"]?["hash"]?.string)
    let agents = try #require(provenance?["userAgents"]?.string)
    for text in [
      "note[C070]: the rules are `candor` ", hash,
      "note[C070]: the reference date is `2026-03-31`",
      "note[C070]: agents are read by `\(agents)`",
      "note[C070]: a database is `Candor-Illustrative-City`, built on `2026-03-01`",
    ] {
      #expect(result.errors.contains(text), "\(text)")
    }
    // Both packs are named where two are compared.
    let backtest = try CandorProcess.run(["rules", "backtest", "-v"], input: Self.interview)
    #expect(backtest.errors.components(separatedBy: "the rules are").count == 3)
  }
}
