import CandorExpression
import CandorModel

/// Reads one rule file.
struct RuleReader {
  static let keys = [
    "id", "version", "title", "status", "deprecation", "scope", "requires", "parameters",
    "applies", "when", "severity", "summary", "values", "observations", "merge", "mergeBy",
    "innocent",
    "references", "tags", "texts",
  ]

  let source: SourceText
  let limits: RuleLimits
  let functions: RuleFunctions
  var diagnostics: [Diagnostic] = []
  /// Parameters that are declared and cannot be used; using them is no second mistake.
  var brokenParameters: Set<String> = []

  init(_ source: SourceText, limits: RuleLimits, functions: RuleFunctions) {
    self.source = source
    self.limits = limits
    self.functions = functions
  }

  /// Reads the rule.
  ///
  /// - Returns: `nil`, after at least one error, where it cannot be used. All that is wrong with it is
  ///   reported, not the first mistake only.
  mutating func read(_ root: YAMLNode) -> Rule? {
    guard
      let fields = YAMLFields(
        root, path: "", known: Self.keys, source: source, into: &diagnostics)
    else { return nil }
    for key in ["id", "version", "title", "status", "scope", "when", "severity", "summary"] {
      fields.require(key, into: &diagnostics)
    }
    let id = readID(fields)
    let version = readVersion(fields)
    let title = fields.text("title", into: &diagnostics)
    let status = fields.word("status", as: Rule.Status.self, into: &diagnostics)
    let deprecation = readDeprecation(fields, status: status)
    let scope = fields.word("scope", as: Rule.Scope.self, into: &diagnostics)
    if let id, let scope { checkArea(of: id, scope, fields) }
    let merge = fields.word("merge", as: Rule.Merge.self, into: &diagnostics)
    let parameters = readParameters(fields)
    let innocent = fields.texts("innocent", into: &diagnostics)
    let references = fields.texts("references", into: &diagnostics)
    let tags = fields.texts("tags", into: &diagnostics)
    // Nothing can be said about expressions before it is known which variables they have.
    guard let scope else { return nil }
    let body = readBody(fields, scope: scope, parameters: parameters)
    let texts = readTexts(fields, body.textEnvironment)
    let hasErrors = diagnostics.contains { $0.severity == .error }
    guard !hasErrors, let id, let version, let title, let status, let condition = body.condition,
      let summary = body.summary
    else { return nil }
    let compiled = CompiledRule(
      applies: body.applies, condition: condition, levels: body.levels, summary: summary,
      values: body.values, observations: body.observations, requirements: body.requirements,
      mergeKey: body.mergeKey, summaries: texts.summaries, params: CompiledRule.params(parameters))
    return Rule(
      id: id, version: version, title: title, status: status, deprecation: deprecation,
      scope: scope, requires: body.requirements.map(\.path), parameters: parameters,
      applies: body.applies?.source.trimmedSpace, condition: condition.source.trimmedSpace,
      severities: body.levels.map {
        Rule.SeverityCase(condition: $0.condition?.source.trimmedSpace, severity: $0.severity)
      },
      summary: fields.node("summary")?.scalar?.text.trimmedSpace ?? "",
      values: body.values.map {
        Rule.NamedExpression(name: $0.name, expression: $0.expression.source.trimmedSpace)
      },
      observations: body.observations?.source.trimmedSpace,
      merge: merge ?? (scope == .observation ? .interview : .each),
      mergeKey: body.mergeKey?.source.trimmedSpace, innocent: innocent,
      references: references, tags: tags, translations: texts.translations, file: source.file,
      hash: Digest.text(of: source.bytes), compiled: compiled)
  }

  // MARK: The head

  private mutating func readID(_ fields: YAMLFields) -> String? {
    guard let id = fields.text("id", into: &diagnostics) else { return nil }
    guard Self.isRuleID(id) else {
      diagnostics.append(RuleDiagnostic.invalidRuleID(id, at: fields.valuePlace("id")))
      return nil
    }
    let path = "/" + source.file
    let isPlaced = path.hasSuffix("/\(id).yaml") || path.hasSuffix("/\(id).yml")
    if !isPlaced {
      diagnostics.append(
        RuleDiagnostic.misplacedRuleFile(
          id: id, expected: "\(id).yaml", at: fields.valuePlace("id")))
    }
    return id
  }

  /// Lower-case words with hyphens, one slash.
  static func isRuleID(_ id: String) -> Bool {
    let parts = id.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && id.utf8.count <= 100
      && parts.allSatisfy { part in
        part.first?.isLowercaseASCII == true && !part.hasSuffix("-") && !part.contains("--")
          && part.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
          }
      }
  }

  /// A finding is stored with the id of its rule: that has to tell whether it speaks of other people.
  private mutating func checkArea(of id: String, _ scope: Rule.Scope, _ fields: YAMLFields) {
    switch (scope, RuleReach(ofRule: id)) {
    case (.link, .otherCandidates), (.candidate, .candidate), (.candidate, .interview),
      (.observation, .interview), (.switch, .interview), (.interview, .interview):
      return
    default: break
    }
    diagnostics.append(
      RuleDiagnostic.scopeOutsideArea(scope, id: id, at: fields.valuePlace("scope")))
  }

  private mutating func readVersion(_ fields: YAMLFields) -> String? {
    guard let version = fields.text("version", into: &diagnostics) else { return nil }
    guard SemanticVersion(version) != nil else {
      diagnostics.append(
        RuleDiagnostic.invalidVersion("version", version, at: fields.valuePlace("version")))
      return nil
    }
    return version
  }

  private mutating func readDeprecation(
    _ fields: YAMLFields, status: Rule.Status?
  ) -> Rule.Deprecation? {
    guard let node = fields.node("deprecation") else {
      if status == .deprecated {
        diagnostics.append(
          RuleDiagnostic.deprecationMismatch(isDeprecated: true, at: fields.place("status")))
      }
      return nil
    }
    if let status, status != .deprecated {
      diagnostics.append(
        RuleDiagnostic.deprecationMismatch(isDeprecated: false, at: fields.place("deprecation")))
    }
    guard
      let inner = YAMLFields(
        node, path: "deprecation", known: ["reason", "replacement"], source: source,
        into: &diagnostics)
    else { return nil }
    inner.require("reason", into: &diagnostics)
    guard let reason = inner.text("reason", into: &diagnostics) else { return nil }
    return Rule.Deprecation(
      reason: reason, replacement: inner.text("replacement", into: &diagnostics))
  }
}

extension Character {
  /// Whether it is a letter from a to z.
  var isLowercaseASCII: Bool { ("a"..."z").contains(self) }
}

/// A version of three numbers (https://semver.org), as rules and packs have.
struct SemanticVersion: Comparable, Sendable {
  let major: Int
  let minor: Int
  let patch: Int

  /// Reads `1.2.3`; pre-releases and build names are not used here.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3,
      parts.allSatisfy({ part in
        !part.isEmpty && part.count <= 9 && part.utf8.allSatisfy { (48...57).contains($0) }
          && (part.count == 1 || part.first != "0")
      }), let major = Int(parts[0]), let minor = Int(parts[1]), let patch = Int(parts[2])
    else { return nil }
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}
