import CandorExpression
import CandorModel

/// The functions that rules have beside those of the expression language: words for sentences.
///
/// All are pure. Names of countries come in as a table. The field `index` stands for where an answer or
/// a switch stands among the others, also where a sentence names all answers before it.
struct RuleFunctions: Sendable {
  let declarations: [FunctionDeclaration]
  /// The types of the objects that conditions see, with these functions declared, and no variable:
  /// what the environments of all rules begin with.
  let base: Environment

  init(countries: CountryNames) {
    let observation = ExpressionType.object(ObservationObject.type.name)
    let change = ExpressionType.object(SwitchObject.type.name)
    let ofAnswers = [
      FunctionOverload([observation], .string), FunctionOverload([.list(observation)], .string),
      FunctionOverload([.list(change)], .string),
      FunctionOverload([.object(RunObject.type.name)], .string),
    ]
    let ofAddress = [
      FunctionOverload([observation], .string),
      FunctionOverload([.object(UnattributedAddressObject.type.name)], .string),
    ]
    declarations = [
      FunctionDeclaration(
        name: "answers", overloads: ofAnswers, reading: ["index"],
        writing: { argument, bytes throws(EvaluationError) in
          AnswerText.append(try Self.ranges(argument), to: &bytes)
        }),
      FunctionDeclaration(
        name: "theAnswers", overloads: ofAnswers, reading: ["index"],
        writing: { argument, bytes throws(EvaluationError) in
          if let index = Self.index(of: argument) {
            AnswerText.append(named: index, to: &bytes)
          } else {
            AnswerText.append(named: try Self.ranges(argument), to: &bytes)
          }
        }),
      FunctionDeclaration(
        name: "theAnswersBefore", overloads: [FunctionOverload([change], .string)],
        reading: ["index"],
        writing: { argument, bytes throws(EvaluationError) in
          AnswerText.append(named: try Self.change(argument).answersBefore, to: &bytes)
        }),
      FunctionDeclaration(
        name: "theAnswersAfter", overloads: [FunctionOverload([change], .string)],
        reading: ["index"],
        writing: { argument, bytes throws(EvaluationError) in
          AnswerText.append(named: try Self.change(argument).answersAfter, to: &bytes)
        }),
      FunctionDeclaration(
        name: "answersBefore", overloads: [FunctionOverload([change], .string)], reading: ["index"],
        writing: { argument, bytes throws(EvaluationError) in
          AnswerText.append(try Self.change(argument).answersBefore, to: &bytes)
        }),
      FunctionDeclaration(
        name: "answersAfter", overloads: [FunctionOverload([change], .string)], reading: ["index"],
        writing: { argument, bytes throws(EvaluationError) in
          AnswerText.append(try Self.change(argument).answersAfter, to: &bytes)
        }),
      FunctionDeclaration(
        name: "countryName", overloads: [FunctionOverload([.string], .string)],
        one: { argument throws(EvaluationError) in
          guard case .string(let code) = argument else { throw Self.mismatch("countryName") }
          return .string(countries.name(of: code))
        }),
      FunctionDeclaration(
        name: "km", overloads: [FunctionOverload([.double], .string)], reading: [],
        writing: { argument, bytes throws(EvaluationError) in
          // Rounded down: a least distance must not grow by printing it beside its value.
          try Self.append(argument, "km", to: &bytes, LeastKilometres.whole)
        }),
      FunctionDeclaration(
        name: "kmh", overloads: [FunctionOverload([.double], .string)], reading: [],
        writing: { argument, bytes throws(EvaluationError) in
          try Self.append(argument, "kmh", to: &bytes) { $0.rounded() }
        }),
      FunctionDeclaration(
        name: "deviceName",
        overloads: [
          FunctionOverload([observation], .string),
          FunctionOverload([.object(ClientObject.type.name)], .string),
        ], reading: ["client"],
        writing: { argument, bytes throws(EvaluationError) in
          ObservationText.append(device: try Self.client(argument, "deviceName"), to: &bytes)
        }),
      FunctionDeclaration(
        name: "placeName", overloads: ofAddress, reading: ["place"],
        writing: { argument, bytes throws(EvaluationError) in
          ObservationText.append(
            place: try Self.facts(argument, "placeName")?.place.value, countries: countries,
            to: &bytes)
        }),
      FunctionDeclaration(
        name: "placeNameBeside",
        overloads: [FunctionOverload([observation, observation], .string)],
        body: { arguments throws(EvaluationError) in
          guard arguments.count == 2 else { throw Self.mismatch("placeNameBeside") }
          let places = (
            try Self.facts(arguments[0], "placeNameBeside")?.place.value,
            try Self.facts(arguments[1], "placeNameBeside")?.place.value
          )
          return .string(
            ObservationText.place(places.0, beside: places.1, countries: countries))
        }),
      FunctionDeclaration(
        name: "networkName", overloads: ofAddress, reading: ["network"],
        writing: { argument, bytes throws(EvaluationError) in
          ObservationText.append(
            network: try Self.facts(argument, "networkName")?.network.value, to: &bytes)
        }),
    ]
    var base = Environment(objectTypes: RuleEnvironment.objectTypes)
    for function in declarations { base.declare(function) }
    self.base = base
  }

  /// That of a single observation; `nil` for anything else.
  private static func index(of argument: Value) -> Int? {
    guard case .object(let object) = argument else { return nil }
    return (object as? ObservationObject)?.observation.index
  }

  private static func ranges(_ argument: Value) throws(EvaluationError) -> [ClosedRange<Int>] {
    if let index = index(of: argument) { return [index...index] }
    let elements = if case .list(let elements) = argument { elements } else { [argument] }
    var indexes: [Int] = []
    indexes.reserveCapacity(elements.count)
    for element in elements {
      if let index = index(of: element) {
        indexes.append(index)
        continue
      }
      guard let found = ObservationIndexes.of(element) else { throw mismatch("answers") }
      indexes += found
    }
    return AnswerText.merged(indexes)
  }

  private static func change(_ argument: Value) throws(EvaluationError) -> SwitchObject {
    if case .object(let object) = argument, let change = object as? SwitchObject { return change }
    throw mismatch("answersBefore")
  }

  private static func client(
    _ argument: Value, _ function: String
  ) throws(EvaluationError) -> Client? {
    guard case .object(let object) = argument else { throw mismatch(function) }
    if let observation = object as? ObservationObject {
      return observation.observation.client.value
    }
    if let client = object as? ClientObject { return client.client }
    throw mismatch(function)
  }

  private static func facts(
    _ argument: Value, _ function: String
  ) throws(EvaluationError) -> AddressFacts? {
    guard case .object(let object) = argument else { throw mismatch(function) }
    if let observation = object as? ObservationObject {
      return observation.observation.address.value
    }
    if let address = object as? UnattributedAddressObject { return address.facts.facts }
    throw mismatch(function)
  }

  private static func append(
    _ argument: Value, _ function: String, to bytes: inout [UInt8], _ whole: (Double) -> Double
  ) throws(EvaluationError) {
    guard case .double(let number) = argument else { throw mismatch(function) }
    guard number.isFinite, number.magnitude < 1e15 else {
      return bytes.append(text: "any number of")
    }
    DecimalText.append(grouped: Int(whole(number)), to: &bytes)
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
    case .int(let index):
      // Far more than any interview has, and far from where counting from 1 would overflow.
      return Int32(exactly: index).flatMap { $0 >= 0 ? [Int($0)] : nil }
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
