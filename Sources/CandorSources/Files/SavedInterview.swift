import CandorModel

/// What saved answers of Hireflix told of one interview.
struct SavedInterview {
  let id: String
  private var deduped: JSONValue?
  /// The lists of an interview to which another answer added something.
  private var lists: [String: JoinedList] = [:]
  private var byStep: JSONValue?
  /// The steps of all answers.
  private var steps: [JSONValue] = []
  /// What they are known by; `nil` where that cannot be told of all.
  private var stepNames: Set<String>? = []
  private var facts = HireflixFacts()
  private var errors: [GraphQLAnswer.Failure] = []

  /// A list without what an earlier answer had already.
  private struct JoinedList {
    var values: [JSONValue]
    private var known: Set<JSONValue>

    init(_ values: [JSONValue]) {
      self.values = values
      known = Set(values)
    }

    mutating func add(_ others: [JSONValue]) {
      for value in others where known.insert(value).inserted { values.append(value) }
    }
  }

  init(id: String) { self.id = id }

  /// Adds what another answer tells of it. What is told twice counts once, lists are joined, and so are
  /// steps that were asked for one after another.
  ///
  /// - Parameters:
  ///   - errors: those beside it, the paths relative to the interview.
  ///   - context: what stands around it.
  /// - Returns: `false`, and nothing is added, where both tell of the same step and not the same: which of
  ///   them holds cannot be told.
  mutating func add(
    _ interview: JSONValue, errors: [GraphQLAnswer.Failure], context: HireflixFacts?
  ) -> Bool {
    var errors = errors
    if Self.has(["steps"], interview) {
      guard let offset = addSteps(interview) else { return false }
      if offset > 0 { errors = errors.map { Self.moved($0, by: offset) } }
    }
    if Self.has(["ipAddresses", "userAgents"], interview) { addLists(interview) }
    facts = facts.completed(by: HireflixFacts(interview)).completed(by: context)
    self.errors += errors
    return true
  }

  private static func has(_ keys: Set<String>, _ interview: JSONValue) -> Bool {
    interview.object?.contains { keys.contains($0.key) } == true
  }

  /// - Returns: how many steps stand before those that were added; `nil` where they do not go together.
  private mutating func addSteps(_ interview: JSONValue) -> Int? {
    guard let added = interview["steps"]?.array else {
      // That there are none says nothing of those that another answer told.
      if byStep == nil { byStep = interview }
      return 0
    }
    if steps == added, byStep?["steps"]?.array != nil { return 0 }
    let names = added.map(Self.names(of:))
    let areNamed = !names.contains { $0.isEmpty }
    if !steps.isEmpty {
      guard areNamed, let stepNames, names.allSatisfy({ $0.isDisjoint(with: stepNames) }) else {
        return nil
      }
    }
    let offset = steps.count
    if steps.isEmpty { byStep = interview }
    steps += added
    if areNamed { for name in names { stepNames?.formUnion(name) } } else { stepNames = nil }
    return offset
  }

  private mutating func addLists(_ interview: JSONValue) {
    guard let deduped else {
      deduped = interview
      return
    }
    for key in ["ipAddresses", "userAgents", "thumbnails"] {
      guard let added = interview[key]?.array else { continue }
      lists[key, default: JoinedList(deduped[key]?.array ?? [])].add(added)
    }
  }

  /// The evidence in it.
  var evidence: Evidence {
    var deduped = deduped
    for (key, list) in lists { deduped = deduped?.with(key, .array(list.values)) }
    var byStep = byStep
    if !steps.isEmpty { byStep = byStep?.with("steps", .array(steps)) }
    return HireflixMapping.evidence(
      id: id, deduped: deduped, byStep: byStep, facts: facts == HireflixFacts() ? nil : facts,
      errors: errors)
  }

  /// What a step is known by: its identifier and its place.
  private static func names(of step: JSONValue) -> Set<String> {
    var names: Set<String> = []
    if let id = step["id"]?.nonEmptyText { names.insert("id \(id)") }
    if let index = step["index"]?.writtenCount { names.insert("index \(index)") }
    return names
  }

  /// An error of a step, where other steps were put before it.
  private static func moved(
    _ error: GraphQLAnswer.Failure, by offset: Int
  ) -> GraphQLAnswer.Failure {
    guard error.path.count > 1, error.path[0] == "steps", let index = Int(error.path[1]) else {
      return error
    }
    var error = error
    error.path[1] = String(index + offset)
    return error
  }
}

extension JSONValue {
  /// An object with another value for a key.
  fileprivate func with(_ key: String, _ value: JSONValue) -> JSONValue {
    var members = object ?? []
    if let place = members.firstIndex(where: { $0.key == key }) {
      members[place].value = value
    } else {
      members.append((key, value))
    }
    return .object(members)
  }
}
