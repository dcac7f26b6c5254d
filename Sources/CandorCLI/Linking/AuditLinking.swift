import CandorKit
import CandorModel
import CandorRules
import CandorSources
import CandorStore
import Foundation

/// Compares what an audit read with each other and with what the store holds.
///
/// Interviews are stored as they come, so that nothing is lost where the run is ended. What they share
/// is known only when all of them were read: then they are printed, and those of which something else
/// is found beside the others are stored once more, in a run of their own right behind; with them
/// those of earlier runs to which the same happens.
final class AuditLinking {
  /// An interview that was read.
  private struct Taken {
    let id: String
    let changedAt: Timestamp?
    /// The mark of what is stored of it; `nil` where that has to be looked up.
    var stored: Int?
  }

  private let run: LinkedRun
  private let rules: RuleEngine
  private let journal: AuditJournal
  private let pseudonymizer: Pseudonymizer?
  private var taken: [Taken] = []
  private var waiting: [Store.Entry] = []
  /// The assessments of the store that are compared, by number, in the order of the index.
  private let numbers: SpillFile
  /// What of earlier runs tells of links.
  private var linkedBefore: Set<Int> = []
  /// Assessments stored in one transaction.
  private static let pieceSize = 64

  init(investigator: Investigator, printer: AssessmentPrinter, journal: AuditJournal) throws {
    run = try LinkedRun(
      investigator: investigator, printer: printer,
      jobs: ProcessInfo.processInfo.activeProcessorCount)
    rules = investigator.rules
    numbers = try SpillFile()
    pseudonymizer = printer.form.pseudonymizer
    self.journal = journal
  }

  /// Takes down an interview that was read now.
  ///
  /// - Parameters:
  ///   - changedAt: when the platform says that it changed last.
  ///   - assessment: what it is by itself.
  func take(_ evidence: Evidence, changedAt: Timestamp?, assessment: Assessment) throws {
    try run.take(evidence)
    taken.append(
      Taken(
        id: evidence.interview.id, changedAt: changedAt,
        stored: LinkedFindings(of: assessment).mark))
  }

  /// Takes down an interview that was read before the run was taken up.
  func takeEarlier(_ evidence: Evidence) throws {
    try run.take(evidence)
    taken.append(Taken(id: evidence.interview.id, changedAt: nil, stored: nil))
  }

  /// Assesses and prints everything that was taken down, in the order in which it came, and stores
  /// what is another beside the others.
  ///
  /// - Returns: how many were left out, for they were erased since they were read.
  func finish() async throws -> Int {
    try findStored()
    try takeContext()
    var position = 0
    var erased: Set<Int> = []
    let index = try await run.assess(
      isLeftOut: { [self] position in
        guard try journal.isErased(taken[position].id) else { return false }
        erased.insert(position)
        return true
      }
    ) { [self] assessment, evidence in
      while erased.contains(position) { position += 1 }
      defer { position += 1 }
      guard taken[position].stored != LinkedFindings(of: assessment).mark else { return }
      try save(
        evidence, pseudonymizer?.apply(to: assessment) ?? assessment,
        changedAt: taken[position].changedAt)
    }
    try saveContext(index)
    try journal.saveBeside(waiting)
    waiting.removeAll()
    return erased.count
  }

  /// Finds what is stored of the interviews that were read.
  private func findStored() throws {
    let platform = journal.record.platform
    for position in taken.indices {
      let name = InterviewName(platform: platform, interview: taken[position].id)
      let number = try journal.store.latestNumber(of: name)
      try numbers.append(rows: [number ?? 0])
      guard taken[position].stored == nil, let number else { continue }
      let document = try journal.store.assessment(number)?.document
      taken[position].stored = document.flatMap { try? Assessment(json: $0) }
        .map { LinkedFindings(of: $0).mark }
    }
  }

  /// Takes down what the store holds of other interviews.
  private func takeContext() throws {
    let platform = journal.record.platform
    let interviews = Set(taken.map(\.id))
    var count = taken.count
    try StoreLinking.eachReadable(journal.store) { stored, assessment in
      guard stored.platform != platform || !interviews.contains(stored.interview) else { return }
      try run.takeContext(
        StoreLinking.record(of: stored, assessment), platform: stored.platform,
        id: stored.interview, evidence: stored.evidence ?? [])
      try numbers.append(rows: [stored.id])
      if assessment?.tellsOfLinks(rules.severalInterviewRules) ?? false {
        linkedBefore.insert(count)
      }
      count += 1
    }
  }

  /// Stores what interviews of earlier runs are beside those that were read.
  private func saveContext(_ index: LinkIndex) throws {
    let context = StoreLinking(
      journal.store, rules: rules, index: index, numbers: numbers, count: run.count)
    try context.forEach(
      from: taken.count, isWanted: { linkedBefore.contains($0) },
      each: { item in
        guard LinkedFindings(of: item.before) != LinkedFindings(of: item.beside) else { return }
        let stored = item.stored
        let position = stored.position.map { Position(id: $0) }
        try save(
          item.evidence
            ?? Evidence(
              platform: stored.platform,
              interview: Interview(id: stored.interview, position: position)),
          item.beside, changedAt: nil,
          // Nothing of it is newer than it was, so it is kept no longer.
          assessedAt: stored.assessedAt)
      },
      // The report tells of it.
      lost: { _ in })
  }

  private func save(
    _ evidence: Evidence, _ assessment: Assessment, changedAt: Timestamp?,
    assessedAt: Timestamp? = nil
  ) throws {
    let subject = assessment.interview
    let changedAt =
      try changedAt
      ?? journal.store.standing(
        platform: subject.platform, interview: subject.id, run: 0
      ).changedAt
    waiting.append(
      Store.Entry(
        evidence: evidence, assessment: assessment, changedAt: changedAt, assessedAt: assessedAt))
    guard waiting.count >= Self.pieceSize else { return }
    try journal.saveBeside(waiting)
    waiting.removeAll()
  }
}

/// What an assessment tells, as far as it is stored anew where other interviews change it.
///
/// How many candidates there are changes with every one that comes, so what is counted over all is no
/// part of it; who shares an address with the interview is, as long as these are few.
struct LinkedFindings: Hashable {
  private let outcome: Outcome
  private let texts: [String]

  /// A number that stands for it within one process: a million interviews keep no texts.
  var mark: Int { hashValue }

  init(of assessment: Assessment) {
    outcome = assessment.outcome
    let findings = assessment.findings.map { "\($0.rule) \($0.effectiveSeverity.rawValue)" }
    let few: Set<String> = [
      LinkFacts.Kind.sharedAddress.rawValue, LinkFacts.Kind.interleaved.rawValue,
    ]
    let links = (assessment.links ?? []).filter { few.contains($0.kind) }.map(\.id)
    texts = (findings + links).sorted()
  }
}

extension Assessment {
  /// Whether something in it rests on other interviews.
  ///
  /// - Parameter rules: those that need several interviews, by id.
  fileprivate func tellsOfLinks(_ rules: Set<String>) -> Bool {
    !(links ?? []).isEmpty
      || findings.contains { RuleReach.needsSeveralInterviews($0.rule, among: rules) }
  }
}
