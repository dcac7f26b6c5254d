/// Of which interviews a rule speaks, as the area in its id tells.
///
/// A finding that is read again holds the id of its rule and not the rule. So that the id is enough, the
/// loader of rules refuses one whose area and scope do not go together.
package enum RuleReach: Sendable, Hashable {
  /// Of the one interview that its finding stands on.
  case interview
  /// Of all interviews of one candidate: area and scope `candidate`.
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

  /// Whether it speaks of more than one interview, so that it may say something else when others come.
  package var needsSeveralInterviews: Bool { self != .interview }
}
