extension GraphQLParser {
  /// The type definitions of a schema's text.
  ///
  /// What is understood is what our schemas need: scalars, objects, interfaces, unions, enums,
  /// inputs, descriptions and `@deprecated`; no extensions and no directive definitions.
  /// See https://spec.graphql.org/October2021/#sec-Type-System
  static func typeDefinitions(_ text: String) throws(GraphQLError) -> [GraphQLType] {
    var limits = GraphQLLimits()
    limits.maximumTokens = 100_000
    var parser = try GraphQLParser(text, limits: limits)
    var result: [GraphQLType] = []
    while parser.token.kind != .end { result.append(try parser.typeDefinition()) }
    return result
  }

  private mutating func typeDefinition() throws(GraphQLError) -> GraphQLType {
    let description = try takeDescription()
    let word = try name()
    let name = try self.name()
    var type = GraphQLType(kind: .object, name: name, description: description)
    switch word {
    case "scalar": type.kind = .scalar
    case "type", "interface":
      type.kind = word == "type" ? .object : .interface
      type.interfaces = try interfaces()
      type.fields = try fieldDefinitions()
    case "union":
      type.kind = .union
      try expect("=")
      _ = try take("|")
      repeat { type.possibleTypes.append(try self.name()) } while try take("|")
    case "enum":
      type.kind = .enumeration
      try expect("{")
      repeat {
        let description = try takeDescription()
        let value = try self.name()
        type.enumValues.append(
          GraphQLEnumValue(
            name: value, description: description, deprecationReason: try deprecation()))
      } while try !take("}")
    case "input":
      type.kind = .input
      try expect("{")
      repeat { type.inputFields.append(try inputValue()) } while try !take("}")
    default: throw failure("Unexpected definition \"\(word)\".")
    }
    return type
  }

  private mutating func interfaces() throws(GraphQLError) -> [String] {
    guard isAt(word: "implements") else { return [] }
    try advance()
    var result: [String] = []
    repeat { result.append(try name()) } while try take("&")
    return result
  }

  private mutating func fieldDefinitions() throws(GraphQLError) -> [GraphQLFieldDefinition] {
    try expect("{")
    var result: [GraphQLFieldDefinition] = []
    repeat {
      let description = try takeDescription()
      let name = try name()
      var arguments: [GraphQLInputValue] = []
      if try take("(") {
        repeat { arguments.append(try inputValue()) } while try !take(")")
      }
      try expect(":")
      result.append(
        GraphQLFieldDefinition(
          name: name, description: description, arguments: arguments,
          type: try typeReference(), deprecationReason: try deprecation()))
    } while try !take("}")
    return result
  }

  private mutating func inputValue() throws(GraphQLError) -> GraphQLInputValue {
    let description = try takeDescription()
    let name = try name()
    try expect(":")
    let type = try typeReference()
    let value = try take("=") ? try literal(isConstant: true) : nil
    _ = try directives(isConstant: true)
    return GraphQLInputValue(
      name: name, description: description, type: type, defaultValue: value)
  }

  private mutating func takeDescription() throws(GraphQLError) -> String? {
    guard case .string(let text) = token.kind else { return nil }
    try advance()
    return text
  }

  private mutating func deprecation() throws(GraphQLError) -> String? {
    for directive in try directives(isConstant: true) where directive.name == "deprecated" {
      if case .string(let reason)? = directive.arguments.first?.value.kind { return reason }
      return "No longer supported"
    }
    return nil
  }
}
