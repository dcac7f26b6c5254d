import CandorModel
import CandorTesting
import Foundation
import Testing

/// `candor fetch` with selectors that make no sense, and against a sandbox that others filled.
@Suite struct FetchCommandTests {
  /// Nobody listens there: what is wrong has to be told before anything is asked.
  private static let nowhere = Dictionary(
    uniqueKeysWithValues: ["HIREFLIX", "INSTAVIEW", "INTERVIEWRELAY", "ASHBY"].flatMap {
      [("\($0)_URL", "http://127.0.0.1:9"), ("\($0)_API_KEY", "sandbox-key")]
    })

  static let senseless = [
    (["hireflix", "--interview", ""], "expected `--interview` to name something"),
    (["hireflix", "--all", "--position", " "], "expected `--position` to name something"),
    (["instaview", "--candidate", ""], "expected `--candidate` to name something"),
    (["instaview", "--all", "--company", ""], "expected `--company` to name something"),
    (["instaview", "--all", "--agent", ""], "expected `--agent` to name something"),
    (["interviewrelay", "--campaign", "cam_1", "--campaign", ""], "expected `--campaign` to name"),
    (["interviewrelay", "--session", "\t"], "expected `--session` to name something"),
    (["ashby", "--candidate", ""], "expected `--candidate` to name something"),
    (
      ["hireflix", "--all", "--since", "2026-03-05", "--until", "2026-03-01"],
      "expected `--since` to be before `--until`, found `2026-03-05T00:00:00Z` and"
    ),
    (["hireflix", "--all", "--since", "1d", "--until", "7d"], "expected `--since` to be before"),
    (
      ["interviewrelay", "--all", "--from", "2026-03-01", "--to", "2026-03-01"],
      "expected `--from` to be before `--to`"
    ),
  ]

  @Test(arguments: senseless)
  func selectorsThatCanSelectNothingAreWrongUsage(arguments: [String], message: String) throws {
    let result = try CandorProcess.run(["fetch"] + arguments, environment: Self.nowhere)
    #expect(result.status == 64)
    #expect(result.errors.contains("error[C020]: \(message)"), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  static let wrongSettings: [(String, [String: String], String)] = [
    ("", ["CANDOR_BATCH_SIZE": "51"], "expected `batchSize` to be a whole number between 1 and 50"),
    ("batchSize: 99", [:], "expected `batchSize` to be a whole number between 1 and 50"),
    (
      "platforms: {hireflix: {batchSize: 99}}", [:],
      "expected `platforms.hireflix.batchSize` to be a whole number between 1 and 50"
    ),
    ("", ["CANDOR_SELECT": "bogus.x"], "expected `select` to be fields such as `createdAt`"),
    ("select: [createdAt, bogus.x]", [:], "expected `select` to be fields such as `createdAt`"),
    (
      "platforms: {hireflix: {select: bogus.x}}", [:],
      "expected `platforms.hireflix.select` to be fields such as `createdAt`"
    ),
  ]

  /// Whoever typed nothing wrong is not told that they did.
  @Test(arguments: wrongSettings)
  func settingsOutOfRangeAreNoWrongUsage(
    settings: String, environment: [String: String], message: String
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(settings + "\n", to: "candor.yaml")
    let result = try CandorProcess.run(
      ["fetch", "hireflix", "--all"], environment: Self.nowhere.merging(environment) { $1 },
      in: folder.url)
    #expect(result.status == 78, "\(result.errors)")
    #expect(result.errors.contains("error[C011]: \(message)"), "\(result.errors)")
    let place = environment.isEmpty ? "candor.yaml`" : "the environment"
    #expect(result.errors.contains(place), "\(result.errors)")
  }

