import Testing

@testable import CandorExpression

@Suite struct ObjectTests {
  static let network = ObjectType(
    name: "network",
    fields: [.init("isAnonymised", .bool), .init("asn", .int), .init("organization", .string)])
  static let observation = ObjectType(
    name: "observation", fields: [.init("network", .object("network")), .init("index", .int)])
  static let change = ObjectType(
    name: "switch",
    fields: [
      .init("minimumDistanceKm", .double), .init("minimumSpeedKmh", .double),
      .init("gapKnown", .string, allowedValues: ["exact", "bounded", "unknown"]),
    ])
  static let parameters = ObjectType(name: "params", fields: [.init("limit", .double)])

  static let environment = Environment(
    variables: [
      .init("switch", .object("switch")), .init("to", .object("observation")),
      .init("observations", .list(.object("observation"))), .init("params", .object("params")),
    ], objectTypes: [network, observation, change, parameters])

  static func observation(_ asn: Int64?, anonymised: Bool?, index: Int64) -> Value {
    var values: [String: Value] = [:]
    values["asn"] = asn.map(Value.int)
    values["isAnonymised"] = anonymised.map(Value.bool)
    let network = RecordObject(type: network, named: values)
    return .object(
      RecordObject(
        type: observation, named: ["network": .object(network), "index": .int(index)]))
  }

  static let activation = Activation(
    [
      "switch": .object(
        RecordObject(
          type: change,
          named: [
            "minimumDistanceKm": .double(2280.4), "minimumSpeedKmh": .double(1200),
            "gapKnown": .string("exact"),
          ])),
      "to": observation(3352, anonymised: false, index: 1),
      "observations": .list([
        observation(3352, anonymised: false, index: 0), observation(nil, anonymised: nil, index: 1),
      ]),
      "params": .object(RecordObject(type: parameters, named: ["limit": .double(900)])),
    ], in: environment)

  private func evaluate(_ source: String) throws -> Value {
    try CompiledExpression.compile(source, in: Self.environment).evaluate(Self.activation)
  }

  @Test(arguments: [
    (
      "switch.minimumDistanceKm > 500.0 && switch.minimumSpeedKmh > params.limit"
        + " && !to.network.isAnonymised", true
    ),
    ("switch.minimumDistanceKm > 500", true), ("switch.minimumDistanceKm >= 2280.5", false),
    ("switch['gapKnown'] == 'exact'", true), ("has(to.network.asn)", true),
    ("has(to.network.organization)", false), ("has(observations[1].network.asn)", false),
    ("observations.exists(o, o.network.asn == 3352)", true),
    ("observations.all(o, o.index < 2)", true),
    ("observations.filter(o, has(o.network.asn)).size() == 1", true),
    ("to.network.?organization.orValue('none') == 'none'", true),
    ("to in observations", false), ("observations[0] in observations", true),
    ("to.network.organization == 'x' || true", true),
    ("false && to.network.organization == 'x'", false),
    ("to.network.organization == 'x' && false", false),
    ("to.network.asn + 1 == 3353", true), ("type(to) == type(observations[0])", true),
    ("cel.bind(n, to.network, n.asn == 3352 && !n.isAnonymised)", true),
  ])
  func conditionsReadFields(_ source: String, _ expected: Bool) throws {
    let source = source.replacing("switch['gapKnown']", with: "dyn(switch)['gapKnown']")
    #expect(try evaluate(source) == .bool(expected))
  }

