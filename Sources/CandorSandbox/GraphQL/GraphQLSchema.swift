/// The types a GraphQL service knows.
struct GraphQLSchema: Sendable {
  /// All types by name.
  private(set) var types: [String: GraphQLType] = [:]
  /// The names in the order of their definition, built-in ones last.
  private(set) var typeNames: [String] = []
  /// The type of queries.
  let queryType = "Query"
  /// The type of mutations; absent where the schema has none.
  var mutationType: String? { types["Mutation"] == nil ? nil : "Mutation" }
  /// The directives a request may use, and those that stand in schemas only.
  let directives = GraphQLDirectiveDefinition.builtIn

  /// Reads a schema.
  ///
  /// - Parameter text: type definitions; the built-in scalars and the types of introspection are
  ///   added.
  /// - Throws: where the text is no schema or names a type that is not defined.
  init(_ text: String) throws(GraphQLError) {
    let own = try GraphQLParser.typeDefinitions(text)
    let builtIn = try GraphQLParser.typeDefinitions(GraphQLIntrospection.schemaText)
    for type in own + builtIn {
      guard types.updateValue(type, forKey: type.name) == nil else {
        throw Self.mistake("There can be only one type named \"\(type.name)\".")
      }
      typeNames.append(type.name)
    }
    try checkReferences()
  }

  /// The type of that name; `nil` where there is none.
  subscript(_ name: String) -> GraphQLType? { types[name] }

  /// The field of a type, with the meta fields every composite type or the query type has.
  func field(_ name: String, of type: GraphQLType) -> GraphQLFieldDefinition? {
    switch name {
    case "__typename" where type.isComposite: return GraphQLIntrospection.typeName
    case "__schema" where type.name == queryType: return GraphQLIntrospection.schemaField
    case "__type" where type.name == queryType: return GraphQLIntrospection.typeField
    default: return type.fields.first { $0.name == name }
    }
  }

  /// The object types a value of the named type can be.
  func possibleTypes(of name: String) -> Set<String> {
    guard let type = types[name] else { return [] }
    switch type.kind {
    case .object: return [name]
    case .union: return Set(type.possibleTypes)
    case .interface:
      return Set(types.values.filter { $0.interfaces.contains(name) }.map(\.name))
    case .scalar, .enumeration, .input: return []
    }
  }

  /// Whether an object of a type fulfils a fragment's condition.
  func matches(_ objectType: String, condition: String?) -> Bool {
    guard let condition, condition != objectType else { return true }
    return possibleTypes(of: condition).contains(objectType)
  }

  private func checkReferences() throws(GraphQLError) {
    for name in typeNames {
      guard let type = types[name] else { continue }
      var names = type.interfaces + type.possibleTypes + type.inputFields.map(\.type.name)
      for field in type.fields {
        names.append(field.type.name)
        names += field.arguments.map(\.type.name)
      }
      for used in names where types[used] == nil {
        throw Self.mistake("Unknown type \"\(used)\" in \"\(name)\".")
      }
    }
    guard types[queryType] != nil else { throw Self.mistake("Query root type must be provided.") }
  }

  private static func mistake(_ message: String) -> GraphQLError {
    GraphQLError(code: .internalError, message: message)
  }
}

/// One type of a schema.
struct GraphQLType: Sendable {
  enum Kind: String, Sendable {
    case scalar = "SCALAR"
    case object = "OBJECT"
    case interface = "INTERFACE"
    case union = "UNION"
    case enumeration = "ENUM"
    case input = "INPUT_OBJECT"
  }

  var kind: Kind
  var name: String
  var description: String?
  /// Of objects and interfaces.
  var fields: [GraphQLFieldDefinition] = []
  /// Of objects and interfaces.
  var interfaces: [String] = []
  /// Of unions.
  var possibleTypes: [String] = []
  /// Of enums.
  var enumValues: [GraphQLEnumValue] = []
  /// Of inputs.
  var inputFields: [GraphQLInputValue] = []

  /// Whether fields are selected on it.
  var isComposite: Bool { kind == .object || kind == .interface || kind == .union }
  /// Whether a variable can have it.
  var isInput: Bool { kind == .scalar || kind == .enumeration || kind == .input }
}

/// One field of an object or interface.
struct GraphQLFieldDefinition: Sendable {
  var name: String
  var description: String?
  var arguments: [GraphQLInputValue] = []
  var type: GraphQLTypeReference
  var deprecationReason: String?
}

/// An argument, or a field of an input.
struct GraphQLInputValue: Sendable {
  var name: String
  var description: String?
  var type: GraphQLTypeReference
  var defaultValue: GraphQLLiteral?

  /// Whether a request has to give it.
  var isRequired: Bool { type.isNonNull && defaultValue == nil }
}

/// One value of an enum.
struct GraphQLEnumValue: Sendable {
  var name: String
  var description: String?
  var deprecationReason: String?
}

/// A directive and where it may stand.
struct GraphQLDirectiveDefinition: Sendable {
  var name: String
  var description: String
  var locations: [String]
  var arguments: [GraphQLInputValue]

  static let builtIn: [GraphQLDirectiveDefinition] = {
    let condition = GraphQLInputValue(name: "if", type: .nonNull(.named("Boolean")))
    let request = ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"]
    return [
      GraphQLDirectiveDefinition(
        name: "include", description: "Selects only where the condition is true.",
        locations: request, arguments: [condition]),
      GraphQLDirectiveDefinition(
        name: "skip", description: "Selects only where the condition is false.",
        locations: request, arguments: [condition]),
      GraphQLDirectiveDefinition(
        name: "deprecated", description: "Marks what should not be used any more.",
        locations: ["FIELD_DEFINITION", "ENUM_VALUE"],
        arguments: [GraphQLInputValue(name: "reason", type: .named("String"))]),
    ]
  }()
}
