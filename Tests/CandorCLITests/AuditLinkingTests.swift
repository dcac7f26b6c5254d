import CandorModel
import CandorTesting
import Foundation
import GRDB
import Testing

/// What an audit stores, shows and tells of interviews that share traces with others.
@Suite struct AuditLinkingTests {
  private let folder: TemporaryFolder
  private let sandbox: SandboxProcess
  private let ids: [String]
  private let store: String

  /// Three candidates for one position; the first two share an address.
  init() throws {
    folder = try TemporaryFolder()
    store = folder.path("a.sqlite")
    let interviews = Self.interviews()
    ids = interviews.map(\.interview.id)
    sandbox = try SandboxProcess(serving: interviews, in: folder)
  }

  private static func interviews() -> [Evidence] {
    var interviews = (0..<3).map { InterviewLines.interview($0) }
    for answer in interviews[1].answers.indices {
      interviews[1].answers[answer].ip = interviews[0].answers[0].ip
    }
    return interviews
  }

  /// With this an address that two candidates share is enough for a review.
  private func makeLinksWeighMore() throws {
    try folder.write(
      "rules: {severities: {link/shared-address: medium}}\n", to: "candor.yaml")
  }

  private func audit(
    _ selectors: [String], _ more: [String] = [], environment: [String: String] = [:]
  ) throws -> CandorProcess.Result {
    try CandorProcess.run(
      [
        "audit", "hireflix", "--format", "ndjson", "--reference-date", "2026-03-31", "--store",
        store,
      ] + selectors + more, environment: sandbox.environment.merging(environment) { $1 },
      in: folder.url)
  }

  private func one(_ index: Int) -> [String] { ["--interview", ids[index]] }

  private func run(_ arguments: String...) throws -> CandorProcess.Result {
    try CandorProcess.run(arguments + ["--store", store], in: folder.url)
  }

  private func shown(_ index: Int) throws -> JSONValue {
    try JSONValue(parsing: try run("show", ids[index], "--format", "json").output.utf8)
  }

  private func reported(_ index: Int) throws -> JSONValue? {
    try run("report", "--format", "ndjson").lines.map { try JSONValue(parsing: $0.utf8) }
      .first { $0["interview"]?["id"]?.string == ids[index] }
  }

  private func findings(_ value: JSONValue?) -> [String] {
    (value?["findings"]?.array ?? []).map { finding in
      ["rule", "effectiveSeverity", "summary"].map { finding[$0]?.string ?? "" }
        .joined(separator: " ")
    }
  }

  /// The queue without what cannot be assessed: there is no location data here.
  private func waiting() throws -> String {
    try run("review", "list", "--outcome", "review", "--outcome", "priority").output
  }

  private func count(_ sql: String) throws -> Int? {
    try DatabaseQueue(path: store).read { try Int.fetchOne($0, sql: sql) }
  }

