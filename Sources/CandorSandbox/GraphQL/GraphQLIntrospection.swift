import CandorModel

/// A schema that tells about itself: `__schema`, `__type` and `__typename`.
///
/// See https://spec.graphql.org/October2021/#sec-Introspection
enum GraphQLIntrospection {
  /// The built-in scalars and the types of introspection.
  static let schemaText = """
    "Text." scalar String
    "A whole number of 32 bits." scalar Int
    "A number." scalar Float
    "True or false." scalar Boolean
    "An identifier." scalar ID
    type __Schema {
      description: String
      types: [__Type!]!
      queryType: __Type!
      mutationType: __Type
      subscriptionType: __Type
      directives: [__Directive!]!
    }
    type __Type {
      kind: __TypeKind!
      name: String
      description: String
      specifiedByURL: String
      fields(includeDeprecated: Boolean = false): [__Field!]
      interfaces: [__Type!]
      possibleTypes: [__Type!]
      enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
      inputFields(includeDeprecated: Boolean = false): [__InputValue!]
      ofType: __Type
    }
    type __Field {
      name: String!
      description: String
      args(includeDeprecated: Boolean = false): [__InputValue!]!
      type: __Type!
      isDeprecated: Boolean!
      deprecationReason: String
    }
    type __InputValue {
      name: String!
      description: String
      type: __Type!
      defaultValue: String
      isDeprecated: Boolean!
      deprecationReason: String
    }
    type __EnumValue {
      name: String!
      description: String
      isDeprecated: Boolean!
      deprecationReason: String
    }
    type __Directive {
      name: String!
      description: String
      locations: [__DirectiveLocation!]!
      args(includeDeprecated: Boolean = false): [__InputValue!]!
      isRepeatable: Boolean!
    }
    enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
    enum __DirectiveLocation {
      QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT
      VARIABLE_DEFINITION SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE
      UNION ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION
    }
    """

  static let typeName = GraphQLFieldDefinition(
    name: "__typename", type: .nonNull(.named("String")))
  static let schemaField = GraphQLFieldDefinition(
    name: "__schema", type: .nonNull(.named("__Schema")))
  static let typeField = GraphQLFieldDefinition(
    name: "__type",
    arguments: [GraphQLInputValue(name: "name", type: .nonNull(.named("String")))],
    type: .named("__Type"))

  /// The answer to `__type(name:)`.
  static func type(_ name: String?, in schema: GraphQLSchema) -> GraphQLOutput {
    guard let name, schema[name] != nil else { return .null }
    return .object(TypeNode(schema: schema, reference: .named(name)))
  }

  fileprivate static func types(_ names: [String], in schema: GraphQLSchema) -> GraphQLOutput {
    .list(names.map { .object(TypeNode(schema: schema, reference: .named($0))) })
  }

  fileprivate static func inputs(
    _ values: [GraphQLInputValue], in schema: GraphQLSchema
  ) -> GraphQLOutput {
    .list(values.map { .object(InputNode(schema: schema, value: $0)) })
  }

  /// `__Schema`.
  struct SchemaNode: GraphQLObject {
    let schema: GraphQLSchema
    var typeName: String { "__Schema" }

