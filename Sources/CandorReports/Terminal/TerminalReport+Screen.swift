public import CandorModel

extension TerminalReport {
  /// The story of one interview, on so many lines where that can be.
  ///
  /// What is left out first is what weighs least: findings that were explained, what could not be
  /// judged, further findings with the reasons that speak against them, further reasons. The first
  /// finding stays with its addition: it is why the interview is where it is. Where not even that
  /// fits, the answers in order go. The last line says what was left out.
  ///
  /// - Parameters:
  ///   - height: lines that there are.
  ///   - command: what prints the whole story, as a shell takes it.
  public func block(_ assessment: Assessment, height: Int, whole command: String) -> String {
    let whole = BlockContents(assessment, messages)
    func text(_ shown: BlockContents) -> String {
      block(assessment, shown) + leftOut(of: whole, in: shown, command)
    }
    var shown = whole
    // The answers in order are the picture of the interview: they stay as long as some reasons fit
    // beside them.
    for (hasAnswers, leastReasons) in [(true, 3), (false, 1)] {
      shown = whole
      shown.hasAnswers = whole.hasAnswers && hasAnswers
      repeat {
        let story = text(shown)
        if story.count(where: { $0 == "\n" }) <= height { return story }
      } while shown.cut(leastReasons: leastReasons)
    }
    return text(shown)
  }

  /// The story on as few lines as there can be: without the answers in order, without lines between
  /// its parts, and with the command alone where something was left out. What does not fit even so
  /// ends where the room does.
  ///
  /// - Parameters:
  ///   - height: lines that there are.
  ///   - command: what prints the whole story, as a shell takes it.
  public func tightBlock(
    _ assessment: Assessment, height: Int, whole command: String
  ) -> String {
    let whole = BlockContents(assessment, messages)
    let more = wrap(
      messages.text("text.more", ["command": ReportText.plain(command)]), first: "  ")
    var shown = whole
    shown.hasAnswers = false
    var lines: [String] = []
    repeat {
      lines = block(assessment, shown).split(separator: "\n").map(String.init)
      if !leftOut(of: whole, in: shown, command).isEmpty { lines += more }
    } while lines.count > height && shown.cut(leastReasons: 1)
    if lines.count > height { lines = Array(lines.prefix(max(1, height - more.count))) + more }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The lines that say what is missing; empty where nothing is.
  private func leftOut(
    of whole: BlockContents, in shown: BlockContents, _ command: String
  ) -> String {
    let counts: KeyValuePairs<String, Int> = [
      "left-out.explained": whole.findingCount(isExplained: true)
        - shown.findingCount(isExplained: true),
      "left-out.findings": whole.findingCount(isExplained: false)
        - shown.findingCount(isExplained: false),
      "left-out.reasons": whole.reasons.count - shown.reasons.count,
      "left-out.rules": whole.ruleCount - shown.ruleCount,
    ]
    var parts = counts.filter { $0.value > 0 }.map { messages.count($0.key, $0.value) }
    if whole.hasAnswers, !shown.hasAnswers { parts.append(messages["left-out.answers"]) }
    guard !parts.isEmpty else { return "" }
    let text = messages.text(
      "text.left-out",
      ["what": parts.joined(separator: ", "), "command": ReportText.plain(command)])
    return "\n" + wrap(text, first: "  ").joined(separator: "\n") + "\n"
  }
}
