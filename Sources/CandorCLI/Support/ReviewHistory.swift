import CandorModel
import CandorReports
import CandorStore

/// What was decided about an interview, in words.
struct ReviewHistory {
  private let decisions: [StoredDecision]

  init(_ decisions: [StoredDecision]) { self.decisions = decisions }

  /// When a person last looked at the interview; absent where nobody did since it was opened.
  func lookedAt(_ state: ReviewState) -> Timestamp? {
    switch state {
    case .second, .unsure, .escalated, .decided: decisions.last?.decidedAt
    case .open, .clear, .purged, .erased: nil
    }
  }

  /// One line for each decision; empty where nothing was decided.
  var text: String { text(in: .english) }

  /// The same in another language.
  func text(in language: ReportLanguage) -> String {
    guard !decisions.isEmpty else { return "" }
    let words = DecisionWords(language)
    let lines = decisions.map { decision in
      let reviewer = TerminalText.safe(decision.reviewer)
      var line = "  \(decision.decidedAt.dateText)  "
      line += words.line(decision.verdict.rawValue, by: reviewer)
      if let reason = decision.reason { line += ": \(TerminalText.safe(reason))" }
      return line + "\n"
    }
    return "\n  \(words.heading)\n" + lines.joined()
  }

  /// The decisions as JSON, the first one first.
  func write(to writer: inout JSONWriter, withReviewer: Bool = true) {
    writer.beginArray()
    for decision in decisions {
      writer.beginObject()
      writer.member("at", decision.decidedAt.text)
      if withReviewer { writer.member("by", decision.reviewer) }
      writer.member("reason", decision.reason)
      writer.member("verdict", decision.verdict.rawValue)
      writer.endObject()
    }
    writer.endArray()
  }
}
