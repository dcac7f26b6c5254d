import CandorKit
import CandorModel
import CandorStore
import Foundation

/// Compares what an audit read with each other and with what the store holds.
///
/// Interviews are stored as they come, so that nothing is lost where the run is ended. What they share
/// is known only when all of them were read: then they are printed, and those that others concern are
/// stored once more, in a run of their own right behind.
final class AuditLinking {
  private let run: LinkedRun
  private let pseudonymizer: Pseudonymizer?
  private var interviews: Set<String> = []
  private var changes: [Timestamp?] = []
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
  /// - Parameter changedAt: when the platform says that it changed last.
  func take(_ evidence: Evidence, changedAt: Timestamp?) throws {
    try run.take(evidence)
    interviews.insert(evidence.interview.id)
    changes.append(changedAt)
  }

  /// Assesses and prints everything that was taken down, in the order in which it came.
  ///
  /// - Parameters:
  ///   - store: what it holds of other interviews is compared too.
  ///   - platform: the platform that was read.
  ///   - selection: what was asked, in a canonical form.
  ///   - keepsEvidence: stores the evidence itself, not only its hash.
  func finish(
    _ store: Store, platform: String, selection: String, keepsEvidence: Bool
  ) async throws {
    try takeContext(store, platform: platform)
    var position = 0
    try await run.assess(jobs: ProcessInfo.processInfo.activeProcessorCount) {
      assessment, evidence in
      defer { position += 1 }
      guard Self.concernsOthers(assessment) else { return }
      waiting.append(
        Store.Entry(
          evidence: evidence, assessment: pseudonymizer?.apply(to: assessment) ?? assessment,
          changedAt: changes[position]))
      if waiting.count >= Self.pieceSize {
        try save(store, platform, selection, keepsEvidence)
      }
    }
    try save(store, platform, selection, keepsEvidence)
    if let record {
      try store.finishRun(record.id, isComplete: true, unchanged: 0, now: .now)
    }
  }

  /// Whether rules about several interviews found anything.
  private static func concernsOthers(_ assessment: Assessment) -> Bool {
    assessment.links?.isEmpty == false
      || assessment.findings.contains {
        $0.rule.hasPrefix("link/") || $0.rule.hasPrefix("candidate/")
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

  private func save(
    _ store: Store, _ platform: String, _ selection: String, _ keepsEvidence: Bool
  ) throws {
    guard !waiting.isEmpty else { return }
    let run: StoredRun
    if let record {
      run = record
    } else {
      run = try store.beginRun(platform: platform, selection: selection + " links", now: .now)
    }
    record = run
    try store.save(waiting, run: run.id, keepsEvidence: keepsEvidence, now: .now)
    waiting.removeAll()
  }
}
