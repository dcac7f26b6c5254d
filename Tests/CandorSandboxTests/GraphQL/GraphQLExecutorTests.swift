import Testing

@testable import CandorSandbox

@Suite struct GraphQLExecutorTests {
  @Test(arguments: [
    (
      "{ b: hero(id: \"1\") { name id } a: echo }",
      #"{"data":{"b":{"name":"Hero 1","id":"1"},"a":"{}"}}"#
    ),
    ("{ hero(id: \"0\") { id } }", #"{"data":{"hero":null}}"#),
    ("{ heroes { id } }", #"{"data":{"heroes":[{"id":"0"},{"id":"1"}]}}"#),
    ("{ heroes(first: 0) { id } }", #"{"data":{"heroes":[]}}"#),
    (
      "{ __typename pets { __typename ... on Dog { barks } ... on Named { name } } }",
      #"{"data":{"__typename":"Query","pets":[{"__typename":"Dog","barks":true,"name":"Any Dog"},{"__typename":"Cat","name":"Any Cat"},null]}}"#
    ),
    (
      "{ hero(id: \"1\") { friend { id } ...F friend { name } } } fragment F on Hero { friend { age(unit: MONTHS) } }",
      #"{"data":{"hero":{"friend":{"id":"1f","age":480,"name":"Hero 1f"}}}}"#
    ),
    (
      "{ hero(id: \"1\") { id @skip(if: true) name @include(if: false) age } }",
      #"{"data":{"hero":{"age":40}}}"#
    ),
    (
      "{ hero(id: \"1\") { ... @include(if: false) { id } ... { name } } }",
      #"{"data":{"hero":{"name":"Hero 1"}}}"#
    ),
    (
      "{ echo(text: \"\"\"\n  block\n\"\"\", kind: MONTHS, ids: [1, \"b\"], flag: true) }",
      #"{"data":{"echo":"{\"flag\":true,\"ids\":[\"1\",\"b\"],\"kind\":\"MONTHS\",\"text\":\"block\"}"}}"#
    ),
    ("{ echo(ids: 5) }", #"{"data":{"echo":"{\"ids\":[\"5\"]}"}}"#),
  ])
  func answers(query: String, expected: String) throws {
    #expect(try GraphQLFixture.run(query) == expected)
  }

  @Test func errorsInFieldsStandBesideTheRest() throws {
    #expect(
      try GraphQLFixture.run("{ heroes(first: 1) {\n  id\n  oops: broken } echo }")
        == #"{"data":{"heroes":[{"id":"0","oops":null}],"echo":"{}"},"errors":[{"message":"It broke.","#
        + #""locations":[{"line":3,"column":3}],"path":["heroes",0,"oops"],"#
        + #""extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#)
  }

  @Test func nullsClimbToTheNearestFieldThatMayBeNull() throws {
    #expect(
      try GraphQLFixture.run("{ a: hero(id: \"nameless\") { id } b: echo }")
        == #"{"data":{"a":null,"b":"{}"},"errors":[{"message":"Cannot return null for non-nullable field id.","#
        + #""locations":[{"line":1,"column":29}],"path":["a","id"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#
    )
    #expect(
      try GraphQLFixture.run("{ strict { id } }")
        == #"{"data":null,"errors":[{"message":"Cannot return null for non-nullable field strict.","#
        + #""locations":[{"line":1,"column":3}],"path":["strict"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#
    )
  }

  @Test func variablesAreFilledInCheckedAndDefaulted() throws {
    let query =
      "query Q($id: String!, $n: Int = 1) { hero(id: $id) { id } heroes(first: $n) { id } }"
    #expect(
      try GraphQLFixture.run(query, variables: #"{"id":"7"}"#)
        == #"{"data":{"hero":{"id":"7"},"heroes":[{"id":"0"}]}}"#)
    #expect(
      try GraphQLFixture.run(query, variables: #"{"id":"7","n":0}"#)
        == #"{"data":{"hero":{"id":"7"},"heroes":[]}}"#)
    #expect(
      try GraphQLFixture.refusals(query)
        == ["Variable \"$id\" of required type \"String!\" was not provided."])
    #expect(
      try GraphQLFixture.refusals(query, variables: #"{"id":null}"#) == [
        "Variable \"$id\" got invalid value; Expected non-nullable type \"String!\" not to be null."
      ])
    #expect(
      try GraphQLFixture.refusals(query, variables: #"{"id":7}"#)
        == ["Variable \"$id\" got invalid value; String cannot represent the given value."])
  }

  @Test(
    arguments: [
      (#"{"f":{"name":{"equal":"a"},"kinds":["YEARS"]}}"#, nil),
      (#"{"f":{"kinds":"YEARS"}}"#, nil),
      (#"{"f":{"kinds":["DAYS"]}}"#, "Value does not exist in \"Kind\" enum."),
      (#"{"f":{"name":{}}}"#, "Field \"equal\" of required type \"String!\" was not provided."),
      (#"{"f":{"x":1}}"#, "Field \"x\" is not defined by type \"HeroFilter\"."),
      (#"{"f":3}"#, "Expected type \"HeroFilter\" to be an object."),
      (#"{"f":{"limit":1.5}}"#, "Int cannot represent the given value."),
    ] as [(String, String?)])
  func inputObjects(variables: String, mistake: String?) throws {
    let query = "query ($f: HeroFilter) { heroes(first: 0, filter: $f) { id } }"
    let expected = mistake.map { ["Variable \"$f\" got invalid value; \($0)"] } ?? []
    #expect(try GraphQLFixture.refusals(query, variables: variables) == expected)
  }

  @Test func operationsAreChosenByName() throws {
    let query = "query A { echo } query B { pets { __typename } }"
    #expect(try GraphQLFixture.run(query, operation: "A") == #"{"data":{"echo":"{}"}}"#)
    #expect(
      try GraphQLFixture.refusals(query)
        == ["Must provide operation name if query contains multiple operations."])
    #expect(try GraphQLFixture.run(query, operation: "C").contains("Unknown operation named"))
  }

  @Test func theSchemaTellsAboutItself() throws {
    let query = """
      { __schema { queryType { name } mutationType { name } subscriptionType { name } }
        __type(name: "Hero") { kind description interfaces { name }
          fields { name type { kind name ofType { name } } } all: fields(includeDeprecated: true) { name } }
        pet: __type(name: "Pet") { possibleTypes { name } }
        kind: __type(name: "Kind") { enumValues { name } }
        filter: __type(name: "HeroFilter") { inputFields { name defaultValue } }
        none: __type(name: "None") { name } }
      """
    #expect(
      try GraphQLFixture.run(query)
        == #"{"data":{"__schema":{"queryType":{"name":"Query"},"mutationType":{"name":"Mutation"},"#
        + #""subscriptionType":null},"__type":{"kind":"OBJECT","description":"Somebody.","#
        + #""interfaces":[{"name":"Named"}],"fields":["#
        + #"{"name":"id","type":{"kind":"NON_NULL","name":null,"ofType":{"name":"String"}}},"#
        + #"{"name":"name","type":{"kind":"SCALAR","name":"String","ofType":null}},"#
        + #"{"name":"friend","type":{"kind":"OBJECT","name":"Hero","ofType":null}},"#
        + #"{"name":"broken","type":{"kind":"SCALAR","name":"String","ofType":null}},"#
        + #"{"name":"age","type":{"kind":"SCALAR","name":"Float","ofType":null}}],"#
        + #""all":[{"name":"id"},{"name":"name"},{"name":"friend"},{"name":"broken"},{"name":"old"},{"name":"age"}]},"#
        + #""pet":{"possibleTypes":[{"name":"Dog"},{"name":"Cat"}]},"#
        + #""kind":{"enumValues":[{"name":"YEARS"},{"name":"MONTHS"}]},"#
        + #""filter":{"inputFields":[{"name":"name","defaultValue":null},{"name":"limit","defaultValue":"5"},"#
        + #"{"name":"kinds","defaultValue":null}]},"none":null}}"#)
  }
}
