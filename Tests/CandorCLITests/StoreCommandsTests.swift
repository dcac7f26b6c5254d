import CandorModel
import CandorTesting
import Foundation
import GRDB
import Testing

@Suite struct StoreCommandsTests {
  /// For these names SQLite opens something else, or another file.
  @Test func aStoreMayHaveAnyName() throws {
    let stored = try StoredInterviews()
    let nobody = ["HIREFLIX_URL": "http://127.0.0.1:1/me", "HIREFLIX_API_KEY": "k"]
    for name in [":memory:", "file:a.sqlite", "file::memory:"] {
      func run(_ arguments: String...) throws -> CandorProcess.Result {
        try CandorProcess.run(
          arguments + ["--store", name], environment: nobody, in: stored.folder.url)
      }
      // Made by a run, by a copy, and read.
      let made = try run("audit", "hireflix", "--all")
      #expect(made.status == 69, "\(name): \(made.errors)")
      for suffix in ["", "-wal", "-shm", ".lock"] {
        try? FileManager.default.removeItem(atPath: stored.folder.path(name + suffix))
      }
      #expect(try stored.run("store", "backup", name).status == 0)
      let verified = try run("store", "verify")
      #expect(verified.status == 0, "\(name): \(verified.errors)")
      #expect(verified.output == (try stored.run("store", "verify").output))
    }
  }

  /// A copy is a file that is put in its place when it is whole.
  @Test func aCopyCannotGoToStandardOutput() throws {
    let stored = try StoredInterviews()
    for arguments in [["-"], ["--output", "-"]] {
      let result = try stored.run(["store", "backup"] + arguments)
      #expect(result.status == 64, "\(result.errors)")
      #expect(result.errors.contains("cannot be written to standard output"))
      #expect(!FileManager.default.fileExists(atPath: stored.folder.path("-")))
    }
  }

  /// Show, review, verify, backup and export over one audited store, as a reviewer meets them.
  @Test func aReviewerWorksThroughTheQueue() throws {
    let stored = try StoredInterviews()
    let urgent = StoredInterviews.urgent
    let list = try stored.run("review", "list", "--format", "json")
    #expect(list.status == 0, "\(list.errors)")
    let queue = try JSONValue(parsing: list.output.utf8)
    #expect(queue["schema"]?.string == "candor.review-queue/1")
    let total = try #require(queue["total"]?.integer)
    #expect(total > 3)
    #expect(queue["interviews"]?.array?.count == total)
    let outcomes = (queue["interviews"]?.array ?? []).compactMap { $0["outcome"]?.string }
    let order = ["priority", "review", "not-assessable"]
    #expect(outcomes == outcomes.sorted { order.firstIndex(of: $0)! < order.firstIndex(of: $1)! })
    // Both forms tell the same of each that was flagged.
    let text = try stored.run("review", "list").output
    for item in queue["interviews"]?.array ?? []
    where item["outcome"]?.string == "priority" || item["outcome"]?.string == "review" {
      let summary = try #require(item["summary"]?.string)
      #expect(text.contains(summary.prefix(20)), "\(summary)")
    }

    let next = try stored.run("review", "next", "--by", "ana", environment: ["LINES": "40"])
    #expect(next.status == 0, "\(next.errors)")
    #expect(next.output.contains("\(total) waiting"))
    #expect(next.output.contains("candor review decide hireflix/"))
    #expect(next.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 40)

    let decide = try stored.run(
      "review", "decide", urgent, "--as", "innocent", "--reason", "the camera failed", "--by",
      "zoe.q")
    #expect(decide.status == 0, "\(decide.errors)")
    #expect(decide.output == "hireflix/\(urgent): innocent by zoe.q\n")
    let left = try stored.run("review", "list", "--format", "json")
    #expect(try JSONValue(parsing: left.output.utf8)["total"]?.integer == total - 1)
    let decided = try stored.run("review", "list", "--state", "decided").output
    #expect(decided.contains("\n1 interview: 1 "), "\(decided)")
    let again = try stored.run(
      "review", "decide", urgent, "--as", "confirmed", "--reason", "x", "--by", "ben")
    #expect(again.status == 64)
    #expect(again.errors.contains("candor review reopen"))
    let reopen = try stored.run(
      "review", "reopen", "hireflix/\(urgent)", "--reason", "new facts", "--by", "ben")
    #expect(reopen.status == 0, "\(reopen.errors)")
    let show = try stored.run("show", urgent)
    #expect(show.status == 0, "\(show.errors)")
    #expect(show.output.contains("innocent by zoe.q: the camera failed"))
    #expect(show.output.contains("reopened by ben: new facts"))
    #expect(show.closingLine == "1 done, 1 flagged, 0 lost")

    let export = try stored.run("store", "export", "--candidate", try candidate(stored))
    #expect(export.status == 0, "\(export.errors)")
    #expect(export.output.contains("the camera failed"))
    #expect(export.output.contains("with `candor show`"))
    // The person learns what was decided, not by whom.
    #expect(!export.output.contains("zoe.q"))
    let verify = try stored.run("store", "verify")
    #expect(verify.status == 0, "\(verify.output)")
    #expect(verify.output.contains("unchanged"))
  }

