import CandorModel

/// What a batch adds up to, for the pictures at the top of a report.
struct BatchCharts {
  private struct Day {
    var counts: [Outcome: Int] = [:]
  }

  private(set) var counts: [Outcome: Int] = [:]
  private var days: [String: Day] = [:]
  /// Interviews of which no time is known.
  private var undated = 0
  private var rules: [String: Int] = [:]
  private var networks: [String: Int] = [:]
  private var links: [String: Link] = [:]

  /// Rule identifiers, sorted.
  var ruleNames: [String] { rules.keys.sorted() }
  var hasLinks: Bool { !links.isEmpty }

  mutating func add(_ interview: ReportedInterview) {
    let assessment = interview.assessment
    counts[assessment.outcome, default: 0] += 1
    if let moment = interview.moment {
      days[String(moment.text.prefix(10)), default: Day()].counts[assessment.outcome, default: 0] +=
        1
    } else {
      undated += 1
    }
    for rule in Set(assessment.findings.map(\.rule)) { rules[rule, default: 0] += 1 }
    for observation in assessment.timeline.observations {
      // A network whose class no list tells is another thing than no network.
      let name = observation.network.value.map {
        $0.networkClass == .unknown
          ? "chart.networks.unknown" : "class.\($0.networkClass.rawValue)"
      }
      networks[name ?? "class.none", default: 0] += 1
    }
    for link in assessment.links ?? [] { links[link.id] = link }
  }

  /// The first and the last day, and how many interviews have none; `nil` where no time is known.
  ///
  /// - Parameter separator: between the two.
  func period(_ messages: Messages, separator: String = " · ") -> String? {
    guard let first = days.keys.min(), let last = days.keys.max() else { return nil }
    let period = first == last ? first : messages.text("doc.period", ["from": first, "to": last])
    return ([period] + undatedCount(messages)).joined(separator: separator)
  }

  private func undatedCount(_ messages: Messages) -> [String] {
    undated > 0 ? [messages.text("chart.undated", ["n": "\(undated)"])] : []
  }

  /// What the colours of `outcomes` stand for, in the order of the picture.
  func outcomeKeys(_ messages: Messages) -> [[String: Any]] {
    Self.order.filter { counts[$0] != nil }.map {
      [
        "code": $0.rawValue, "sign": InterviewSection.sign($0), "word": messages.outcome($0),
      ]
    }
  }

  /// Outcomes per day, or per month where there are many days, and how many interviews the picture
  /// does not show; `nil` where no time is known.
  func outcomes(_ messages: Messages) -> (svg: String, notShown: String?)? {
    guard !days.isEmpty else { return nil }
    let byMonth = days.count > 45
    var columns: [String: [Outcome: Int]] = [:]
    for (day, counts) in days {
      columns[byMonth ? String(day.prefix(7)) : day, default: [:]].merge(
        counts.counts, uniquingKeysWith: +)
    }
    let names = columns.keys.sorted().suffix(48)
    let earlier = columns.filter { !names.contains($0.key) }
      .reduce(0) { sum, column in sum + column.value.values.reduce(0, +) }
    let notShown =
      (earlier > 0 ? [messages.count("chart.earlier", earlier)] : []) + undatedCount(messages)
    let highest = names.map { columns[$0, default: [:]].values.reduce(0, +) }.max() ?? 1
    let slot = max(10, min(60, 520 / max(1, names.count)))
    let width = 40 + slot * names.count + 24
    var text = "<svg class=\"ch\" role=\"img\" viewBox=\"0 0 \(max(width, 320)) 174\" width=\""
    text +=
      "\(max(width, 320))\" height=\"174\"><title>\(Markup.escaped(messages["chart.outcomes"])): "
    let spoken = names.map { name in
      let parts = Self.order.compactMap { outcome in
        columns[name]?[outcome].map { "\($0) \(messages.outcome(outcome))" }
      }
      return "\(name): \(parts.joined(separator: ", "))"
    }
    text += Markup.escaped((spoken + notShown).joined(separator: "; "))
    text += "</title><text class=\"l\" x=\"34\" y=\"22\" text-anchor=\"end\">\(highest)</text>"
    text += "<text class=\"l\" x=\"34\" y=\"154\" text-anchor=\"end\">0</text>"
    text += "<path class=\"ax\" d=\"M40 14v136h\(slot * names.count + 8)\"/>"
    for (column, name) in names.enumerated() {
      var y = 150.0
      for outcome in Self.order {
        guard let count = columns[name]?[outcome] else { continue }
        let height = 132 * Double(count) / Double(highest)
        y -= height
        text += "<rect class=\"o-\(outcome.rawValue)\" x=\"\(44 + column * slot)\" y=\""
        text += "\(MapPicture.number(y))\" width=\"\(slot - 3)\" height=\""
        text += "\(MapPicture.number(height))\"/>"
        // The sign says what the colour says, where there is room for it.
        guard height >= 16, slot >= 18 else { continue }
        text += "<text class=\"k o-\(outcome.rawValue)\" x=\""
        text += "\(MapPicture.number(44 + Double(column * slot) + Double(slot - 3) / 2))\" y=\""
        text +=
          "\(MapPicture.number(y + height / 2 + 4))\">\(InterviewSection.sign(outcome))</text>"
      }
      let step = max(1, (80 + slot - 1) / slot)
      if column % step == 0 {
        // A date is some 60 wide, and must not leave the picture.
        let isAtEdge = 44 + column * slot + 60 > max(width, 320)
        let x = isAtEdge ? 44 + (column + 1) * slot - 3 : 44 + column * slot
        text += "<text class=\"l\" x=\"\(x)\" y=\"168\""
        text += (isAtEdge ? " text-anchor=\"end\"" : "") + ">\(name)</text>"
      }
    }
    return (text + "</svg>", notShown.isEmpty ? nil : notShown.joined(separator: ", "))
  }

