import CandorKit
import CandorModel
import CandorReports
import CandorSources
import CandorStore
import Foundation

/// One run of an audit: what was selected, from the first request to the closing line.
struct AuditRun {
  let plan: AuditPlan
  /// How it ends where it cannot begin.
  let abort: AuditAbort
  let investigator: Investigator
  let form: AuditForm
  let notice: AuditNotice?
  let retention: RetentionPolicy
  /// Whether it says how many requests it took.
  let isVerbose: Bool

  func run<Platform: InterviewPlatform>(
    _ source: Platform, _ selection: Platform.Selection
  ) async throws {
    let analysis = AnalysisRun(
      investigator: investigator,
      printer: AssessmentPrinter(form: form.form, output: form.output, report: form.report))
    let journal: AuditJournal
    let linking: AuditLinking?
    do {
      journal = try AuditJournal(
        path: plan.storePath, platform: plan.platform.rawValue, selection: plan.selection,
        parts: RunParts(investigator.provenance, isPseudonymous: plan.isPseudonymous),
        sinceLast: plan.sinceLast, keepsEvidence: plan.keepsEvidence,
        isLinked: plan.isLinked,
        pseudonymizer: form.form.pseudonymizer)
      linking =
        plan.isLinked
        ? try AuditLinking(
          investigator: investigator, printer: analysis.printer, journal: journal) : nil
    } catch { throw abort.end(error) }
    journal.announce()
    var walk = PlatformWalk(isVerbose: isVerbose)
    var erased = 0
    var ending = AuditEnding()
    await ending.attempt {
      try await walk.run(source, selection, known: journal.known) { interview in
        switch interview {
        case .read(let evidence, let changedAt):
          guard try !journal.isErased(evidence.interview.id) else {
            erased += 1
            return
          }
          let assessment =
            linking == nil ? try analysis.take(evidence) : analysis.assess(evidence)
          try linking?.take(evidence, changedAt: changedAt, assessment: assessment)
          // Where nothing may name a person, the store does not either.
          let stored = form.form.pseudonymizer?.apply(to: assessment) ?? assessment
          try journal.save(
            Store.Entry(evidence: evidence, assessment: stored, changedAt: changedAt))
        case .finishedBefore(let id):
          guard let earlier = try journal.earlier(id) else {
            if try journal.isErased(id) { erased += 1 }
            return
          }
          if let linking, let evidence = earlier.evidence {
            try linking.takeEarlier(evidence)
          } else {
            try analysis.take(earlier.assessment, evidence: earlier.evidence)
          }
        }
      }
    }
    ending.attempt { try journal.flush() }
    ending.attempt { try journal.record(walk.losses) }
    if let linking {
      await ending.attempt {
        let left = try await linking.finish()
        erased += left
      }
    }
    analysis.countLosses(walk.lost)
    // A run that was stopped stays open: the next one of the same selection takes it up. Who wants
    // notifications hears of an interview twice rather than never, so the run ends after them.
    if ending.isGood {
      let lost = await notice?.send(journal, analysis.tally, unchanged: walk.unchanged)
      ending.attempt { if let status = Interruption.shared.status { throw status } }
      if let lost {
        analysis.countLosses(1)
        ending.attempt { try journal.record([lost]) }
      }
    }
    if ending.isGood {
      ending.attempt { try journal.finish(unchanged: walk.unchanged) }
      let now = Timestamp.now
      if !retention.isEmpty {
        ending.attempt {
          // Reviewers do not wait until the file is written anew; `candor store purge` does that.
          _ = try journal.store.purge(retention.limits(now: now), rebuilds: false, now: now)
        }
      }
    }
    // A run that got nothing leaves an earlier report where it is.
    if ending.isGood || analysis.tally.done > 0 { ending.attempt { try analysis.finish() } }
    if let path = plan.metricsFile {
      let metrics = AuditMetrics(
        platform: plan.platform, start: abort.start, end: .now, tally: analysis.tally,
        unchanged: walk.unchanged, losses: walk.losses.map(\.diagnostic.code),
        statistics: await source.statistics, status: ending.status(analysis.tally),
        lastSuccess: try? journal.store.lastSuccess(platform: plan.platform.rawValue))
      ending.attempt { try metrics.write(to: path) }
    }
    if walk.unchanged > 0 {
      Console.shared.report(
        Diagnostic(
          .note, "A003",
          "\(CountText.of(walk.unchanged, "interview")) had not changed"))
    }
    if erased > 0 {
      Console.shared.report(
        Diagnostic(
          .note, "A006", "interviews left out, for they were erased from the store: \(erased)"))
    }
    withExtendedLifetime(journal) {}
    throw ending.end(analysis.tally)
  }
}

/// How a run ends: everything that went wrong, each told, and the largest exit code.
struct AuditEnding {
  private var problems: [any Error]

  /// Whether nothing went wrong so far.
  var isGood: Bool { problems.isEmpty }

  init(_ problems: [any Error] = []) { self.problems = problems }

  /// Does something; what goes wrong is kept, and what comes after it is tried all the same.
  mutating func attempt(_ body: () async throws -> Void) async {
    do { try await body() } catch { problems.append(error) }
  }

  /// The same for what waits for nothing.
  mutating func attempt(_ body: () throws -> Void) {
    do { try body() } catch { problems.append(error) }
  }

  /// The exit code.
  func status(_ tally: Tally) -> ExitStatus {
    // A signal, or a reader that went away, is an end of its own.
    if let own = problems.lazy.compactMap({ $0 as? ExitStatus }).first { return own }
    return problems.compactMap { Failure($0)?.status }.reduce(tally.status, max)
  }

  /// Tells what went wrong and prints the closing line.
  ///
  /// - Returns: what to throw.
  func end(_ tally: Tally) -> any Error {
    for problem in problems {
      if let failure = Failure(problem) {
        Console.shared.report(failure.diagnostic)
      } else if !(problem is ExitStatus) {
        // Something that no part of ours throws: whoever catches it tells it.
        return problem
      }
    }
    Console.shared.closing(tally)
    return status(tally)
  }
}
