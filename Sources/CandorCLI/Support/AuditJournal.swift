import CandorKit
import CandorModel
import CandorSources
import CandorStore
import Foundation

/// Where a run writes down what it did: the store, the right to write into it, and the run's row.
///
/// Assessments are stored in pieces as they come, so that a run that is killed loses at most the last
/// piece, and the next run of the same selection takes up where it was.
final class AuditJournal {
  let store: Store
  /// The run, begun now or taken up.
  let record: StoredRun
  /// Whether an earlier process began the run.
  let isTakenUp: Bool
  /// The run that would have been taken up, had it been made with the same parts.
  private let givenUp: StoredRun?
  /// The run whose end this one takes up, as it was before; `nil` where everything is read.
  private let base: StoredRun?
  private let lock: StoreLock
  private let keepsEvidence: Bool
  /// Whether what the run has read before it was taken up is read again: it is to be looked at beside
  /// others, and nothing is stored that could be.
  private let readsAgain: Bool
  /// Names people where the store may not.
  private let pseudonymizer: Pseudonymizer?
  /// The run that holds what interviews are beside others; `nil` as long as there is nothing to hold.
  private var besides: StoredRun?
  private var waiting: [Store.Entry] = []
  private var lastSaved = ContinuousClock.now
  private var isBroken = false

  /// Assessments stored in one transaction.
  private static let pieceSize = 64
  /// How long an assessment waits for others before it is stored.
  private static let longestWait = Duration.milliseconds(250)
  /// A run that was killed longer ago than this is not taken up: too much may have changed since.
  private static let longestPause: Int64 = 24 * 3600 * 1000

