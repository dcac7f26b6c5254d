import CandorModel
import CandorTesting
import Foundation
import GRDB
import Testing

/// `kill -9` at random points of an audit over HTTP: nothing is lost, nothing is there twice.
///
/// `CANDOR_KILLS` says at how many points; `make test-kill` takes a hundred.
@Suite struct AuditKillTests {
  private static let interviewCount = 120
  private static let linkedCount = 20

  @Test func killedAtAnyMomentTheNextRunGoesOn() throws {
    let kills = ProcessInfo.processInfo.environment["CANDOR_KILLS"].flatMap { Int($0) } ?? 25
    let folder = try TemporaryFolder()
    var interviews = (0..<Self.interviewCount).map {
      InterviewLines.interview($0, switchesDevice: $0 % 7 == 0)
    }
    // Some share an address, which is known only when all were read.
    for index in 0..<Self.linkedCount / 2 {
      let address = interviews[index].answers[0].ip
      let partner = Self.interviewCount - 1 - index
      for answer in interviews[partner].answers.indices {
        interviews[partner].answers[answer].ip = address
      }
    }
    let expected = Set(interviews.map(\.interview.id))
    let sandbox = try SandboxProcess(serving: interviews, in: folder)
    func arguments(_ store: String) -> [String] {
      [
        "audit", "hireflix", "--all", "--batch-size", "2", "--format", "ndjson",
        "--reference-date", "2026-03-31", "--store", folder.path(store),
      ]
    }
    // One run that nobody disturbs: what has to come out, and how long it takes.
    let start = ContinuousClock.now
    let whole = try CandorProcess.run(arguments("whole.sqlite"), environment: sandbox.environment)
    let duration = (ContinuousClock.now - start) / .seconds(1)
    #expect(whole.closingLine == "120 done, 18 flagged, 0 lost")

    var numbers = SeededNumbers(seed: 20_260_302)
    var killed = 0
    var takenUp = 0
    while killed < kills {
      let running = try CandorProcess.start(
        arguments("a.sqlite"), environment: sandbox.environment)
      Thread.sleep(forTimeInterval: Double.random(in: 0...duration, using: &numbers))
      let process = running.process
      let isKilled = process.isRunning && kill(process.processIdentifier, SIGKILL) == 0
      let result = try running.finish()
      if result.errors.contains("taking up run") { takenUp += 1 }
      if isKilled, result.status == 128 + SIGKILL {
        killed += 1
      } else {
        // It was faster than the clock: a run like any other, and the next begins a new one.
        #expect(result.status == 0)
        #expect(result.output == whole.output)
      }
    }
    #expect(takenUp > kills / 4)
    let last = try CandorProcess.run(arguments("a.sqlite"), environment: sandbox.environment)
    #expect(last.status == 0)
    #expect(last.closingLine == whole.closingLine)
    // Also what an earlier process had read is printed, in its place.
    #expect(last.output == whole.output)
    try check(folder.path("a.sqlite"), expected)
  }

  private func check(_ path: String, _ expected: Set<String>) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.read { db in
      #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
      #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
      let runs = try Row.fetchAll(db, sql: "SELECT id, state FROM run WHERE besides IS NULL")
      #expect(runs.allSatisfy { $0["state"] == "complete" })
      for run in runs {
        let ids = try String.fetchAll(
          db, sql: "SELECT interview FROM assessment WHERE run = ?", arguments: [run["id"] as Int64]
        )
        #expect(ids.count == expected.count)
        #expect(Set(ids) == expected)
      }
      // What a run found beside others is there once, however often it was killed over it.
      let twice = try Row.fetchAll(
        db,
        sql: """
          SELECT coalesce(run.besides, run.id) AS whole, interview FROM assessment
          JOIN run ON run.id = assessment.run
          GROUP BY whole, assessment.platform, interview, body HAVING count(*) > 1
          """)
      #expect(twice.isEmpty)
      let linked = try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM standing JOIN assessment ON assessment.id = standing.assessment
          JOIN run ON run.id = assessment.run WHERE run.besides IS NOT NULL
          """)
      #expect(linked == Self.linkedCount)
      let assessments = try Int.fetchOne(db, sql: "SELECT count(*) FROM assessment")
      let links = try Int.fetchOne(db, sql: "SELECT count(DISTINCT subject) FROM chain")
      #expect(assessments == links)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM standing") == expected.count)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM evidence") == expected.count)
    }
  }
}
