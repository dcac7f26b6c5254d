import CandorModel
import CandorTesting
import Foundation
import GRDB
import Testing

/// Audits that ask for somebody whom the store was told to forget.
@Suite struct AuditErasureTests {
  private static let person = "3f0e2a54-9d0c-4b8e-8f51-5a1c7c2b9d10"
  private static let interview = "91b7c1de-20a4-4f6b-9b5e-0d7d0f1c2a33"
  private static let evidence = {
    var evidence = InterviewLines.interview(1)
    evidence.platform = "instaview"
    evidence.interview.id = interview
    evidence.candidate = Candidate(id: person)
    return evidence
  }()

  /// InstaView lists interviews by candidate, so the candidate's id is what one asks by.
  @Test(arguments: [false, true])
  func anErasedCandidateIsNamedNowhere(inCapitals: Bool) throws {
    let folder = try TemporaryFolder()
    let store = folder.path("a.sqlite")
    let sandbox = try SandboxProcess(serving: [Self.evidence], in: folder)
    func audit(_ arguments: [String]) throws -> CandorProcess.Result {
      try CandorProcess.run(
        ["audit", "instaview", "--store", store] + arguments, environment: sandbox.environment)
    }
    let first = try audit(["--candidate", Self.person])
    #expect(first.status == 0, "\(first.errors)")
    #expect(try bytes(of: store).contains(Self.person))
    let erase = try CandorProcess.run(
      ["store", "erase", "--candidate", Self.person, "--store", store])
    #expect(erase.status == 0, "\(erase.errors)")
    #expect(try !bytes(of: store).contains(Self.person))

    let again = try audit(["--candidate", inCapitals ? Self.person.uppercased() : Self.person])
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.closingLine == "0 done, 0 flagged, 0 lost")
    #expect(again.errors.contains("A006"))
    #expect(try !bytes(of: store).lowercased().contains(Self.person))
    let selections = try DatabaseQueue(path: store).read { db in
      try String.fetchAll(db, sql: "SELECT selection FROM run WHERE besides IS NULL ORDER BY id")
    }
    #expect(selections == ["instaview candidate=erased", "instaview candidate=erased"])
    #expect(try CandorProcess.run(["store", "verify", "--store", store]).status == 0)
  }

  /// A platform that lost the candidate too: the loss is noted without the id.
  @Test func anErasedCandidateThatIsLostIsNamedNowhere() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("a.sqlite")
    var evidence = Self.evidence
    let arguments = ["audit", "instaview", "--candidate", Self.person, "--store", store]
    let sandbox = try SandboxProcess(serving: [evidence], in: folder)
    #expect(
      try CandorProcess.run(arguments, environment: sandbox.environment).status == 0)
    #expect(
      try CandorProcess.run(["store", "erase", "--candidate", Self.person, "--store", store])
        .status == 0)
    evidence.candidate = Candidate(id: Self.interview)
    let other = try SandboxProcess(serving: [evidence], in: folder)
    let lost = try CandorProcess.run(arguments, environment: other.environment)
    #expect(lost.status == 2)
    // Who asked is told; the store is not.
    #expect(lost.errors.contains(Self.person))
    #expect(try !bytes(of: store).contains(Self.person))
  }

  /// A store without names has the candidate's pseudonym where one is asked for or lost.
  @Test func aCandidateOfAStoreWithoutNamesIsNamedNowhere() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("a.sqlite")
    let sandbox = try SandboxProcess(serving: [Self.evidence], in: folder)
    let key = try folder.write(String(repeating: "k", count: 32), to: "privacy.key")
    func audit(_ person: String, _ arguments: [String] = []) throws -> CandorProcess.Result {
      try CandorProcess.run(
        [
          "audit", "instaview", "--candidate", person, "--privacy", "pseudonymous", "--store",
          store,
        ] + arguments,
        environment: sandbox.environment.merging(["CANDOR_PRIVACY_KEY_FILE": key]) { $1 })
    }
    #expect(try audit(Self.person).status == 0)
    let lost = try audit(Self.interview)
    #expect(lost.status == 2, "\(lost.errors)")
    // Who asked is told; the store is not. The interview's own id is that of its row.
    #expect(lost.errors.contains(Self.interview))
    #expect(try !bytes(of: store).contains(Self.person))
    let (selections, items) = try DatabaseQueue(path: store).read { db in
      try (
        String.fetchAll(db, sql: "SELECT selection FROM run WHERE besides IS NULL ORDER BY id"),
        String.fetchAll(db, sql: "SELECT item FROM loss")
      )
    }
    #expect(selections.count == 2)
    #expect(selections.allSatisfy { $0.hasPrefix("instaview candidate=p-") })
    #expect(items == [String(selections[1].dropFirst("instaview candidate=".count))])
    // The same question is known again.
    let plan = try audit(Self.person, ["--since", "last", "--dry-run"])
    #expect(plan.output.contains("since run 1, which ended"), "\(plan.output)")
    let again = try audit(Self.person, ["--since", "last"])
    #expect(again.status == 0)
    #expect(again.errors.contains("note[A002]: reading what is new or changed since run 1"))
  }

  /// Who is erased by an id and stays under the e-mail: that is told, without the address.
  @Test func anEmailThatStaysIsTold() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("a.sqlite")
    var (first, second) = (InterviewLines.interview(1), InterviewLines.interview(2))
    first.candidate = Candidate(email: "x@example.com", externalId: "ats-1")
    second.candidate = Candidate(email: "x@example.com", externalId: "ats-2")
    let sandbox = try SandboxProcess(serving: [first, second], in: folder)
    let audit = try CandorProcess.run(
      ["audit", "hireflix", "--all", "--store", store], environment: sandbox.environment)
    #expect(audit.status == 0, "\(audit.errors)")
    func erase(_ name: String) throws -> CandorProcess.Result {
      try CandorProcess.run(
        ["store", "erase", "--candidate", name, "--format", "json", "--store", store])
    }
    let byID = try erase("ats-1")
    #expect(byID.status == 0)
    #expect(byID.errors.contains("warning[D018]"), "\(byID.errors)")
    #expect(byID.errors.contains("`hireflix/\(second.interview.id)`"))
    #expect(!byID.errors.contains("x@example.com"))
    #expect(try JSONValue(parsing: byID.output.utf8)["sameEmail"]?.integer == 1)
    let byEmail = try erase("x@example.com")
    #expect(byEmail.status == 0)
    #expect(!byEmail.errors.contains("D018"))
    #expect(try JSONValue(parsing: byEmail.output.utf8)["sameEmail"]?.integer == 0)
    #expect(try !bytes(of: store).contains("x@example.com"))
  }

  /// What a platform writes where it has no external id hides nobody from who asks by e-mail.
  @Test(arguments: ["full", "pseudonymous"])
  func aPlaceholderHidesNobody(privacy: String) throws {
    let folder = try TemporaryFolder()
    let store = folder.path("a.sqlite")
    let key = try folder.write(String(repeating: "k", count: 32), to: "privacy.key")
    var evidence = InterviewLines.interview(1)
    evidence.candidate = Candidate(email: "x@example.com", externalId: "N/A")
    let sandbox = try SandboxProcess(serving: [evidence], in: folder)
    for command in [
      ["audit", "hireflix", "--all", "--privacy", privacy],
      ["store", "export", "--candidate", "X@example.com"], ["store", "verify"],
      ["store", "erase", "--candidate", "x@example.com"],
    ] {
      let result = try CandorProcess.run(
        command + ["--store", store],
        environment: sandbox.environment.merging(["CANDOR_PRIVACY_KEY_FILE": key]) { $1 })
      #expect(result.status == 0, "\(command): \(result.errors)")
    }
  }

  /// The bytes of a store and of its journal, as far as they are text.
  private func bytes(of store: String) throws -> String {
    try ["", "-wal"].map { store + $0 }.filter { FileManager.default.fileExists(atPath: $0) }
      .map { String(decoding: try Data(contentsOf: URL(filePath: $0)), as: UTF8.self) }
      .joined()
  }
}