  /// The first was read by an earlier run, and is flagged now because of the second.
  @Test func interviewsFlaggedByLinksAloneAreAnnouncedOnce() throws {
    try makeLinksWeighMore()
    let receiver = try StubServer { _, _ in .json("{}") }
    let notify = ["--notify", "http://127.0.0.1:\(receiver.port)/hook"]
    #expect(try audit(one(0), notify).closingLine == "1 done, 0 flagged, 0 lost")
    #expect(receiver.requests.isEmpty)
    #expect(try audit(one(1), notify).closingLine == "1 done, 1 flagged, 0 lost")
    let body = try JSONValue(parsing: try #require(receiver.requests.first).body)
    #expect(body["newFindings"]?["interviews"]?.integer == 2)
    let told = body["interviews"]?.array ?? []
    #expect(Set(told.compactMap { $0["id"]?.string }) == Set(ids[..<2]))
    for interview in told {
      #expect(interview["outcome"]?.string == "review")
      let rules = interview["findings"]?.array?.compactMap { $0["rule"]?.string }
      #expect(rules == ["link/shared-address"])
    }
    // Read again, or all of them read: what was told is not told again.
    #expect(try audit(one(1), notify).status == 0)
    #expect(try audit(["--all"], notify).closingLine == "3 done, 2 flagged, 0 lost")
    #expect(receiver.requests.count == 1)
    #expect(try waiting().contains("2 interviews: 2 review"))
    #expect(try run("store", "verify").status == 0)
  }

  /// A run that could not tell is taken up, and tells then, also of what it had stored already.
  @Test func whatCouldNotBeToldIsToldByTheNextRun() throws {
    try makeLinksWeighMore()
    #expect(try audit(one(0)).status == 0)
    #expect(try audit(one(1)).status == 0)
    // As if the process had been killed between storing and telling.
    try DatabaseQueue(path: store).write { db in
      try db.execute(
        sql: "UPDATE run SET state = 'running', finishedAt = NULL WHERE id > 1")
    }
    let receiver = try StubServer { _, _ in .json("{}") }
    let again = try audit(one(1), ["--notify", "http://127.0.0.1:\(receiver.port)/hook"])
    #expect(again.errors.contains("taking up run 2"))
    let body = try JSONValue(parsing: try #require(receiver.requests.first).body)
    #expect(body["newFindings"]?["interviews"]?.integer == 2)
    #expect(try count("SELECT count(*) FROM run WHERE state = 'running'") == 0)
    // Nothing was stored twice.
    #expect(try count("SELECT count(*) FROM assessment") == 4)
  }

  @Test func showAndReportTellTheSameOfLinks() throws {
    #expect(try audit(one(0)).status == 0)
    #expect(findings(try shown(0)).isEmpty)
    #expect(try audit(one(1)).closingLine == "1 done, 0 flagged, 0 lost")
    for index in 0..<2 {
      let told = findings(try shown(index))
      #expect(told.count == 1)
      #expect(told.first?.hasPrefix("link/shared-address low ") == true)
      #expect(told == findings(try reported(index)))
      #expect(try shown(index)["links"]?.array?.count == 1)
      let text = try run("show", ids[index]).output
      #expect(text.contains("candidates share"), "\(text)")
    }
    // Where nothing of it changed nothing is stored again, and what is stored can be made again.
    let before = try count("SELECT count(*) FROM assessment WHERE interview = '\(ids[0])'")
    #expect(before == 2)
    #expect(try audit(one(2)).status == 0)
    #expect(try count("SELECT count(*) FROM assessment WHERE interview = '\(ids[0])'") == before)
    #expect(try count("SELECT count(*) FROM assessment WHERE interview = '\(ids[2])'") == 1)
    for index in 0..<3 {
      let stored = try run("show", ids[index], "--format", "json").output
      let replay = try run("show", ids[index], "--format", "json", "--replay")
      #expect(replay.status == 0, "\(replay.errors)")
      #expect(replay.output == stored)
    }
    #expect(try run("store", "verify").status == 0)
  }

  /// Nothing of an interview is newer because another one came: it is kept no longer than before.
  @Test func anotherInterviewDoesNotProlongWhatIsKept() throws {
    #expect(try audit(one(0)).status == 0)
    let first = try count("SELECT min(assessedAt) FROM assessment")
    #expect(try audit(one(1)).status == 0)
    #expect(
      try count("SELECT max(assessedAt) FROM assessment WHERE interview = '\(ids[0])'") == first)
  }

  @Test func aQueueIsAskedForAPlatformThatThereIs() throws {
    #expect(try audit(one(0)).status == 0)
    let wrong = try run("review", "list", "--platform", "hirefix")
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("expected `--platform` to be one of `hireflix`"))
    #expect(
      try run("review", "list", "--platform", "ashby").output
        == "no such interview is in the queue\n")
  }

  @Test func aLinkWithWhatWasErasedIsGone() throws {
    try makeLinksWeighMore()
    #expect(try audit(["--all"]).closingLine == "3 done, 2 flagged, 0 lost")
    #expect(try run("store", "erase", "--candidate", "person1@example.com").status == 0)
    #expect(try audit(one(2)).status == 0)
    #expect(findings(try shown(0)).isEmpty)
    #expect(try shown(0)["outcome"]?.string == "not-assessable")
    #expect(try waiting().contains("no such interview is in the queue"))
    #expect(try run("store", "verify").status == 0)
  }

  @Test func whatWasErasedIsNeitherReadNorToldOfAgain() throws {
    #expect(try audit(["--all"]).closingLine == "3 done, 0 flagged, 0 lost")
    #expect(try run("store", "erase", "--candidate", "person1@example.com").status == 0)
    let commands = [["--all"], ["--all", "--since", "last"], one(1), ["--all", "--no-links"]]
    for arguments in commands {
      let result = try audit(arguments)
      #expect(result.status == 0)
      #expect(!result.output.contains(ids[1]), "\(arguments)")
      #expect(result.errors.contains("erased from the store: 1"), "\(result.errors)")
    }
    #expect(try audit(["--all", "--since", "last"]).closingLine == "0 done, 0 flagged, 0 lost")
    #expect(try count("SELECT count(*) FROM assessment WHERE interview = '\(ids[1])'") == 0)
  }

  @Test func aReportWithoutLinksTellsOfInterviewsByThemselves() throws {
    try makeLinksWeighMore()
    #expect(try audit(["--all"]).closingLine == "3 done, 2 flagged, 0 lost")
    let linked = try run("report", "--format", "ndjson")
    #expect(linked.output.contains("link/"))
    #expect(linked.closingLine == "3 done, 2 flagged, 0 lost")
    let alone = try run("report", "--no-links", "--format", "ndjson")
    #expect(!alone.output.contains("link/"))
    #expect(alone.closingLine == "3 done, 0 flagged, 0 lost")
  }

  /// Every run assesses interviews by themselves before it compares them; that is no reason to ask
  /// reviewers again.
  @Test func whatWasDecidedOnLinksStaysDecided() throws {
    try makeLinksWeighMore()
    #expect(try audit(["--all"]).status == 0)
    for index in 0..<2 {
      #expect(
        try run(
          "review", "decide", ids[index], "--as", "innocent", "--reason", "a shared flat", "--by",
          "ana"
        ).status == 0)
    }
    #expect(try audit(["--all"]).status == 0)
    #expect(try waiting().contains("no such interview is in the queue"))
    let precision = try JSONValue(
      parsing: try run("report", "--precision", "--format", "json").output.utf8)
    #expect(precision["flagged"]?["innocent"]?.integer == 2)
    #expect(try run("store", "verify").status == 0)
  }

  @Test func runsAreComparedAsTheyWereBesideOthers() throws {
    try makeLinksWeighMore()
    #expect(try audit(one(0)).status == 0)
    #expect(try audit(["--all"]).status == 0)
    let difference = try JSONValue(
      parsing: try run("diff", "1", "last", "--format", "json").output.utf8)
    let changes = difference["changes"]?.array ?? []
    #expect(changes.compactMap { $0["interview"]?["id"]?.string } == [ids[0]])
    #expect(changes.first?["causes"]?.array?.compactMap(\.string) == ["links"])
    #expect(changes.first?["added"]?.array?.compactMap(\.string) == ["link/shared-address"])
    #expect(difference["compared"]?.integer == 1)
    #expect(difference["onlyInSecond"]?.integer == 2)
    // Whoever compares two audits need not know which numbers they took.
    #expect(
      try run("diff", "last-1", "last", "--format", "json").output
        == run("diff", "1", "last", "--format", "json").output)
    let number = try #require(try count("SELECT max(besides) FROM run"))
    let beside = try #require(try count("SELECT max(id) FROM run WHERE besides IS NOT NULL"))
    let own = try run("diff", "\(number)", "\(beside)")
    #expect(own.output.contains(", run \(number) beside others)"))
    #expect(own.output.contains("different: links to other interviews"))
    let far = try run("diff", "last-7", "last")
    #expect(far.status == 65)
    #expect(far.errors.contains("no run `last-7` is stored"))
    #expect(far.errors.contains("stored, the latest first: \(number) ("))
    #expect(try run("diff", "last-", "last").status == 64)
    #expect(try run("diff", "last-x", "last").status == 64)
    #expect(try run("report", "--new-since", "last-1", "--format", "ndjson").lines.count == 3)
    // What a run found beside others was known when it ended.
    #expect(try run("report", "--new-since", "last", "--format", "ndjson").output.isEmpty)
  }

  /// Addresses are cut in a pseudonymous store, so nobody can link them later: what was found stays.
  @Test func pseudonymousReportsTellWhatWasStored() throws {
    try makeLinksWeighMore()
    let pseudonymous = ["CANDOR_PRIVACY": "pseudonymous"]
    let result = try audit(["--all"], environment: pseudonymous)
    #expect(result.closingLine == "3 done, 2 flagged, 0 lost")
    #expect(findings(try shown(0)).count == 1)
    #expect(findings(try reported(0)) == findings(try shown(0)))
    #expect(try audit(one(2), environment: pseudonymous).status == 0)
    #expect(findings(try shown(0)).count == 1)
  }

  /// What a run had read before it was stopped is read again where nothing of it is kept that could stand
  /// beside others.
  @Test func aRunThatKeepsNoEvidenceIsTakenUpWithItsLinks() throws {
    try folder.write(
      "retention: {evidence: none}\nrules: {severities: {link/shared-address: medium}}\n",
      to: "candor.yaml")
    let whole = try audit(["--all"])
    #expect(whole.closingLine == "3 done, 2 flagged, 0 lost")
    try DatabaseQueue(path: store).write { db in
      try db.execute(
        sql: "UPDATE run SET state = 'running', finishedAt = NULL WHERE besides IS NULL")
    }
    let again = try audit(["--all"])
    #expect(again.errors.contains("taking up run 1"))
    #expect(again.closingLine == whole.closingLine)
    #expect(again.output == whole.output)
    #expect(try run("store", "verify").status == 0)
  }
}
