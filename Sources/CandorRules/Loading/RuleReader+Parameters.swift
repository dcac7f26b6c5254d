import CandorExpression
import CandorModel

extension RuleReader {
  /// The parameters, sorted by name.
  mutating func readParameters(_ fields: YAMLFields) -> [RuleParameter] {
    var parameters: [RuleParameter] = []
    for entry in fields.members("parameters", into: &diagnostics) {
      guard Self.isCamelCase(entry.key) else {
        diagnostics.append(
          RuleDiagnostic.invalidParameterName(
            entry.key, at: source.place(entry.keyStart, entry.keyEnd)))
        continue
      }
      if let parameter = readParameter(entry) {
        parameters.append(parameter)
      } else {
        brokenParameters.insert(entry.key)
      }
    }
    return parameters.sorted { $0.name < $1.name }
  }

  static func isCamelCase(_ name: String) -> Bool {
    name.first?.isLowercaseASCII == true && name.utf8.count <= 64
      && name.utf8.allSatisfy {
        (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
      }
  }

  private mutating func readParameter(_ entry: YAMLEntry) -> RuleParameter? {
    let path = "parameters.\(entry.key)"
    guard
      let fields = YAMLFields(
        entry.value, path: path,
        known: ["type", "unit", "default", "minimum", "maximum", "description"], source: source,
        into: &diagnostics)
    else { return nil }
    for key in ["type", "default", "description"] { fields.require(key, into: &diagnostics) }
    let kind = fields.word("type", as: RuleParameter.Kind.self, into: &diagnostics)
    let unit = fields.text("unit", into: &diagnostics)
    let description = fields.text("description", into: &diagnostics)
    let minimum = fields.number("minimum", into: &diagnostics)
    let maximum = fields.number("maximum", into: &diagnostics)
    if let minimum, let maximum, minimum > maximum {
      diagnostics.append(RuleDiagnostic.emptyParameterRange(path, at: fields.place("minimum")))
      return nil
    }
    guard let kind, let node = fields.node("default") else { return nil }
    let value: Value
    switch ParameterValue.read(
      node, kind: kind, minimum: minimum, maximum: maximum, path: fields.path("default"),
      source: source)
    {
    case .success(let found): value = found
    case .failure(let diagnostic):
      diagnostics.append(diagnostic)
      return nil
    }
    return RuleParameter(
      name: entry.key, kind: kind, unit: unit, defaultValue: value, value: value,
      minimum: minimum, maximum: maximum, description: description ?? "")
  }
}

/// Reads values of parameters, in rule files and in configurations.
enum ParameterValue {
  /// Reads a value of a kind within a range.
  static func read(
    _ node: YAMLNode, kind: RuleParameter.Kind, minimum: Double?, maximum: Double?, path: String,
    source: SourceText
  ) -> Result<Value, Diagnostic> {
    let place = source.place(node.start, node.end)
    func mismatch() -> Result<Value, Diagnostic> {
      .failure(
        RuleDiagnostic.parameterTypeMismatch(path, kind: kind, found: node.shape, at: place))
    }
    switch (kind, node.scalar?.resolved) {
    case (.bool, .bool(let flag)): return .success(.bool(flag))
    case (.int, .int(let number)):
      if let outside = outside(Double(number), minimum, maximum, node, path, place) {
        return .failure(outside)
      }
      return .success(.int(number))
    case (.double, .int(let number)):
      if let outside = outside(Double(number), minimum, maximum, node, path, place) {
        return .failure(outside)
      }
      return .success(.double(Double(number)))
    case (.double, .double(let number)):
      if let outside = outside(number, minimum, maximum, node, path, place) {
        return .failure(outside)
      }
      return .success(.double(number))
    case (.string, .string(let text)): return .success(.string(text))
    case (.strings, nil):
      guard let elements = node.elements else { return mismatch() }
      var texts: [Value] = []
      for element in elements {
        guard case .string(let text)? = element.scalar?.resolved else { return mismatch() }
        texts.append(.string(text))
      }
      return .success(.list(texts))
    default: return mismatch()
    }
  }

  private static func outside(
    _ number: Double, _ minimum: Double?, _ maximum: Double?, _ node: YAMLNode, _ path: String,
    _ place: Diagnostic.Place
  ) -> Diagnostic? {
    guard number < minimum ?? number || number > maximum ?? number else { return nil }
    return RuleDiagnostic.parameterOutOfRange(
      path, minimum: minimum.map { DecimalText.text($0, decimals: 6) },
      maximum: maximum.map { DecimalText.text($0, decimals: 6) },
      found: node.scalar?.text ?? "", at: place)
  }
}
