public import CandorModel

extension RuleTuning {
  private static let keys = ["parameters", "severities", "off", "exceptions"]

  /// Reads the section `rules:` of a configuration; the other keys are not looked at.
  ///
  /// - Parameters:
  ///   - text: the whole of `candor.yaml`, so that diagnostics name its lines.
  ///   - file: its name as the user gave it.
  /// - Returns: what could be read, and what is wrong with the rest.
  public static func reading(
    configuration text: String, file: String, limits: RuleLimits = RuleLimits()
  ) -> (tuning: RuleTuning, diagnostics: [Diagnostic]) {
    read(text, file: file, limits: limits) { root in
      root.entries?.first { $0.key == "rules" }?.value
    }
  }

  /// Reads an overlay file, which is the section `rules:` alone.
  ///
  /// - Parameters:
  ///   - text: the file.
  ///   - file: its name as the user gave it.
  /// - Returns: what could be read, and what is wrong with the rest.
  public static func reading(
    overlay text: String, file: String, limits: RuleLimits = RuleLimits()
  ) -> (tuning: RuleTuning, diagnostics: [Diagnostic]) {
    read(text, file: file, limits: limits) { $0 }
  }

  private static func read(
    _ text: String, file: String, limits: RuleLimits, section: (YAMLNode) -> YAMLNode?
  ) -> (RuleTuning, [Diagnostic]) {
    let source = SourceText(file: file, text: text)
    var tuning = RuleTuning()
    var diagnostics: [Diagnostic] = []
    do throws(Diagnostic) {
      var reader = YAMLReader(source, limits: limits)
      let root = try reader.read()
      guard let node = section(root) else { return (tuning, []) }
      if let scalar = node.scalar, scalar.resolved == .null { return (tuning, []) }
      tuning.read(node, source: source, into: &diagnostics)
    } catch {
      // An empty configuration is no mistake.
      if error.code != RuleCode.emptyFile.rawValue { diagnostics.append(error) }
    }
    return (tuning, diagnostics.sorted(by: Diagnostic.isOrderedBefore))
  }

  private mutating func read(
    _ node: YAMLNode, source: SourceText, into diagnostics: inout [Diagnostic]
  ) {
    guard
      let fields = YAMLFields(
        node, path: "rules", known: Self.keys, source: source, into: &diagnostics)
    else { return }
    for rule in fields.members("parameters", into: &diagnostics) {
      guard let entries = rule.value.entries else {
        diagnostics.append(
          RuleDiagnostic.wrongShape(
            "rules.parameters.\(rule.key)", expected: "a mapping of parameters",
            found: rule.value.shape, at: source.place(rule.value.start, rule.value.end)))
        continue
      }
      for entry in entries {
        parameters.append(
          ParameterSetting(
            rule: rule.key, rulePlace: source.place(rule.keyStart, rule.keyEnd), name: entry.key,
            namePlace: source.place(entry.keyStart, entry.keyEnd), node: entry.value,
            source: source))
      }
    }
    for entry in fields.members("severities", into: &diagnostics) {
      readSeverity(entry, source: source, into: &diagnostics)
    }
    for (index, node) in (fields.list("off", into: &diagnostics) ?? []).enumerated() {
      if let rule = fields.text(of: node, path: "rules.off[\(index)]", into: &diagnostics) {
        severities.append(
          SeveritySetting(
            rule: rule, place: source.place(node.start, node.end), severity: nil))
      }
    }
    for (index, node) in (fields.list("exceptions", into: &diagnostics) ?? []).enumerated() {
      readException(node, index: index, source: source, into: &diagnostics)
    }
  }

  private mutating func readSeverity(
    _ entry: YAMLEntry, source: SourceText, into diagnostics: inout [Diagnostic]
  ) {
    let place = source.place(entry.keyStart, entry.keyEnd)
    let text = entry.value.scalar?.text ?? ""
    if text == "off" {
      severities.append(SeveritySetting(rule: entry.key, place: place, severity: nil))
    } else if let severity = Severity(rawValue: text) {
      severities.append(SeveritySetting(rule: entry.key, place: place, severity: severity))
    } else {
      diagnostics.append(
        RuleDiagnostic.unknownWord(
          "rules.severities.\(entry.key)", known: Severity.allCases.map(\.rawValue) + ["off"],
          found: text, at: source.place(entry.value.start, entry.value.end)))
    }
  }

  private mutating func readException(
    _ node: YAMLNode, index: Int, source: SourceText, into diagnostics: inout [Diagnostic]
  ) {
    let path = "rules.exceptions[\(index)]"
    guard
      let fields = YAMLFields(
        node, path: path,
        known: ["name", "owner", "reason", "rules", "scope", "expires", "effect"],
        source: source, into: &diagnostics)
    else { return }
    for key in ["name", "owner", "reason", "scope", "expires"] {
      fields.require(key, into: &diagnostics)
    }
    let name = fields.text("name", into: &diagnostics)
    let owner = fields.text("owner", into: &diagnostics)
    let reason = fields.text("reason", into: &diagnostics)
    let expiry = fields.text("expires", into: &diagnostics)
    let effect =
      fields.word("effect", as: RuleException.Effect.self, into: &diagnostics) ?? .removed
    let rules = (fields.list("rules", into: &diagnostics) ?? []).enumerated().compactMap {
      index, node in
      fields.text(of: node, path: "\(path).rules[\(index)]", into: &diagnostics).map {
        (pattern: $0, place: source.place(node.start, node.end))
      }
    }
    // Without the key all rules are meant; with it and no rule, nobody can say what is.
    let list = fields.node("rules")
    let namesNoRule = fields.has("rules") && (list == nil || list?.elements?.isEmpty == true)
    if namesNoRule {
      diagnostics.append(
        RuleDiagnostic.wrongShape(
          fields.path("rules"), expected: "a list of one rule at least",
          found: list == nil ? "nothing" : "an empty list",
          at: fields.valuePlace("rules"), help: "leave the key out to mean all rules"))
    }
    guard let name, let owner, let reason, let expiry, let scope = fields.node("scope"),
      !namesNoRule
    else { return }
    guard expiry.utf8.count == 10, Timestamp(expiry) != nil else {
      diagnostics.append(
        RuleDiagnostic.invalidDate(
          fields.path("expires"), found: expiry, at: fields.valuePlace("expires")))
      return
    }
    if exceptions.contains(where: { $0.name == name }) {
      diagnostics.append(RuleDiagnostic.duplicateException(name, at: fields.valuePlace("name")))
      return
    }
    exceptions.append(
      ExceptionDraft(
        name: name, owner: owner, reason: reason, rules: rules, scope: scope, expiry: expiry,
        effect: effect, place: fields.valuePlace("name"), source: source))
  }
}
