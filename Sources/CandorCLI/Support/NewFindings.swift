import CandorKit
import CandorModel
import CandorReports
import CandorStore

/// What a run found that the same interview's assessment before it did not have.
struct NewFindings {
  /// One interview with something new.
  struct Item {
    let interview: Assessment.Subject
    let outcome: Outcome
    /// Findings whose rule did not fire before, or weighs more now.
    let findings: [Finding]
  }

  /// The most urgent first, up to `maximumItems`.
  private(set) var items: [Item] = []
  /// All interviews with something new, by outcome.
  private(set) var counts: [Outcome: Int] = [:]

  /// Interviews that one notification names; of more only their number is told.
  static let maximumItems = 20

  /// How many interviews have something new.
  var total: Int { counts.values.reduce(0, +) }

  /// Compares what a run stored.
  ///
  /// - Parameter pseudonymizer: applied to what is told.
  init(store: Store, run: Int64, pseudonymizer: Pseudonymizer?) throws {
    var urgent: [Item] = []
    var others: [Item] = []
    var counts: [Outcome: Int] = [:]
    try store.eachFlagged(run: run) { stored, earlier in
      guard let document = stored.document, let assessment = try? Assessment(json: document)
      else { return }
      let before = earlier?.document.flatMap { try? Assessment(json: $0) }?.findings ?? []
      let isNew = { (finding: Finding) in
        finding.effectiveSeverity > .none
          && !before.contains {
            $0.rule == finding.rule && $0.effectiveSeverity >= finding.effectiveSeverity
          }
      }
      guard assessment.findings.contains(where: isNew) else { return }
      counts[assessment.outcome, default: 0] += 1
      let isUrgent = assessment.outcome == .priority
      guard (isUrgent ? urgent.count : others.count) < Self.maximumItems else { return }
      let shown = pseudonymizer?.apply(to: assessment) ?? assessment
      let item = Item(
        interview: shown.interview, outcome: shown.outcome, findings: shown.findings.filter(isNew))
      if isUrgent { urgent.append(item) } else { others.append(item) }
    }
    items = Array((urgent + others).prefix(Self.maximumItems))
    self.counts = counts
  }
}
