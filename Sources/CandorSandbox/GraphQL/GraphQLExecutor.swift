import CandorModel

/// What the code behind a field answers.
enum GraphQLOutput: Sendable {
  case null
  case scalar(JSONValue)
  case list([GraphQLOutput])
  case object(any GraphQLObject)

  /// A text, or null.
  static func text(_ value: String?) -> GraphQLOutput {
    value.map { .scalar(.string($0)) } ?? .null
  }

  /// A whole number, or null.
  static func number(_ value: (some BinaryInteger)?) -> GraphQLOutput {
    value.map { .scalar(.number(String($0))) } ?? .null
  }

  /// `true` or `false`.
  static func bool(_ value: Bool) -> GraphQLOutput { .scalar(.bool(value)) }

  /// A moment in epoch milliseconds, or null.
  static func moment(_ value: Timestamp?) -> GraphQLOutput {
    number(value?.millisecondsSinceEpoch)
  }

  /// A list of texts.
  static func texts(_ values: [String]) -> GraphQLOutput {
    .list(values.map { .scalar(.string($0)) })
  }
}

/// A thing with fields.
protocol GraphQLObject: Sendable {
  /// The name of its object type.
  var typeName: String { get }
  /// The value of one field, which the type is known to have.
  ///
  /// - Throws: what becomes an entry of `errors`; the field is then null.
  func value(
    of field: String, arguments: GraphQLArguments
  ) throws(GraphQLError) -> GraphQLOutput
}

/// Runs one operation of a validated document.
///
/// See https://spec.graphql.org/October2021/#sec-Execution
struct GraphQLExecutor {
  private let schema: GraphQLSchema
  private let coercion: GraphQLCoercion
  private let fragments: [String: GraphQLFragment]
  private let variables: [String: JSONValue]
  private var path: [GraphQLPathElement] = []
  /// What went wrong in single fields.
  private(set) var errors: [GraphQLError] = []

  init(schema: GraphQLSchema, document: GraphQLDocument, variables: [String: JSONValue]) {
    self.schema = schema
    coercion = GraphQLCoercion(schema: schema)
    fragments = Dictionary(
      document.fragments.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.variables = variables
  }

  /// The value of `data`; null where an error reached the top.
  mutating func data(of operation: GraphQLOperation, root: any GraphQLObject) -> JSONValue {
    (try? object(root, operation.selections)) ?? .null
  }

  /// Thrown up to the nearest field that may be null; the error itself is recorded already.
  private struct Nulled: Error {}

  private mutating func object(
    _ object: any GraphQLObject, _ selections: [GraphQLSelection]
  ) throws(Nulled) -> JSONValue {
    guard let type = schema[object.typeName] else { throw Nulled() }
    var collected = Collected()
    collect(selections, typeName: type.name, into: &collected)
    var members: [(key: String, value: JSONValue)] = []
    members.reserveCapacity(collected.fields.count)
    for fields in collected.fields {
      let key = fields[0].responseKey
      path.append(.key(key))
      defer { path.removeLast() }
      members.append((key, try value(of: fields, on: object, type)))
    }
    return .object(members)
  }

  /// Why a field has no value.
  private enum Failure: Error {
    /// Not recorded yet.
    case new(GraphQLError)
    /// Recorded further down, where a field that may not be null was.
    case recorded
  }

  private mutating func value(
    of fields: [GraphQLField], on object: any GraphQLObject, _ type: GraphQLType
  ) throws(Nulled) -> JSONValue {
    let field = fields[0]
    if field.name == "__typename" { return .string(type.name) }
    guard let definition = schema.field(field.name, of: type) else { throw Nulled() }
    do throws(Failure) {
      let output = try resolved(field, definition, on: object)
      return try completed(output, definition.type, fields)
    } catch {
      if case .new(let error) = error { record(error, at: field) }
      if definition.type.isNonNull { throw Nulled() }
      return .null
    }
  }

  private func resolved(
    _ field: GraphQLField, _ definition: GraphQLFieldDefinition, on object: any GraphQLObject
  ) throws(Failure) -> GraphQLOutput {
    do throws(GraphQLError) {
      let arguments = try coercion.arguments(
        field.arguments, of: definition.arguments, variables: variables)
      switch field.name {
      case "__schema": return .object(GraphQLIntrospection.SchemaNode(schema: schema))
      case "__type": return GraphQLIntrospection.type(arguments["name"]?.string, in: schema)
      default: return try object.value(of: field.name, arguments: arguments)
      }
    } catch {
      throw .new(error)
    }
  }

  private mutating func completed(
    _ output: GraphQLOutput, _ type: GraphQLTypeReference, _ fields: [GraphQLField]
  ) throws(Failure) -> JSONValue {
    if case .nonNull(let inner) = type {
      let value = try completed(output, inner, fields)
      guard value != .null else {
        throw .new(
          GraphQLError(
            code: .internalError,
            message: "Cannot return null for non-nullable field \(fields[0].name)."))
      }
      return value
    }
    switch output {
    case .null: return .null
    case .scalar(let value): return value
    case .object(let object):
      // All fields under one key contribute their selections.
      let selections = fields.count == 1 ? fields[0].selections : fields.flatMap(\.selections)
      do throws(Nulled) { return try self.object(object, selections) } catch {
        throw .recorded
      }
    case .list(let elements):
      guard case .list(let elementType) = type else { return .null }
      var result: [JSONValue] = []
      result.reserveCapacity(elements.count)
      for (index, element) in elements.enumerated() {
        path.append(.index(index))
        defer { path.removeLast() }
        do throws(Failure) {
          result.append(try completed(element, elementType, fields))
        } catch {
          if case .new(let error) = error { record(error, at: fields[0]) }
          if elementType.isNonNull { throw .recorded }
          result.append(.null)
        }
      }
      return .array(result)
    }
  }

  private mutating func record(_ error: GraphQLError, at field: GraphQLField) {
    var error = error
    error.locations = [field.location]
    error.path = path
    errors.append(error)
  }

  /// The fields to answer, in the order of the text, those of one key together.
  private struct Collected {
    var fields: [[GraphQLField]] = []
    var places: [String: Int] = [:]
    var visited: Set<String> = []
  }

  private func collect(
    _ selections: [GraphQLSelection], typeName: String, into collected: inout Collected
  ) {
    for selection in selections where isIncluded(selection) {
      switch selection {
      case .field(let field):
        if let place = collected.places[field.responseKey] {
          collected.fields[place].append(field)
        } else {
          collected.places[field.responseKey] = collected.fields.count
          collected.fields.append([field])
        }
      case .inline(let inline):
        guard schema.matches(typeName, condition: inline.typeCondition) else { continue }
        collect(inline.selections, typeName: typeName, into: &collected)
      case .spread(let spread):
        guard collected.visited.insert(spread.name).inserted,
          let fragment = fragments[spread.name],
          schema.matches(typeName, condition: fragment.typeCondition)
        else { continue }
        collect(fragment.selections, typeName: typeName, into: &collected)
      }
    }
  }

  private func isIncluded(_ selection: GraphQLSelection) -> Bool {
    for directive in selection.directives {
      let literal = directive.arguments.first { $0.name == "if" }?.value
      let condition = literal.map { coercion.json($0, variables: variables).bool == true } ?? false
      if directive.name == "skip", condition { return false }
      if directive.name == "include", !condition { return false }
    }
    return true
  }
}
