public import CandorModel

/// Assessments as text for a person at a terminal.
///
/// Everything that comes from a candidate or a platform passes `ReportText.plain`, so no byte of it
/// can steer the terminal.
public struct TerminalReport: Sendable {
  /// How wide the terminal is, in columns.
  public var width: Int
  /// Whether colours are printed.
  public var isColored: Bool

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - width: 60 to 200 columns; others are taken as the nearest end.
  ///   - isColored: on a terminal, unless somebody said no.
  public init(width: Int, isColored: Bool) {
    self.width = min(200, max(60, width))
    self.isColored = isColored
  }

  private var palette: Palette { Palette(isEnabled: isColored) }

  /// One line: outcome, interview, the first finding.
  public func line(_ assessment: Assessment) -> String {
    let word = DisplayWidth.padded(Self.word(assessment.outcome), to: 14)
    let first = FindingGroup.groups(of: assessment.findings).first
    let what =
      first.map { ReportText.plain($0.lead.summary) } ?? assessment.outcomeNote
      ?? "nothing was found"
    let name = DisplayWidth.fitted(Self.name(assessment), into: width / 2)
    let room = width - DisplayWidth.columns(name) - 17
    return palette.outcome(assessment.outcome, word) + " " + name + "  "
      + DisplayWidth.fitted(what, into: room) + "\n"
  }