  /// What somebody wrote into a cell ends no command with a crash, and stands in no message.
  @Test func aValueOfAnotherKindIsTold() throws {
    let stored = try StoredInterviews()
    let queue = try DatabaseQueue(path: stored.store)
    try queue.write { db in
      try db.execute(
        sql: "UPDATE standing SET assessedAt = 'Pons'; UPDATE run SET startedAt = 'Pons'")
    }
    try queue.close()
    let verify = try stored.run("store", "verify")
    #expect(verify.status == 1, "\(verify.errors)")
    #expect(verify.output.contains("run 1 was changed"))
    for command in [["review", "list"], ["diff", "1", "1"]] {
      let result = try stored.run(command)
      #expect(result.status == 65, "\(command)")
      #expect(result.errors.contains("error[D006]"), "\(result.errors)")
      #expect(!result.errors.contains("Pons"))
    }
  }

  private func candidate(_ stored: StoredInterviews) throws -> String {
    let show = try stored.run("show", StoredInterviews.urgent, "--format", "json")
    return try #require(
      try JSONValue(parsing: show.output.utf8)["interview"]?["candidate"]?.string)
  }

  @Test func fourEyesAreAskedForByTheConfiguration() throws {
    let stored = try StoredInterviews()
    try stored.folder.write("review:\n  fourEyes: true\n", to: "candor.yaml")
    func decide(_ who: String) throws -> CandorProcess.Result {
      try stored.run(
        "review", "decide", StoredInterviews.urgent, "--as", "confirmed", "--reason", "x", "--by",
        who)
    }
    #expect(try decide("ana").output.contains("a second reviewer is asked for"))
    #expect(try decide("ana").status == 64)
    #expect(try decide("ben").status == 0)
    #expect(try decide("eva").status == 64)
    try stored.folder.write("review:\n  fourEye: true\n", to: "candor.yaml")
    let wrong = try decide("eva")
    #expect(wrong.status == 78)
    #expect(wrong.errors.contains("fourEyes"))
  }

  @Test func theDocumentIsReplayedByteForByte() throws {
    let stored = try StoredInterviews()
    let document = try stored.run("show", StoredInterviews.urgent, "--format", "json")
    #expect(document.status == 0)
    let replay = try stored.run("show", StoredInterviews.urgent, "--replay", "--format", "json")
    #expect(replay.status == 0, "\(replay.errors)")
    #expect(replay.output == document.output)
    #expect(replay.errors.contains("the same bytes"))
    // One that rests on what the platform's reader noticed.
    let noted = "697693a26a09bf55c905019a"
    #expect(
      try stored.run("show", noted, "--format", "json").output.contains("evidence/unknown-step"))
    #expect(try stored.run("show", noted, "--replay", "--format", "json").status == 0)
    // Another database than that of the time.
    let cities = stored.folder.path("cities.mmdb")
    #expect(try CandorProcess.run(["data", "build", "--illustrative-cities", cities]).status == 0)
    let other = try stored.run(
      "show", StoredInterviews.urgent, "--replay", "--geoip", cities, "--format", "json")
    #expect(other.status == 1)
    #expect(other.errors.contains("different are the location databases"))
    #expect(other.output != document.output)
    #expect(
      try stored.run("show", StoredInterviews.urgent, "--geoip", cities).status == 64)
  }

  /// Evidence that an earlier run kept is not that of a pseudonymous assessment.
  @Test func aPseudonymousDocumentIsNotReplayed() throws {
    let stored = try StoredInterviews()
    let sandbox = try SandboxProcess()
    try stored.audit("hireflix", sandbox, ["--privacy", "pseudonymous"])
    #expect(try sandbox.stop() == 143)
    let replay = try stored.run("show", StoredInterviews.urgent, "--replay")
    #expect(replay.status == 65)
    #expect(replay.errors.contains("D011") && replay.errors.contains("is pseudonymous"))
    #expect(replay.output.isEmpty)
  }

  private func order(_ word: String) -> Int {
    ["priority", "review", "not"].firstIndex(of: word) ?? .max
  }

  /// The page for the candidate follows what was decided; both that and what was decided are told in the
  /// language that is asked for. With `--quiet` an interview has one line.
  @Test func showFollowsDecisionsAndIsALineWithQuiet() throws {
    let stored = try StoredInterviews()
    let urgent = StoredInterviews.urgent
    let before = try stored.run("show", urgent, "--for", "candidate")
    #expect(before.output.contains("A person is asked to look at this interview"))
    let decision = try stored.run(
      "review", "decide", urgent, "--as", "innocent", "--reason", "train", "--by", "reviewer-1")
    #expect(decision.status == 0, "\(decision.errors)")
    let loud = try stored.run("show", urgent)
    #expect(loud.output.contains("innocent by reviewer-1: train"))
    let brief = try stored.run("show", urgent, "--quiet")
    #expect(brief.lines.count == 1 && brief.output.hasPrefix("review"), "\(brief.output)")
    #expect(brief.output.contains(urgent))
    // One for each of the 31 interviews, those of most concern first, and their sum. Without location
    // data none is clear.
    let report = try stored.run("report", "--quiet").lines
    #expect(report.count == 32 && report.last?.hasPrefix("31 audited: ") == true)
    let words = report.dropLast().map { String($0.prefix { $0 != " " }) }
    #expect(words == words.sorted { order($0) < order($1) })
    #expect(Set(words) == ["priority", "review", "not"])
    for format in ["json", "csv", "markdown"] {
      let whole = try stored.run("show", urgent, "--format", format)
      #expect(try stored.run("show", urgent, "--format", format, "--quiet").output == whole.output)
    }
    let german = try stored.run("show", urgent, "--language", "de")
    #expect(german.output.contains("Bisher entschieden"))
    #expect(german.output.contains("harmlos, von reviewer-1: train"))
    let after = try stored.run("show", urgent, "--for", "candidate")
    #expect(after.output.contains("A person was asked to look at this interview, and did so on"))
    #expect(!after.output.contains("innocent by") && !after.output.contains("reviewer-1"))
    let fairness = try stored.run("report", "--fairness", "--language", "es")
    #expect(fairness.status == 64)
    #expect(fairness.errors.contains("means nothing together with `--fairness`"))
  }

  @Test func showHasEveryFormAndTheOneForTheCandidate() throws {
    let stored = try StoredInterviews()
    for form in ["text", "json", "ndjson", "csv", "markdown", "html", "junit"] {
      let result = try stored.run("show", StoredInterviews.urgent, "--format", form)
      #expect(result.status == 0, "\(form): \(result.errors)")
      #expect(result.output.contains(StoredInterviews.urgent), "\(form)")
    }
    for form in ["text", "html"] {
      let result = try stored.run(
        "show", StoredInterviews.urgent, "--for", "candidate", "--format", form)
      #expect(result.status == 0, "\(form): \(result.errors)")
      #expect(!result.output.contains("device/"), "\(form)")
    }
    #expect(
      try stored.run("show", StoredInterviews.urgent, "--for", "candidate", "--format", "json")
        .status == 64)
    #expect(try stored.run("show", StoredInterviews.urgent, "--fail-on", "review").status == 1)
    let pseudonymous = try stored.run(
      "show", StoredInterviews.urgent, "--privacy", "pseudonymous", "--format", "json")
    let subject = try JSONValue(parsing: pseudonymous.output.utf8)["interview"]
    #expect(subject?["candidate"]?.string?.hasPrefix("p-") == true)
  }

  @Test func changesBehindTheStoresBackAreFound() throws {
    let stored = try StoredInterviews()
    let queue = try DatabaseQueue(path: stored.store)
    try queue.write {
      try $0.execute(sql: "UPDATE assessment SET outcome = 'clear' WHERE outcome = 'priority'")
    }
    try queue.close()
    let result = try stored.run("store", "verify", "--format", "json")
    #expect(result.status == 1)
    let value = try JSONValue(parsing: result.output.utf8)
    #expect(value["schema"]?.string == "candor.store-verification/1")
    #expect(
      value["changes"]?.array?.contains {
        $0["kind"]?.string == "changed" && $0["table"]?.string == "assessment"
      } == true)
  }

  @Test func oneThatWasErasedIsSaidInTheSingular() throws {
    let stored = try StoredInterviews()
    let result = try stored.run("store", "erase", "--candidate", try candidate(stored))
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasSuffix(", 1 interview\n"), "\(result.output)")
    #expect(!result.output.contains(" 1 assessments"))
  }

  @Test func aPersonIsErasedAndTheRestStays() throws {
    let stored = try StoredInterviews()
    let name = try candidate(stored)
    let result = try stored.run("store", "erase", "--candidate", name, "--format", "json")
    #expect(result.status == 0, "\(result.errors)")
    let counts = try JSONValue(parsing: result.output.utf8)["erased"]
    #expect(counts?["interviews"]?.integer == 1)
    let show = try stored.run("show", StoredInterviews.urgent)
    #expect(show.status == 65)
    #expect(show.errors.contains("was erased"))
    #expect(try stored.run("store", "erase", "--candidate", name).status == 65)
    // Platforms limit no name: this one is looked for, and white space alone is wrong usage.
    let long = String(repeating: "x", count: 5_000) + "@example.com"
    for command in ["export", "erase"] {
      #expect(try stored.run("store", command, "--candidate", long).status == 65)
      #expect(try stored.run("store", command, "--candidate", " \n").status == 64)
    }
    #expect(try stored.run("store", "verify").status == 0)
    let list = try stored.run("review", "list", "--state", "erased", "--format", "json")
    let items = try JSONValue(parsing: list.output.utf8)["interviews"]?.array
    let alias = try #require(items?.first?["interview"]?["id"]?.string)
    for arguments in [
      ["show", alias], ["review", "decide", alias, "--as", "unsure", "--reason", "x", "--by", "x"],
      ["review", "reopen", alias, "--reason", "x"],
    ] {
      let result = try CandorProcess.run(arguments + ["--store", stored.store])
      #expect(result.status == 65, "\(arguments)")
      #expect(result.errors.contains("was erased"), "\(result.errors)")
    }
  }

  @Test func retentionComesFromTheCallOrTheConfiguration() throws {
    let stored = try StoredInterviews()
    #expect(try stored.run("store", "purge").status == 64)
    let copy = stored.folder.path("copy.sqlite")
    #expect(try stored.run("store", "backup", copy).status == 0)
    try stored.folder.write("retention:\n  evidence: 0s\n", to: "candor.yaml")
    let purge = try stored.run("store", "purge", "--format", "json")
    #expect(purge.status == 0, "\(purge.errors)")
    let removed = try JSONValue(parsing: purge.output.utf8)["removed"]
    #expect((removed?["evidence"]?.integer ?? 0) > 20)
    #expect(removed?["assessments"] == nil)
    #expect(try stored.run("show", StoredInterviews.urgent).status == 0)
    #expect(try stored.run("show", StoredInterviews.urgent, "--replay").status == 65)
    let all = try stored.run("store", "purge", "--older-than", "0s")
    #expect(all.status == 0)
    #expect(try stored.run("show", StoredInterviews.urgent).status == 65)
    #expect(try stored.run("store", "verify").status == 0)
    // An audit does the same when it ends.
    let sandbox = try SandboxProcess()
    try stored.audit("hireflix", sandbox, ["--config", stored.folder.path("candor.yaml")])
    #expect(try stored.run("show", StoredInterviews.urgent).status == 0)
    #expect(try stored.run("show", StoredInterviews.urgent, "--replay").status == 65)
    // The copy is as the store was.
    let before = try CandorProcess.run(
      ["show", StoredInterviews.urgent, "--replay", "--store", copy])
    #expect(before.status == 0, "\(before.errors)")
  }

  /// A limit on the size of files keeps a second one from being written, as a disk without room does.
  @Test func aFileThatCannotBeWrittenAnewIsTold() throws {
    let stored = try StoredInterviews()
    let person = try candidate(stored)
    let queue = try DatabaseQueue(path: stored.store)
    try queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO loss (run, item, code, message)
          VALUES (1, 'x', 'S011', hex(zeroblob(8000000)))
          """)
    }
    try queue.close()
    let purge = ["store", "purge", "--older-than", "3650d"]
    for command in [["store", "erase", "--candidate", person], purge] {
      let limited = try CandorProcess.run(
        command + ["--store", stored.store],
        launcher: ["/bin/sh", "-c", "ulimit -f 8192; exec \"$@\"", "sh"])
      #expect(limited.status == 73, "\(limited.errors)")
      #expect(limited.errors.contains("warning[D017]"), "\(limited.errors)")
      #expect(!limited.errors.contains(person))
      // The rows are gone all the same.
      let answer = command == purge ? "evidence: 0 removed\n" : "erased: "
      #expect(limited.output.hasPrefix(answer), "\(limited.output)")
    }
    #expect(try stored.run("show", StoredInterviews.urgent).status == 65)
    let again = try stored.run(purge)
    #expect(again.status == 0, "\(again.errors)")
    #expect(!again.errors.contains("D017"))
  }

  @Test func runsAreCompared() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("a.sqlite")
    let sandbox = try SandboxProcess()
    let stored = try StoredInterviews([])
    try stored.audit("hireflix", sandbox)
    let cities = stored.folder.path("cities.mmdb")
    #expect(try CandorProcess.run(["data", "build", "--illustrative-cities", cities]).status == 0)
    try stored.audit("hireflix", sandbox, ["--geoip", cities])
    let result = try stored.run("diff", "1", "last", "--format", "json")
    #expect(result.status == 0, "\(result.errors)")
    let value = try JSONValue(parsing: result.output.utf8)
    #expect(value["schema"]?.string == "candor.diff/1")
    let changes = value["changes"]?.array ?? []
    #expect(!changes.isEmpty)
    #expect(
      changes.allSatisfy { $0["causes"]?.array?.compactMap(\.string) == ["databases"] })
    // What has another outcome is what is new since the first run; since the second nothing is.
    let new = try stored.run("report", "--new-since", "1", "--no-links", "--format", "ndjson")
    #expect(new.status == 0, "\(new.errors)")
    #expect(new.lines.count == changes.count)
    let nothing = try stored.run("report", "--new-since", "last", "--format", "ndjson")
    #expect(nothing.output.isEmpty)
    #expect(try stored.run("report", "--new-since", "99").status == 65)
    #expect(try stored.run("report", "--new-since", "x").status == 64)
    #expect(try stored.run("diff", "1", "1").output.contains("0 with another outcome"))
    #expect(try stored.run("diff", "1", "99").status == 65)
    #expect(try stored.run("diff", "1", "x").status == 64)
    #expect(!FileManager.default.fileExists(atPath: store))
  }

  @Test func decisionsMeasureRules() throws {
    let stored = try StoredInterviews()
    let sandbox = try SandboxProcess()
    let evidence = try CandorProcess.run(
      ["fetch", "hireflix", "--all"], environment: sandbox.environment
    ).output
    _ = try stored.run(
      "review", "decide", StoredInterviews.urgent, "--as", "innocent", "--reason", "x", "--by",
      "ana")
    // The built-in rules against themselves: nothing changes, and one decision speaks of them.
    let result = try CandorProcess.run(
      ["rules", "backtest", "-", "--store", stored.store, "--format", "json"], input: evidence)
    #expect(result.status == 0, "\(result.errors)")
    let value = try JSONValue(parsing: result.output.utf8)
    for side in ["before", "after"] {
      #expect(value["quality"]?[side]?["decided"]?.integer == 1)
      #expect(value["quality"]?[side]?["precision"]?.double == 0)
    }
    // Without files the store's own interviews are compared, and come out the same.
    let own = try CandorProcess.run(
      ["rules", "backtest", "--store", stored.store, "--format", "json"])
    #expect(own.status == 0, "\(own.errors)")
    #expect(own.output == result.output)
    #expect(own.closingLine == "31 done, 0 changed, 0 lost")
    let precision = try stored.run("report", "--precision", "--format", "json")
    #expect(precision.status == 0, "\(precision.errors)")
    let agreed = try JSONValue(parsing: precision.output.utf8)
    #expect(agreed["schema"]?.string == "candor.precision/1")
    #expect(agreed["flagged"]?["innocent"]?.integer == 1)
    let rule = agreed["rules"]?.array?.first { $0["rule"]?.string == "device/class-switch" }
    #expect(rule?["innocent"]?.integer == 1)
    #expect(rule?["precision"]?.double == 0)
    let table = try stored.run("report", "--precision").output
    #expect(table.contains("device/class-switch"))
    #expect(!table.contains("without a flag"))
    #expect(try stored.run("report", "--precision", "--fairness").status == 64)
    let none = try CandorProcess.run(
      ["rules", "backtest", "-", "--format", "json"], input: evidence)
    let quality = try JSONValue(parsing: none.output.utf8)["quality"]
    #expect(quality?["before"]?["decided"]?.integer == 0)
  }

  @Test func whatIsNotThereHasItsCode() throws {
    let folder = try TemporaryFolder()
    let none = folder.path("none.sqlite")
    for arguments in [
      ["show", "x"], ["review", "list"], ["review", "next"], ["store", "verify"],
      ["diff", "1", "2"],
      ["store", "export", "--candidate", "x"], ["store", "erase", "--candidate", "x"],
      ["store", "purge", "--older-than", "1d"], ["store", "backup", folder.path("b")],
      ["review", "decide", "x", "--as", "unsure", "--reason", "x", "--by", "x"],
    ] {
      let result = try CandorProcess.run(arguments + ["--store", none])
      #expect(result.status == 65, "\(arguments): \(result.errors)")
      #expect(result.errors.contains("there is no store"), "\(arguments)")
      #expect(!FileManager.default.fileExists(atPath: none))
    }
    let stored = try StoredInterviews()
    #expect(try stored.run("show", "no-such-interview").status == 65)
    let guilty = try stored.run(
      "review", "decide", "x", "--as", "guilty", "--reason", "x", "--by", "x")
    #expect(guilty.status == 64)
    // What it would not take is not offered.
    #expect(
      guilty.errors.contains(
        "expected `--as` to be one of `confirmed`, `innocent`, `unsure`, `escalated`, found"))
    let reopened = try stored.run(
      "review", "decide", "x", "--as", "reopened", "--reason", "x", "--by", "x")
    #expect(reopened.status == 64)
    #expect(reopened.errors.contains("candor review reopen x"))
    let push = try stored.run("review", "push", "nobody")
    #expect(push.status == 64)
    #expect(push.errors.contains("help: ashby does"))
    #expect(try stored.run("review", "list", "--state", "x").status == 64)
    #expect(try stored.run("review", "list", "--geoip", "x").status == 64)
    #expect(try stored.run("store", "verify", "--rules", "x").status == 64)
    #expect(try stored.run("store", "purge", "--older-than", "soon").status == 64)
    #expect(try stored.run("store", "export", "--candidate", "nobody").status == 65)
  }
}
