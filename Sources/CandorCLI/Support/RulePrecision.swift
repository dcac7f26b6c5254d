import CandorModel
import CandorReports
import CandorStore

/// How often reviewers agreed with what rules found.
///
/// A rule counts where its finding had a weight left in the assessment that was decided about.
struct RulePrecision {
  /// What reviewers said where a rule had found something.
  struct Counts {
    var confirmed = 0
    var innocent = 0
    var unsure = 0

    var isEmpty: Bool { confirmed + innocent + unsure == 0 }

    /// Of what was decided, the share that was confirmed; `nil` where nothing was.
    var precision: Double? {
      let decided = confirmed + innocent
      return decided == 0 ? nil : Double(confirmed) / Double(decided)
    }

    mutating func add(_ verdict: StoredDecision.Verdict) {
      switch verdict {
      case .confirmed: confirmed += 1
      case .innocent: innocent += 1
      case .unsure: unsure += 1
      case .escalated, .reopened: break
      }
    }
  }

  private(set) var rules: [String: Counts] = [:]
  /// Interviews with a flag.
  private(set) var flagged = Counts()
  /// Interviews without one.
  private(set) var unflagged = Counts()
  /// Decisions whose assessments were purged.
  private(set) var withoutDocument = 0

  init(_ store: Store) throws {
    for decision in try store.standingDecisions(includesUnsure: true) {
      guard let document = try store.assessment(decision.assessment)?.document,
        let assessment = try? Assessment(json: document)
      else {
        withoutDocument += 1
        continue
      }
      let isFlagged = assessment.outcome == .review || assessment.outcome == .priority
      if isFlagged { flagged.add(decision.verdict) } else { unflagged.add(decision.verdict) }
      let found = Set(assessment.findings.filter { $0.effectiveSeverity > .none }.map(\.rule))
      for rule in found { rules[rule, default: Counts()].add(decision.verdict) }
    }
  }

  var text: String {
    let without =
      withoutDocument == 1
      ? "1 decision whose assessment is gone\n"
      : "\(withoutDocument) decisions whose assessments are gone\n"
    // A rule counts in decisions about flagged interviews and about others.
    guard !flagged.isEmpty || !unflagged.isEmpty else {
      return withoutDocument > 0 ? without : "no decision counts yet; candor review next\n"
    }
    var lines = [("rule", "confirmed", "innocent", "unsure", "agreed")]
    var counted = rules.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    if !flagged.isEmpty { counted.append(("all flagged interviews", flagged)) }
    lines += counted.map { name, counts in
      let share = counts.precision.map { DecimalText.text($0 * 100, decimals: 1) + " %" } ?? "-"
      return (name, "\(counts.confirmed)", "\(counts.innocent)", "\(counts.unsure)", share)
    }
    // Nothing was said of these that a reviewer could agree with.
    if !unflagged.isEmpty {
      lines.append(
        (
          "interviews without a flag", "\(unflagged.confirmed)", "\(unflagged.innocent)",
          "\(unflagged.unsure)", "-"
        ))
    }
    let width = lines.map(\.0.count).max() ?? 0
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let table = lines.map { line in
      TerminalText.safe(line.0) + String(repeating: " ", count: width - line.0.count)
        + right(line.1, 11) + right(line.2, 10) + right(line.3, 8) + right(line.4, 9) + "\n"
    }.joined()
    return table + (withoutDocument > 0 ? without : "")
  }

  /// The same as JSON (`candor.precision/1`).
  var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("flagged")
    Self.write(flagged, to: &writer)
    writer.key("rules")
    writer.beginArray()
    for (rule, counts) in rules.sorted(by: { $0.key < $1.key }) {
      Self.write(counts, rule: rule, to: &writer)
    }
    writer.endArray()
    writer.member("schema", "candor.precision/1")
    writer.key("unflagged")
    Self.write(unflagged, to: &writer)
    writer.member("withoutDocument", withoutDocument)
    writer.endObject()
    return writer.text + "\n"
  }

  private static func write(_ counts: Counts, rule: String? = nil, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("confirmed", counts.confirmed)
    writer.member("innocent", counts.innocent)
    writer.member("precision", counts.precision, decimals: 4)
    writer.member("rule", rule)
    writer.member("unsure", counts.unsure)
    writer.endObject()
  }
}