  /// The whole story of one interview.
  public func block(_ assessment: Assessment) -> String {
    var lines: [String] = [heading(assessment)]
    if let note = assessment.outcomeNote { lines += wrap(ReportText.plain(note), first: "  ") }
    let timeline = assessment.timeline
    if !timeline.observations.isEmpty {
      let strip = AnswerStrip(timeline)
      lines.append("")
      lines += strip.lines(width: width)
      lines.append("")
      lines += legend(strip.deviceEntries, "device")
      lines += legend(strip.placeEntries, "place ")
    }
    lines += findings(assessment)
    lines += contributions(assessment)
    lines += notEvaluable(assessment)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The closing summary of a run.
  ///
  /// - Parameters:
  ///   - counts: assessments by outcome.
  ///   - lost: interviews, pages or lines that could not be read.
  public func summary(counts: [Outcome: Int], lost: Int) -> String {
    let total = counts.values.reduce(0, +)
    let order: [Outcome] = [.priority, .review, .notAssessable, .clear]
    var parts = order.map { outcome in
      let count = counts[outcome, default: 0]
      let text = "\(count) \(outcome.rawValue)"
      return count > 0 ? palette.outcome(outcome, text) : text
    }
    if lost > 0 { parts.append("\(lost) lost") }
    return palette.strong("\(total) audited") + ": " + parts.joined(separator: ", ") + "\n"
  }

  private func heading(_ assessment: Assessment) -> String {
    let word = Self.sign(assessment.outcome) + " " + Self.word(assessment.outcome).uppercased()
    let room = width - DisplayWidth.columns(word) - 2
    let name = DisplayWidth.fitted(Self.name(assessment), into: room)
    let text = palette.outcome(assessment.outcome, word) + "  " + palette.strong(name)
    guard let candidate = assessment.interview.candidate else { return text }
    let shown = "  candidate " + ReportText.plain(candidate)
    let left = room - DisplayWidth.columns(name)
    if DisplayWidth.columns(shown) <= left { return text + palette.faint(shown) }
    return text + "\n" + palette.faint(DisplayWidth.fitted(shown, into: width))
  }

  private func legend(_ entries: [AnswerStrip.Entry], _ name: String) -> [String] {
    entries.flatMap { entry in
      let answers = ObservationWords.answers(entry.answers)
      let word = entry.answers.count == 1 ? "answer" : "answers"
      return wrap(
        "\(ReportText.plain(entry.text)) (\(word) \(answers))",
        first: "  \(name) \(entry.sign)  ")
    }
  }

  private func findings(_ assessment: Assessment) -> [String] {
    guard !assessment.findings.isEmpty else { return [] }
    let groups = FindingGroup.groups(of: assessment.findings)
    var lines = ["", "  " + palette.strong("Found")]
    for group in groups { lines += paragraph(group) }
    let reasons = FindingGroup.innocentReasons(of: groups)
    if !reasons.isEmpty {
      lines += ["", "  " + palette.strong("May be harmless")]
      lines += reasons.flatMap { wrap(ReportText.plain($0), first: "  - ") }
    }
    return lines
  }

  private func paragraph(_ group: FindingGroup) -> [String] {
    let finding = group.lead
    let indent = "            "
    let sign = Self.sign(finding.effectiveSeverity)
    let level = DisplayWidth.padded(finding.effectiveSeverity.rawValue, to: 6)
    let first = "  \(sign) \(level) "
    var lines = wrap(ReportText.plain(finding.summary), first: first)
    lines[0] =
      "  " + palette.severity(finding.effectiveSeverity, "\(sign) \(level)")
      + " " + lines[0].dropFirst(first.count)
    if !group.others.isEmpty {
      let answers = group.others.map { ObservationWords.answers($0.lead.observations) }
      lines += wrap(
        "and \(group.others.count) more of this kind: answers "
          + answers.joined(separator: "; "), first: indent)
    }
    let rules = group.rules.map { ReportText.plain($0) }.joined(separator: ", ")
    lines += wrap((group.rules.count == 1 ? "rule " : "rules ") + rules, first: indent)
      .map(palette.faint)
    for explanation in finding.explanations {
      let effect =
        explanation.effect == .removed
        ? "explained" : "lowered from \(finding.severity.rawValue)"
      lines += wrap(
        "+ \(effect): \(ReportText.plain(explanation.text))", first: indent,
        rest: indent + "  "
      ).map(palette.innocent)
    }
    if let exception = finding.exception {
      lines += wrap(
        "+ exception: \(ReportText.plain(exception))", first: indent, rest: indent + "  "
      ).map(palette.innocent)
    }
    return lines
  }

  private func contributions(_ assessment: Assessment) -> [String] {
    guard !assessment.contributions.isEmpty else { return [] }
    return [""]
      + wrap(
        "\(ContributionWords.sum(assessment.contributions)) = \(assessment.outcome.rawValue)",
        first: "  Adds up  ")
  }

  private func notEvaluable(_ assessment: Assessment) -> [String] {
    guard !assessment.notEvaluable.isEmpty else { return [] }
    // Ten rules that lack the same thing are one sentence for a reader.
    var order: [String] = []
    var rules: [String: [String]] = [:]
    for entry in assessment.notEvaluable {
      if rules[entry.text] == nil { order.append(entry.text) }
      rules[entry.text, default: []].append(entry.rule)
    }
    return ["", "  " + palette.strong("Could not be judged")]
      + order.flatMap { text in
        wrap(
          "\(ReportText.plain(text)) (\(rules[text, default: []].joined(separator: ", ")))",
          first: "  ? ")
      }
  }

  private func wrap(_ text: String, first: String, rest: String? = nil) -> [String] {
    WordWrap.lines(text, width: width, first: first, rest: rest)
  }

  private static func name(_ assessment: Assessment) -> String {
    ReportText.plain("\(assessment.interview.platform)/\(assessment.interview.id)", limit: 120)
  }

  private static func word(_ outcome: Outcome) -> String {
    outcome == .notAssessable ? "not assessable" : outcome.rawValue
  }

  /// A sign beside every colour, for those who see none.
  private static func sign(_ outcome: Outcome) -> String {
    switch outcome {
    case .priority: "!!"
    case .review: " !"
    case .notAssessable: " ?"
    case .clear: " ="
    }
  }

  private static func sign(_ severity: Severity) -> String {
    switch severity {
    case .high: "!!"
    case .medium: " !"
    case .low: " ."
    case .none: " ="
    }
  }
}
