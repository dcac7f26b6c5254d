import CandorModel

/// One interview of an HTML report: what its template is filled with.
struct InterviewSection {
  let interview: ReportedInterview
  let messages: Messages
  /// The words of the template, the same for every interview.
  let words: [String: Any]

  private var assessment: Assessment { interview.assessment }
  /// Up to so many answers the map has room beside the timeline.
  private static let longestBesideMap = 10

  /// The line that is always shown.
  func row(anchor: String) -> [String: Any] {
    let groups = FindingGroup.groups(of: assessment.findings)
    let moment = interview.moment
    var seen: Set<String> = []
    let rules = groups.flatMap { [$0.first] + $0.others }.flatMap(\.rules)
      .filter { seen.insert($0).inserted }
    var row: [String: Any] = [
      "anchor": anchor, "code": assessment.outcome.rawValue,
      "outcome": messages.outcome(assessment.outcome), "sign": Self.sign(assessment.outcome),
      "urgency": assessment.urgency,
      "name": ReportText.plain(
        "\(assessment.interview.platform)/\(assessment.interview.id)", limit: 120),
      "first": messages.headline(assessment, groups, limit: 240).capitalisedSentence,
      "moment": moment?.text ?? "",
      "ruleList": rules.map { ReportText.plain($0) }.joined(separator: " "),
      "positionKey": "",
    ]
    if let candidate = assessment.interview.candidate {
      row["candidate"] = ReportText.plain(candidate, limit: 120)
    }
    if let position = interview.notes?.position {
      row["positionKey"] = Self.key(position)
      row["position"] = Self.key(position)
    }
    if let moment { row["date"] = String(moment.text.prefix(10)) }
    if row["position"] != nil || row["date"] != nil { row["hasDetail"] = true }
    return row
  }

  /// The position as it is filtered by: white space as a browser collapses it.
  static func key(_ position: String) -> String {
    ReportText.plain(position, limit: 120).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }

  /// The line and everything behind its fold.
  func values(anchor: String, made: Int) -> [String: Any] {
    let timeline = assessment.timeline
    var values = row(anchor: anchor)
    values["words"] = words
    values["made"] = made
    values["input"] = String(ReportText.plain(assessment.provenance.input, limit: 80).prefix(23))
    if let note = assessment.outcomeNote {
      values["note"] = messages.note(note).capitalisedSentence
    }
    if !timeline.observations.isEmpty {
      let strip = AnswerStrip(timeline, messages)
      values["hasAnswers"] = true
      if timeline.observations.count > Self.longestBesideMap { values["isLong"] = true }
      values["timeline"] = TimelinePicture(timeline: timeline, strip: strip, messages: messages).svg
      values["legend"] =
        legend(strip.deviceEntries, "lane.device") + legend(strip.placeEntries, "lane.place")
      values["map"] = MapPicture(timeline, strip, messages)?.svg
      values["columns"] = columns.map { messages[$0.key] }
      values["rows"] = rows
    }
    addFindings(to: &values)
    let unknown = NotEvaluableGroup.groups(of: assessment.notEvaluable, messages)
    if !unknown.isEmpty || values["hasReasons"] != nil { values["hasWeighing"] = true }
    if !unknown.isEmpty {
      values["hasUnknown"] = true
      values["unknown"] = unknown.map { group -> [String: Any] in
        [
          "text": ReportText.plain(group.text),
          "rules": group.rules.map { ReportText.plain($0) }.joined(separator: ", "),
        ]
      }
    }
    if let links = assessment.links, !links.isEmpty {
      values["hasLinks"] = true
      values["links"] = links.map { link -> [String: Any] in
        let counts = link.counts.map { "\(messages.name(of: $0)) \(messages.quantity($0))" }
        return [
          "kind": messages.kind(of: link).capitalisedSentence,
          "members": link.members.prefix(50).map { ReportText.plain($0) }.joined(separator: ", "),
          "counts": counts.joined(separator: ", "),
        ]
      }
    }
    return values
  }

  private func addFindings(to values: inout [String: Any]) {
    let groups = FindingGroup.groups(of: assessment.findings)
    guard !groups.isEmpty else { return }
    values["hasFindings"] = true
    values["findings"] = groups.map(finding)
    if !assessment.contributions.isEmpty {
      values["sum"] = messages.sum(assessment.contributions)
    }
    let reasons = FindingGroup.innocentReasons(of: groups)
    guard !reasons.isEmpty else { return }
    values["hasReasons"] = true
    values["reasons"] = reasons.map { ReportText.plain(messages.reason($0)) }
  }

