import CandorModel

extension Messages {
  /// `and 4 more of this kind: answers 2-3; 3-4`.
  func more(_ group: FindingGroup) -> String {
    let answers = group.others.map { ObservationWords.answers($0.lead.observations) }
    return text(
      "word.more", ["n": "\(group.others.count)", "answers": answers.joined(separator: "; ")])
  }

  /// What an explanation did: `explained`, `lowered from high`; with its name in other languages.
  func effect(_ explanation: Explanation, of finding: Finding) -> String {
    let effect =
      explanation.effect == .removed
      ? self["word.explained"]
      : text("word.lowered", ["severity": severity(finding.severity)])
    return title(ofExplanation: explanation.code).map { "\(effect), \($0)" } ?? effect
  }

  /// The addition that made the outcome, without its result.
  func sum(_ contributions: [Contribution]) -> String {
    ContributionWords.parts(contributions).map { part, count in
      let text = "\(severity(part.severity)) (\(kind(part.kind)))"
      return count == 1 ? text : "\(count) × \(text)"
    }.joined(separator: " + ")
  }
}
