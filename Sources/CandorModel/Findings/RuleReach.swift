/// Of which interviews a rule speaks, as the area in its id tells.
///
/// A finding that is read again holds the id of its rule and not the rule. So that the id tells whether
/// others' affairs are in it, the loader refuses a rule of the scope `link` in another area. Rules of the
/// scope `candidate` may stand in the area of what they observe; of those the rules have to be asked.
package enum RuleReach: Sendable, Hashable {
  /// Of the one interview that its finding stands on, or of those of one candidate.
  case interview
  /// Of all interviews of one candidate: area `candidate`.
  case candidate
  /// Also of interviews of other candidates, whose affairs they are: area and scope `link`.
  case otherCandidates

  /// - Parameter id: of the rule, `<area>/<what-is-observed>`.
  package init(ofRule id: String) {
    switch id.prefix(while: { $0 != "/" }) {
    case "candidate": self = .candidate
    case "link": self = .otherCandidates
    default: self = .interview
    }
  }

  /// Whether a rule speaks of more than one interview, so that it may say something else when others
  /// come.
  ///
  /// - Parameter rules: those of the pack that need several interviews, by id; one that is no longer
  ///   there is told by its area.
  package static func needsSeveralInterviews(_ id: String, among rules: Set<String>) -> Bool {
    rules.contains(id) || RuleReach(ofRule: id) != .interview
  }
}
