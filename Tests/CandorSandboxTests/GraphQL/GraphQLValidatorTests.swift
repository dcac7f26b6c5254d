import Testing

@testable import CandorSandbox

@Suite struct GraphQLValidatorTests {
  @Test(arguments: [
    (
      "{ hero(id: \"1\") { nam } }",
      "Cannot query field \"nam\" on type \"Hero\". Did you mean \"name\"?"
    ),
    (
      "{ pets { barks } }",
      "Cannot query field \"barks\" on type \"Pet\". Did you mean to use an inline fragment on \"Dog\"?"
    ),
    (
      "{ hero { id } }",
      "Field \"hero\" argument \"id\" of type \"String!\" is required, but it was not provided."
    ),
    ("{ hero(id: 1) { id } }", "String cannot represent the value given."),
    ("{ hero(id: null) { id } }", "Expected value of type \"String!\", found null."),
    (
      "{ hero(id: \"1\", x: 2) { id } }",
      "Unknown argument \"x\" on field \"Query.hero\"."
    ),
    ("{ hero(id: \"1\", id: \"2\") { id } }", "There can be only one argument named \"id\"."),
    (
      "{ hero(id: \"1\") }",
      "Field \"hero\" of type \"Hero\" must have a selection of subfields. Did you mean \"hero { ... }\"?"
    ),
    (
      "{ echo { a } }",
      "Field \"echo\" must not have a selection since type \"String\" has no subfields."
    ),
    ("{ echo(kind: DAYS) }", "Value \"DAYS\" does not exist in \"Kind\" enum."),
    ("{ echo(kind: \"YEARS\") }", "Enum \"Kind\" cannot represent non-enum value."),
    ("{ heroes(first: 3000000000) { id } }", "Int cannot represent the value given."),
    (
      "{ heroes(filter: {nam: {equal: \"a\"}}) { id } }",
      "Field \"nam\" is not defined by type \"HeroFilter\". Did you mean \"name\"?"
    ),
    (
      "{ heroes(filter: {name: {}}) { id } }",
      "Field \"TextFilter.equal\" of required type \"String!\" was not provided."
    ),
    (
      "{ heroes(filter: {limit: 1, limit: 2}) { id } }",
      "There can be only one input field named \"limit\"."
    ),
    ("query ($a: Hero) { echo(text: $a) }", "Variable \"$a\" cannot be non-input type \"Hero\"."),
    ("query ($a: Strin) { echo(text: $a) }", "Unknown type \"Strin\". Did you mean \"String\"?"),
    (
      "query ($a: String) { hero(id: $a) { id } }",
      "Variable \"$a\" of type \"String\" used in position expecting type \"String!\"."
    ),
    (
      "query ($a: ID!) { hero(id: $a) { id } }",
      "Variable \"$a\" of type \"ID!\" used in position expecting type \"String!\"."
    ),
    ("query Q { hero(id: $a) { id } }", "Variable \"$a\" is not defined by operation \"Q\"."),
    ("query Q($a: String) { echo }", "Variable \"$a\" is never used in operation \"Q\"."),
    (
      "query ($a: String, $a: String) { echo(text: $a) }",
      "There can be only one variable named \"$a\"."
    ),
    (
      "{ ...F } fragment F on Query { echo } fragment G on Query { echo }",
      "Fragment \"G\" is never used."
    ),
    ("{ ...F }", "Unknown fragment \"F\"."),
    ("{ ...F } fragment F on Query { ...F }", "Cannot spread fragment \"F\" within itself."),
    (
      "{ ...F } fragment F on Kind { a }",
      "Fragment \"F\" cannot condition on non composite type \"Kind\"."
    ),
    (
      "{ pets { ... on Hero { id } } }",
      "Fragment cannot be spread here as objects of type \"Pet\" can never be of type \"Hero\"."
    ),
    ("{ echo @upper }", "Unknown directive \"@upper\"."),
    (
      "{ echo @skip }",
      "Directive \"@skip\" argument \"if\" of type \"Boolean!\" is required, but it was not provided."
    ),
    ("query @skip(if: true) { echo }", "Directive \"@skip\" may not be used on QUERY."),
    (
      "{ echo @skip(if: true) @skip(if: false) }",
      "The directive \"@skip\" can only be used once at this location."
    ),
    ("{ echo } query Q { echo }", "This anonymous operation must be the only defined operation."),
    ("query Q { echo } query Q { echo }", "There can be only one operation named \"Q\"."),
    ("subscription { echo }", "Schema is not configured to execute subscription operation."),
    (
      "{ a: echo a: pets { __typename } }",
      "Fields \"a\" conflict because \"echo\" and \"pets\" are different fields. Use different aliases on the fields to fetch both if this was intentional."
    ),
    (
      "{ echo(text: \"a\") echo(text: \"b\") }",
      "Fields \"echo\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional."
    ),
    (
      "{ pets { ... on Dog { size } ... on Cat { size } } }",
      "Fields \"size\" conflict because they return conflicting types \"Int\" and \"String\". Use different aliases on the fields to fetch both if this was intentional."
    ),
    (
      "{ pets { ... on Dog { x: barks } ... on Cat { x: meows } } }",
      "Fields \"x\" conflict because they return conflicting types \"Boolean!\" and \"Boolean\". Use different aliases on the fields to fetch both if this was intentional."
    ),
  ])
  func refuses(query: String, message: String) throws {
    #expect(try GraphQLFixture.refusals(query) == [message])
  }

