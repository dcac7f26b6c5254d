import CandorModel
import CandorReports

/// What a run did, for the closing line and the exit code.
struct Tally {
  private(set) var counts: [Outcome: Int] = [:]
  /// Interviews that were fetched and not assessed.
  private var fetched = 0
  private(set) var isFailOnReached = false
  /// Interviews of which nothing is printed and only this is known: they are not flagged.
  private(set) var unremarkable = 0
  var lost: Int

  init(fetched: Int = 0, lost: Int = 0) {
    self.fetched = fetched
    self.lost = lost
  }

  mutating func count(_ outcome: Outcome, failOn: FailOn) {
    counts[outcome, default: 0] += 1
    if failOn.isReached(by: outcome) { isFailOnReached = true }
  }

  mutating func countUnremarkable(_ count: Int = 1) { unremarkable += count }

  mutating func add(_ other: Tally) {
    unremarkable += other.unremarkable
    counts.merge(other.counts, uniquingKeysWith: +)
    isFailOnReached = isFailOnReached || other.isFailOnReached
    fetched += other.fetched
    lost += other.lost
  }

  var done: Int { counts.values.reduce(fetched + unremarkable, +) }
  var flagged: Int { counts[.review, default: 0] + counts[.priority, default: 0] }

  /// The last line on standard error.
  var closingLine: String { "\(done) done, \(flagged) flagged, \(lost) lost" }

  var status: ExitStatus { lost > 0 ? .losses : isFailOnReached ? .negative : .done }
}

/// Collects what is sorted by urgency before it is printed.
struct TextSheet {
  private struct Entry {
    let urgency: Int
    let order: Int
    let text: String
  }

  let report: TerminalReport
  private var entries: [Entry] = []
  private var clear: [String] = []
  /// Clear interviews are named up to here; more of them are only counted.
  private static let longestClearList = 200

  init(report: TerminalReport) { self.report = report }

  mutating func add(_ assessment: Assessment) {
    let isPlain = assessment.outcome == .clear
    if isPlain, clear.count >= Self.longestClearList { return }
    if isPlain {
      clear.append(report.line(assessment))
      return
    }
    entries.append(
      Entry(
        urgency: assessment.urgency, order: entries.count,
        text: report.isBrief ? report.line(assessment) : report.block(assessment) + "\n"))
  }

  func text(_ tally: Tally) -> String {
    let sorted = entries.sorted { ($0.urgency, $0.order) < ($1.urgency, $1.order) }
    var text = sorted.map(\.text).joined()
    text += clear.joined()
    let unnamed = tally.counts[.clear, default: 0] - clear.count
    if unnamed > 0 { text += report.moreClear(unnamed) + "\n" }
    if !clear.isEmpty, !report.isBrief { text += "\n" }
    return text + report.summary(counts: tally.counts, lost: tally.lost)
  }
}
