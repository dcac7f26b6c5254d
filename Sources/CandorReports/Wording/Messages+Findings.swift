import CandorModel

extension Messages {
  /// What stands beside an outcome in one line: the first finding. Where nothing was flagged, what
  /// that word does not cover stands before it.
  ///
  /// - Parameter groups: of the assessment's findings.
  func headline(
    _ assessment: Assessment, _ groups: [FindingGroup], limit: Int = 1000
  ) -> String {
    let note = assessment.outcomeNote.map { self.note($0, limit: limit) }
    let first = groups.first.map {
      sentence($0.lead, assessment.timeline, limit: limit).line
    }
    switch assessment.outcome {
    case .clear, .notAssessable:
      let parts = [note, first].compactMap { $0 }
      return parts.isEmpty ? self["word.nothing"] : parts.joined(separator: " · ")
    case .review, .priority:
      return first ?? note ?? self["word.nothing"]
    }
  }

  /// `and 4 more of this kind: answers 2-3; 3-4`.
  func more(_ group: FindingGroup) -> String {
    let answers = group.others.map { ObservationWords.answers($0.lead.observations) }
    let isOne = group.others.map(\.lead.observations.count) == [1]
    return text(
      isOne ? "word.more.one" : "word.more",
      ["n": "\(group.others.count)", "answers": answers.joined(separator: "; ")])
  }

  /// What an explanation did: `explained`, `lowered from high`; `recorded, lowers nothing` where the
  /// finding was no heavier than what detection leaves of it.
  func effect(_ explanation: Explanation, of finding: Finding) -> String {
    if explanation.effect == .removed { return self["word.explained"] }
    if finding.effectiveSeverity == finding.severity { return self["word.recorded"] }
    return text("word.lowered", ["severity": severity(finding.severity)])
  }

  /// What a value of a finding is called: `least distance`; its own name where nobody named it.
  func name(of value: FindingValue) -> String {
    found("value.\(value.name)") ?? ReportText.plain(value.name)
  }

  /// A value of a finding with its unit, which its name tells: `7,005.1 km`, `4 s`. Codes of ours are
  /// words.
  func quantity(_ value: FindingValue) -> String {
    let text = ReportText.value(value.content)
    switch value.content {
    // Evidence counts questions from 0, people from 1.
    case .integer(let index) where value.name == "step" && index < .max: return "\(index + 1)"
    case .number, .integer: break
    case .text where ["fromDevice", "toDevice"].contains(value.name): return device(named: text)
    case .text(let code): return word(forCode: code, of: value.name) ?? text
    case .flag, .texts: return text
    }
    let units: KeyValuePairs = ["Kmh": " km/h", "Km": " km", "Seconds": " s", "Percent": " %"]
    guard let unit = units.first(where: { value.name.hasSuffix($0.key) })?.value else {
      return text
    }
    let parts = text.split(separator: ".").map(String.init)
    guard let whole = parts.first.flatMap({ Int($0) }) else { return text + unit }
    let mark = language == .english ? "." : ","
    return ([regrouped(DecimalText.grouped(whole))] + parts.dropFirst()).joined(separator: mark)
      + unit
  }

  /// What a code means; `nil` where nobody wrote it, and for classes of network in English, which are
  /// words already and stand so beside the network.
  private func word(forCode code: String, of name: String) -> String? {
    switch name {
    case "class", "fromClass", "toClass":
      return language == .english ? nil : found("class.\(code)")
    default: return found("content.\(name).\(code)")
    }
  }

  /// What a link is called: `shared address`; its own word where nobody named it.
  func kind(of link: Link) -> String {
    found("link.\(link.kind)") ?? ReportText.plain(link.kind)
  }

  /// The addition that made the outcome, without its result.
  func sum(_ contributions: [Contribution]) -> String {
    ContributionWords.parts(contributions).map { part, count in
      let text = "\(severity(part.severity)) (\(kind(part.kind)))"
      return count == 1 ? text : "\(count) × \(text)"
    }.joined(separator: " + ")
  }
}
