import CandorModel

@testable import CandorSandbox

/// A small schema with one of everything.
enum GraphQLFixture {
  static let schemaText = """
    type Query {
      hero(id: String!): Hero
      heroes(first: Int = 2, filter: HeroFilter): [Hero!]!
      pets: [Pet]
      strict: Hero!
      echo(text: String, kind: Kind, ids: [ID!], flag: Boolean): String
    }
    type Mutation { rename(id: String!, name: String!): Hero }
    "Somebody."
    type Hero implements Named {
      id: String!
      name: String
      friend: Hero
      broken: String
      "Gone." old: String @deprecated(reason: "no more")
      age(unit: Kind = YEARS): Float
    }
    interface Named { name: String }
    type Dog implements Named { name: String barks: Boolean! size: Int }
    type Cat implements Named { name: String meows: Boolean size: String }
    union Pet = Dog | Cat
    enum Kind { YEARS MONTHS }
    input HeroFilter { name: TextFilter limit: Int = 5 kinds: [Kind!] }
    input TextFilter { equal: String! }
    """

  static func schema() throws(GraphQLError) -> GraphQLSchema { try GraphQLSchema(schemaText) }

  struct Query: GraphQLObject {
    var typeName: String { "Query" }

    func value(
      of field: String, arguments: GraphQLArguments
    ) throws(GraphQLError) -> GraphQLOutput {
      switch field {
      case "hero":
        return arguments["id"]?.string == "0"
          ? .null : .object(Hero(id: arguments["id"]?.string ?? ""))
      case "heroes":
        let count = arguments["first"]?.integer ?? 0
        return .list((0..<count).map { .object(Hero(id: "\($0)")) })
      case "pets":
        return .list([.object(Animal(typeName: "Dog")), .object(Animal(typeName: "Cat")), .null])
      case "echo":
        var writer = JSONWriter()
        writer.beginObject()
        for name in ["flag", "ids", "kind", "text"] {
          guard let value = arguments[name] else { continue }
          writer.key(name)
          value.write(to: &writer)
        }
        writer.endObject()
        return .text(writer.text)
      default: return .null
      }
    }
  }

  struct Hero: GraphQLObject {
    var id: String
    var typeName: String { "Hero" }

    func value(
      of field: String, arguments: GraphQLArguments
    ) throws(GraphQLError) -> GraphQLOutput {
      switch field {
      case "id": return id == "nameless" ? .null : .text(id)
      case "name": return .text("Hero \(id)")
      case "friend": return .object(Hero(id: id + "f"))
      case "age": return .scalar(.number(arguments["unit"]?.string == "MONTHS" ? "480" : "40"))
      case "broken": throw GraphQLError(code: .internalError, message: "It broke.")
      default: return .null
      }
    }
  }

  struct Animal: GraphQLObject {
    var typeName: String

    func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
      switch field {
      case "name": .text("Any \(typeName)")
      case "barks", "meows": .bool(true)
      case "size": typeName == "Dog" ? .number(7) : .text("small")
      default: .null
      }
    }
  }

  /// Runs a query and gives the answer as text, keys in the order they were asked for.
  static func run(
    _ query: String, variables: String = "{}", operation: String? = nil,
    limits: GraphQLLimits = GraphQLLimits()
  ) throws -> String {
    let service = GraphQLService(schema: try schema(), limits: limits)
    let request = GraphQLRequest(
      query: query, operationName: operation,
      variables: try JSONValue(parsing: variables.utf8))
    let response = service.respond(to: request, query: Query())
    return String(decoding: OrderedJSON.bytes(response.json), as: UTF8.self)
  }

  /// The messages of the errors a query is refused with.
  static func refusals(
    _ query: String, variables: String = "{}", limits: GraphQLLimits = GraphQLLimits()
  ) throws -> [String] {
    let text = try run(query, variables: variables, limits: limits)
    let json = try JSONValue(parsing: text.utf8)
    guard json.object?.contains(where: { $0.key == "data" }) == false else { return [] }
    return (json["errors"]?.array ?? []).compactMap { $0["message"]?.string }
  }
}
