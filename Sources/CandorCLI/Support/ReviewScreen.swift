import CandorModel
import CandorReports
import CandorStore

/// The most urgent interview on one screen: how many wait, its story, what was decided about it,
/// and how to decide.
struct ReviewScreen {
  let item: ReviewItem
  let history: ReviewHistory
  /// How many wait, this one among them.
  let waiting: Int
  /// Who looks.
  let reviewer: String
  /// Whether two reviewers have to agree.
  let needsTwo: Bool

  /// What can be answered, and what each answer means.
  private static let answers = [
    ("confirmed", "what was found is so"), ("innocent", "there is an innocent reason"),
    ("unsure", "it cannot be told"), ("escalated", "somebody else should look"),
  ]

  /// The screen.
  ///
  /// Where there is too little room, what is below the story goes first: what the answers mean, and
  /// all decisions but the last. Then the story is told on as few lines as there can be.
  ///
  /// - Parameters:
  ///   - report: tells the story, and knows how wide the screen is.
  ///   - height: lines of the screen; one is left for whatever the shell prints below.
  func text(_ assessment: Assessment, _ report: TerminalReport, height: Int) -> String {
    let command = "candor show \(ShellText.quoted(item.name.text))"
    let first = "\(waiting) waiting\n"
    func room(beside frame: [String]) -> Int {
      let rows = frame.reduce(0) { $0 + Self.rows($1, width: report.width) }
      return max(4, height - 2 - rows)
    }
    let frames = [frame(width: report.width), shortFrame(width: report.width)]
    for frame in frames {
      let height = room(beside: frame)
      let story = report.block(assessment, height: height, whole: command)
      if story.count(where: { $0 == "\n" }) <= height { return first + story + Self.text(frame) }
    }
    let last = frames[1]
    return first
      + report.tightBlock(assessment, height: room(beside: last), whole: command)
      + Self.text(last)
  }

  /// What stands below the story: what was decided, and how to decide.
  private func frame(width: Int) -> [String] {
    var lines = history.lines(width: width)
    if item.state == .second { lines.append("  A second reviewer is asked for.") }
    if needsTwo, item.state != .second { lines += ["", "  Two reviewers have to agree."] }
    lines += ["", "  Decide"] + command(width: width)
    lines[lines.count - 1] += " \\"
    for (place, answer) in Self.answers.enumerated() {
      let word = answer.0 + String(repeating: " ", count: 12 - answer.0.count)
      lines.append((place == 0 ? "    --as " : "         ") + word + answer.1)
    }
    return lines
  }

  /// The same on as few lines as there can be.
  private func shortFrame(width: Int) -> [String] {
    var lines = history.lastLine(width: width).map { ["", $0] } ?? [""]
    if item.state == .second {
      lines.append("  A second reviewer is asked for.")
    } else if needsTwo {
      lines.append("  Two reviewers have to agree.")
    }
    // Whoever takes the command as it stands is told what is expected, and has decided nothing.
    return lines + command(width: width, with: ["--as ANSWER"])
      + ["  ANSWER: " + Self.answers.map(\.0).alternatives]
  }

  /// The command in lines that fit, as a shell takes them.
  private func command(width: Int, with more: [String] = []) -> [String] {
    let parts =
      [
        ShellText.quoted(item.name.text), "--by \(ShellText.quoted(reviewer))", "--reason TEXT",
      ] + more
    var lines = ["  candor review decide"]
    for part in parts {
      let line = lines[lines.count - 1] + " " + part
      // Two columns are for what says that it goes on.
      if DisplayWidth.columns(line) + 2 <= width {
        lines[lines.count - 1] = line
      } else {
        lines[lines.count - 1] += " \\"
        lines.append("    " + part)
      }
    }
    return lines
  }

  /// How many rows of a terminal a line takes; a name longer than the screen is not broken.
  private static func rows(_ line: String, width: Int) -> Int {
    max(1, (DisplayWidth.columns(line) + width - 1) / width)
  }

  private static func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
}