  @Test(arguments: [
    (["--batch-size", "51"], "C020", "expected `--batch-size` to be between 1 and 50, found `51`"),
    (["--select", "bogus.x"], "S016", "expected a field such as `createdAt`"),
  ])
  func flagsOutOfRangeAreWrongUsage(flags: [String], code: String, message: String) throws {
    let result = try CandorProcess.run(
      ["fetch", "hireflix", "--all"] + flags, environment: Self.nowhere)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.errors.contains("error[\(code)]: \(message)"), "\(result.errors)")
  }

  /// The flags behind it are not what is wrong.
  @Test(arguments: ["fetch", "audit"])
  func anotherWordThanAPlatformIsNamed(command: String) throws {
    let result = try CandorProcess.run([command, "hirefix", "--all"])
    #expect(result.status == 64)
    #expect(
      result.errors.contains(
        "error[C020]: expected `candor \(command)` with a platform, found `hirefix`"))
    #expect(result.errors.contains("help: they are hireflix, instaview"))
    #expect(try CandorProcess.run([command, "--help"]).status == 0)
  }

  /// Only the platform knows which fields it has.
  @Test func aFieldThatThePlatformLacksIsOfWhoeverNamedIt() throws {
    let sandbox = try SandboxProcess()
    let arguments = ["fetch", "hireflix", "--all"]
    let flag = try CandorProcess.run(
      arguments + ["--select", "answers.shoeSize"], environment: sandbox.environment)
    #expect(flag.status == 64)
    #expect(flag.errors.contains("error[S016]: the platform does not have what `--select` names"))
    let variable = try CandorProcess.run(
      arguments,
      environment: sandbox.environment.merging(["CANDOR_SELECT": "answers.shoeSize"]) { $1 })
    #expect(variable.status == 78)
    #expect(
      variable.errors.contains(
        "error[S005]: the platform does not have what the setting `select` names"))
  }

  @Test func aKeyOfSeveralCompaniesIsToldWhatItNeeds() throws {
    let sandbox = try SandboxProcess()
    let environment = sandbox.environment.merging(["INSTAVIEW_API_KEY": "sandbox-key-ats"]) { $1 }
    let result = try CandorProcess.run(["fetch", "instaview", "--all"], environment: environment)
    #expect(result.status == 69)
    #expect(result.errors.contains("help: a key of several companies needs `--company ID`"))
  }

  @Test func verboseTellsHowManyRequestsItTook() throws {
    let sandbox = try SandboxProcess()
    let arguments = ["fetch", "hireflix", "--all"]
    let plain = try CandorProcess.run(arguments, environment: sandbox.environment)
    let told = try CandorProcess.run(arguments + ["-v"], environment: sandbox.environment)
    #expect(!plain.errors.contains("C071"))
    #expect(
      told.errors.contains(#/note\[C071\]: [1-9]\d* requests to Hireflix, .* [1-9]\d* bytes/#),
      "\(told.errors)")
    #expect(told.output == plain.output)
    #expect(told.closingLine == plain.closingLine)
  }

  /// Without a key, and without a place for what would come.
  @Test func whatCannotBeginHasAClosingLine() throws {
    let cases: [(arguments: [String], environment: [String: String], status: Int32)] = [
      ([], Self.nowhere.merging(["HIREFLIX_API_KEY": ""]) { $1 }, 77),
      (["--output", "/nonexistent/x"], Self.nowhere, 73),
      (
        [],
        Self.nowhere.merging([
          "HIREFLIX_URL": "https://platform.invalid", "HTTPS_PROXY": "http://[",
        ]) { $1 }, 78
      ),
    ]
    for (arguments, environment, status) in cases {
      let result = try CandorProcess.run(
        ["fetch", "hireflix", "--all"] + arguments, environment: environment)
      #expect(result.status == status, "\(result.errors)")
      #expect(result.closingLine == "0 done, 0 flagged, 0 lost")
    }
  }

  @Test func whatCannotBeWrittenHasAClosingLine() throws {
    let sandbox = try SandboxProcess()
    func run(_ script: String) throws -> CandorProcess.Result {
      try CandorProcess.run(
        ["fetch", "hireflix", "--all"], environment: sandbox.environment,
        launcher: ["/bin/sh", "-c", script, "sh"])
    }
    let full = try run(#"exec "$@" > /dev/full"#)
    #expect(full.status == 73)
    #expect(full.errors.components(separatedBy: "error[C001]").count == 2, "\(full.errors)")
    #expect(full.closingLine.hasSuffix(" lost"))
    let closed = try run(#"{ "$@"; echo $? > status; } | true; exit $(cat status)"#)
    #expect(closed.status == 0, "\(closed.errors)")
    #expect(closed.closingLine.hasSuffix(" lost"))
  }

  @Test func interviewsThatCannotBeServedTwiceAreTold() throws {
    let folder = try TemporaryFolder()
    let interview = InterviewLines.interview(1)
    let file = try folder.write(
      InterviewLines.ndjson([interview, interview, interview]), to: "in.ndjson")
    let running = try CandorProcess.start(["sandbox", "--port", "0", "--evidence", file])
    #expect(running.waitForLines(1))
    running.process.terminate()
    let result = try running.finish()
    #expect(result.errors.contains("warning[B002]: 2 interviews are left out"))
  }
}
