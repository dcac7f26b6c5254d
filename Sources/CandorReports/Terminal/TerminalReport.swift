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
  /// Whether an interview has one line instead of its whole story.
  public var isBrief: Bool
  let messages: Messages

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - width: 60 to 200 columns; others are taken as the nearest end.
  ///   - isColored: on a terminal, unless somebody said no.
  ///   - isBrief: whether an interview has one line instead of its whole story.
  ///   - language: of everything that is said.
  public init(
    width: Int, isColored: Bool, isBrief: Bool = false, language: ReportLanguage = .english
  ) {
    self.width = min(200, max(60, width))
    self.isColored = isColored
    self.isBrief = isBrief
    messages = Messages(language)
  }

  private var palette: Palette { Palette(isEnabled: isColored) }

  /// One line: outcome, interview, the first finding; where nothing was flagged, what could not be
  /// judged before it.
  public func line(_ assessment: Assessment) -> String {
    let word = DisplayWidth.padded(messages.outcome(assessment.outcome), to: widestOutcome)
    let what = messages.headline(assessment, FindingGroup.groups(of: assessment.findings))
    let name = DisplayWidth.fitted(Self.name(assessment), into: width / 2)
    let room = width - DisplayWidth.columns(name) - widestOutcome - 3
    return palette.outcome(assessment.outcome, word) + " " + name + "  "
      + DisplayWidth.fitted(what, into: room) + "\n"
  }

  /// How many clear interviews there are beside those that have a line.
  public func moreClear(_ count: Int) -> String { messages.count("text.more-clear", count) }

  private var widestOutcome: Int {
    Outcome.allCases.map { DisplayWidth.columns(messages.outcome($0)) }.max() ?? 0
  }

  /// The whole story of one interview.
  public func block(_ assessment: Assessment) -> String {
    block(assessment, BlockContents(assessment, messages))
  }

  /// What of the story of one interview is told.
  func block(_ assessment: Assessment, _ contents: BlockContents) -> String {
    var lines: [String] = [heading(assessment)]
    if let note = assessment.outcomeNote { lines += wrap(messages.note(note), first: "  ") }
    let timeline = assessment.timeline
    if contents.hasAnswers {
      let strip = AnswerStrip(timeline, messages)
      lines.append("")
      lines += strip.lines(width: width)
      lines.append("")
      lines += legend(strip.deviceEntries, strip.label("device"))
      lines += legend(strip.placeEntries, strip.label("place"))
    }
    lines += findings(contents, timeline)
    lines += contributions(assessment)
    lines += notEvaluable(contents.notEvaluable)
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
      // In English the word that programs know it by.
      let word = messages.language == .english ? outcome.rawValue : messages.outcome(outcome)
      let text = "\(count) \(word)"
      return count > 0 ? palette.outcome(outcome, text) : text
    }
    if lost > 0 { parts.append(messages.text("text.lost", ["n": "\(lost)"])) }
    return palette.strong(messages.text("text.audited", ["n": "\(total)"])) + ": "
      + parts.joined(separator: ", ") + "\n"
  }

  private func heading(_ assessment: Assessment) -> String {
    let word =
      Self.sign(assessment.outcome) + " " + messages.outcome(assessment.outcome).uppercased()
    let room = width - DisplayWidth.columns(word) - 2
    let name = DisplayWidth.fitted(Self.name(assessment), into: room)
    let text = palette.outcome(assessment.outcome, word) + "  " + palette.strong(name)
    guard let candidate = assessment.interview.candidate else { return text }
    let shown = "  \(messages["word.candidate"]) " + ReportText.plain(candidate)
    let left = room - DisplayWidth.columns(name)
    if DisplayWidth.columns(shown) <= left { return text + palette.faint(shown) }
    return text + "\n" + palette.faint(DisplayWidth.fitted(shown, into: width))
  }

  private func legend(_ entries: [AnswerStrip.Entry], _ name: String) -> [String] {
    entries.flatMap { entry in
      let answers = ObservationWords.answers(entry.answers)
      let word = messages[entry.answers.count == 1 ? "word.answer" : "word.answers"]
      return wrap(
        "\(ReportText.plain(entry.text)) (\(word) \(answers))",
        first: "  \(name) \(entry.sign)  ")
    }
  }

  private func findings(_ contents: BlockContents, _ timeline: Timeline) -> [String] {
    guard !contents.groups.isEmpty else { return [] }
    var lines = ["", "  " + palette.strong(messages["section.found"])]
    for group in contents.groups { lines += paragraph(group, timeline) }
    if !contents.reasons.isEmpty {
      lines += ["", "  " + palette.strong(messages["section.harmless"])]
      lines += contents.reasons.flatMap {
        wrap(ReportText.plain(messages.reason($0)), first: "  - ")
      }
    }
    return lines
  }

  private func paragraph(_ group: FindingGroup, _ timeline: Timeline) -> [String] {
    let finding = group.lead
    let sign = Self.sign(finding.effectiveSeverity)
    let widest = Severity.allCases.map { DisplayWidth.columns(messages.severity($0)) }.max() ?? 6
    let level = DisplayWidth.padded(messages.severity(finding.effectiveSeverity), to: widest)
    let first = "  \(sign) \(level) "
    let indent = String(repeating: " ", count: widest + 6)
    var lines = wrap(messages.sentence(finding, timeline).line, first: first)
    lines[0] =
      "  " + palette.severity(finding.effectiveSeverity, "\(sign) \(level)")
      + " " + lines[0].dropFirst(first.count)
    if !group.others.isEmpty { lines += wrap(messages.more(group), first: indent) }
    let rules = group.rules.map { ReportText.plain($0) }.joined(separator: ", ")
    let word = messages[group.rules.count == 1 ? "word.rule" : "word.rules"]
    lines += wrap("\(word) \(rules)", first: indent).map(palette.faint)
    for explanation in finding.explanations {
      let effect = messages.effect(explanation, of: finding)
      lines += wrap(
        "+ \(effect): \(messages.sentence(explanation))", first: indent, rest: indent + "  "
      ).map(palette.innocent)
    }
    if let exception = finding.untoldException {
      lines += wrap(
        "+ \(messages["word.exception"]): \(ReportText.plain(exception))", first: indent,
        rest: indent + "  "
      ).map(palette.innocent)
    }
    return lines
  }

  private func contributions(_ assessment: Assessment) -> [String] {
    guard !assessment.contributions.isEmpty else { return [] }
    return [""]
      + wrap(
        "\(sum(assessment.contributions)) = \(messages.outcome(assessment.outcome))",
        first: "  \(messages["section.sum"])  ")
  }

  private func notEvaluable(_ groups: [NotEvaluableGroup]) -> [String] {
    guard !groups.isEmpty else { return [] }
    return ["", "  " + palette.strong(messages["section.unknown"])]
      + groups.flatMap { group in
        let rules = group.rules.map { ReportText.plain($0) }.joined(separator: ", ")
        return wrap("\(ReportText.plain(group.text)) (\(rules))", first: "  ? ")
      }
  }

  /// The addition, with an `x` that every terminal has.
  private func sum(_ contributions: [Contribution]) -> String {
    messages.sum(contributions).replacing("\u{00D7}", with: "x")
  }

  func wrap(_ text: String, first: String, rest: String? = nil) -> [String] {
    WordWrap.lines(text, width: width, first: first, rest: rest)
  }

  private static func name(_ assessment: Assessment) -> String {
    ReportText.plain("\(assessment.interview.platform)/\(assessment.interview.id)", limit: 120)
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
