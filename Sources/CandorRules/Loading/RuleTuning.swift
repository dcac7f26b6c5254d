import CandorModel

/// What a company changes about a rule pack without editing it: parameters, severities, rules that
/// are switched off, and exceptions.
///
/// It is read from the section `rules:` of `candor.yaml` or from a file of its own. Whether the
/// rules and parameters it names exist is checked when a pack is loaded with it.
public struct RuleTuning: Sendable {
  /// A value that a rule's parameter is set to.
  struct ParameterSetting: Sendable {
    let rule: String
    let rulePlace: Diagnostic.Place
    let name: String
    let namePlace: Diagnostic.Place
    let node: YAMLNode
    let source: SourceText
  }

  /// A level that a rule is set to.
  struct SeveritySetting: Sendable {
    let rule: String
    let place: Diagnostic.Place
    /// Absent where the rule is switched off.
    let severity: Severity?
  }

  /// An exception before its condition is compiled.
  struct ExceptionDraft: Sendable {
    let name: String
    let owner: String
    let reason: String
    let rules: [(pattern: String, place: Diagnostic.Place)]
    let scope: YAMLNode
    let expiry: String
    let effect: RuleException.Effect
    let place: Diagnostic.Place
    let source: SourceText
  }

  var parameters: [ParameterSetting] = []
  var severities: [SeveritySetting] = []
  var exceptions: [ExceptionDraft] = []

  /// Changes nothing.
  public init() {}

  /// Whether it changes nothing.
  public var isEmpty: Bool { parameters.isEmpty && severities.isEmpty && exceptions.isEmpty }

  /// The same text for the same settings, for the hash of the pack.
  var canonicalText: String {
    var lines = parameters.map { "parameter \($0.rule) \($0.name) \(Self.text($0.node))" }
    lines += severities.map { "severity \($0.rule) \($0.severity?.rawValue ?? "off")" }
    lines += exceptions.map { draft in
      let rules = draft.rules.map(\.pattern).joined(separator: ",")
      let scope = draft.scope.scalar?.text.trimmedSpace ?? ""
      return "exception \(draft.name) \(rules) \(draft.effect.rawValue) \(draft.expiry) \(scope)"
    }
    return lines.joined(separator: "\n")
  }

  private static func text(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let scalar): scalar.text
    case .sequence(let nodes): "[" + nodes.map(text).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }
}
