import CandorExpression
import CandorModel

/// A path that has to be known for a rule to be evaluable.
struct Requirement: Sendable {
  /// A step along the path.
  enum Step: Sendable, Hashable {
    /// A field of an object.
    case field(slot: Int)
    /// Any element of a list.
    case anyElement
  }

  /// What kind of fact it is, which decides what is said where it is missing.
  enum Fact: Sendable, Hashable {
    case address, place, network, client, time, speed, declaration, declaredPlace, pattern, other
  }

  /// The path as written.
  let path: String
  /// The variable's name.
  let variable: String
  /// The variable's slot in the activation.
  let slot: Int
  let steps: [Step]
  let fact: Fact

  /// Resolves a path against the variables of a scope.
  ///
  /// - Returns: `nil` where a name is not known; `suggestion` is then the nearest path.
  static func resolve(_ path: String, scope: Rule.Scope) -> (Requirement?, suggestion: String?) {
    let variables = RuleEnvironment.variables(of: scope)
    let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let root = names.first, root != "params",
      let slot = variables.firstIndex(where: { $0.name == root })
    else {
      let known = variables.map(\.name).filter { $0 != "params" }
      let nearest = names.first.flatMap { NearestName.find($0, among: known) }
      return (nil, nearest.map { ([$0] + names.dropFirst()).joined(separator: ".") })
    }
    var type = variables[slot].type
    var steps: [Step] = []
    for (position, name) in names.enumerated().dropFirst() {
      if case .list(let element) = type {
        steps.append(.anyElement)
        type = element
      }
      guard case .object(let typeName) = type,
        let object = RuleEnvironment.objectTypes.first(where: { $0.name == typeName })
      else { return (nil, names[..<position].joined(separator: ".")) }
      guard let field = object.slot(of: name) else {
        let nearest = NearestName.find(name, among: object.fields.map(\.name))
        return (
          nil,
          nearest.map {
            (names[..<position] + [$0] + names[(position + 1)...]).joined(separator: ".")
          }
        )
      }
      steps.append(.field(slot: field))
      type = object.fields[field].type
    }
    if case .list = type { steps.append(.anyElement) }
    let requirement = Requirement(
      path: path, variable: root, slot: slot, steps: steps, fact: fact(of: names))
    return (requirement, nil)
  }

  private static func fact(of names: [String]) -> Fact {
    for name in names.reversed() {
      switch name {
      case "declaredCountry", "declaredCountryChanged": return .declaration
      case "declaredCountryRelation": return .declaredPlace
      case "speedKmh", "minimumSpeedKmh": return .speed
      case "at", "gapSeconds", "gapKnown", "durationSeconds", "startedAt", "completedAt",
        "createdAt":
        return .time
      case "place", "placeChanged", "distanceKm", "minimumDistanceKm", "countryRelation",
        "placePattern", "placeCount", "placeChanges", "placesInTurns", "hasDevicePerPlace",
        "isJourney", "placeReturns":
        return .place
      case "network", "networkChanged", "networkRelation", "anonymiserChanged", "sharesNetwork":
        return .network
      case "client", "device", "deviceReason", "deviceChanged", "direction", "devicePattern",
        "deviceCount", "deviceChanges", "devicesInTurns", "sharesDevice":
        return .client
      case "address", "addressChanged": return .address
      case "pattern": return .pattern
      default: continue
      }
    }
    return .other
  }

  /// Whether it is of interviews that follow one another.
  var isOfSteps: Bool { path.hasPrefix("candidate.steps") }

  /// Whether the path leads to a value.
  func isKnown(_ activation: Activation) -> Bool {
    guard let value = activation[slot] else { return false }
    return Self.isKnown(value, steps[...])
  }

  private static func isKnown(_ value: Value, _ steps: ArraySlice<Step>) -> Bool {
    guard let step = steps.first else { return true }
    switch (step, value) {
    case (.field(let slot), .object(let object)):
      guard let next = object.value(at: slot) else { return false }
      return isKnown(next, steps.dropFirst())
    case (.anyElement, .list(let elements)):
      return elements.contains { isKnown($0, steps.dropFirst()) }
    default: return false
    }
  }
}