  private func finding(_ group: FindingGroup) -> [String: Any] {
    let finding = group.lead
    let sentence = messages.sentence(finding, assessment.timeline)
    var values: [String: Any] = [
      "level": finding.effectiveSeverity.rawValue,
      "severity": messages.severity(finding.effectiveSeverity),
      "sign": Self.sign(finding.effectiveSeverity), "summary": sentence.text.capitalisedSentence,
      "rules": group.rules.map { ReportText.plain($0) },
      "values": finding.values.map { value -> [String: Any] in
        ["name": messages.name(of: value), "value": messages.quantity(value)]
      },
    ]
    if let title = sentence.title {
      values["title"] = title + "."
      values["foreign"] = true
    }
    if !group.others.isEmpty { values["more"] = messages.more(group) }
    var explanations = finding.explanations.map { explanation -> [String: Any] in
      [
        "effect": messages.effect(explanation, of: finding),
        "text": messages.sentence(explanation),
      ]
    }
    if let exception = finding.untoldException {
      explanations.append([
        "effect": messages["word.exception"], "text": ReportText.plain(exception),
      ])
    }
    values["explanations"] = explanations
    return values
  }

  private func legend(_ entries: [AnswerStrip.Entry], _ lane: String) -> [[String: Any]] {
    entries.map { entry in
      let word = messages[entry.answers.count == 1 ? "word.answer" : "word.answers"]
      return [
        "sign": entry.sign, "style": CellStyle.name(entry.sign),
        "text": "\(messages[lane]): \(ReportText.plain(entry.text, limit: 200))",
        "answers": "\(word) \(ObservationWords.answers(entry.answers))",
      ]
    }
  }

  // MARK: Raw values

  private typealias Column = (key: String, text: (Observation) -> String)

  /// The columns of the table of raw values; those that the evidence cannot fill are left out.
  private var columns: [Column] {
    let notes = interview.notes
    var columns: [Column] = [("raw.answer", { "\($0.index + 1)" })]
    if let questions = notes?.questions, !questions.isEmpty {
      columns.append(("raw.question", { questions[$0.step] ?? "" }))
    }
    if assessment.timeline.observations.contains(where: { $0.attempt > 0 }) {
      columns.append(("raw.attempt", { "\($0.attempt + 1)" }))
    }
    if assessment.timeline.observations.contains(where: { $0.at != nil }) {
      columns.append(("raw.time", { $0.at?.text ?? "" }))
    }
    let isCut = assessment.isPseudonymous
    columns.append(("raw.address", { $0.addressText(isCut: isCut) ?? "" }))
    columns.append(("raw.network", { [messages] in messages.network($0) ?? "" }))
    let placeNames = PlaceNames(assessment.timeline, messages)
    columns.append(("raw.place", { place($0, placeNames) }))
    columns.append(("raw.device", { [messages] in messages.device($0.client) }))
    if let agents = notes?.agents, !agents.isEmpty {
      columns.append(("raw.agent", { agents[$0.answer] ?? "" }))
    }
    return columns
  }

  /// The rows of the table; a cell that says what the one above says is one with it, since most
  /// answers of an interview come from one device at one place.
  private var rows: [[String: Any]] {
    let columns = columns.dropFirst()
    let texts = assessment.timeline.observations.map { observation in
      columns.map { ReportText.plain($0.text(observation), limit: 600) }
    }
    return texts.enumerated().map { row, cells in
      let shown = cells.enumerated().compactMap { column, text -> [String: Any]? in
        if text.isEmpty { return ["text": ""] }
        if row > 0, texts[row - 1][column] == text { return nil }
        let span = texts[row...].prefix { $0[column] == text }.count
        return span > 1 ? ["text": text, "span": span] : ["text": text]
      }
      return ["number": assessment.timeline.observations[row].index + 1, "cells": shown]
    }
  }

  private func place(_ observation: Observation, _ names: PlaceNames) -> String {
    var text = names.name(of: observation)
    guard let place = observation.place.value, let latitude = place.latitude,
      let longitude = place.longitude
    else { return text }
    text += " (\(DecimalText.text(latitude, decimals: 4)), "
    text += DecimalText.text(longitude, decimals: 4)
    if let radius = place.radiusKm {
      text += ", " + messages.text("word.up-to", ["km": messages.kilometres(radius)])
    }
    return text + ")"
  }

  // MARK: Signs

  /// A sign beside every colour, for those who see none.
  static func sign(_ outcome: Outcome) -> String {
    switch outcome {
    case .priority: "\u{203C}\u{FE0E}"
    case .review: "\u{25B2}"
    case .notAssessable: "?"
    case .clear: "\u{2713}"
    }
  }

  static func sign(_ severity: Severity) -> String {
    switch severity {
    case .high: "\u{203C}\u{FE0E}"
    case .medium: "\u{25B2}"
    case .low: "\u{25CB}"
    case .none: "\u{2713}"
    }
  }
}
