import CandorExpression
import CandorModel

/// What a rule of scope `candidate` sees of one of the interviews.
final class CandidateInterviewObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case interview, observations
  }

  static let type = ObjectType(
    name: "candidateInterview",
    fields: [
      ObjectType.Field("interview", .object(InterviewObject.type.name)),
      ObjectType.Field("observations", .list(.object(ObservationObject.type.name))),
    ])

  private let interview: InterviewObject
  private let observations: [Value]

  init(_ interview: InterviewObject, observations: [Value]) {
    self.interview = interview
    self.observations = observations
  }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .interview: .object(interview)
    case .observations: .list(observations)
    }
  }
}

/// What a rule of scope `candidate` sees of the candidate: nothing that names a person.
final class CandidateObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case declaredCountries, interviewCount, comparedCount, steps
  }

  static let type = ObjectType(
    name: "candidate",
    fields: [
      ObjectType.Field("declaredCountries", .list(.string)),
      ObjectType.Field("interviewCount", .int), ObjectType.Field("comparedCount", .int),
      ObjectType.Field("steps", .list(.object(CandidateStepObject.type.name))),
    ])

  private let declaredCountries: [String]
  private let interviewCount: Int
  private let comparedCount: Int
  private let steps: [Value]

  init(
    declaredCountries: [String], interviewCount: Int, comparedCount: Int,
    steps: [CandidateHistory.Step]
  ) {
    self.declaredCountries = declaredCountries
    self.interviewCount = interviewCount
    self.comparedCount = comparedCount
    self.steps = steps.map { .object(CandidateStepObject($0)) }
  }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .declaredCountries: .list(declaredCountries.map { .string($0) })
    case .interviewCount: .int(Int64(interviewCount))
    case .comparedCount: .int(Int64(comparedCount))
    case .steps: .list(steps)
    }
  }
}

/// What a rule of scope `candidate` sees of two interviews that follow one another.
final class CandidateStepObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case sharesDevice, sharesNetwork, declaredCountryChanged, daysBetween
  }

  static let type = ObjectType(
    name: "candidateStep",
    fields: [
      ObjectType.Field("sharesDevice", .bool), ObjectType.Field("sharesNetwork", .bool),
      ObjectType.Field("declaredCountryChanged", .bool), ObjectType.Field("daysBetween", .double),
    ])

  private let step: CandidateHistory.Step

  init(_ step: CandidateHistory.Step) { self.step = step }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .sharesDevice: step.sharesDevice.map { .bool($0) }
    case .sharesNetwork: step.sharesNetwork.map { .bool($0) }
    case .declaredCountryChanged: step.declaredCountryChanged.map { .bool($0) }
    case .daysBetween: Value(step.daysBetween)
    }
  }

  func isEqualObject(to other: any ExpressionObject) -> Bool { hasSameFields(as: other) }
}
