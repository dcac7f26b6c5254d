import CandorExpression

/// What the expressions of a rule may refer to.
///
/// The slots of the variables are fixed by scope, so that an activation is filled by position.
enum RuleEnvironment {
  /// The variables of a scope in the order of their slots, `params` first.
  static func variables(of scope: Rule.Scope) -> [Environment.Variable] {
    let observation = ExpressionType.object(ObservationObject.type.name)
    let interview = ExpressionType.object(InterviewObject.type.name)
    let change = ExpressionType.object(SwitchObject.type.name)
    let run = ExpressionType.object(RunObject.type.name)
    let unattributed = ExpressionType.object(UnattributedObject.type.name)
    let candidate = ExpressionType.object(CandidateObject.type.name)
    let candidateInterview = ExpressionType.object(CandidateInterviewObject.type.name)
    let own: [Environment.Variable] =
      switch scope {
      case .observation: [.init("observation", observation), .init("interview", interview)]
      case .switch:
        [
          .init("switch", change), .init("from", observation), .init("to", observation),
          .init("interview", interview),
        ]
      case .interview:
        [
          .init("interview", interview), .init("observations", .list(observation)),
          .init("runs", .list(run)), .init("switches", .list(change)),
          .init("transitions", .list(change)), .init("unattributed", unattributed),
        ]
      case .candidate:
        [.init("interviews", .list(candidateInterview)), .init("candidate", candidate)]
      case .link:
        [
          .init("link", .object(LinkObject.type.name)), .init("interview", interview),
          .init("observations", .list(observation)),
        ]
      }
    return [.init("params", .object(paramsTypeName))] + own
  }

  static let paramsTypeName = "params"

  /// The types of the objects that conditions see.
  static let objectTypes: [ObjectType] = [
    AddressObject.type, NetworkObject.type, PlaceObject.type, ClientObject.type,
    MissingObject.type, ObservationObject.type, SwitchObject.type, RunObject.type,
    UnattributedAddressObject.type, UnattributedObject.type, PositionObject.type,
    InterviewObject.type, CandidateInterviewObject.type, CandidateObject.type,
    CandidateStepObject.type, LinkObject.type, FindingObject.type,
  ]

  /// The environment of a rule's conditions.
  ///
  /// - Parameters:
  ///   - withMatches: whether `matches` is visible: in summary and values only.
  static func environment(
    scope: Rule.Scope, parameters: [RuleParameter], withMatches: Bool, limits: RuleLimits,
    functions: RuleFunctions
  ) -> Environment {
    let params = ObjectType(
      name: paramsTypeName,
      fields: parameters.map { ObjectType.Field($0.name, $0.kind.expressionType) })
    var environment = functions.base
    for variable in variables(of: scope) { environment.declare(variable) }
    environment.declare(params)
    if withMatches {
      let element =
        scope == .switch
        ? ExpressionType.object(SwitchObject.type.name)
        : ExpressionType.object(ObservationObject.type.name)
      environment.declare(.init("matches", .list(element)))
    }
    environment.limits.maximumExpressionLength = limits.maximumExpressionLength
    return environment
  }

  /// The environment of an exception's scope: the finding, what it rests on, and the switch where
  /// it has one.
  static func exceptionEnvironment(
    limits: RuleLimits, functions: RuleFunctions
  ) -> Environment {
    let observation = ExpressionType.object(ObservationObject.type.name)
    var environment = functions.base
    for variable: Environment.Variable in [
      .init("finding", .object(FindingObject.type.name)),
      .init("interview", .object(InterviewObject.type.name)),
      .init("observations", .list(observation)), .init("switch", .object(SwitchObject.type.name)),
      .init("from", observation), .init("to", observation),
    ] { environment.declare(variable) }
    environment.limits.maximumExpressionLength = limits.maximumExpressionLength
    return environment
  }
}
