import CandorKit
import CandorModel
import CandorReports
import CandorSources
import CandorStore
import Foundation

/// One run of an audit: what was selected, from the first request to the closing line.
///
/// Assessments are stored in pieces as they come, so that a run that is ended loses at most the last
/// piece and the next run of the same selection takes up where it was.
struct AuditRun {
  let platform: String
  let investigator: Investigator
  let form: AuditForm
  private let store: Store
  private let lock: StoreLock
  private let record: StoredRun
  /// Assessments stored in one transaction.
  private static let batchSize = 64

  init(
    platform: String, selection: String, investigator: Investigator, form: AuditForm,
    storePath: String
  ) throws {
    self.platform = platform
    self.investigator = investigator
    self.form = form
    do throws(StoreError) {
      store = try Store(path: storePath, access: .write)
      let process = ProcessInfo.processInfo.processIdentifier
      lock = try StoreLock(
        storePath: storePath, holder: "process \(process), since \(Timestamp.now.text)")
      record = try store.beginRun(
        platform: platform, selection: "\(platform) \(selection)", now: .now)
    } catch {
      throw Failure(ExitStatus(code: error.code.exitCode), error.diagnostic)
    }
  }

  func run<Platform: InterviewPlatform>(
    _ source: Platform, _ selection: Platform.Selection
  ) async throws {
    let analysis = AnalysisRun(
      investigator: investigator,
      printer: AssessmentPrinter(form: form.form, output: form.output, report: form.report))
    var walk = PlatformWalk()
    var waiting: [Store.Entry] = []
    var problem: (any Error)?
    do {
      try await walk.run(source, selection) { evidence in
        let assessment = try analysis.take(evidence)
        waiting.append(Store.Entry(evidence: evidence, assessment: assessment))
        if waiting.count >= Self.batchSize { try save(&waiting) }
      }
    } catch { problem = error }
    try save(&waiting)
    for loss in walk.losses {
      try store.recordLoss(
        run: record.id, item: loss.id, code: loss.diagnostic.code,
        message: loss.diagnostic.message)
    }
    // A run that was stopped stays open: the next one of the same selection takes it up.
    if problem == nil {
      try store.finishRun(record.id, isComplete: true, unchanged: 0, now: .now)
    }
    analysis.countLosses(walk.lost)
    try analysis.finish()
    withExtendedLifetime(lock) {}
    if let problem { throw ClosingLine.ending(problem, analysis.tally.closingLine) }
    Console.shared.line(analysis.tally.closingLine)
    throw analysis.tally.status
  }

  private func save(_ entries: inout [Store.Entry]) throws {
    guard !entries.isEmpty else { return }
    do {
      try store.save(entries, run: record.id, keepsEvidence: true, now: .now)
    } catch {
      throw Failure(ExitStatus(code: error.code.exitCode), error.diagnostic)
    }
    entries.removeAll()
  }
}