  /// Rules with the number of interviews in which each fired.
  func firedRules(_ messages: Messages) -> String? {
    let sorted = rules.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return Self.bars(
      sorted.prefix(14).map { (ReportText.plain($0.key, limit: 60), $0.value) },
      title: messages["chart.rules"], more: sorted.count - 14, messages)
  }

  /// Classes of network with the number of answers from each.
  func networkClasses(_ messages: Messages) -> String? {
    let sorted = networks.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return Self.bars(
      sorted.map { (messages[$0.key], $0.value) }, title: messages["chart.networks"], more: 0,
      messages)
  }

  /// Interviews that share a trace: one star per trace, its interviews around it.
  func linkGraph(_ messages: Messages) -> String? {
    guard !links.isEmpty else { return nil }
    return LinkPicture(
      links.values.sorted { ($1.members.count, $0.id) < ($0.members.count, $1.id) }
    )
    .svg(messages)
  }

  private static func bars(
    _ entries: [(name: String, count: Int)], title: String, more: Int, _ messages: Messages
  ) -> String? {
    guard let highest = entries.map(\.count).max(), highest > 0 else { return nil }
    let height = entries.count * 24 + (more > 0 ? 24 : 4)
    let words = entries.map { "\($0.name): \($0.count)" }.joined(separator: "; ")
    var text = "<svg class=\"ch\" role=\"img\" viewBox=\"0 0 480 \(height)\" width=\"480\""
    text += " height=\"\(height)\"><title>\(Markup.escaped("\(title): \(words)"))</title>"
    for (row, entry) in entries.enumerated() {
      let width = max(2, 200 * Double(entry.count) / Double(highest))
      text += "<text class=\"m\" x=\"208\" y=\"\(row * 24 + 16)\" text-anchor=\"end\">"
      text += Markup.escaped(DisplayWidth.fitted(entry.name, into: 30)) + "</text>"
      text += "<rect class=\"bar\" x=\"216\" y=\"\(row * 24 + 4)\" width=\""
      text += "\(MapPicture.number(width))\" height=\"16\"/>"
      text += "<text class=\"m\" x=\"\(MapPicture.number(222 + width))\" y=\"\(row * 24 + 16)\">"
      text += "\(entry.count)</text>"
    }
    if more > 0 {
      text += "<text class=\"l\" x=\"216\" y=\"\(height - 6)\">"
      text += Markup.escaped(messages.text("chart.more", ["n": "\(more)"])) + "</text>"
    }
    return text + "</svg>"
  }

  private static let order: [Outcome] = [.priority, .review, .notAssessable, .clear]
}
