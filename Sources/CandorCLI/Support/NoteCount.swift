import CandorModel

/// Counts what platforms could not give, so that a walk tells it once and not for every interview.
struct NoteCount {
  /// Codes of notes after which something is missing from the evidence.
  private static let gaps: Set<String> = [
    "unknown-step-type", "unknown-answer-type", "null-step", "null-answer", "null-answers",
    "steps-missing", "partial-answer", "platform-error", "seen-missing",
  ]

  private var counts: [String: Int] = [:]
  private var messages: [String: String] = [:]

  mutating func add(_ notes: [Note]) {
    for code in Set(notes.map(\.code)) { counts[code, default: 0] += 1 }
    for note in notes where messages[note.code] == nil { messages[note.code] = note.message }
  }

  /// One diagnostic for each code, in the order of the codes: a warning where evidence is missing.
  var diagnostics: [Diagnostic] {
    counts.sorted { $0.key < $1.key }.map { code, count in
      let what = CountText.of(count, "interview")
      return Diagnostic(
        Self.gaps.contains(code) ? .warning : .note, "S020",
        "`\(TerminalText.safe(code))` in \(what): \(TerminalText.safe(messages[code] ?? ""))")
    }
  }
}
