extension GraphQLValidator {
  /// Checks a literal against the type expected in its place.
  mutating func check(
    _ literal: GraphQLLiteral, as type: GraphQLTypeReference, hasDefault: Bool = false
  ) {
    if case .variable = literal.kind {
      note(literal, type: type, hasDefault: hasDefault)
      return
    }
    switch type {
    case .nonNull(let inner):
      if literal.kind == .null {
        report("Expected value of type \"\(type.text)\", found null.", literal.location)
      } else {
        check(literal, as: inner)
      }
    case .list(let element):
      if case .list(let elements) = literal.kind {
        for item in elements { check(item, as: element) }
      } else if literal.kind != .null {
        check(literal, as: element)
      }
    case .named(let name):
      guard literal.kind != .null, let definition = schema[name] else { return }
      check(literal, as: definition)
    }
  }

  private mutating func check(_ literal: GraphQLLiteral, as type: GraphQLType) {
    switch type.kind {
    case .enumeration:
      guard case .enumeration(let name) = literal.kind else {
        report("Enum \"\(type.name)\" cannot represent non-enum value.", literal.location)
        return
      }
      let names = type.enumValues.map(\.name)
      if !names.contains(name) {
        report(
          "Value \"\(name)\" does not exist in \"\(type.name)\" enum."
            + Suggestion.text(for: name, among: names), literal.location)
      }
    case .input: checkObject(literal, as: type)
    default:
      if !fits(literal, scalar: type.name) {
        report("\(type.name) cannot represent the value given.", literal.location)
      }
      note(literal, type: nil, hasDefault: false)
    }
  }

  private func fits(_ literal: GraphQLLiteral, scalar: String) -> Bool {
    switch (scalar, literal.kind) {
    case ("Int", .int(let digits)): Int32(digits) != nil
    case ("Float", .int), ("Float", .float), ("String", .string), ("Boolean", .boolean),
      ("ID", .string), ("ID", .int):
      true
    case ("Int", _), ("Float", _), ("String", _), ("Boolean", _), ("ID", _): false
    default: true
    }
  }

  private mutating func checkObject(_ literal: GraphQLLiteral, as type: GraphQLType) {
    guard case .object(let members) = literal.kind else {
      report("Expected value of type \"\(type.name)\", found another.", literal.location)
      note(literal, type: nil, hasDefault: false)
      return
    }
    var names: Set<String> = []
    for member in members {
      if !names.insert(member.name).inserted {
        report("There can be only one input field named \"\(member.name)\".", member.location)
      }
      guard let field = type.inputFields.first(where: { $0.name == member.name }) else {
        report(
          "Field \"\(member.name)\" is not defined by type \"\(type.name)\"."
            + Suggestion.text(for: member.name, among: type.inputFields.map(\.name)),
          member.location)
        note(member.value, type: nil, hasDefault: false)
        continue
      }
      check(member.value, as: field.type, hasDefault: field.defaultValue != nil)
    }
    for field in type.inputFields where field.isRequired && !names.contains(field.name) {
      report(
        "Field \"\(type.name).\(field.name)\" of required type \"\(field.type.text)\" was not "
          + "provided.", literal.location)
    }
  }

  /// Notes every variable in a literal as used.
  mutating func note(_ literal: GraphQLLiteral, type: GraphQLTypeReference?, hasDefault: Bool) {
    switch literal.kind {
    case .variable(let name):
      usages.append(
        VariableUsage(
          name: name, location: literal.location, type: type, hasDefault: hasDefault))
    case .list(let elements):
      for element in elements { note(element, type: nil, hasDefault: false) }
    case .object(let members):
      for member in members { note(member.value, type: nil, hasDefault: false) }
    default: break
    }
  }

  /// Checks the variables an operation declares.
  mutating func checkVariables(of operation: GraphQLOperation) {
    var names: Set<String> = []
    for variable in operation.variables {
      if !names.insert(variable.name).inserted {
        report("There can be only one variable named \"$\(variable.name)\".", variable.location)
      }
      check(variable.directives, at: "VARIABLE_DEFINITION")
      guard let type = schema[variable.type.name] else {
        report(
          "Unknown type \"\(variable.type.name)\"."
            + Suggestion.text(for: variable.type.name, among: schema.typeNames),
          variable.location)
        continue
      }
      guard type.isInput else {
        report(
          "Variable \"$\(variable.name)\" cannot be non-input type \"\(variable.type.text)\".",
          variable.location)
        continue
      }
      if let value = variable.defaultValue { check(value, as: variable.type) }
    }
  }

  /// Checks the places where variables stand, the fragments' included.
  mutating func checkUsages(_ usages: [VariableUsage], in operation: GraphQLOperation) {
    let name = operation.name.map { " by operation \"\($0)\"" } ?? ""
    let variables = Dictionary(
      operation.variables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for usage in usages {
      guard let variable = variables[usage.name] else {
        report("Variable \"$\(usage.name)\" is not defined\(name).", usage.location)
        continue
      }
      guard let place = usage.type, schema[variable.type.name]?.isInput == true else { continue }
      if !allows(variable, at: place, hasDefault: usage.hasDefault) {
        report(
          "Variable \"$\(usage.name)\" of type \"\(variable.type.text)\" used in position "
            + "expecting type \"\(place.text)\".", variable.location, usage.location)
      }
    }
    let used = Set(usages.map(\.name))
    for variable in operation.variables where !used.contains(variable.name) {
      let owner = operation.name.map { " in operation \"\($0)\"" } ?? ""
      report("Variable \"$\(variable.name)\" is never used\(owner).", variable.location)
    }
  }

  /// See https://spec.graphql.org/October2021/#IsVariableUsageAllowed()
  private func allows(
    _ variable: GraphQLVariableDefinition, at place: GraphQLTypeReference, hasDefault: Bool
  ) -> Bool {
    if case .nonNull(let inner) = place, !variable.type.isNonNull {
      let hasValue = variable.defaultValue.map { $0.kind != .null } ?? false
      return (hasValue || hasDefault) && Self.isCompatible(variable.type, inner)
    }
    return Self.isCompatible(variable.type, place)
  }

  private static func isCompatible(
    _ variable: GraphQLTypeReference, _ place: GraphQLTypeReference
  ) -> Bool {
    switch (variable, place) {
    case (.nonNull(let left), .nonNull(let right)): isCompatible(left, right)
    case (.nonNull(let left), _): isCompatible(left, place)
    case (.list(let left), .list(let right)): isCompatible(left, right)
    case (.named(let left), .named(let right)): left == right
    default: false
    }
  }
}
