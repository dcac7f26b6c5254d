public import CandorModel

extension TerminalReport {
  /// The story of one interview, on so many lines where that can be.
  ///
  /// What is left out first is what weighs least: findings that were explained, what could not be
  /// judged, further reasons, further findings. The last line says what was left out.
  ///
  /// - Parameter height: lines that there are.
  public func block(_ assessment: Assessment, height: Int) -> String {
    var shown = assessment
    var leftOut: [String] = []
    for cut in ScreenCut.allCases {
      let text = block(shown) + Self.note(leftOut)
      if text.count(where: { $0 == "\n" }) <= height { return text }
      guard let what = cut.apply(to: &shown) else { continue }
      leftOut.append(what)
    }
    return block(shown) + Self.note(leftOut)
  }

  private static func note(_ leftOut: [String]) -> String {
    leftOut.isEmpty ? "" : "\n  Left out here: \(leftOut.joined(separator: ", "))\n"
  }
}

/// What is left out of a screen, the least important first.
private enum ScreenCut: CaseIterable {
  case explained, notEvaluable, reasons, reasonsButOne, findings, findingsButOne

  /// Leaves something out.
  ///
  /// - Returns: what it was; `nil` where there was nothing of the kind.
  func apply(to assessment: inout Assessment) -> String? {
    switch self {
    case .explained:
      return Self.keep(
        &assessment.findings, { $0.effectiveSeverity > .none },
        one: "finding that counts for nothing", several: "findings that count for nothing")
    case .notEvaluable:
      return Self.keep(
        &assessment.notEvaluable, { _ in false }, one: "answer of a rule that could not judge",
        several: "answers of rules that could not judge")
    case .reasons: return Self.keepReasons(of: &assessment, 3)
    case .reasonsButOne: return Self.keepReasons(of: &assessment, 1)
    case .findings: return Self.keepFindings(of: &assessment, 6)
    case .findingsButOne: return Self.keepFindings(of: &assessment, 1)
    }
  }

  private static func keep<Element>(
    _ elements: inout [Element], _ isKept: (Element) -> Bool, one: String, several: String
  ) -> String? {
    let before = elements.count
    elements.removeAll { !isKept($0) }
    let count = before - elements.count
    return count > 0 ? "\(count) \(count == 1 ? one : several)" : nil
  }

  private static func keepReasons(of assessment: inout Assessment, _ count: Int) -> String? {
    var kept: [String] = []
    var isCut = false
    for index in assessment.findings.indices {
      assessment.findings[index].innocentReasons.removeAll { reason in
        if kept.contains(reason) { return false }
        if kept.count < count {
          kept.append(reason)
          return false
        }
        isCut = true
        return true
      }
    }
    return isCut ? "reasons beyond \(count)" : nil
  }

  private static func keepFindings(of assessment: inout Assessment, _ count: Int) -> String? {
    let before = assessment.findings.count
    guard before > count else { return nil }
    assessment.findings.removeLast(before - count)
    return "\(before - count) finding\(before - count == 1 ? "" : "s")"
  }
}
