import CandorModel

extension FairnessReport.Dimension {
  /// As a heading.
  var title: String {
    switch self {
    case .country: "Country"
    case .network: "Network class"
    case .system: "System"
    case .browser: "Browser"
    }
  }
}

extension FairnessReport.Table {
  /// What has to be said beside the numbers, without anybody's name.
  var warnings: [String] {
    var warnings: [String] = []
    if let ratio = fourFifthsRatio, ratio < 0.8 {
      let hit = groups.filter { !$0.counts.isSmall && ($0.fourFifthsRatio ?? 1) < 0.8 }
      warnings.append(
        "\(hit.count) of \(groups.count) groups \(hit.count == 1 ? "is" : "are") flagged so often that "
          + "the four-fifths rule does not hold: lowest ratio \(FairnessReport.ratio(ratio))")
    }
    if !smallGroups.isEmpty {
      warnings.append(
        "\(smallGroups.count) of \(groups.count) groups "
          + (smallGroups.count == 1 ? "has" : "have")
          + " fewer than \(FairnessReport.smallestGroup) assessed interviews: their rates may be chance"
      )
    }
    if largeGroups.count < 2 {
      warnings.append("fewer than two groups are large enough to be compared")
    } else if fourFifthsRatio == nil {
      warnings.append(
        "every interview of the groups that are large enough is flagged: there is nothing to compare"
      )
    }
    return warnings
  }
}

extension FairnessReport {
  /// What the numbers mean, in every form that people read.
  static let explanation = """
    An interview counts for the group that most of its answers are of; where most are of none that is \
    known, it is not known. The four-fifths ratio compares the part that was not flagged with that of \
    the best group that is large enough (29 CFR 1607.4 D); a ratio under 0.80 is a reason to look at \
    the rules, and no proof. A flag only sends an interview to a person.
    """

  /// Groups of a table that people read; the others are in the other forms.
  static let longestTable = 20

  static func ratio(_ value: Double?) -> String {
    value.map { decimals(rounded($0, decimals: 2), 2) } ?? "-"
  }

  /// A four-fifths ratio as it is printed with so many digits behind the point: one under 0.8 that would
  /// be rounded up to it is rounded down, so that what breaks the rule never reads as what keeps it.
  static func rounded(_ ratio: Double, decimals: Int) -> Double {
    guard ratio < 0.8 else { return ratio }
    let step = (0..<decimals).reduce(1.0) { step, _ in step / 10 }
    return min(ratio, 0.8 - step)
  }

  static func percent(_ value: Double?) -> String {
    value.map { decimals($0 * 100, 1) + " %" } ?? "-"
  }

  static func interval(_ counts: Counts) -> String {
    counts.interval.map {
      decimals($0.lowerBound * 100, 1) + "-" + decimals($0.upperBound * 100, 1) + " %"
    } ?? "-"
  }

  /// With so many digits behind the point, also where they are zero.
  private static func decimals(_ value: Double, _ digits: Int) -> String {
    let text = DecimalText.text(value, decimals: digits)
    let point = text.firstIndex(of: ".")
    let missing = digits - (point.map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0)
    return text + (point == nil ? "." : "") + String(repeating: "0", count: missing)
  }

  /// One line that sums up.
  var summary: String {
    "\(CountText.of(total.interviews, "interview")), \(total.assessed) of them assessed, "
      + "\(total.flagged) flagged (\(Self.percent(total.flagRate)))"
  }

  /// The report for a terminal.
  ///
  /// - Parameter width: of the terminal, in columns.
  public func text(width: Int) -> String {
    var text = WordWrap.lines("Flag rates: \(summary)", width: width).joined(separator: "\n") + "\n"
    for table in tables {
      text += "\n" + Self.lines(table, width: width).joined(separator: "\n") + "\n"
      for warning in table.warnings {
        text += WordWrap.lines(warning, width: width, first: "  ! ").joined(separator: "\n") + "\n"
      }
    }
    text += "\n" + WordWrap.lines(Self.explanation, width: width, first: "").joined(separator: "\n")
    return text + "\n"
  }

  /// The widest form that fits: a table, one with shorter words, or sentences.
  private static func lines(_ table: Table, width: Int) -> [String] {
    var lines =
      [Columns.wide, .narrow].lazy.map { columns(table, $0) }
      .first { $0.allSatisfy { DisplayWidth.columns($0) <= width } } ?? stacked(table, width: width)
    let left = table.groups.count - longestTable
    if left > 0 {
      lines += WordWrap.lines(
        "and \(left) more groups (all of them with --format csv)", width: width, first: "  ")
    }
    return lines
  }

  /// How a table of a terminal is headed.
  private struct Columns {
    let headings: [String]
    let nameWidth: Int
    /// Behind the ratio of a group that is too small.
    let small: String

    static let wide = Columns(
      headings: ["interviews", "assessed", "flagged", "flag rate", "95 % sure", "four-fifths"],
      nameWidth: 24, small: " small number")
    static let narrow = Columns(
      headings: ["all", "assessed", "flagged", "rate", "95 % sure", "4/5"], nameWidth: 16,
      small: " small")
  }

