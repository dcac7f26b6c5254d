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

  /// Whether an object with these keys may be how a platform says no. Other objects have them too, so
  /// only `isRefusal` knows.
  static func mayRefuse(_ keys: Set<String>) -> Bool {
    !keys.contains("schema") && !keys.isDisjoint(with: ["error", "errors"])
  }

  /// Whether this is how one of the platforms says no: GraphQL and Ashby with `errors`, InstaView
  /// with `success`, InterviewRelay with `error`.
  static func isRefusal(_ json: JSONValue) -> Bool {
    json["errors"]?.array?.isEmpty == false || json["error"]?.object != nil
      || json["success"]?.bool == false
  }

  /// What came of a document.
  enum Reading: Equatable {
    /// It was kept; in so many places it has `null`, an error or an interview without an `id`.
    case kept(missing: Int)
    /// The platform refused the request: an error, and nothing else.
    case refusal
    /// It is no answer of a platform.
    case unknown
  }

  /// Collects saved answers and joins what belongs together.
  struct Collector {
    /// In the order in which they came first.
    private var interviews: [SavedInterview] = []
    /// Where what was told last of each stands, by its identifier.
    private var places: [String: Int] = [:]
    private var ashby = AshbyMapping.Collector()
    private var others: [Evidence] = []

    init() {}

    /// Adds one document.
    mutating func add(_ json: JSONValue) -> Reading {
      let graphQL = GraphQLAnswer(json)
      let missing = graphQL.map(Self.missing) ?? 0
      if let graphQL, let nameless = addHireflix(graphQL) {
        return .kept(missing: missing + nameless)
      }
      if let interviews = InstaViewMapping.interviews(inSaved: json) {
        others += interviews.read.map { InstaViewMapping.evidence($0, candidate: nil) }
        return .kept(missing: interviews.missing)
      }
      if let sessions = InterviewRelayMapping.sessions(inSaved: json) {
        others += sessions.read.map { InterviewRelayMapping.evidence($0, campaign: nil) }
        return .kept(missing: sessions.missing)
      }
      if let missing = ashby.add(json) { return .kept(missing: missing) }
      if missing > 0, missing == graphQL?.data?.object?.count { return .kept(missing: missing) }
      return SavedAnswer.isRefusal(json) ? .refusal : .unknown
    }

    /// What came together so far; the collector is empty after it.
    mutating func take() -> [Evidence] {
      var result = interviews.map(\.evidence)
      result += others + ashby.take()
      self = Collector()
      return result
    }

    /// How many of the things that were asked for an answer has `null` or an error object for.
    private static func missing(from answer: GraphQLAnswer) -> Int {
      (answer.data?.object ?? []).count {
        $0.value == .null || HireflixMapping.isErrorObject($0.value)
      }
    }

    /// Adds the interviews of an answer.
    ///
    /// - Returns: how many have no `id`, a list that is none counting as one; `nil` where it is about
    ///   something else.
    private mutating func addHireflix(_ answer: GraphQLAnswer) -> Int? {
      var isKnown = false
      var nameless = 0
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
          guard let results = list["results"]?.array else {
            nameless += 1
            continue
          }
          for interview in results
          where !addInterview(interview, errors: [], context: position) {
            nameless += 1
          }
        } else if Self.lacksList(member.value) {
          isKnown = true
          nameless += 1
        } else if member.value["id"] != nil, Self.looksLikeInterview(member.value) {
          isKnown = true
          let errors = answer.errors(below: member.key)
          if !addInterview(member.value, errors: errors, context: nil) { nameless += 1 }
        }
      }
      return isKnown ? nameless : nil
    }

    /// Whether `null` stands where the list of a position's interviews was asked for.
    private static func lacksList(_ value: JSONValue) -> Bool {
      value.object?.contains { $0.key == "interviewList" && $0.value == .null } == true
    }

    private static func looksLikeInterview(_ value: JSONValue) -> Bool {
      value.object?.contains { ["ipAddresses", "userAgents", "steps", "hash"].contains($0.key) }
        == true
    }

    /// Adds one interview; `false` where it has no `id`.
    private mutating func addInterview(
      _ interview: JSONValue, errors: [GraphQLAnswer.Failure], context: HireflixFacts?
    ) -> Bool {
      guard let id = interview["id"]?.nonEmptyText else { return false }
      if let place = places[id],
        interviews[place].add(interview, errors: errors, context: context)
      {
        return true
      }
      // Two answers that cannot both hold are two interviews, so that neither is lost.
      var saved = SavedInterview(id: id)
      _ = saved.add(interview, errors: errors, context: context)
      places[id] = interviews.count
      interviews.append(saved)
      return true
    }
  }
}
