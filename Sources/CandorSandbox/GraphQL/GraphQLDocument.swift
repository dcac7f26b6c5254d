/// What stands in the text of a request: operations and fragments.
struct GraphQLDocument: Hashable, Sendable {
  var operations: [GraphQLOperation] = []
  var fragments: [GraphQLFragment] = []
}

/// A `query`, `mutation` or `subscription`.
struct GraphQLOperation: Hashable, Sendable {
  enum Kind: String, Sendable {
    case query
    case mutation
    case subscription
  }

  var kind: Kind
  /// Absent for an anonymous operation.
  var name: String?
  var variables: [GraphQLVariableDefinition] = []
  var directives: [GraphQLDirective] = []
  var selections: [GraphQLSelection]
  var location: GraphQLLocation
}

/// `$name: Type = default`.
struct GraphQLVariableDefinition: Hashable, Sendable {
  var name: String
  var type: GraphQLTypeReference
  var defaultValue: GraphQLLiteral?
  var directives: [GraphQLDirective] = []
  var location: GraphQLLocation
}

/// `fragment Name on Type { ... }`.
struct GraphQLFragment: Hashable, Sendable {
  var name: String
  var typeCondition: String
  var directives: [GraphQLDirective] = []
  var selections: [GraphQLSelection]
  var location: GraphQLLocation
}

/// One line of a selection set.
enum GraphQLSelection: Hashable, Sendable {
  case field(GraphQLField)
  case spread(GraphQLFragmentSpread)
  case inline(GraphQLInlineFragment)

  var directives: [GraphQLDirective] {
    switch self {
    case .field(let field): field.directives
    case .spread(let spread): spread.directives
    case .inline(let inline): inline.directives
    }
  }
}

/// `alias: name(arguments) @directives { selections }`.
struct GraphQLField: Hashable, Sendable {
  var alias: String?
  var name: String
  var arguments: [GraphQLArgument] = []
  var directives: [GraphQLDirective] = []
  var selections: [GraphQLSelection] = []
  var location: GraphQLLocation

  /// The key its value stands under in the response.
  var responseKey: String { alias ?? name }
}

/// `...Name`.
struct GraphQLFragmentSpread: Hashable, Sendable {
  var name: String
  var directives: [GraphQLDirective] = []
  var location: GraphQLLocation
}

/// `... on Type { ... }`; without a condition it only carries directives.
struct GraphQLInlineFragment: Hashable, Sendable {
  var typeCondition: String?
  var directives: [GraphQLDirective] = []
  var selections: [GraphQLSelection]
  var location: GraphQLLocation
}

/// `name: value`.
struct GraphQLArgument: Hashable, Sendable {
  var name: String
  var value: GraphQLLiteral
  var location: GraphQLLocation
}

/// `@name(arguments)`.
struct GraphQLDirective: Hashable, Sendable {
  var name: String
  var arguments: [GraphQLArgument] = []
  var location: GraphQLLocation
}

/// A value as it is written in the document.
struct GraphQLLiteral: Hashable, Sendable {
  indirect enum Kind: Hashable, Sendable {
    case variable(String)
    case int(String)
    case float(String)
    case string(String)
    case boolean(Bool)
    case null
    case enumeration(String)
    case list([GraphQLLiteral])
    /// The members in the order of the text; an argument's shape fits them.
    case object([GraphQLArgument])
  }

  var kind: Kind
  var location: GraphQLLocation

  /// How the value is written in a message.
  var text: String {
    switch kind {
    case .variable(let name): "$\(name)"
    case .int(let digits), .float(let digits): digits
    case .string(let text): "\"\(text)\""
    case .boolean(let value): value ? "true" : "false"
    case .null: "null"
    case .enumeration(let name): name
    case .list(let elements): "[\(elements.map(\.text).joined(separator: ", "))]"
    case .object(let members):
      "{\(members.map { "\($0.name): \($0.value.text)" }.joined(separator: ", "))}"
    }
  }
}

/// A type as it is written: `String`, `[String]`, `String!`.
indirect enum GraphQLTypeReference: Hashable, Sendable {
  case named(String)
  case list(GraphQLTypeReference)
  case nonNull(GraphQLTypeReference)

  /// The name inside all lists and exclamation marks.
  var name: String {
    switch self {
    case .named(let name): name
    case .list(let element): element.name
    case .nonNull(let type): type.name
    }
  }

  var isNonNull: Bool { if case .nonNull = self { true } else { false } }

  /// As it is written.
  var text: String {
    switch self {
    case .named(let name): name
    case .list(let element): "[\(element.text)]"
    case .nonNull(let type): "\(type.text)!"
    }
  }
}
