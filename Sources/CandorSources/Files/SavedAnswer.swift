import CandorModel

/// Answers of the platforms' APIs that somebody saved, told by their top-level keys.
enum SavedAnswer {
  /// Whether an object with these keys may be one.
  static func hasKeys(_ keys: Set<String>) -> Bool {
    // A GraphQL answer, and the list envelopes of InstaView and InterviewRelay.
    keys.contains("data") && !keys.contains("schema")
      // Ashby.
      || keys.isSuperset(of: ["success", "results"])
      // One InstaView interview, one InterviewRelay session.
      || keys.isSuperset(of: ["id", "candidateId", "agentId"])
      || keys.isSuperset(of: ["id", "campaignId", "inviteId"])
  }

  /// Collects saved answers and joins what belongs together.
  struct Collector {
    private struct Parts {
      var deduped: JSONValue?
      var byStep: JSONValue?
      var facts = HireflixFacts()
      var errors: [GraphQLAnswer.Failure] = []
    }

    private var order: [String] = []
    private var interviews: [String: Parts] = [:]
    private var ashby = AshbyMapping.Collector()
    private var others: [Evidence] = []

    init() {}

    /// Adds one document; `false` where it is none of those known.
    mutating func add(_ json: JSONValue) -> Bool {
      if let answer = GraphQLAnswer(json), addHireflix(answer) { return true }
      if let interviews = InstaViewMapping.interviews(inSaved: json) {
        others += interviews.map { InstaViewMapping.evidence($0, candidate: nil) }
        return true
      }
      if let sessions = InterviewRelayMapping.sessions(inSaved: json) {
        others += sessions.map { InterviewRelayMapping.evidence($0, campaign: nil) }
        return true
      }
      return ashby.add(json)
    }

    /// What came together so far; the collector is empty after it.
    mutating func take() -> [Evidence] {
      var result = order.compactMap { id in
        interviews[id].map { parts in
          HireflixMapping.evidence(
            id: id, deduped: parts.deduped, byStep: parts.byStep,
            facts: parts.facts == HireflixFacts() ? nil : parts.facts, errors: parts.errors)
        }
      }
      result += others + ashby.take()
      self = Collector()
      return result
    }

    private mutating func addHireflix(_ answer: GraphQLAnswer) -> Bool {
      var isKnown = false
      for member in answer.data?.object ?? [] {
        if let list = member.value["interviewList"]
          ?? member.value["interviews"].map({
            .object([("results", $0)])
          })
        {
          isKnown = true
          var position = HireflixFacts()
          position.position = Position(
            id: member.value["id"]?.nonEmptyText, name: member.value["name"]?.nonEmptyText)
          for interview in list["results"]?.array ?? [] {
            addInterview(interview, errors: [], context: position)
          }
        } else if member.value["id"] != nil, Self.looksLikeInterview(member.value) {
          isKnown = true
          addInterview(member.value, errors: answer.errors(below: member.key), context: nil)
        }
      }
      return isKnown
    }

    private static func looksLikeInterview(_ value: JSONValue) -> Bool {
      value.object?.contains { ["ipAddresses", "userAgents", "steps", "hash"].contains($0.key) }
        == true
    }

    private mutating func addInterview(
      _ interview: JSONValue, errors: [GraphQLAnswer.Failure], context: HireflixFacts?
    ) {
      guard let id = interview["id"]?.nonEmptyText else { return }
      if interviews[id] == nil { order.append(id) }
      var parts = interviews[id] ?? Parts()
      let members = interview.object ?? []
      if members.contains(where: { $0.key == "steps" }) { parts.byStep = interview }
      if members.contains(where: { $0.key == "ipAddresses" || $0.key == "userAgents" }) {
        parts.deduped = interview
      }
      parts.facts = parts.facts.completed(by: HireflixFacts(interview)).completed(by: context)
      parts.errors += errors
      interviews[id] = parts
    }
  }
}