    func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
      switch field {
      case "types": GraphQLIntrospection.types(schema.typeNames, in: schema)
      case "queryType": GraphQLIntrospection.type(schema.queryType, in: schema)
      case "mutationType": GraphQLIntrospection.type(schema.mutationType, in: schema)
      case "directives":
        .list(schema.directives.map { .object(DirectiveNode(schema: schema, directive: $0)) })
      default: .null
      }
    }
  }

  /// `__Type`: a named type, a list or a non-null type.
  private struct TypeNode: GraphQLObject {
    let schema: GraphQLSchema
    let reference: GraphQLTypeReference
    var typeName: String { "__Type" }

    func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
      switch reference {
      case .nonNull(let inner): wrapper("NON_NULL", inner, field)
      case .list(let inner): wrapper("LIST", inner, field)
      case .named(let name): schema[name].map { named($0, field, arguments) } ?? .null
      }
    }

    private func wrapper(
      _ kind: String, _ inner: GraphQLTypeReference, _ field: String
    ) -> GraphQLOutput {
      switch field {
      case "kind": .text(kind)
      case "ofType": .object(TypeNode(schema: schema, reference: inner))
      default: .null
      }
    }

    private func named(
      _ type: GraphQLType, _ field: String, _ arguments: GraphQLArguments
    ) -> GraphQLOutput {
      let all = arguments["includeDeprecated"]?.bool == true
      switch field {
      case "kind": return .text(type.kind.rawValue)
      case "name": return .text(type.name)
      case "description": return .text(type.description)
      case "fields" where type.kind == .object || type.kind == .interface:
        let fields = type.fields.filter { all || $0.deprecationReason == nil }
        return .list(fields.map { .object(FieldNode(schema: schema, field: $0)) })
      case "interfaces" where type.kind == .object || type.kind == .interface:
        return GraphQLIntrospection.types(type.interfaces, in: schema)
      case "possibleTypes" where type.kind == .union || type.kind == .interface:
        let possible = schema.possibleTypes(of: type.name)
        return GraphQLIntrospection.types(
          schema.typeNames.filter(possible.contains), in: schema)
      case "enumValues" where type.kind == .enumeration:
        let values = type.enumValues.filter { all || $0.deprecationReason == nil }
        return .list(values.map { .object(EnumValueNode(value: $0)) })
      case "inputFields" where type.kind == .input:
        return GraphQLIntrospection.inputs(type.inputFields, in: schema)
      default: return .null
      }
    }
  }

  private struct FieldNode: GraphQLObject {
    let schema: GraphQLSchema
    let field: GraphQLFieldDefinition
    var typeName: String { "__Field" }

    func value(of name: String, arguments: GraphQLArguments) -> GraphQLOutput {
      switch name {
      case "name": .text(field.name)
      case "description": .text(field.description)
      case "args": GraphQLIntrospection.inputs(field.arguments, in: schema)
      case "type": .object(TypeNode(schema: schema, reference: field.type))
      case "isDeprecated": .bool(field.deprecationReason != nil)
      case "deprecationReason": .text(field.deprecationReason)
      default: .null
      }
    }
  }

  private struct InputNode: GraphQLObject {
    let schema: GraphQLSchema
    let value: GraphQLInputValue
    var typeName: String { "__InputValue" }

    func value(of name: String, arguments: GraphQLArguments) -> GraphQLOutput {
      switch name {
      case "name": .text(value.name)
      case "description": .text(value.description)
      case "type": .object(TypeNode(schema: schema, reference: value.type))
      case "defaultValue": .text(value.defaultValue?.text)
      case "isDeprecated": .bool(false)
      default: .null
      }
    }
  }

  private struct EnumValueNode: GraphQLObject {
    let value: GraphQLEnumValue
    var typeName: String { "__EnumValue" }

    func value(of name: String, arguments: GraphQLArguments) -> GraphQLOutput {
      switch name {
      case "name": .text(value.name)
      case "description": .text(value.description)
      case "isDeprecated": .bool(value.deprecationReason != nil)
      case "deprecationReason": .text(value.deprecationReason)
      default: .null
      }
    }
  }

  private struct DirectiveNode: GraphQLObject {
    let schema: GraphQLSchema
    let directive: GraphQLDirectiveDefinition
    var typeName: String { "__Directive" }

    func value(of name: String, arguments: GraphQLArguments) -> GraphQLOutput {
      switch name {
      case "name": .text(directive.name)
      case "description": .text(directive.description)
      case "locations": .texts(directive.locations)
      case "args": GraphQLIntrospection.inputs(directive.arguments, in: schema)
      case "isRepeatable": .bool(false)
      default: .null
      }
    }
  }
}
