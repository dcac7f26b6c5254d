import CandorModel
import Mustache

/// Assessments as one HTML page that needs nothing else: no network, no other file.
///
/// The page works from disk, prints, follows the reader's choice of dark or light, and is usable
/// without its script, which only filters and sorts. It is sorted by urgency, so it is written at
/// the end; until then each interview is kept as its finished text (some five kilobytes). What
/// stands behind the fold of an interview far down is kept in `noscript`: a browser whose scripts run
/// takes it as plain text until somebody unfolds it, so that thousands of interviews open at once,
/// and one whose scripts do not run shows it as it is. Above `interviewsPerPage` interviews the page
/// becomes an index, and the interviews go to parts beside it, where a file name was given.
public struct HTMLReport: AssessmentReport {
  /// What one page holds and still opens at once.
  public static let interviewsPerPage = 2500
  /// How many interviews, the most urgent, are elements from the start: the browser's own search
  /// finds what is behind their folds.
  static let readyInterviews = 200
  /// The same of this report; tests make less of it.
  var readyInterviews = HTMLReport.readyInterviews

  private struct Entry {
    let urgency: Int
    let anchor: String
    /// The line that is always shown, and what is behind its fold.
    let line: String
    let body: String
    /// What the index shows of it.
    let row: [String: Any]
  }

  private let context: ReportContext
  private let fileName: String?
  private let interviewsPerPage: Int
  private let messages: Messages
  private let words: [String: Any]
  private var entries: [Entry] = []
  private var charts = BatchCharts()
  private var positions: Set<String> = []
  private var made: [Provenance] = []
  private var totals: ReportTotals?

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - context: title, time and language.
  ///   - fileName: of the page, without folder; parts are named after it. `nil` where the page goes
  ///     to a stream: then it stays one, however long.
  ///   - interviewsPerPage: from how many on the page is split.
  public init(
    _ context: ReportContext, fileName: String? = nil,
    interviewsPerPage: Int = HTMLReport.interviewsPerPage
  ) {
    self.context = context
    self.fileName = fileName
    self.interviewsPerPage = max(1, interviewsPerPage)
    messages = Messages(context.language)
    words = Self.words(messages)
  }

  /// Keeps the interview.
  public mutating func add(_ interview: ReportedInterview) -> String {
    charts.add(interview)
    if let position = interview.notes?.position { positions.insert(InterviewSection.key(position)) }
    var provenance = interview.assessment.provenance
    provenance.input = ""
    let number =
      made.firstIndex(of: provenance)
      ?? {
        made.append(provenance)
        return made.count - 1
      }()
    let anchor = "i\(entries.count + 1)"
    let section = InterviewSection(interview: interview, messages: messages, words: words)
    let values = section.values(anchor: anchor, made: number + 1)
    entries.append(
      Entry(
        urgency: interview.assessment.urgency, anchor: anchor,
        line: Page.interview.render(values), body: Page.body.render(values),
        row: section.row(anchor: anchor)))
    return ""
  }

  /// The page, and its parts where it was split.
  public mutating func finish(_ totals: ReportTotals?) -> ReportEnd {
    self.totals = totals
    let sorted = entries.enumerated().sorted {
      ($0.element.urgency, $0.offset) < ($1.element.urgency, $1.offset)
    }.map(\.element)
    guard let fileName, sorted.count > interviewsPerPage else {
      return ReportEnd(text: page(list(sorted[...]), charts: true, part: nil))
    }
    var parts: [ReportPart] = []
    var rows = ""
    for start in stride(from: 0, to: sorted.count, by: interviewsPerPage) {
      let slice = sorted[start..<min(start + interviewsPerPage, sorted.count)]
      let number = parts.count + 1
      let name = Self.partName(number, of: fileName)
      parts.append(
        ReportPart(
          name: name,
          text: page(list(slice), charts: false, part: Self.partTitle(number, messages))))
      for entry in slice {
        var row = entry.row
        row["href"] = Self.reference(name)
        rows += Page.row.render(row)
      }
    }
    return ReportEnd(text: page(rows, charts: true, part: messages["word.index"]), parts: parts)
  }

  private func list(_ entries: ArraySlice<Entry>) -> String {
    entries.enumerated().map { place, entry in
      // Every `<` of a foreign text is escaped, so nothing inside can end the element.
      place < readyInterviews
        ? "\(entry.line)\(entry.body)</details>\n"
        : "\(entry.line)<noscript>\(entry.body)</noscript></details>\n"
    }.joined()
  }

  private func page(_ list: String, charts hasCharts: Bool, part: String?) -> String {
    var values: [String: Any] = [
      "lang": context.language.rawValue, "policy": Page.policy(hasScript: true), "css": Page.css,
      "world": WorldOutline.path, "words": words,
      "title": ReportText.plain(context.title ?? messages["doc.title"], limit: 200),
      "count": count, "tiles": tiles,
      "rules": charts.ruleNames.map { ReportText.plain($0) }, "positions": positions.sorted(),
    ]
    if positions.count > 1 { values["hasPositions"] = true }
    if let part { values["part"] = part }
    if let period { values["period"] = period }
    if let moment = context.generatedAt {
      values["generated"] = messages.text("doc.generated", ["time": moment.text])
    }
    if hasCharts, entries.count > 1 {
      values["hasCharts"] = true
      values["charts"] = pictures
      if isPartOfAll { values["chartsNote"] = messages["chart.shown"] }
    }
    var end: [String: Any] = [
      "words": words, "script": Page.script, "made": made.enumerated().map(provenance),
    ]
    if !made.isEmpty { end["hasMade"] = true }
    return Page.head.render(values) + list + Page.end.render(end)
  }

