import CandorModel

/// What evidence may hold that an assessment rests on. Names and identifiers are no part of it.
enum Fact: String, CaseIterable, Sendable {
  case address, agent, deviceInWords, clientHint, answerTime, retake
  case seenAddress, seenAgent
  case contact
  case invitation, start, completion
  case declaredCountry
  case call
  case unknownStep
}

extension Set<Fact> {
  /// What only files of Candor's own form carry all of.
  static let everything = Set(Fact.allCases)
  /// What Hireflix answers to the two documented queries.
  static let documentedQueries: Set = [
    .address, .agent, .retake, .seenAddress, .seenAgent, .unknownStep,
  ]
}

extension Evidence {
  private static let unknownStepNote = "unknown-step-type"

  /// How often a fact is there.
  func count(of fact: Fact) -> Int {
    switch fact {
    case .address: answers.count { $0.ip != nil }
    case .agent: answers.count { $0.userAgent != nil }
    case .deviceInWords: answers.count { $0.device != nil }
    case .clientHint: answers.reduce(0) { $0 + $1.clientHints.count }
    case .answerTime: answers.count { $0.at != nil }
    case .retake: answers.count { $0.attempt > 0 }
    case .seenAddress: seen.ipAddresses.count
    case .seenAgent: seen.userAgents.count
    case .contact: contacts.count
    case .invitation: interview.createdAt == nil ? 0 : 1
    case .start: interview.startedAt == nil ? 0 : 1
    case .completion: interview.completedAt == nil ? 0 : 1
    case .declaredCountry: candidate?.declaredCountry == nil ? 0 : 1
    case .call: calls.count
    case .unknownStep: notes.count { $0.code == Self.unknownStepNote }
    }
  }

  /// The same evidence from which every other fact was taken away.
  func keeping(_ facts: Set<Fact>) -> Evidence {
    var result = self
    if !facts.contains(.retake) { result.answers.removeAll { $0.attempt > 0 } }
    for index in result.answers.indices {
      if !facts.contains(.address) { result.answers[index].ip = nil }
      if !facts.contains(.agent) { result.answers[index].userAgent = nil }
      if !facts.contains(.deviceInWords) { result.answers[index].device = nil }
      if !facts.contains(.clientHint) { result.answers[index].clientHints = [] }
      if !facts.contains(.answerTime) { result.answers[index].at = nil }
    }
    if !facts.contains(.seenAddress) { result.seen.ipAddresses = [] }
    if !facts.contains(.seenAgent) { result.seen.userAgents = [] }
    if !facts.contains(.contact) { result.contacts = [] }
    if !facts.contains(.invitation) { result.interview.createdAt = nil }
    if !facts.contains(.start) { result.interview.startedAt = nil }
    if !facts.contains(.completion) { result.interview.completedAt = nil }
    if !facts.contains(.declaredCountry) { result.candidate?.declaredCountry = nil }
    if !facts.contains(.call) { result.calls = [] }
    if !facts.contains(.unknownStep) {
      result.notes.removeAll { $0.code == Self.unknownStepNote }
    }
    return result
  }

  /// The same evidence with lists of everything that its answers saw, where it has none: what a
  /// platform that keeps such lists would say.
  func withSeen() -> Evidence {
    var result = self
    if seen.ipAddresses.isEmpty { result.seen.ipAddresses = Self.once(answers.compactMap(\.ip)) }
    if seen.userAgents.isEmpty {
      result.seen.userAgents = Self.once(answers.compactMap(\.userAgent))
    }
    return result
  }

  /// The same evidence without the times of answers to questions that were answered again: where
  /// only the end of a step is known, it is nobody's in particular.
  func withTimesOfSteps() -> Evidence {
    var result = self
    for index in answers.indices
    where answers.count(where: { $0.step.index == answers[index].step.index }) > 1 {
      result.answers[index].at = nil
    }
    return result
  }

  /// What is left of it where a platform takes down one device when the invitation is opened, and
  /// the address when consent is given: InterviewRelay.
  func asSession() -> Evidence {
    var result = keeping([.invitation, .start, .completion])
    // Only a browser's agent can be put into words.
    let isTold = { (answer: Answer) in
      answer.device != nil || answer.userAgent?.hasPrefix("Mozilla/") == true
    }
    result.answers =
      answers.first(where: isTold).map { answer in
        [
          Answer(
            step: Step(index: 0), userAgent: answer.device == nil ? answer.userAgent : nil,
            at: interview.createdAt, device: answer.device)
        ]
      } ?? []
    // A session has a start; where the evidence has none the sandbox makes one up.
    result.interview.startedAt =
      interview.startedAt ?? answers.compactMap(\.at).min() ?? interview.completedAt
    result.contacts = contacts.filter { $0.kind == "consent" }.map {
      Contact(kind: $0.kind, at: $0.at, ip: $0.ip)
    }
    return result
  }

  /// What is left of it where a platform knows the calls alone: InstaView.
  func asCalls() -> Evidence {
    var result = keeping([.invitation, .completion, .call])
    result.answers = []
    result.interview.startedAt = calls.compactMap(\.at).min()
    return result
  }

  /// What is left of it where a platform knows from where somebody applied: Ashby. Evidence
  /// without such touches has one for each different pair of address and agent of its answers.
  func asTouches() -> Evidence {
    var result = keeping([.contact, .invitation, .declaredCountry])
    result.answers = []
    if contacts.isEmpty {
      var known: Set<[String?]> = []
      let answers = answers.filter { answer in
        answer.ip != nil && known.insert([answer.ip, answer.userAgent]).inserted
      }
      result.contacts = answers.enumerated().map { index, answer in
        Contact(
          kind: index == 0 ? "application" : "meeting-availability-request",
          at: answer.at ?? interview.createdAt, ip: answer.ip, userAgent: answer.userAgent)
      }
    }
    return result
  }

  private static func once(_ texts: [String]) -> [String] {
    var known: Set<String> = []
    return texts.filter { known.insert($0).inserted }
  }
}
