import CandorModel

/// The proof as a page: what Candor and the naive tools said of all scenarios.
struct AccuracyReport {
  /// One kind's outcomes.
  struct Kind {
    let scenario: Scenario
    var outcomes: [Outcome: Int] = [:]
    var inBand = 0
    var count = 0
    var naiveFlags: [NaiveTool: Int] = [:]

    func outcomeText() -> String {
      Outcome.allCases.compactMap { outcome in
        outcomes[outcome].map { "\(outcome.rawValue) \($0)" }
      }.joined(separator: ", ")
    }
  }

  var candor = Confusion()
  var naive: [NaiveTool: Confusion] = [:]
  var kinds: [Kind] = []

  /// How many interviews there were.
  var count: Int { kinds.reduce(0) { $0 + $1.count } }

  /// The page in Markdown.
  func markdown(seeds: Int) -> String {
    var text = """
      # Accuracy

      Made by `make accuracy`; do not edit. \(kinds.count) kinds of interview, each expanded with the
      seeds 0 to \(seeds - 1) to \(count) interviews over the networks of
      `datasets/scenarios/world.csv`. Each kind's file says in words what happens, which outcomes are
      right, and why. *Flagged* means `review` or `priority`.

      ![Precision and recall of three tools](accuracy.svg)

      | Tool | Precision | Recall | Flagged rightly | Flagged wrongly | Missed | Left alone |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: |

      """
    text += Self.row("**Candor**", candor)
    for tool in NaiveTool.allCases { text += Self.row(tool.rawValue, naive[tool] ?? Confusion()) }
    text += """

      The naive tools are what one writes on an afternoon: the first flags every interview in which
      an address or an agent's text changes, the second every one in which the country or the
      operating system does.

      ## Each kind

      | Kind | Right | Candor said | In its band | First tool flags | Second tool flags |
      | --- | --- | --- | ---: | ---: | ---: |

      """
    for kind in kinds {
      let right = kind.scenario.expected.map(\.rawValue).joined(separator: ", ")
      let flags = NaiveTool.allCases.map { "\(kind.naiveFlags[$0] ?? 0)" }.joined(separator: " | ")
      text += "| `\(kind.scenario.name)`: \(kind.scenario.title) | \(right) "
      text += "| \(kind.outcomeText()) | \(kind.inBand)/\(kind.count) | \(flags) |\n"
    }
    return text
  }

  private static func row(_ name: String, _ confusion: Confusion) -> String {
    "| \(name) | \(decimal(confusion.precision)) | \(decimal(confusion.recall)) "
      + "| \(confusion.truePositives) | \(confusion.falsePositives) "
      + "| \(confusion.falseNegatives) | \(confusion.trueNegatives) |\n"
  }

  private static func decimal(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    let digits = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }

  /// Precision and recall as bars, in SVG.
  func picture() -> String {
    var rows: [(String, Confusion)] = [("Candor", candor)]
    rows += NaiveTool.allCases.map { ($0.rawValue, naive[$0] ?? Confusion()) }
    let height = 40 + rows.count * 70
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 \(height)" width="640" \
      height="\(height)" font-family="sans-serif" font-size="13" role="img">
      <title>Precision and recall of Candor and two naive tools</title>
      <rect width="640" height="\(height)" fill="#ffffff"/>
      <rect x="230" y="12" width="12" height="12" fill="#1f6f8b"/><text x="248" y="23">precision</text>
      <rect x="330" y="12" width="12" height="12" fill="#e08e45"/><text x="348" y="23">recall</text>

      """
    for (index, (name, confusion)) in rows.enumerated() {
      let top = 40 + index * 70
      svg += "<text x=\"220\" y=\"\(top + 32)\" text-anchor=\"end\">\(name)</text>\n"
      for (offset, value, colour) in [
        (0, confusion.precision, "#1f6f8b"), (26, confusion.recall, "#e08e45"),
      ] {
        let width = Int((value * 340).rounded())
        svg += "<rect x=\"230\" y=\"\(top + offset)\" width=\"\(width)\" height=\"22\" "
        svg += "fill=\"\(colour)\"/>\n"
        svg += "<text x=\"\(238 + width)\" y=\"\(top + offset + 16)\">"
        svg += "\(Self.decimal(value))</text>\n"
      }
    }
    return svg + "</svg>\n"
  }
}
