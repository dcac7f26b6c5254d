import CandorModel

/// Assessments as Markdown (GitHub Flavored Markdown), to paste into a ticket.
///
/// Interviews leave as they come, in the order of the input; clear ones are a line of the table at
/// the end.
public struct MarkdownReport: AssessmentReport {
  private let context: ReportContext
  private let messages: Messages
  private var hasTitle = false
  private var counts: [Outcome: Int] = [:]
  private var clear: [String] = []

  /// Makes a report.
  public init(_ context: ReportContext) {
    self.context = context
    messages = Messages(context.language)
  }

  /// The interview's section; nothing for a clear one, which is named at the end.
  public mutating func add(_ interview: ReportedInterview) -> String {
    let assessment = interview.assessment
    counts[assessment.outcome, default: 0] += 1
    let title = takeTitle()
    if assessment.outcome == .clear {
      let text = messages.headline(assessment, FindingGroup.groups(of: assessment.findings))
      clear.append("| \(Self.name(assessment)) | \(MarkdownText.escaped(text)) |\n")
      return title
    }
    return title + section(interview)
  }

  /// The clear interviews and the counts.
  public mutating func finish(_ totals: ReportTotals?) -> ReportEnd {
    var text = takeTitle()
    if !clear.isEmpty {
      let word = messages.outcome(.clear)
      text += "\n## \(Self.sign(.clear)) \(Self.upper(word))\n\n"
      text += "| \(messages["word.interview"]) | \(messages["section.found"]) |\n| --- | --- |\n"
      text += clear.joined()
    }
    text += "\n## \(messages["section.summary"])\n\n"
    text +=
      "| \(messages["filter.outcome"]) | \(messages["section.interviews"]) |\n| --- | ---: |\n"
    let counts = totals?.counts ?? counts
    for outcome in Outcome.allCases.sorted(by: { $0.urgency < $1.urgency }) {
      text += "| \(Self.sign(outcome)) \(messages.outcome(outcome)) | "
      text += "\(counts[outcome, default: 0]) |\n"
    }
    if let lost = messages.lost(totals) { text += "\n\(lost)\n" }
    return ReportEnd(text: text + "\n_\(messages["doc.routing"])_\n")
  }

  private mutating func takeTitle() -> String {
    guard !hasTitle else { return "" }
    hasTitle = true
    var text = "# \(MarkdownText.escaped(context.title ?? messages["doc.title"]))\n"
    if let moment = context.generatedAt {
      text += "\n\(messages.text("doc.generated", ["time": moment.text]))\n"
    }
    return text
  }

  private func section(_ interview: ReportedInterview) -> String {
    let assessment = interview.assessment
    let outcome = messages.outcome(assessment.outcome)
    var text = "\n## \(Self.sign(assessment.outcome)) \(Self.upper(outcome)) "
    text += Self.name(assessment) + "\n\n"
    if let candidate = assessment.interview.candidate {
      text += "- \(messages["word.candidate"]): \(MarkdownText.escaped(candidate))\n"
    }
    if let position = interview.notes?.position {
      text += "- \(messages["word.position"]): \(MarkdownText.escaped(position))\n"
    }
    if let note = assessment.outcomeNote {
      text += "- \(MarkdownText.escaped(messages.note(note)))\n"
    }
    if !assessment.timeline.observations.isEmpty { text += strip(assessment.timeline) }
    let groups = FindingGroup.groups(of: assessment.findings)
    if !groups.isEmpty {
      text +=
        "\n**\(messages["section.found"])**\n\n"
        + groups.map { item($0, assessment.timeline) }.joined()
    }
    let reasons = FindingGroup.innocentReasons(of: groups)
    if !reasons.isEmpty {
      text += "\n**\(messages["section.harmless"])**\n\n"
      text += reasons.map { "- \(MarkdownText.escaped(messages.reason($0)))\n" }.joined()
    }
    if !assessment.contributions.isEmpty {
      text += "\n**\(messages["section.sum"])** "
      text += messages.sum(assessment.contributions) + " = \(outcome)\n"
    }
    let unknown = NotEvaluableGroup.groups(of: assessment.notEvaluable, messages)
    if !unknown.isEmpty {
      text += "\n**\(messages["section.unknown"])**\n\n"
      for group in unknown {
        text += "- \(MarkdownText.escaped(group.text)) "
        text += "(\(group.rules.map(MarkdownText.escaped).joined(separator: ", ")))\n"
      }
    }
    return text
  }

  private func item(_ group: FindingGroup, _ timeline: Timeline) -> String {
    let finding = group.lead
    var text = "- **\(messages.severity(finding.effectiveSeverity))** "
    text += MarkdownText.escaped(messages.sentence(finding, timeline).line)
    if !group.others.isEmpty { text += "; \(MarkdownText.escaped(messages.more(group)))" }
    text += " (\(group.rules.map(MarkdownText.escaped).joined(separator: ", ")))\n"
    for explanation in finding.explanations {
      text += "  - \(MarkdownText.escaped(messages.effect(explanation, of: finding))): "
      text += MarkdownText.escaped(messages.sentence(explanation)) + "\n"
    }
    if let exception = finding.untoldException {
      text += "  - \(messages["word.exception"]): \(MarkdownText.escaped(exception))\n"
    }
    return text
  }

  private func strip(_ timeline: Timeline) -> String {
    let strip = AnswerStrip(timeline, messages)
    // A very long interview would be a table nobody can read; its legend says the same.
    guard strip.devices.count <= 30 else { return "\n" + legend(strip) }
    let columns = strip.devices.indices
    var text = "\n| \(messages["lane.answer"]) | "
    text += columns.map { "\($0 + 1)" }.joined(separator: " | ") + " |\n|"
    text += String(repeating: " --- |", count: columns.count + 1) + "\n"
    text +=
      "| \(messages["lane.device"]) | "
      + strip.devices.map(MarkdownText.escaped).joined(separator: " | ") + " |\n"
    text += "| \(messages["lane.place"]) | "
    text += strip.places.map { $0 == "~" ? "\\~" : $0 }.joined(separator: " | ") + " |\n\n"
    return text + legend(strip)
  }

  private func legend(_ strip: AnswerStrip) -> String {
    func lines(_ entries: [AnswerStrip.Entry], _ name: String) -> String {
      entries.map { entry in
        let word = entry.answers.count == 1 ? "word.answer" : "word.answers"
        return "- \(name) \(MarkdownText.escaped(entry.sign)): \(MarkdownText.escaped(entry.text)) "
          + "(\(messages[word]) \(ObservationWords.answers(entry.answers)))\n"
      }.joined()
    }
    return lines(strip.deviceEntries, messages["lane.device"])
      + lines(strip.placeEntries, messages["lane.place"])
  }

  private static func name(_ assessment: Assessment) -> String {
    MarkdownText.escaped("\(assessment.interview.platform)/\(assessment.interview.id)")
  }

  private static func upper(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  /// A sign beside the word, since tickets show no colours.
  private static func sign(_ outcome: Outcome) -> String {
    switch outcome {
    case .priority: "\u{203C}"
    case .review: "\u{25B2}"
    case .notAssessable: "?"
    case .clear: "\u{2713}"
    }
  }
}
