/// Reads GraphQL text: requests here, schemas in `GraphQLParser+Schema.swift`.
///
/// See https://spec.graphql.org/October2021/#sec-Document-Syntax
struct GraphQLParser {
  private var lexer: GraphQLLexer
  /// The word or sign ahead.
  private(set) var token: GraphQLToken
  private var tokenCount = 0
  private var depth = 0
  private let limits: GraphQLLimits

  init(_ text: String, limits: GraphQLLimits = GraphQLLimits()) throws(GraphQLError) {
    guard text.utf8.count <= limits.maximumDocumentBytes else {
      throw GraphQLError(
        code: .parseFailed,
        message: "The document has \(text.utf8.count) bytes; the limit is "
          + "\(limits.maximumDocumentBytes).")
    }
    self.limits = limits
    lexer = GraphQLLexer(text)
    token = try lexer.next()
  }

  /// The document of a request.
  static func document(
    _ text: String, limits: GraphQLLimits = GraphQLLimits()
  ) throws(GraphQLError) -> GraphQLDocument {
    var parser = try GraphQLParser(text, limits: limits)
    var document = GraphQLDocument()
    repeat { try parser.definition(into: &document) } while parser.token.kind != .end
    return document
  }

  private mutating func definition(into document: inout GraphQLDocument) throws(GraphQLError) {
    let location = token.location
    if isAt("{") {
      let selections = try selectionSet()
      document.operations.append(
        GraphQLOperation(kind: .query, selections: selections, location: location))
      return
    }
    guard case .name(let word) = token.kind else { throw unexpected() }
    if word == "fragment" {
      try advance()
      if isAt(word: "on") { throw unexpected() }
      let name = try name()
      try expect(word: "on")
      document.fragments.append(
        GraphQLFragment(
          name: name, typeCondition: try self.name(), directives: try directives(),
          selections: try selectionSet(), location: location))
      return
    }
    guard let kind = GraphQLOperation.Kind(rawValue: word) else { throw unexpected() }
    try advance()
    var name: String?
    if case .name(let word) = token.kind {
      name = word
      try advance()
    }
    document.operations.append(
      GraphQLOperation(
        kind: kind, name: name, variables: try variableDefinitions(),
        directives: try directives(), selections: try selectionSet(), location: location))
  }

  private mutating func variableDefinitions() throws(GraphQLError) -> [GraphQLVariableDefinition] {
    guard try take("(") else { return [] }
    var result: [GraphQLVariableDefinition] = []
    repeat {
      let location = token.location
      try expect("$")
      let name = try name()
      try expect(":")
      let type = try typeReference()
      let value = try take("=") ? try literal(isConstant: true) : nil
      result.append(
        GraphQLVariableDefinition(
          name: name, type: type, defaultValue: value,
          directives: try directives(isConstant: true), location: location))
    } while try !take(")")
    return result
  }

  private mutating func selectionSet() throws(GraphQLError) -> [GraphQLSelection] {
    try enter()
    try expect("{")
    var result: [GraphQLSelection] = []
    repeat { result.append(try selection()) } while try !take("}")
    depth -= 1
    return result
  }

  private mutating func selection() throws(GraphQLError) -> GraphQLSelection {
    let location = token.location
    guard try take("...") else { return .field(try field()) }
    if case .name(let word) = token.kind, word != "on" {
      try advance()
      return .spread(
        GraphQLFragmentSpread(name: word, directives: try directives(), location: location))
    }
    var condition: String?
    if isAt(word: "on") {
      try advance()
      condition = try name()
    }
    return .inline(
      GraphQLInlineFragment(
        typeCondition: condition, directives: try directives(),
        selections: try selectionSet(), location: location))
  }

  private mutating func field() throws(GraphQLError) -> GraphQLField {
    let location = token.location
    var name = try name()
    var alias: String?
    if try take(":") {
      alias = name
      name = try self.name()
    }
    let arguments = try arguments(isConstant: false)
    let directives = try directives()
    let selections = isAt("{") ? try selectionSet() : []
    return GraphQLField(
      alias: alias, name: name, arguments: arguments, directives: directives,
      selections: selections, location: location)
  }

