import CandorModel

/// Turns literals and variables into the values that a field's code is given.
///
/// See https://spec.graphql.org/October2021/#sec-Coercing-Variable-Values
struct GraphQLCoercion {
  let schema: GraphQLSchema

  // MARK: Variables

  /// The values of an operation's variables, defaults filled in.
  ///
  /// - Parameter given: the request's `variables`.
  /// - Throws: where one is missing or of another type; GraphQL then runs nothing at all.
  func variables(
    of operation: GraphQLOperation, given: JSONValue?
  ) throws(GraphQLError) -> [String: JSONValue] {
    var result: [String: JSONValue] = [:]
    for variable in operation.variables {
      if let value = member(variable.name, of: given) {
        do throws(Mismatch) {
          result[variable.name] = try coerce(value, to: variable.type)
        } catch {
          throw failure("Variable \"$\(variable.name)\" got invalid value; \(error.text)", variable)
        }
      } else if let literal = variable.defaultValue {
        result[variable.name] = try coerce(literal, to: variable.type, variables: [:])
      } else if variable.type.isNonNull {
        throw failure(
          "Variable \"$\(variable.name)\" of required type \"\(variable.type.text)\" "
            + "was not provided.", variable)
      }
    }
    return result
  }

  /// Why a value does not fit, as the second half of a sentence; holds no value of the request.
  private struct Mismatch: Error {
    var text: String
  }

  private func failure(
    _ message: String, _ variable: GraphQLVariableDefinition
  ) -> GraphQLError {
    GraphQLError(code: .badUserInput, message: message, locations: [variable.location])
  }

  /// The member of an object, `null` included: a given `null` is not a missing value.
  private func member(_ name: String, of object: JSONValue?) -> JSONValue? {
    object?.object?.last { $0.key == name }?.value
  }

  private func coerce(
    _ value: JSONValue, to type: GraphQLTypeReference
  ) throws(Mismatch) -> JSONValue {
    switch type {
    case .nonNull(let inner):
      guard value != .null else {
        throw Mismatch(text: "Expected non-nullable type \"\(type.text)\" not to be null.")
      }
      return try coerce(value, to: inner)
    case .list(let element):
      guard value != .null else { return .null }
      var elements: [JSONValue] = []
      for item in value.array ?? [value] { elements.append(try coerce(item, to: element)) }
      return .array(elements)
    case .named(let name):
      guard value != .null else { return .null }
      guard let definition = schema[name] else { throw Mismatch(text: "Unknown type \"\(name)\".") }
      return try coerce(value, to: definition)
    }
  }

  private func coerce(_ value: JSONValue, to type: GraphQLType) throws(Mismatch) -> JSONValue {
    switch type.kind {
    case .enumeration:
      guard let text = value.string, type.enumValues.contains(where: { $0.name == text }) else {
        throw Mismatch(text: "Value does not exist in \"\(type.name)\" enum.")
      }
      return value
    case .input:
      guard let members = value.object else {
        throw Mismatch(text: "Expected type \"\(type.name)\" to be an object.")
      }
      for member in members where !type.inputFields.contains(where: { $0.name == member.key }) {
        throw Mismatch(text: "Field \"\(member.key)\" is not defined by type \"\(type.name)\".")
      }
      var result: [(key: String, value: JSONValue)] = []
      for field in type.inputFields {
        if let given = member(field.name, of: value) {
          result.append((field.name, try coerce(given, to: field.type)))
        } else if let literal = field.defaultValue {
          result.append((field.name, json(literal, variables: [:])))
        } else if field.type.isNonNull {
          throw Mismatch(
            text: "Field \"\(field.name)\" of required type \"\(field.type.text)\" "
              + "was not provided.")
        }
      }
      return .object(result)
    default:
      guard let coerced = Self.scalar(value, type.name) else {
        throw Mismatch(text: "\(type.name) cannot represent the given value.")
      }
      return coerced
    }
  }

