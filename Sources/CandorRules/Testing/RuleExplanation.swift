import CandorModel

/// What a rule made of an interview, part by part: the answer of `candor rules explain`.
public struct RuleExplanation: Sendable {
  /// What the rule said at one place.
  public enum Answer: Sendable, Hashable {
    /// `applies` is false: the question does not arise.
    case notAsked
    /// It was answered with no.
    case notFired
    /// It fired.
    case fired
    /// What it requires is not known; the paths, in the order of the rule.
    case notEvaluable(missing: [String])
    /// The condition could not be computed; why, without values of the data.
    case failed(String)
  }

  /// A part of a condition with its value.
  public struct Part: Sendable, Hashable {
    /// How deep it is inside of the condition, from 0.
    public let depth: Int
    /// The part as written.
    public let text: String
    /// Its value, or why it has none, as text.
    public let value: String
  }

  /// A part that would have to be otherwise for the rule to fire.
  public struct Difference: Sendable, Hashable {
    /// The part as written.
    public let text: String
    /// What it was, with the values of both sides where it is a comparison.
    public let was: String
    /// Whether it would have to be true.
    public let wanted: Bool
  }

  /// An observation, a switch or the interview.
  public struct Site: Sendable, Hashable {
    /// How a sentence calls it: `answer 3`, `answer 4 to answer 5`, `the interview`.
    public let name: String
    /// What the rule said.
    public let answer: Answer
    /// The parts of `applies` and of the condition.
    public let parts: [Part]
    /// The least that would have to be otherwise; empty where it fired.
    public let differences: [Difference]
  }

  /// The objects that conditions start from.
  static let objectNames: Set<String> = [
    "observation", "interview", "switch", "from", "to", "candidate", "params", "unattributed",
  ]

  /// The rule's id.
  public let rule: String
  /// Its condition.
  public let condition: String
  /// The parameters in force, `name = value unit`.
  public let parameters: [String]
  /// The places in the order of the interview.
  public let sites: [Site]
  /// The place that fired or came nearest to it; absent where there was none to ask about.
  public let nearest: Int?
  /// Why the rule could not answer, where it could not.
  public let notEvaluable: String?
  /// Whether the rule is switched off, so that nothing comes of what it says.
  public let isOff: Bool
  /// The exceptions that act on what it found, sorted by name.
  public let exceptions: [String]

  /// The explanation as text.
  ///
  /// - Parameter isComplete: whether every place is shown, or the nearest only.
  public func text(isComplete: Bool = false) -> String {
    var lines = ["\(rule): \(verdict)"]
    if isOff { lines.append("  switched off by the configuration: it makes no finding") }
    lines += exceptions.map { TerminalText.safe("  the exception `\($0)` acts on its finding") }
    lines.append("  when: \(condition)")
    lines += parameters.map { TerminalText.safe("  params.\($0)") }
    for (index, site) in sites.enumerated() where isComplete || index == nearest {
      let mark = index == nearest && sites.count > 1 ? " (the nearest)" : ""
      lines.append("")
      lines.append("\(site.name)\(mark): \(Self.text(site.answer))")
      lines += site.parts.map { part in
        String(repeating: "  ", count: part.depth + 1) + "\(part.text)  =  \(part.value)"
      }
      if !site.differences.isEmpty {
        lines.append("  to fire, this would have to be different:")
        lines += site.differences.map { difference in
          "    `\(difference.text)` would have to be \(difference.wanted): \(difference.was)"
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var verdict: String {
    let fired = sites.count { $0.answer == .fired }
    if fired > 0 { return fired == 1 ? "fired" : "fired at \(fired) places" }
    if let notEvaluable { return "not evaluable, \(notEvaluable)" }
    return sites.isEmpty ? "not fired, there was nothing to ask about" : "not fired"
  }

  private static func text(_ answer: Answer) -> String {
    switch answer {
    case .notAsked: "the question does not arise"
    case .notFired: "not fired"
    case .fired: "fired"
    case .notEvaluable(let missing):
      missing.isEmpty
        ? "not evaluable, a field of the condition is not known"
        : "not evaluable, not known: " + missing.map { "`\($0)`" }.joined(separator: ", ")
    case .failed(let why): "not evaluable, the condition could not be computed: \(why)"
    }
  }
}