  private mutating func arguments(isConstant: Bool) throws(GraphQLError) -> [GraphQLArgument] {
    guard try take("(") else { return [] }
    var result: [GraphQLArgument] = []
    repeat { result.append(try argument(isConstant: isConstant)) } while try !take(")")
    return result
  }

  private mutating func argument(isConstant: Bool) throws(GraphQLError) -> GraphQLArgument {
    let location = token.location
    let name = try name()
    try expect(":")
    return GraphQLArgument(
      name: name, value: try literal(isConstant: isConstant), location: location)
  }

  /// Zero or more directives.
  mutating func directives(
    isConstant: Bool = false
  ) throws(GraphQLError) -> [GraphQLDirective] {
    var result: [GraphQLDirective] = []
    while isAt("@") {
      let location = token.location
      try advance()
      result.append(
        GraphQLDirective(
          name: try name(), arguments: try arguments(isConstant: isConstant), location: location))
    }
    return result
  }

  /// A value; a constant one holds no variable.
  mutating func literal(isConstant: Bool) throws(GraphQLError) -> GraphQLLiteral {
    try enter()
    defer { depth -= 1 }
    let location = token.location
    let kind: GraphQLLiteral.Kind
    switch token.kind {
    case .int(let digits): kind = .int(digits)
    case .float(let digits): kind = .float(digits)
    case .string(let text): kind = .string(text)
    case .name("true"): kind = .boolean(true)
    case .name("false"): kind = .boolean(false)
    case .name("null"): kind = .null
    case .name(let name): kind = .enumeration(name)
    case .sign("$") where !isConstant:
      try advance()
      return GraphQLLiteral(kind: .variable(try name()), location: location)
    case .sign("["):
      try advance()
      var elements: [GraphQLLiteral] = []
      while try !take("]") { elements.append(try literal(isConstant: isConstant)) }
      return GraphQLLiteral(kind: .list(elements), location: location)
    case .sign("{"):
      try advance()
      var members: [GraphQLArgument] = []
      while try !take("}") { members.append(try argument(isConstant: isConstant)) }
      return GraphQLLiteral(kind: .object(members), location: location)
    default: throw unexpected()
    }
    try advance()
    return GraphQLLiteral(kind: kind, location: location)
  }

  /// A type with its lists and exclamation marks.
  mutating func typeReference() throws(GraphQLError) -> GraphQLTypeReference {
    try enter()
    defer { depth -= 1 }
    let type: GraphQLTypeReference
    if try take("[") {
      type = .list(try typeReference())
      try expect("]")
    } else {
      type = .named(try name())
    }
    return try take("!") ? .nonNull(type) : type
  }

  // MARK: Words and signs

  mutating func advance() throws(GraphQLError) {
    tokenCount += 1
    guard tokenCount <= limits.maximumTokens else {
      throw lexer.failure("Document contains more than \(limits.maximumTokens) tokens.")
    }
    token = try lexer.next()
  }

  func isAt(_ sign: String) -> Bool { token.kind == .sign(sign) }

  func isAt(word: String) -> Bool { token.kind == .name(word) }

  mutating func take(_ sign: String) throws(GraphQLError) -> Bool {
    guard isAt(sign) else { return false }
    try advance()
    return true
  }

  mutating func expect(_ sign: String) throws(GraphQLError) {
    guard try take(sign) else { throw failure("Expected \"\(sign)\", found \(token.text).") }
  }

  mutating func expect(word: String) throws(GraphQLError) {
    guard isAt(word: word) else { throw failure("Expected \"\(word)\", found \(token.text).") }
    try advance()
  }

  mutating func name() throws(GraphQLError) -> String {
    guard case .name(let name) = token.kind else {
      throw failure("Expected Name, found \(token.text).")
    }
    try advance()
    return name
  }

  func unexpected() -> GraphQLError { failure("Unexpected \(token.text).") }

  func failure(_ message: String) -> GraphQLError {
    GraphQLError(
      code: .parseFailed, message: "Syntax Error: \(message)", locations: [token.location])
  }

  /// One more selection set, list or object inside another; what opened it closes it.
  private mutating func enter() throws(GraphQLError) {
    depth += 1
    // Twice the limit: values stand inside selections, and both have it.
    guard depth <= 2 * limits.maximumDepth else {
      throw failure("The document is nested deeper than \(2 * limits.maximumDepth) levels.")
    }
  }
}
