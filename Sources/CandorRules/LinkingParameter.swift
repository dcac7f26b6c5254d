/// A parameter that linking reads itself, beside the condition of its rule.
///
/// It decides which traces are found at all, so a rule cannot make another kind of value of it; the
/// linter says where one does.
package enum LinkingParameter: CaseIterable, Sendable {
  /// From how many distinct candidates on a shared address is a hub.
  case hubCandidates
  /// The part of the candidates that use an agent up to which it is rare, in percent.
  case rarePercent
  /// Over how many candidates rarity is counted at least.
  case rarityCandidates

  /// The rule that has it.
  package var rule: String {
    switch self {
    case .hubCandidates: "link/hub"
    case .rarePercent, .rarityCandidates: "link/shared-address"
    }
  }

  /// Its name among the rule's parameters.
  package var name: String {
    switch self {
    case .hubCandidates: "candidates"
    case .rarePercent: "rarePercent"
    case .rarityCandidates: "rarityCandidates"
    }
  }

  /// What linking needs it to be.
  var kind: RuleParameter.Kind {
    switch self {
    case .hubCandidates, .rarityCandidates: .int
    case .rarePercent: .double
    }
  }

  /// Whether linking takes values of a kind as they are.
  func isTaken(as found: RuleParameter.Kind) -> Bool {
    found == kind || kind == .double && found == .int
  }
}

extension RulePack {
  /// The parameter that linking reads; `nil` where the pack has no such rule, or the rule none.
  package func parameter(_ parameter: LinkingParameter) -> RuleParameter? {
    rule(parameter.rule)?.parameters.first { $0.name == parameter.name }
  }
}