  /// A value as a scalar; `nil` where it is none of that type.
  static func scalar(_ value: JSONValue, _ name: String) -> JSONValue? {
    switch name {
    case "Int":
      guard let number = value.integer, Int32(exactly: number) != nil else { return nil }
      return .number(String(number))
    case "Float": return value.double == nil ? nil : value
    case "String": return value.string == nil ? nil : value
    case "Boolean": return value.bool == nil ? nil : value
    case "ID":
      if let number = value.integer { return .string(String(number)) }
      return value.string == nil ? nil : value
    default: return value
    }
  }

  // MARK: Literals

  /// The arguments of a field or directive; a missing one that has no default is left out.
  func arguments(
    _ given: [GraphQLArgument], of definitions: [GraphQLInputValue],
    variables: [String: JSONValue]
  ) throws(GraphQLError) -> GraphQLArguments {
    var result = GraphQLArguments()
    for definition in definitions {
      let argument = given.first { $0.name == definition.name }
      if case .variable(let name)? = argument?.value.kind, variables[name] == nil {
        // A variable that was left out counts as an argument that was left out.
        if let literal = definition.defaultValue {
          result.values[definition.name] = json(literal, variables: [:])
        }
      } else if let argument {
        result.values[definition.name] = try coerce(
          argument.value, to: definition.type, variables: variables)
      } else if let literal = definition.defaultValue {
        result.values[definition.name] = json(literal, variables: [:])
      }
      if definition.type.isNonNull, result.values[definition.name] ?? .null == .null {
        throw GraphQLError(
          code: .badUserInput,
          message: "Argument \"\(definition.name)\" of required type "
            + "\"\(definition.type.text)\" was not provided.")
      }
    }
    return result
  }

  /// A literal as a value of a type; validation has checked its shape, so only what a variable
  /// brings in can still be wrong.
  func coerce(
    _ literal: GraphQLLiteral, to type: GraphQLTypeReference, variables: [String: JSONValue]
  ) throws(GraphQLError) -> JSONValue {
    if case .variable(let name) = literal.kind { return variables[name] ?? .null }
    switch type {
    case .nonNull(let inner):
      let value = try coerce(literal, to: inner, variables: variables)
      guard value != .null else {
        throw GraphQLError(
          code: .badUserInput, message: "Expected value of type \"\(type.text)\", found null.",
          locations: [literal.location])
      }
      return value
    case .list(let element):
      if literal.kind == .null { return .null }
      guard case .list(let items) = literal.kind else {
        return .array([try coerce(literal, to: element, variables: variables)])
      }
      var elements: [JSONValue] = []
      for item in items { elements.append(try coerce(item, to: element, variables: variables)) }
      return .array(elements)
    case .named(let name):
      guard case .object(let members) = literal.kind, let definition = schema[name],
        definition.kind == .input
      else {
        let value = json(literal, variables: variables)
        return name == "ID" ? Self.scalar(value, name) ?? value : value
      }
      var result: [(key: String, value: JSONValue)] = []
      for field in definition.inputFields {
        let member = members.first { $0.name == field.name }
        if case .variable(let name)? = member?.value.kind, variables[name] == nil {
          if let value = field.defaultValue {
            result.append((field.name, json(value, variables: [:])))
          }
        } else if let member {
          result.append(
            (field.name, try coerce(member.value, to: field.type, variables: variables)))
        } else if let value = field.defaultValue {
          result.append((field.name, json(value, variables: [:])))
        }
      }
      return .object(result)
    }
  }

  /// A literal as JSON, whatever its type.
  func json(_ literal: GraphQLLiteral, variables: [String: JSONValue]) -> JSONValue {
    switch literal.kind {
    case .variable(let name): variables[name] ?? .null
    case .int(let digits), .float(let digits): .number(digits)
    case .string(let text), .enumeration(let text): .string(text)
    case .boolean(let value): .bool(value)
    case .null: .null
    case .list(let elements): .array(elements.map { json($0, variables: variables) })
    case .object(let members):
      .object(members.map { ($0.name, json($0.value, variables: variables)) })
    }
  }
}

/// The arguments a field was given.
struct GraphQLArguments: Sendable {
  fileprivate(set) var values: [String: JSONValue] = [:]

  /// The value of an argument; `nil` where it is missing or `null`.
  subscript(_ name: String) -> JSONValue? {
    guard let value = values[name], value != .null else { return nil }
    return value
  }
}
