import Testing

@testable import CandorSandbox

@Suite struct GraphQLParserTests {
  @Test func readsEverythingAFieldCanHave() throws {
    let document = try GraphQLParser.document(
      """
      query Find($id: [String!]! = ["a"] @note, $n: Int) @top {
        short: hero(id: $id, where: {n: $n, list: [1, 2.5, null, true, YEARS, "t"]}) @skip(if: false) {
          ...Parts @include(if: true)
          ... on Hero { id }
          ... @include(if: $flag) { name }
        }
      }
      fragment Parts on Hero { id }
      """)
    let operation = try #require(document.operations.first)
    #expect(operation.kind == .query)
    #expect(operation.name == "Find")
    #expect(operation.variables.map(\.type.text) == ["[String!]!", "Int"])
    #expect(operation.variables[0].defaultValue?.text == "[\"a\"]")
    #expect(operation.directives.map(\.name) == ["top"])
    guard case .field(let field) = operation.selections[0] else {
      Issue.record("expected a field")
      return
    }
    #expect(field.responseKey == "short")
    #expect(field.name == "hero")
    #expect(field.arguments.map(\.name) == ["id", "where"])
    #expect(
      field.arguments[1].value.text == "{n: $n, list: [1, 2.5, null, true, YEARS, \"t\"]}")
    #expect(field.selections.count == 3)
    #expect(document.fragments.map(\.typeCondition) == ["Hero"])
  }

  @Test func keywordsAreNamesWhereNamesStand() throws {
    let document = try GraphQLParser.document("{ query type on fragment: mutation }")
    #expect(document.operations[0].selections.count == 4)
  }

  @Test(arguments: [
    ("", 1, 1, "Unexpected <EOF>."),
    ("{", 1, 2, "Expected Name, found <EOF>."),
    ("{ }", 1, 3, "Expected Name, found \"}\"."),
    ("{ a(b) }", 1, 6, "Expected \":\", found \")\"."),
    ("query Q($a) { b }", 1, 11, "Expected \":\", found \")\"."),
    ("query Q($a: Int = $b) { b }", 1, 19, "Unexpected \"$\"."),
    ("{\n  a\n  ... on { b }\n}", 3, 10, "Expected Name, found \"{\"."),
    ("fragment on on T { a }", 1, 10, "Unexpected Name \"on\"."),
    ("type T { a: Int }", 1, 1, "Unexpected Name \"type\"."),
  ])
  func mistakesHaveAPlace(text: String, line: Int, column: Int, message: String) {
    #expect {
      _ = try GraphQLParser.document(text)
    } throws: { error in
      let error = error as? GraphQLError
      return error?.message == "Syntax Error: \(message)"
        && error?.locations == [GraphQLLocation(line: line, column: column)]
        && error?.code == .parseFailed
    }
  }

  @Test func deepDocumentsEndBeforeTheStackDoes() {
    for (open, close) in [("{a", "}"), ("{a(b:[", "])}"), ("query($a:[", "]){b}")] {
      let text = String(repeating: open, count: 5000) + String(repeating: close, count: 5000)
      #expect(throws: GraphQLError.self) { try GraphQLParser.document(text) }
    }
    let lists = "{a(b:" + String(repeating: "[", count: 20_000)
    #expect(throws: GraphQLError.self) { try GraphQLParser.document(lists) }
  }

  @Test func mutatedDocumentsNeverCrash() throws {
    let text = Array(HireflixQueries.byStep.utf8)
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let schema = try GraphQLFixture.schema()
    for _ in 0..<2000 {
      var mutated = text
      for _ in 0...next(4) {
        let place = next(mutated.count)
        switch next(3) {
        case 0: mutated[place] = UInt8(next(256))
        case 1: mutated.remove(at: place)
        default: mutated.insert(contentsOf: mutated[place...].prefix(next(20)), at: place)
        }
      }
      guard let document = try? GraphQLParser.document(String(decoding: mutated, as: UTF8.self))
      else { continue }
      _ = GraphQLValidator.errors(of: document, schema: schema, limits: GraphQLLimits())
    }
  }
}
