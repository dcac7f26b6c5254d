import CandorModel

/// Finds texts of a rule file that pass a verdict on a person. Needs no more of the file than that
/// it is YAML, so that an author is told together with everything else.
struct VerdictLint {
  private let source: SourceText
  private var diagnostics: [Diagnostic] = []

  /// What was found in a rule file; nothing where it is no YAML.
  static func findings(in source: SourceText, limits: RuleLimits) -> [Diagnostic] {
    var yaml = YAMLReader(source, limits: limits)
    guard let root = try? yaml.read() else { return [] }
    var lint = VerdictLint(source)
    for key in ["title", "summary", "innocent", "tags", "texts", "deprecation"] {
      if let entry = root.entry(key) { lint.check(entry.value, path: key) }
    }
    for entry in root.entry("parameters")?.value.entries ?? [] {
      if let description = entry.value.entry("description") {
        lint.check(description.value, path: "parameters.\(entry.key).description")
      }
    }
    return lint.diagnostics
  }

  private init(_ source: SourceText) {
    self.source = source
  }

  private mutating func check(_ node: YAMLNode, path: String) {
    switch node.content {
    case .scalar(let scalar):
      guard let found = VerdictWords.find(in: scalar.text) else { return }
      let compiler = ExpressionCompiler(source)
      diagnostics.append(
        RuleDiagnostic.verdictOnPerson(
          found.word, in: path,
          at: compiler.place(of: node, found.range.lowerBound, found.range.upperBound)))
    case .sequence(let nodes):
      for (index, node) in nodes.enumerated() { check(node, path: "\(path)[\(index)]") }
    case .mapping(let entries):
      for entry in entries { check(entry.value, path: "\(path).\(entry.key)") }
    }
  }
}