  @Test(arguments: [
    "{ pets { __typename ... on Dog { a: size } ... on Cat { b: size } ... on Named { name } } }",
    "query ($a: String = \"1\") { hero(id: $a) { id } }",
    "query ($a: Int) { heroes(first: $a) { id } }",
    "{ hero(id: \"1\") { id id ...F } } fragment F on Hero { id name }",
    "{ x: hero(id: \"1\") { id } y: hero(id: \"2\") { id } }",
    "query ($f: HeroFilter, $k: [Kind!]) { heroes(filter: $f) { id } b: heroes(filter: {kinds: $k}) { id } }",
    "{ pets { ... on Dog { x: name } ... on Cat { x: name } } }",
  ])
  func accepts(query: String) throws {
    #expect(try GraphQLFixture.refusals(query) == [])
  }

  @Test func reportsEveryMistakeInTheOrderOfTheText() throws {
    let query = "{\n  a\n  hero(id: 1) { b }\n}"
    let json = try GraphQLFixture.run(query)
    #expect(
      json
        == #"{"errors":[{"message":"Cannot query field \"a\" on type \"Query\".","#
        + #""locations":[{"line":2,"column":3}],"extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}},"#
        + #"{"message":"String cannot represent the value given.","locations":[{"line":3,"column":12}],"#
        + #""extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}},"#
        + #"{"message":"Cannot query field \"b\" on type \"Hero\".","locations":[{"line":3,"column":17}],"#
        + #""extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}"#)
  }

  @Test func limitsNameThemselves() throws {
    var limits = GraphQLLimits()
    limits.maximumDepth = 3
    limits.maximumAliases = 2
    limits.maximumFields = 6
    limits.maximumTokens = 200
    limits.maximumDocumentBytes = 2000
    func refused(_ query: String) throws -> [String] {
      try GraphQLFixture.refusals(query, limits: limits)
    }
    let hero = "hero(id: \"1\")"
    #expect(
      try refused("{ \(hero) { friend { friend { id } } } }")
        == ["Query exceeds the maximum depth: 3 allowed, found 4."])
    #expect(
      try refused("{ a: echo b: echo c: echo }")
        == ["Query exceeds the maximum number of aliases: 2 allowed, found 3."])
    #expect(
      try refused("{ \(hero) { ...F } } fragment F on Hero { id name broken old age id }")
        == ["Query exceeds the maximum number of fields: 6 allowed, found 7."])
    #expect(
      try refused("{ echo(ids: [\(String(repeating: "1 ", count: 300))]) }")
        == ["Syntax Error: Document contains more than 200 tokens."])
    #expect(
      try refused("{ echo \(String(repeating: " ", count: 2000)) }")
        == ["The document has 2009 bytes; the limit is 2000."])
  }

  @Test func fragmentsThatDoubleAreCountedAndNotOpened() throws {
    var query = "{ hero(id: \"1\") { ...F0 } }"
    for index in 0..<40 {
      query +=
        " fragment F\(index) on Hero { a: friend { ...F\(index + 1) } "
        + "b: friend { ...F\(index + 1) } }"
    }
    query += " fragment F40 on Hero { id }"
    let messages = try GraphQLFixture.refusals(query)
    #expect(messages == ["Query exceeds the maximum depth: 20 allowed, found 42."])
  }
}
