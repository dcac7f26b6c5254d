import CandorExpression
import CandorModel

/// Why a fact that a rule requires is not known.
enum MissingFacts {
  /// Why it is not known of one observation; `nil` where it is known as far as this kind goes.
  static func reason(
    _ fact: Requirement.Fact, of observation: Observation
  ) -> NotEvaluable.Reason? {
    switch fact {
    case .client:
      guard let client = observation.client.value else { return .missingAgent }
      // The agent of a program says nothing of a person's device.
      return client.isAutomated ? .missingAgent : nil
    case .address: return observation.address.value == nil ? .missingAddress : nil
    case .network:
      guard let facts = observation.address.value else { return .missingAddress }
      let missing = facts.network.missingReason
      // An address that has a place was located; nobody knows its network.
      if missing == .absent, facts.placeFacts.isFound { return .unknownFields }
      return reason(missing, facts)
    case .place, .speed, .declaredPlace:
      guard let facts = observation.address.value else { return .missingAddress }
      if facts.isAnonymised { return .anonymised }
      return reason(facts.place.missingReason, facts)
    case .time: return observation.at == nil ? .missingTime : nil
    case .declaration, .pattern, .other: return nil
    }
  }

  private static func reason(
    _ missing: MissingReason?, _ facts: AddressFacts
  ) -> NotEvaluable.Reason? {
    switch missing {
    case nil: nil
    case .failed: .databaseFailed
    case .notAttempted: facts.isLocatable ? .noDatabase : .unlocatable
    case .absent: .unlocatable
    }
  }

  /// Why it is not known at a switch.
  ///
  /// - Parameter involved: the ends that the path is about.
  static func reason(
    _ requirement: Requirement, at transition: Switch, from: Observation, to: Observation,
    isDeclared: Bool
  ) -> NotEvaluable.Reason {
    let involved =
      switch requirement.variable {
      case "from": [from]
      case "to": [to]
      default: [from, to]
      }
    switch requirement.fact {
    case .declaration, .declaredPlace:
      if !isDeclared { return .missingDeclaration }
    case .time, .speed:
      let places =
        requirement.fact == .speed ? involved.compactMap { reason(.place, of: $0) } : []
      if let first = places.first { return first }
      // With times on both sides a gap is missing only where the order is not known.
      return from.at != nil && to.at != nil ? .unknownOrder : .missingTime
    default: break
    }
    return involved.compactMap { reason(requirement.fact, of: $0) }.first ?? .unknownFields
  }

  /// Why a required path is not known in an interview.
  static func reason(
    _ requirement: Requirement, in observations: [Observation], isDeclared: Bool
  ) -> NotEvaluable.Reason {
    switch requirement.fact {
    // Patterns and counts are those of answers compared with one another.
    case .client, .place, .network, .address, .pattern:
      if requirement.variable != "observations", requirement.variable != "unattributed",
        observations.count < 2
      {
        return .singleObservation
      }
    case .time, .speed, .declaration, .declaredPlace, .other: break
    }
    return reason(requirement.fact, in: observations, isDeclared: isDeclared)
  }

  /// Why it is not known in an interview, taken together: first what the operator can mend, then
  /// what most observations lack.
  static func reason(
    _ fact: Requirement.Fact, in observations: [Observation], isDeclared: Bool
  ) -> NotEvaluable.Reason {
    switch fact {
    case .declaration:
      return .missingDeclaration
    case .declaredPlace where !isDeclared:
      return .missingDeclaration
    case .time: return .missingTime
    case .pattern:
      let reasons = [Requirement.Fact.client, .place].map {
        reason($0, in: observations, isDeclared: isDeclared)
      }
      return reasons.first { $0 != .unknownFields } ?? .unknownFields
    default: break
    }
    if observations.isEmpty { return fact == .client ? .missingAgent : .missingAddress }
    var counts = ReasonCounts()
    for observation in observations {
      if let found = reason(fact, of: observation) { counts.add(found) }
    }
    return counts.telling ?? .unknownFields
  }