  private var count: String {
    let count = messages.count("doc.count", totals?.interviews ?? entries.count)
    return messages.lost(totals).map { "\(count), \($0)" } ?? count
  }

  /// Whether more was assessed than the report was given.
  private var isPartOfAll: Bool { (totals?.interviews ?? 0) > entries.count }

  /// The days of the interviews, and how many have none. Where they are not all that was assessed,
  /// it says so: of the others no day is known here.
  private var period: String? {
    guard isPartOfAll else { return charts.period(messages) }
    let shown = messages.text("doc.shown", ["n": "\(entries.count)"])
    return charts.period(messages, separator: ", ").map { "\(shown): \($0)" } ?? shown
  }

  private var tiles: [[String: Any]] {
    Outcome.allCases.sorted { $0.urgency < $1.urgency }.map { outcome in
      [
        "code": outcome.rawValue, "word": messages.outcome(outcome),
        "count": (totals?.counts ?? charts.counts)[outcome, default: 0],
        "sign": InterviewSection.sign(outcome),
      ]
    }
  }

  private var pictures: [[String: Any]] {
    func figure(_ key: String, _ svg: String?, none: String = "chart.none") -> [String: Any] {
      var values: [String: Any] = ["title": messages[key], "none": messages[none]]
      if let svg { values["svg"] = svg }
      return values
    }
    // Narrow pictures first: the list of rules is as tall as they are together.
    let overTime = charts.outcomes(messages)
    var outcomes = figure("chart.outcomes", overTime?.svg, none: "chart.outcomes.none")
    outcomes["keys"] = charts.outcomeKeys(messages)
    if let notShown = overTime?.notShown { outcomes["notShown"] = notShown }
    var figures = [
      outcomes,
      figure("chart.networks", charts.networkClasses(messages)),
      figure("chart.rules", charts.firedRules(messages)),
    ]
    if charts.hasLinks {
      // Wider than a column, and on a narrow page wider than that.
      var links = figure("chart.links", charts.linkGraph(messages))
      links["isWide"] = true
      figures.append(links)
    }
    return figures
  }

  private func provenance(_ number: Int, _ made: Provenance) -> [String: Any] {
    var values: [String: Any] = [
      "number": number + 1, "pack": ReportText.plain(made.rulePack.hash, limit: 100),
      "engine": messages.text(
        "provenance.engine",
        [
          "version": ReportText.plain(made.engine, limit: 60),
          "pack": ReportText.plain(made.rulePack.name, limit: 60),
          "packVersion": ReportText.plain(made.rulePack.version, limit: 60),
        ]),
      "databases": made.databases.map { database -> [String: Any] in
        let type = ReportText.plain(database.type, limit: 80)
        let text =
          database.builtAt.map {
            messages.text("provenance.database", ["type": type, "time": $0.text])
          } ?? type
        return ["text": text, "hash": ReportText.plain(database.hash, limit: 100)]
      },
    ]
    if let agents = made.userAgents { values["agents"] = ReportText.plain(agents, limit: 160) }
    if let date = made.referenceDate { values["date"] = ReportText.plain(date, limit: 40) }
    return values
  }

  /// A file name as a relative reference.
  private static func reference(_ name: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes = Array("./".utf8)
    for byte in name.utf8 {
      if plain.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func words(_ messages: Messages) -> [String: Any] {
    let keys: KeyValuePairs = [
      "skip": "doc.skip", "summary": "section.summary", "routing": "doc.routing",
      "next": "doc.next", "signs": "doc.signs", "interviews": "section.interviews",
      "filter": "filter.legend", "outcome": "filter.outcome",
      "rule": "filter.rule", "position": "filter.position", "text": "filter.text",
      "sort": "filter.sort", "all": "filter.all", "flagged": "filter.flagged",
      "shown": "filter.shown", "byUrgency": "sort.urgency", "byTime": "sort.time",
      "byPosition": "sort.position", "byRule": "sort.rule", "byName": "sort.id",
      "timeline": "section.timeline", "map": "section.map", "found": "section.found",
      "sum": "section.sum", "harmless": "section.harmless", "unknown": "section.unknown",
      "links": "section.links", "raw": "section.raw", "provenance": "section.provenance",
      "input": "provenance.input", "rules": "provenance.rules", "agents": "provenance.agents",
      "date": "provenance.date", "unfold": "filter.unfold", "fold": "filter.fold",
      "reset": "filter.reset",
    ]
    return Dictionary(uniqueKeysWithValues: keys.map { ($0.key, messages[$0.value]) })
  }
}
