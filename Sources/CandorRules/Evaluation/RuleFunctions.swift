import CandorExpression
import CandorModel

/// The functions that rules have beside those of the expression language: words for sentences.
///
/// All are pure. Names of countries come in as a table.
struct RuleFunctions: Sendable {
  let declarations: [FunctionDeclaration]
  /// The types of the objects that conditions see, with these functions declared, and no variable:
  /// what the environments of all rules begin with.
  let base: Environment

  init(countries: CountryNames) {
    let observation = ExpressionType.object(ObservationObject.type.name)
    let change = ExpressionType.object(SwitchObject.type.name)
    declarations = [
      FunctionDeclaration(
        name: "answers",
        overloads: [
          FunctionOverload([observation], .string), FunctionOverload([.list(observation)], .string),
          FunctionOverload([.list(change)], .string),
          FunctionOverload([.object(RunObject.type.name)], .string),
        ],
        body: { arguments throws(EvaluationError) in
          .string(AnswerText.list(try Self.indexes(arguments)))
        }),
      FunctionDeclaration(
        name: "theAnswers",
        overloads: [
          FunctionOverload([observation], .string), FunctionOverload([.list(observation)], .string),
          FunctionOverload([.list(change)], .string),
          FunctionOverload([.object(RunObject.type.name)], .string),
        ],
        body: { arguments throws(EvaluationError) in
          .string(AnswerText.named(AnswerText.merged(try Self.indexes(arguments))))
        }),
      FunctionDeclaration(
        name: "theAnswersBefore", overloads: [FunctionOverload([change], .string)]
      ) { arguments throws(EvaluationError) in
        .string(AnswerText.named(try Self.change(arguments).answersBefore))
      },
      FunctionDeclaration(
        name: "theAnswersAfter", overloads: [FunctionOverload([change], .string)]
      ) { arguments throws(EvaluationError) in
        .string(AnswerText.named(try Self.change(arguments).answersAfter))
      },
      FunctionDeclaration(
        name: "answersBefore", overloads: [FunctionOverload([change], .string)]
      ) { arguments throws(EvaluationError) in
        .string(AnswerText.ranges(try Self.change(arguments).answersBefore))
      },
      FunctionDeclaration(
        name: "answersAfter", overloads: [FunctionOverload([change], .string)]
      ) { arguments throws(EvaluationError) in
        .string(AnswerText.ranges(try Self.change(arguments).answersAfter))
      },
      FunctionDeclaration(
        name: "countryName", overloads: [FunctionOverload([.string], .string)]
      ) { arguments throws(EvaluationError) in
        guard case .string(let code)? = arguments.first else { throw Self.mismatch("countryName") }
        return .string(countries.name(of: code))
      },
      FunctionDeclaration(
        name: "km", overloads: [FunctionOverload([.double], .string)]
      ) { arguments throws(EvaluationError) in
        // Rounded down: a least distance must not grow by printing it.
        .string(try Self.whole(arguments, "km", .down))
      },
      FunctionDeclaration(
        name: "kmh", overloads: [FunctionOverload([.double], .string)]
      ) { arguments throws(EvaluationError) in
        .string(try Self.whole(arguments, "kmh", .toNearestOrAwayFromZero))
      },
      FunctionDeclaration(
        name: "deviceName",
        overloads: [
          FunctionOverload([observation], .string),
          FunctionOverload([.object(ClientObject.type.name)], .string),
        ]
      ) { arguments throws(EvaluationError) in
        .string(ObservationText.device(try Self.client(arguments, "deviceName")))
      },
      FunctionDeclaration(
        name: "placeName",
        overloads: [
          FunctionOverload([observation], .string),
          FunctionOverload([.object(UnattributedAddressObject.type.name)], .string),
        ]
      ) { arguments throws(EvaluationError) in
        .string(
          ObservationText.place(
            try Self.facts(arguments, "placeName")?.place?.place, countries: countries))
      },
      FunctionDeclaration(
        name: "networkName",
        overloads: [
          FunctionOverload([observation], .string),
          FunctionOverload([.object(UnattributedAddressObject.type.name)], .string),
        ]
      ) { arguments throws(EvaluationError) in
        .string(
          ObservationText.network(try Self.facts(arguments, "networkName")?.network?.network))
      },
    ]
    var base = Environment(objectTypes: RuleEnvironment.objectTypes)
    for function in declarations { base.declare(function) }
    self.base = base
  }

  private static func indexes(_ arguments: [Value]) throws(EvaluationError) -> [Int] {
    guard let argument = arguments.first else { throw mismatch("answers") }
    let elements = if case .list(let elements) = argument { elements } else { [argument] }
    var indexes: [Int] = []
    for element in elements {
      guard let found = ObservationIndexes.of(element) else { throw mismatch("answers") }
      indexes += found
    }
    return indexes
  }

  private static func change(_ arguments: [Value]) throws(EvaluationError) -> SwitchObject {
    if case .object(let object)? = arguments.first, let change = object as? SwitchObject {
      return change
    }
    throw mismatch("answersBefore")
  }

  private static func client(
    _ arguments: [Value], _ function: String
  ) throws(EvaluationError) -> Client? {
    guard case .object(let object)? = arguments.first else { throw mismatch(function) }
    if let observation = object as? ObservationObject { return observation.client?.client }
    if let client = object as? ClientObject { return client.client }
    throw mismatch(function)
  }

  private static func facts(
    _ arguments: [Value], _ function: String
  ) throws(EvaluationError) -> FactsObjects? {
    guard case .object(let object)? = arguments.first else { throw mismatch(function) }
    if let observation = object as? ObservationObject { return observation.facts }
    if let address = object as? UnattributedAddressObject { return address.facts }
    throw mismatch(function)
  }

  private static func whole(
    _ arguments: [Value], _ function: String, _ rule: FloatingPointRoundingRule
  ) throws(EvaluationError) -> String {
    guard case .double(let number)? = arguments.first else { throw mismatch(function) }
    guard number.isFinite, number.magnitude < 1e15 else { return "any number of" }
    return DecimalText.grouped(Int(number.rounded(rule)))
  }

  private static func mismatch(_ function: String) -> EvaluationError {
    EvaluationError(.noSuchOverload, "no such overload: `\(function)` of these arguments")
  }
}

/// The observations that a value of a condition means.
enum ObservationIndexes {
  /// The indexes; `nil` where the value means none.
  static func of(_ value: Value) -> [Int]? {
    switch value {
    case .int(let index): return [Int(index)]
    case .object(let object):
      if let observation = object as? ObservationObject { return [observation.observation.index] }
      if let change = object as? SwitchObject {
        return [change.transition.from, change.transition.to]
      }
      if let run = object as? RunObject {
        return run.run.first <= run.run.last ? Array(run.run.first...run.run.last) : []
      }
      return nil
    default: return nil
    }
  }
}
