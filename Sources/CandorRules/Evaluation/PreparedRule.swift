import CandorExpression
import CandorModel

/// A rule as the engine walks over it.
///
/// A class, because the walk over rules would copy all parts of a struct for every observation.
final class PreparedRule: Sendable {
  let rule: Rule
  let compiled: CompiledRule
  let kind: Contribution.Kind
  /// What its answer depends on.
  let subject: RuleSubject
  /// The facts that two observations have to have for the rule to be answerable at a switch.
  let comparedFacts: KnownFacts
  /// Which of the lists of scope `interview` its conditions read.
  let decides: Reads
  /// The same, with what it requires.
  let reads: Reads
  /// Which of them it reads where it fires: summary and values may read what no condition does.
  let shows: Reads

  struct Reads: OptionSet, Sendable {
    let rawValue: UInt8
    static let observations = Reads(rawValue: 1)
    static let runs = Reads(rawValue: 2)
    static let switches = Reads(rawValue: 4)
    static let transitions = Reads(rawValue: 8)
    static let unattributed = Reads(rawValue: 16)

    /// - Parameter variables: by name.
    init(of variables: some Sequence<String>) {
      self = []
      for variable in variables {
        switch variable {
        // All answers match where such a rule fires.
        case "observations", "matches": insert(.observations)
        case "runs": insert(.runs)
        case "switches": insert(.switches)
        case "transitions": insert(.transitions)
        case "unattributed": insert(.unattributed)
        default: break
        }
      }
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }
  }

  init(_ rule: Rule) {
    self.rule = rule
    compiled = rule.compiled
    kind = rule.kind
    subject = RuleSubject(of: rule)
    var facts: KnownFacts = []
    for requirement in rule.compiled.requirements {
      switch requirement.fact {
      case .place, .speed, .declaredPlace: facts.insert(.place)
      case .network: facts.insert(.network)
      case .client: facts.insert(.client)
      case .address: facts.insert(.address)
      case .time, .declaration, .pattern, .other: break
      }
    }
    comparedFacts = facts
    let required = rule.requires.map { String($0.prefix { $0 != "." }) }
    decides = Reads(of: rule.compiled.deciding.flatMap(\.referencedVariables))
    reads = decides.union(Reads(of: required))
    shows = Reads(of: rule.compiled.all.flatMap(\.referencedVariables))
  }
}

/// Which facts of an observation can be compared with those of another.
struct KnownFacts: OptionSet {
  let rawValue: UInt8
  static let address = KnownFacts(rawValue: 1)
  static let network = KnownFacts(rawValue: 2)
  static let place = KnownFacts(rawValue: 4)
  static let client = KnownFacts(rawValue: 8)
  static let all: KnownFacts = [.address, .network, .place, .client]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ address: Lookup<AddressFacts>, _ client: Lookup<Client>) {
    var known: KnownFacts = []
    if case .found(let facts) = address {
      known.insert(.address)
      if facts.networkFacts.isFound { known.insert(.network) }
      if facts.placeFacts.isFound, !facts.isAnonymised { known.insert(.place) }
    }
    if case .found(let client) = client, !client.isAutomated { known.insert(.client) }
    self = known
  }
}

/// What a rule said at one place.
enum RuleAnswer {
  /// The question does not arise.
  case notAsked
  /// It was answered with no.
  case notFired
  /// It fired.
  case fired
  /// A required path is not known; absent where the condition itself met an unknown field.
  case missing(Requirement?)
  /// The condition could not be computed, and not because a field is unknown.
  case failed(EvaluationError)
}

extension PreparedRule {
  /// Asks the rule with the variables set.
  @inline(__always)
  func answer(_ activation: Activation) -> RuleAnswer {
    guard isAsked(activation) else { return .notAsked }
    for requirement in compiled.requirements where !requirement.isKnown(activation) {
      return .missing(requirement)
    }
    do throws(EvaluationError) {
      return try compiled.condition.evaluateBool(activation) ? .fired : .notFired
    } catch {
      return error.isOfUnknownFact ? .missing(nil) : .failed(error)
    }
  }

  /// Whether its conditions are met, whatever it requires.
  @inline(__always)
  func isMet(_ activation: Activation) -> Bool {
    isAsked(activation) && (try? compiled.condition.evaluateBool(activation)) ?? false
  }

  /// Whether the question arises at all.
  @inline(__always)
  private func isAsked(_ activation: Activation) -> Bool {
    guard let applies = compiled.applies else { return true }
    return (try? applies.evaluateBool(activation)) ?? false
  }

  /// What `mergeBy` gives at a place where the rule fired.
  func mergeKey(_ activation: Activation) -> String? {
    guard let expression = compiled.mergeKey else { return nil }
    return (try? expression.evaluate(activation)).flatMap { SummaryTemplate.text(of: $0) } ?? ""
  }

  /// The level at a place where it fired; a case whose condition cannot be answered is passed over.
  func severity(_ activation: Activation) -> Severity {
    for level in compiled.levels {
      guard let condition = level.condition else { return level.severity }
      if let isMet = try? condition.evaluateBool(activation), isMet { return level.severity }
    }
    return .none
  }
}

extension EvaluationError {
  /// Whether a field was asked for that is not known, which is nobody's mistake.
  fileprivate var isOfUnknownFact: Bool {
    switch code {
    case .noSuchField, .noSuchKey, .noSuchVariable: true
    default: false
    }
  }
}
