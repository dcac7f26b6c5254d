import CandorModel

/// Turns the answers to the evidence queries into evidence. A pure function of them.
///
/// Nothing is dropped in silence: what cannot be read stays as an answer without address and agent,
/// and a note says why.
struct HireflixMapping {
  private var evidence: Evidence
  private var errors: [GraphQLAnswer.Failure]

  /// The evidence of one interview.
  ///
  /// - Parameters:
  ///   - id: as the platform writes it, else as it was asked for.
  ///   - deduped: `interview` of `InterviewDeduped`; absent where it was not asked.
  ///   - byStep: `interview` of `InterviewUAByStep`; absent where it was not asked.
  ///   - facts: from the list or the context query.
  ///   - errors: those of the answers, paths relative to the interview.
  static func evidence(
    id: String, deduped: JSONValue?, byStep: JSONValue?, facts: HireflixFacts?,
    errors: [GraphQLAnswer.Failure] = []
  ) -> Evidence {
    var mapping = HireflixMapping(id: id, errors: errors)
    mapping.addFacts(deduped, byStep, facts)
    if let deduped { mapping.addSeen(deduped) }
    if let byStep { mapping.addSteps(byStep["steps"]) }
    mapping.addRemainingErrors()
    mapping.reconcile()
    return mapping.evidence
  }

  private init(id: String, errors: [GraphQLAnswer.Failure]) {
    evidence = Evidence(platform: PlatformName.hireflix.rawValue, interview: Interview(id: id))
    self.errors = errors
  }

  private mutating func addFacts(
    _ deduped: JSONValue?, _ byStep: JSONValue?, _ listed: HireflixFacts?
  ) {
    var facts = HireflixFacts()
    for value in [deduped, byStep] {
      if let value { facts = facts.completed(by: HireflixFacts(value)) }
    }
    facts = facts.completed(by: listed)
    evidence.interview.hash = facts.hash
    evidence.interview.status = facts.status
    evidence.interview.createdAt = facts.createdAt
    evidence.interview.completedAt = facts.completedAt
    evidence.interview.position = facts.position
    evidence.candidate = facts.candidate
  }

  private mutating func addSeen(_ interview: JSONValue) {
    evidence.seen = Seen(
      ipAddresses: interview["ipAddresses"]?.texts ?? [],
      userAgents: interview["userAgents"]?.texts ?? [],
      thumbnails: interview["thumbnails"]?.texts ?? [])
  }

  private mutating func addSteps(_ steps: JSONValue?) {
    guard let steps = steps?.array else {
      note("steps-missing", "the platform gave no steps for this interview", "/answers")
      return
    }
    var nextIndex = 0
    for (position, step) in steps.enumerated() {
      let value = Step(
        id: step["id"]?.nonEmptyText, index: step["index"]?.writtenCount ?? nextIndex,
        title: step["title"]?.nonEmptyText, type: step["__typename"]?.nonEmptyText)
      nextIndex = value.index + 1
      addStep(step, value, path: ["steps", String(position)])
    }
  }

  private mutating func addStep(_ step: JSONValue, _ value: Step, path: [String]) {
    let place = "/answers/\(evidence.answers.count)"
    let cause = takeErrors(below: path + ["answers"], exactly: true)
    guard step.object != nil else {
      evidence.answers.append(Answer(step: value))
      note("null-step", "the platform gave nothing for this step" + cause, place)
      return
    }
    if let answers = step["answers"]?.array {
      addAnswers(answers, value, path: path + ["answers"], stepCompletedAt: step["completedAt"])
      return
    }
    evidence.answers.append(Answer(step: value))
    if step.object?.contains(where: { $0.key == "answers" }) == true {
      note("null-answers", "the platform gave `null` for the answers of this step" + cause, place)
    } else {
      note(
        "unknown-step-type",
        "the step is of a kind whose answers the documented query cannot select", place)
    }
  }

  private mutating func addAnswers(
    _ answers: [JSONValue], _ step: Step, path: [String], stepCompletedAt: JSONValue?
  ) {
    for (attempt, answer) in answers.enumerated() {
      let place = "/answers/\(evidence.answers.count)"
      let causes = takeErrors(below: path + [String(attempt)], exactly: false)
      var value = Answer(step: step, attempt: attempt)
      defer { evidence.answers.append(value) }
      guard answer.object != nil else {
        note("null-answer", "the platform gave `null` for this answer" + causes, place)
        continue
      }
      value.ip = answer["ip"]?.nonEmptyText
      value.userAgent = answer["userAgent"]?.nonEmptyText
      value.at =
        answer["createdAt"]?.epochMilliseconds ?? answer["completedAt"]?.epochMilliseconds
      // A step's completion is the time of its answer only where there is one answer.
      if value.at == nil, answers.count == 1 { value.at = stepCompletedAt?.epochMilliseconds }
      let hasEvidence = answer.object?.contains { $0.key == "ip" || $0.key == "userAgent" } == true
      if !hasEvidence {
        note(
          "unknown-answer-type",
          "the answer is of a kind whose address and agent the documented query cannot select",
          place)
      } else if !causes.isEmpty {
        note("partial-answer", "the platform could not give all of this answer" + causes, place)
      }
    }
  }

  /// The errors that no part of the evidence above has told yet.
  private mutating func addRemainingErrors() {
    for error in errors {
      let path = error.path.map { "/" + $0 }.joined()
      let place = path.isEmpty ? "beside the answer" : "at `\(path)`"
      let code = error.code.flatMap { PlatformCode.matches($0) ? " (`\($0)`)" : nil } ?? ""
      // The message itself may hold personal data, so only its place and code are passed on.
      note("platform-error", "the platform reported an error \(place)\(code)", nil)
    }
    errors = []
  }

  /// All addresses of answers should be among those of the interview.
  private mutating func reconcile() {
    let seen = Set(evidence.seen.ipAddresses.compactMap(Self.meaning(of:)))
    guard !seen.isEmpty else { return }
    let answered = Set(evidence.answers.compactMap { $0.ip.flatMap(Self.meaning(of:)) })
    guard !answered.isSubset(of: seen) else { return }
    note("address-not-listed", "an answer's address is not in the interview's own list", nil)
  }

  /// The address that a text means, or the text where it means none; `nil` for a placeholder.
  private static func meaning(of text: String) -> String? {
    switch AddressText.normalize(text) {
    case .found(let address): address.address.description
    case .absent: nil
    case .failed, .notAttempted: text
    }
  }

  private mutating func takeErrors(below path: [String], exactly: Bool) -> String {
    let isMeant = { (error: GraphQLAnswer.Failure) in
      exactly
        ? error.path == path || error.path == Array(path.dropLast()) : error.path.starts(with: path)
    }
    let count = errors.count(where: isMeant)
    errors.removeAll(where: isMeant)
    return count == 0 ? "" : ", with an error"
  }

  private mutating func note(_ code: String, _ message: String, _ path: String?) {
    evidence.notes.append(Note(code: code, message: message, path: path))
  }

  /// Whether a value is one of the API's error objects rather than an interview.
  static func isErrorObject(_ value: JSONValue) -> Bool {
    if value["id"] != nil { return false }
    if let type = value["__typename"]?.string { return type.hasSuffix("Error") }
    return value["message"] != nil && (value["code"] != nil || value["name"] != nil)
  }
}
