import CandorModel
import CandorReports
import CandorStore

/// What was decided about an interview, in words.
struct ReviewHistory {
  private let decisions: [StoredDecision]
  private let isCut: Bool

  /// - Parameter isCut: whether addresses and e-mail addresses in reasons are cut, as everywhere where
  ///   nobody is named.
  init(_ decisions: [StoredDecision], isCut: Bool = false) {
    self.decisions = decisions
    self.isCut = isCut
  }

  /// When a person last looked at the interview; absent where nobody did since it was opened.
  func lookedAt(_ state: ReviewState) -> Timestamp? {
    switch state {
    case .second, .unsure, .escalated, .decided: decisions.last?.decidedAt
    case .open, .clear, .purged, .erased: nil
    }
  }

  /// One line for each decision; empty where nothing was decided.
  func text(in language: ReportLanguage) -> String {
    guard !decisions.isEmpty else { return "" }
    let words = DecisionWords(language)
    return "\n  \(words.heading)\n"
      + decisions.map { "\(Self.date($0))\(text($0, words))\n" }.joined()
  }

  /// The same in lines of a screen; none where nothing was decided.
  func lines(width: Int) -> [String] {
    guard !decisions.isEmpty else { return [] }
    let words = DecisionWords(.english)
    return ["", "  \(words.heading)"]
      + decisions.flatMap {
        WordWrap.lines(text($0, words), width: width, first: Self.date($0))
      }
  }

  /// The last decision in one line of a screen; `nil` where nothing was decided.
  func lastLine(width: Int) -> String? {
    guard let last = decisions.last else { return nil }
    let number = decisions.count > 1 ? "the last of \(decisions.count): " : ""
    let text = Self.date(last) + number + text(last, DecisionWords(.english))
    return DisplayWidth.fitted(text, into: width)
  }

  private static func date(_ decision: StoredDecision) -> String {
    "  \(decision.decidedAt.dateText)  "
  }

  /// Who, what and why.
  private func text(_ decision: StoredDecision, _ words: DecisionWords) -> String {
    let text = words.line(
      decision.verdict.rawValue, by: TerminalText.safe(decision.reviewer))
    return reason(of: decision).map { "\(text): \(TerminalText.safe($0))" } ?? text
  }

  private func reason(of decision: StoredDecision) -> String? {
    isCut ? decision.reason.map(PersonalText.cutting) : decision.reason
  }

  /// The decisions as JSON, the first one first.
  func write(to writer: inout JSONWriter, withReviewer: Bool = true) {
    writer.beginArray()
    for decision in decisions {
      writer.beginObject()
      writer.member("at", decision.decidedAt.text)
      if withReviewer { writer.member("by", decision.reviewer) }
      writer.member("reason", reason(of: decision))
      writer.member("verdict", decision.verdict.rawValue)
      writer.endObject()
    }
    writer.endArray()
  }
}
