public import CandorModel

/// Assessments as text for a person at a terminal.
///
/// Everything that comes from a candidate or a platform passes `TerminalText.safe`, so no byte of it
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
    let what =
      assessment.findings.first.map { TerminalText.safe($0.summary) } ?? assessment.outcomeNote
      ?? "nothing was found"
    let name = Self.name(assessment)
    let room = max(20, width - DisplayWidth.columns(name) - 17)
    return palette.outcome(assessment.outcome, word) + " " + name + "  "
      + DisplayWidth.fitted(what, into: room) + "\n"
  }

  /// The whole story of one interview.
  public func block(_ assessment: Assessment) -> String {
    var lines: [String] = [heading(assessment)]
    if let note = assessment.outcomeNote { lines += wrap(TerminalText.safe(note), first: "  ") }
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
    let word = Self.word(assessment.outcome).uppercased()
    var text = palette.outcome(assessment.outcome, Self.sign(assessment.outcome) + " " + word)
    text += "  " + palette.strong(Self.name(assessment))
    if let candidate = assessment.interview.candidate {
      text += palette.faint("  candidate " + TerminalText.safe(candidate))
    }
    return text
  }

  private func legend(_ entries: [AnswerStrip.Entry], _ name: String) -> [String] {
    entries.flatMap { entry in
      let answers = ObservationWords.answers(entry.answers)
      let word = entry.answers.count == 1 ? "answer" : "answers"
      return wrap(
        "\(TerminalText.safe(entry.text)) (\(word) \(answers))",
        first: "  \(name) \(entry.sign)  ")
    }
  }

  private func findings(_ assessment: Assessment) -> [String] {
    guard !assessment.findings.isEmpty else { return [] }
    var lines = ["", "  " + palette.strong("Found")]
    for finding in assessment.findings {
      let sign = Self.sign(finding.effectiveSeverity)
      let level = DisplayWidth.padded(finding.effectiveSeverity.rawValue, to: 6)
      let first = "  \(sign) \(level) "
      var wrapped = wrap(TerminalText.safe(finding.summary), first: first)
      wrapped[0] =
        "  " + palette.severity(finding.effectiveSeverity, "\(sign) \(level)")
        + " " + wrapped[0].dropFirst(first.count)
      lines += wrapped
      lines.append(palette.faint("           rule " + finding.rule))
      for explanation in finding.explanations {
        let effect =
          explanation.effect == .removed
          ? "explained" : "lowered from \(finding.severity.rawValue)"
        lines += wrap(
          "+ \(effect): \(TerminalText.safe(explanation.text))", first: "           ",
          rest: "             "
        ).map(palette.innocent)
      }
      if let exception = finding.exception {
        lines += wrap("+ exception: \(TerminalText.safe(exception))", first: "           ")
          .map(palette.innocent)
      }
      guard finding.effectiveSeverity >= .low, !finding.innocentReasons.isEmpty else { continue }
      lines += wrap(
        "may be harmless: "
          + finding.innocentReasons.map(TerminalText.safe).joined(separator: "; "),
        first: "           ")
    }
    return lines
  }

  private func contributions(_ assessment: Assessment) -> [String] {
    guard !assessment.contributions.isEmpty else { return [] }
    let sum = assessment.contributions.map { "\($0.severity.rawValue) (\($0.kind.rawValue))" }
      .joined(separator: " + ")
    return [""] + wrap("\(sum) = \(assessment.outcome.rawValue)", first: "  Adds up  ")
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
          "\(TerminalText.safe(text)) (\(rules[text, default: []].joined(separator: ", ")))",
          first: "  ? ")
      }
  }

  private func wrap(_ text: String, first: String, rest: String? = nil) -> [String] {
    WordWrap.lines(text, width: width, first: first, rest: rest)
  }

  private static func name(_ assessment: Assessment) -> String {
    TerminalText.safe("\(assessment.interview.platform)/\(assessment.interview.id)")
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