  /// When the oldest run began that is still taken up at a moment.
  static func oldestTakenUp(at now: Timestamp) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: now.millisecondsSinceEpoch - longestPause)
  }

  /// Opens the store and begins the run.
  ///
  /// - Parameters:
  ///   - selection: what is asked, in a canonical form.
  ///   - parts: what assessments are made with.
  ///   - sinceLast: interviews that did not change since the last run are not read again.
  ///   - keepsEvidence: stores the evidence itself, not only its hash.
  ///   - isLinked: whether interviews are looked at beside others.
  ///   - pseudonymizer: names people where nobody may be named; absent where they may.
  init(
    path: String, platform: String, selection: String, parts: RunParts, sinceLast: Bool,
    keepsEvidence: Bool, isLinked: Bool, pseudonymizer: Pseudonymizer?
  ) throws {
    let now = Timestamp.now
    store = try Store(path: path, access: .write)
    let process = ProcessInfo.processInfo.processIdentifier
    lock = try StoreLock(storePath: path, holder: "process \(process), since \(now.text)")
    let oldest = Self.oldestTakenUp(at: now)
    let selection =
      if let pseudonymizer {
        try store.hidingPeople(
          in: selection, platform: platform, as: pseudonymizer.pseudonym(of:))
      } else {
        try store.forgettingErased(selection, platform: platform)
      }
    let open = try store.openRun(selection: selection)
    let taken = try store.takeUpRun(
      selection: selection, parts: parts, notBefore: oldest, now: now)
    isTakenUp = taken != nil
    givenUp = open.flatMap { taken == nil && $0.startedAt >= oldest ? $0 : nil }
    record =
      try taken
      ?? store.beginRun(platform: platform, selection: selection, parts: parts, now: now)
    // What the run that was given up had read is as it was made then, changed or not.
    let last = sinceLast && givenUp == nil ? try store.lastEndedRun(selection: selection) : nil
    // What was killed long ago is ended now, and that is no time at which anything was read.
    base = last.map { last in open.flatMap { $0.id == last.id ? $0 : nil } ?? last }
    self.keepsEvidence = keepsEvidence
    readsAgain = isLinked && (!keepsEvidence || pseudonymizer != nil)
    self.pseudonymizer = pseudonymizer
  }

  /// What need not be read again.
  var known: KnownInterviews {
    let (store, record, looksAtChanges) = (store, record, base != nil)
    let (isTakenUp, readsAgain) = (isTakenUp, readsAgain)
    return KnownInterviews { id in
      // Where the store cannot tell, the interview is read; that it cannot shows when it is stored.
      guard isTakenUp || looksAtChanges else {
        let isErased = try? store.isErased(platform: record.platform, interview: id)
        return isErased == true ? .finished : nil
      }
      guard
        let standing = try? store.standing(
          platform: record.platform, interview: id, run: record.id)
      else { return nil }
      if standing.isErased { return .finished }
      if isTakenUp, standing.isAssessedByRun { return readsAgain ? nil : .finished }
      return looksAtChanges ? standing.changedAt.map { .changed($0) } : nil
    }
  }

  /// Whether an interview was erased, maybe while the run goes on: then it is neither assessed nor told
  /// of again.
  func isErased(_ interview: String) throws -> Bool {
    try store.isErased(platform: record.platform, interview: interview)
  }

  /// Tells what is taken up, or is not.
  func announce() {
    if let givenUp {
      Console.shared.report(
        Diagnostic(
          .note, "A007",
          "run \(givenUp.id), which began at \(givenUp.startedAt.text) and did not end, is not taken "
            + "up: its rules, databases, patterns for agents, version of Candor or privacy were others; "
            + "all that is selected is read"))
    }
    if isTakenUp {
      Console.shared.report(
        Diagnostic(
          .note, "A001",
          "taking up run \(record.id), which began at \(record.startedAt.text) and did not end"))
    }
    if let base {
      Console.shared.report(
        Diagnostic(
          .note, "A002",
          "reading what is new or changed since run \(base.id), \(base.endText)"))
    }
  }

  /// What the run made of an interview before it was taken up, with its evidence where it was kept.
  func earlier(_ interview: String) throws -> (assessment: Assessment, evidence: Evidence?)? {
    guard
      let stored = try store.assessment(
        platform: record.platform, interview: interview, run: record.id),
      let document = stored.document, let assessment = try? Assessment(json: document)
    else { return nil }
    let evidence = try store.evidence(hash: stored.evidenceHash)
    return (assessment, evidence.flatMap { try? Evidence(json: $0) })
  }

  /// Stores an assessment, now or with the next piece.
  func save(_ entry: Store.Entry) throws {
    if waiting.isEmpty { lastSaved = .now }
    waiting.append(entry)
    if waiting.count >= Self.pieceSize || ContinuousClock.now - lastSaved >= Self.longestWait {
      try flush()
    }
  }

  /// Stores what waits. A store that failed once is left alone.
  func flush() throws {
    guard !waiting.isEmpty, !isBroken else { return }
    do {
      try store.save(waiting, run: record.id, keepsEvidence: keepsEvidence, now: .now)
    } catch {
      isBroken = true
      throw error
    }
    waiting.removeAll()
  }

  /// Stores what interviews are beside others; their evidence is stored already, where it is kept.
  func saveBeside(_ entries: [Store.Entry]) throws {
    guard !entries.isEmpty, !isBroken else { return }
    let run = try besides ?? store.beginRun(besides: record, now: .now)
    besides = run
    try store.save(entries, run: run.id, keepsEvidence: false, now: .now)
  }

  /// Notes what was lost.
  func record(_ losses: [SourceLoss]) throws {
    guard !isBroken else { return }
    for loss in losses {
      try store.recordLoss(
        run: record.id, item: loss.id, code: loss.diagnostic.code,
        message: loss.diagnostic.message,
        pseudonym: loss.isOfPerson ? pseudonymizer?.pseudonym(of: loss.id) : nil)
    }
  }

  /// Ends the run, with what was stored beside it. One that is not ended is taken up by the next of
  /// the same selection.
  func finish(unchanged: Int) throws {
    try store.finishRun(record.id, isComplete: true, unchanged: unchanged, now: .now)
  }
}

extension StoredRun {
  /// When it ended, as a clause.
  var endText: String {
    finishedAt.map { "which ended at \($0.text)" }
      ?? "which began at \(startedAt.text) and did not end"
  }
}