  @Test func anAbsentFieldIsAnError() throws {
    let error = #expect(throws: EvaluationError.self) {
      try evaluate("to.network.organization == 'x'")
    }
    #expect(error?.code == .noSuchField)
    #expect(error?.message == "no such field or key: `organization`")
  }

  @Test func aVariableWithoutValueIsAnError() throws {
    let expression = try CompiledExpression.compile("to.index == 1", in: Self.environment)
    let empty = Activation(for: Self.environment)
    #expect(throws: EvaluationError.self) { try expression.evaluateBool(empty) }
    #expect(throws: EvaluationError.self) { try expression.evaluateBool(Activation([])) }
  }

  @Test func hasIsFalseWhereTheObjectItselfIsAbsent() throws {
    var activation = Self.activation
    activation[1] = .object(RecordObject(type: Self.observation, named: ["index": .int(1)]))
    let has = try CompiledExpression.compile("has(to.network.asn)", in: Self.environment)
    #expect(try !has.evaluateBool(activation))
    #expect(has.explain(activation).map(\.text) == ["has(to.network.asn)", "to.network", "to"])
    let read = try CompiledExpression.compile("to.network.asn == 1", in: Self.environment)
    #expect(throws: EvaluationError.self) { try read.evaluateBool(activation) }
  }

  @Test func aValueOfTheWrongKindIsAnErrorAndNoGuess() throws {
    var activation = Self.activation
    activation[0] = .object(
      RecordObject(type: Self.change, named: ["minimumDistanceKm": .string("far")]))
    let expression = try CompiledExpression.compile(
      "switch.minimumDistanceKm > 1.0", in: Self.environment)
    let error = #expect(throws: EvaluationError.self) {
      try expression.evaluateBool(activation)
    }
    #expect(error?.code == .noSuchOverload)
  }

  @Test(arguments: [
    ("switch.minimumDistanceKm > params.limit", ["params.limit", "switch.minimumDistanceKm"]),
    ("observations.all(o, o.network.isAnonymised)", ["observations[].network.isAnonymised"]),
    ("cel.bind(n, to.network, has(n.asn))", ["to.network.asn"]),
    ("size(observations) > 1", ["observations"]), ("1 + 1 == 2", []),
  ])
  func tellsWhatItReads(_ source: String, _ paths: [String]) throws {
    let expression = try CompiledExpression.compile(source, in: Self.environment)
    #expect(expression.referencedPaths == paths)
  }

  /// What is read whole is told, also where a part of it is read beside.
  @Test(arguments: [
    ("to.network.asn == 1", []), ("has(to.network) && to.network.asn == 1", []),
    ("to.network == to.network", ["to.network"]), ("dyn(to) == 1 || to.network.asn == 1", ["to"]),
    ("cel.bind(n, to.network, has(n.asn))", []),
    ("cel.bind(n, to.network, [n] == [] || has(n.asn))", ["to.network"]),
    ("observations.all(o, o.network.isAnonymised)", []),
    ("observations.all(o, o == to || o.network.isAnonymised)", ["observations[]", "to"]),
    ("observations.filter(o, o.network.isAnonymised).size() > 1", ["observations"]),
    ("(1 < 2 ? to : to).network.isAnonymised", ["to"]),
    ("size(observations) > 1", []), ("observations.size() > 1", []),
    ("size([observations]) > 1", ["observations"]),
    ("switch.minimumDistanceKm > params.limit", []),
    ("optional.of(1).optMap(n, to.network.asn == 1).hasValue()", []),
  ])
  func tellsWhatItReadsWhole(_ source: String, _ paths: [String]) throws {
    let expression = try CompiledExpression.compile(source, in: Self.environment)
    #expect(expression.wholePaths == paths)
  }

  @Test func explainsEachPart() throws {
    let source = "switch.minimumDistanceKm > 500.0 && (to.network.asn == 1 || to.index == 1)"
    let expression = try CompiledExpression.compile(source, in: Self.environment)
    let nodes = expression.explain(Self.activation)
    let shown = nodes.map { node in
      let outcome =
        switch node.outcome {
        case .value(.bool(let value)): "\(value)"
        case .value(.int(let value)): "\(value)"
        case .value(.double(let value)): "\(value)"
        case .value: "value"
        case .error(let error): error.message
        case .notEvaluated: "-"
        }
      return "\(node.depth) \(node.text): \(outcome)"
    }
    #expect(
      shown == [
        "0 switch.minimumDistanceKm > 500.0 && (to.network.asn == 1 || to.index == 1): true",
        "1 switch.minimumDistanceKm > 500.0: true", "2 switch.minimumDistanceKm: 2280.4",
        "3 switch: value", "1 to.network.asn == 1 || to.index == 1: true",
        "2 to.network.asn == 1: false", "3 to.network.asn: 3352", "4 to.network: value",
        "5 to: value", "2 to.index == 1: true", "3 to.index: 1", "4 to: value",
      ])
  }

  @Test func explainsErrorsAndWhatWasNotNeeded() throws {
    let expression = try CompiledExpression.compile(
      "to.index == 2 && to.network.asn == 1", in: Self.environment)
    let nodes = expression.explain(Self.activation)
    let second = try #require(nodes.first { $0.text == "to.network.asn == 1" })
    guard case .notEvaluated = second.outcome else {
      Issue.record("expected no value, found \(second.outcome)")
      return
    }
    let loop = try CompiledExpression.compile(
      "observations.all(o, o.index >= 0)", in: Self.environment
    ).explain(Self.activation)
    #expect(loop.first { $0.text == "o.index >= 0" }?.evaluations == 2)
  }
}
