import CandorKit
import CandorModel
import CandorSources
import CandorStore
import Foundation

/// Compares what an audit read with each other and with what the store holds.
///
/// Interviews are stored as they come, so that nothing is lost where the run is ended. What they share
/// is known only when all of them were read: then they are printed, and those whose outcome is another
/// one beside the others are stored once more, in a run of their own right behind.
final class AuditLinking {
  private let run: LinkedRun
  private let pseudonymizer: Pseudonymizer?
  private var interviews: Set<String> = []
  /// When each interview changed last, and what became of it by itself.
  private var taken: [(changedAt: Timestamp?, outcome: Outcome)] = []
  private var waiting: [Store.Entry] = []
  private var record: StoredRun?
  /// Assessments stored in one transaction.
  private static let pieceSize = 64

  init(investigator: Investigator, printer: AssessmentPrinter) throws {
    run = try LinkedRun(investigator: investigator, printer: printer)
    pseudonymizer = printer.form.pseudonymizer
  }

  /// Takes down an interview that was read.
  ///
  /// - Parameters:
  ///   - changedAt: when the platform says that it changed last.
  ///   - outcome: what became of it by itself.
  func take(_ evidence: Evidence, changedAt: Timestamp?, outcome: Outcome) throws {
    try run.take(evidence)
    interviews.insert(evidence.interview.id)
    taken.append((changedAt, outcome))
  }

  /// Assesses and prints everything that was taken down, in the order in which it came.
  ///
  /// - Parameter store: what it holds of other interviews is compared too.
  func finish(_ store: Store, _ plan: AuditPlan) async throws {
    try takeContext(store, platform: plan.platform.rawValue)
    var position = 0
    try await run.assess(jobs: ProcessInfo.processInfo.activeProcessorCount) {
      [self] assessment, evidence in
      defer { position += 1 }
      guard assessment.outcome != taken[position].outcome else { return }
      let subject = assessment.interview
      let changedAt =
        try taken[position].changedAt
        ?? store.standing(
          platform: subject.platform, interview: subject.id, run: 0
        ).changedAt
      waiting.append(
        Store.Entry(
          evidence: evidence, assessment: pseudonymizer?.apply(to: assessment) ?? assessment,
          changedAt: changedAt))
      if waiting.count >= Self.pieceSize { try save(store, plan) }
    }
    try save(store, plan)
    if let record {
      try store.finishRun(record.id, isComplete: true, unchanged: 0, now: .now)
    }
  }

  private func takeContext(_ store: Store, platform: String) throws {
    var failure: (any Error)?
    try store.eachLatest(withEvidence: true) { stored in
      guard failure == nil, stored.document != nil,
        stored.platform != platform || !interviews.contains(stored.interview)
      else { return }
      do {
        try run.takeContext(
          StoreLinking.record(of: stored), platform: stored.platform, id: stored.interview,
          evidence: stored.evidence ?? [])
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func save(_ store: Store, _ plan: AuditPlan) throws {
    guard !waiting.isEmpty else { return }
    let run: StoredRun
    if let record {
      run = record
    } else {
      run = try store.beginRun(
        platform: plan.platform.rawValue, selection: plan.selection + " beside others", now: .now)
    }
    record = run
    try store.save(waiting, run: run.id, keepsEvidence: plan.keepsEvidence, now: .now)
    waiting.removeAll()
  }
}