  /// The reason as a sentence.
  ///
  /// - Parameters:
  ///   - failure: why the condition could not be computed, which is told where no fact is named that
  ///     is missing. Its message holds no value of the data.
  ///   - observations: the answers that it is said of.
  static func text(
    _ reason: NotEvaluable.Reason, _ failure: EvaluationError?, of observations: [Observation]
  ) -> String {
    guard reason == .unknownFields, let failure else { return text(reason, of: observations) }
    return "the condition of the rule could not be computed: \(failure.message)"
  }

  /// Whether all have times, none of which is before the one of its predecessor.
  private static func areInOrder(_ observations: [Observation]) -> Bool {
    let moments = observations.compactMap(\.at)
    return moments.count == observations.count
      && zip(moments, moments.dropFirst()).allSatisfy { $0 <= $1 }
  }

  /// The reason as a sentence.
  ///
  /// - Parameter observations: the answers that it is said of: what some of them carry is not said
  ///   to be missing from all.
  static func text(_ reason: NotEvaluable.Reason, of observations: [Observation] = []) -> String {
    switch reason {
    case .missingAddress where observations.contains(where: { $0.address.value != nil }):
      "some of the answers carry no address"
    case .missingAddress: "the answers to compare carry no address"
    case .missingAgent where observations.contains(where: \.tellsDevice):
      observations.allSatisfy { $0.tellsDevice || $0.client.value?.isAutomated == true }
        ? "some of the answers carry an automated agent, which says nothing of a person's device"
        : "some of the answers carry no agent that tells a device"
    case .missingAgent: "the answers to compare carry no agent that tells a device"
    case .missingTime where observations.contains(where: { $0.at != nil }):
      "some of the answers carry no timestamps"
    case .missingTime: "the answers carry no timestamps"
    case .unknownOrder where areInOrder(observations):
      "several addresses of one answer carry one moment, which is none of theirs"
    case .unknownOrder: "the timestamps contradict the order of the answers"
    case .unlocatable: "the addresses cannot be located"
    // The place was looked up, so what there is no data for is the network.
    case .noDatabase where observations.contains(where: \.isPlaceAttempted):
      "no database of networks was found"
    case .noDatabase: "no location database was found"
    case .databaseFailed: "the location database could not be read"
    case .anonymised: "the addresses are anonymised and indicate no place"
    case .missingDeclaration: "no country code was declared"
    case .singleObservation: "fewer than two answers, so there is nothing to compare"
    case .unknownFields: "the facts to compare are not known of these answers"
    }
  }
}

extension Observation {
  /// Whether there was a database to look the place of the address up in.
  fileprivate var isPlaceAttempted: Bool {
    guard let facts = address.value else { return false }
    if case .notAttempted = facts.place { return false }
    return true
  }
}

/// How often each reason was met.
private struct ReasonCounts {
  private static let order = NotEvaluable.Reason.allCases
  private var met: [(reason: NotEvaluable.Reason, count: Int)] = []

  mutating func add(_ reason: NotEvaluable.Reason) {
    // There are few reasons, and most observations lack a fact for the same one.
    if let index = met.firstIndex(where: { $0.reason == reason }) {
      met[index].count += 1
    } else {
      met.append((reason, 1))
    }
  }

  /// What the operator can mend, else the one met most, of equals the first declared; `nil` where
  /// none was met.
  var telling: NotEvaluable.Reason? {
    for mendable in [NotEvaluable.Reason.databaseFailed, .noDatabase]
    where met.contains(where: { $0.reason == mendable }) {
      return mendable
    }
    func rank(_ reason: NotEvaluable.Reason) -> Int { Self.order.firstIndex(of: reason) ?? 0 }
    return met.max {
      ($0.count, rank($1.reason)) < ($1.count, rank($0.reason))
    }?.reason
  }
}