  private static func columns(_ table: Table, _ columns: Columns) -> [String] {
    var rows = [columns.headings]
    var names = [table.dimension.title]
    for group in table.groups.prefix(longestTable) {
      names.append(DisplayWidth.fitted(ReportText.plain(group.name), into: columns.nameWidth))
      rows.append(
        cells(group.counts) + [
          ratio(group.fourFifthsRatio) + (group.counts.isSmall ? columns.small : "")
        ])
    }
    if table.unknown.interviews > 0 {
      names.append("not known")
      rows.append(cells(table.unknown) + [""])
    }
    let nameWidth = names.map { DisplayWidth.columns($0) }.max() ?? 0
    let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return zip(names, rows).map { name, row in
      let numbers = zip(row, widths).map { cell, width in
        String(repeating: " ", count: width - cell.count) + cell
      }
      let line = "  " + DisplayWidth.padded(name, to: nameWidth) + "  "
      return line + numbers.joined(separator: "  ") + (row[5].isEmpty ? "" : "  " + row[5])
    }
  }

  /// The groups below each other, for a terminal that is too narrow for columns.
  private static func stacked(_ table: Table, width: Int) -> [String] {
    var lines = ["  " + table.dimension.title]
    func add(_ name: String, _ counts: Counts, _ end: String) {
      let texts = Self.cells(counts)
      let rate = counts.assessed > 0 ? ": \(texts[3]) (95 % sure: \(texts[4]))" : ""
      lines.append("  " + DisplayWidth.fitted(name, into: Columns.wide.nameWidth))
      lines += WordWrap.lines(
        "interviews \(texts[0]), assessed \(texts[1]), flagged \(texts[2])\(rate)\(end)",
        width: width, first: "    ")
    }
    for group in table.groups.prefix(longestTable) {
      let compared = group.fourFifthsRatio.map { ", four-fifths \(ratio($0))" } ?? ""
      add(
        ReportText.plain(group.name), group.counts,
        compared + (group.counts.isSmall ? Columns.wide.small : ""))
    }
    if table.unknown.interviews > 0 { add("not known", table.unknown, "") }
    return lines
  }

  private static func cells(_ counts: Counts) -> [String] {
    [
      String(counts.interviews), String(counts.assessed), String(counts.flagged),
      percent(counts.flagRate), interval(counts),
    ]
  }

  /// The report as Markdown.
  public var markdown: String {
    var text = "# Flag rates\n\n\(Self.sentence(summary))\n"
    for table in tables {
      text += "\n## \(table.dimension.title)\n\n"
      text +=
        "| \(table.dimension.title) | Interviews | Assessed | Flagged | Flag rate | 95 % sure "
        + "| Four-fifths ratio |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
      for group in table.groups.prefix(Self.longestTable) {
        let cells =
          Self.cells(group.counts) + [
            Self.ratio(group.fourFifthsRatio) + (group.counts.isSmall ? " (small number)" : "")
          ]
        text += "| \(MarkdownText.escaped(group.name)) | \(cells.joined(separator: " | ")) |\n"
      }
      if table.unknown.interviews > 0 {
        text += "| _not known_ | \(Self.cells(table.unknown).joined(separator: " | ")) | |\n"
      }
      let left = table.groups.count - Self.longestTable
      if left > 0 { text += "\nAnd \(left) more groups.\n" }
      if !table.warnings.isEmpty {
        text += "\n" + table.warnings.map { "- \(Self.sentence($0))\n" }.joined()
      }
    }
    return text + "\n_\(Self.explanation)_\n"
  }

  private static func sentence(_ text: String) -> String { text + "." }

  /// The report as comma-separated values: one row per group.
  public var csv: String {
    var text = """
      dimension,group,interviews,assessed,flagged,priority,not_assessable,flag_rate,flag_rate_from,\
      flag_rate_to,four_fifths_ratio,small_number\n
      """
    for table in tables {
      for group in table.groups {
        text += Self.row(
          table.dimension, group.name, group.counts, group.fourFifthsRatio, group.counts.isSmall)
      }
      if table.unknown.interviews > 0 {
        text += Self.row(table.dimension, "", table.unknown, nil, nil)
      }
    }
    return text
  }

  private static func row(
    _ dimension: Dimension, _ name: String, _ counts: Counts, _ ratio: Double?, _ isSmall: Bool?
  ) -> String {
    func number(_ value: Double?) -> String {
      value.map { DecimalText.text($0, decimals: 4) } ?? ""
    }
    let cells = [
      dimension.rawValue, CSVCell.text(name), String(counts.interviews), String(counts.assessed),
      String(counts.flagged), String(counts.priority), String(counts.notAssessable),
      number(counts.flagRate), number(counts.interval?.lowerBound),
      number(counts.interval?.upperBound),
      number(ratio.map { FairnessReport.rounded($0, decimals: 4) }),
      isSmall.map { $0 ? "true" : "false" } ?? "",
    ]
    return cells.joined(separator: ",") + "\n"
  }
}
