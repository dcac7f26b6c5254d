import CandorModel

/// `Query`.
struct HireflixQuery: GraphQLObject {
  let store: HireflixStore
  let behaviour: HireflixBehaviour
  var typeName: String { "Query" }

  func value(
    of field: String, arguments: GraphQLArguments
  ) throws(GraphQLError) -> GraphQLOutput {
    let id = arguments["id"]?.string ?? ""
    switch field {
    case "interview":
      guard let evidence = store.interview(id) else {
        guard behaviour.reportsUnknownInterviews else { return .null }
        throw GraphQLError(code: .notFound, message: "Interview not found")
      }
      return .object(HireflixInterview(evidence: evidence))
    case "position":
      return store.position(id).map { .object(HireflixPosition(position: $0, store: store)) }
        ?? .null
    case "positions":
      return .list(
        store.positions.map { .object(HireflixPosition(position: $0, store: store)) })
    default: return .null
    }
  }
}

/// `PositionType`.
struct HireflixPosition: GraphQLObject {
  let position: HireflixStore.Position
  let store: HireflixStore
  var typeName: String { "PositionType" }

  func value(
    of field: String, arguments: GraphQLArguments
  ) throws(GraphQLError) -> GraphQLOutput {
    switch field {
    case "id": return .text(position.id)
    case "name": return .text(position.name)
    case "archived": return .moment(position.archived)
    case "active": return .bool(true)
    case "createdAt": return .moment(position.createdAt)
    case "updatedAt": return .moment(position.archived ?? position.createdAt)
    case "tags", "questions": return .list([])
    case "public": return .bool(false)
    case "interviews":
      return .list(
        store.interviews(of: position).map { .object(HireflixInterview(evidence: $0)) })
    case "interviewList":
      let input = arguments["input"]
      let key = HireflixStore.ListKey(
        positionID: position.id, filter: try HireflixFilter(input?["filter"]),
        sort: HireflixSort.list(input?["sort"]))
      let page = try store.page(key, try HireflixPageRequest(input?["pagination"]))
      return .object(HireflixInterviewList(page: page))
    default: return .null
    }
  }
}

/// `InterviewListType`.
private struct HireflixInterviewList: GraphQLObject {
  let page: HireflixPage
  var typeName: String { "InterviewListType" }

  func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
    switch field {
    case "results": .list(page.results.map { .object(HireflixInterview(evidence: $0)) })
    case "lastCursor": .text(page.lastCursor)
    case "count": .number(page.results.count)
    case "total": .number(page.total)
    default: .null
    }
  }
}

/// `InterviewType`.
struct HireflixInterview: GraphQLObject {
  let evidence: Evidence
  var typeName: String { "InterviewType" }

  private var interview: Interview { evidence.interview }

  /// The hash of the public link; evidence of other platforms has none.
  private var linkHash: String {
    interview.hash ?? StableIdentifier.alphanumeric("hash", interview.id, length: 8)
  }

  func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
    switch field {
    case "id": .text(interview.id)
    case "hash": .text(linkHash)
    case "ipAddresses": .texts(evidence.seenAddresses)
    case "userAgents": .texts(evidence.seenAgents)
    case "thumbnails": .texts(evidence.seen.thumbnails)
    case "thumbnail": .text(evidence.seen.thumbnails.first)
    case "steps": steps(arguments["input"])
    case "status": .text(interview.status)
    case "externalId": .text(evidence.candidate?.externalId)
    case "createdAt": .moment(interview.createdAt)
    case "updatedAt": .moment(evidence.latestTime)
    case "completedAt", "completed": .moment(interview.completedAt)
    case "shortlistedAt": .moment(interview.status == "shortlisted" ? interview.completedAt : nil)
    case "discardedAt": .moment(interview.status == "discarded" ? interview.completedAt : nil)
    case "answered": .bool(!evidence.answers.isEmpty)
    case "candidate": .object(HireflixCandidate(candidate: evidence.candidate ?? Candidate()))
    case "position": .object(HireflixInterviewPosition(evidence: evidence))
    case "url": .object(HireflixLinks(hash: linkHash))
    case "scores", "comments": .list([])
    case "disableNotifications": .bool(false)
    case "userMetadata":
      evidence.candidate?.declaredCountry
        .map { .scalar(.object([("declaredCountry", .string($0))])) } ?? .null
    case "questions":
      .list(HireflixStep.steps(of: evidence).map { .object(HireflixQuestion(step: $0)) })
    default: .null
    }
  }

  private func steps(_ input: JSONValue?) -> GraphQLOutput {
    let steps = HireflixStep.steps(of: evidence).filter { step in
      (input?["index"]?.integer ?? step.index) == step.index
        && (input?["id"]?.string ?? step.id) == step.id
    }
    return .list(steps.map { .object($0) })
  }
}

/// `InterviewPositionType`.
private struct HireflixInterviewPosition: GraphQLObject {
  let evidence: Evidence
  var typeName: String { "InterviewPositionType" }

  func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
    let position = HireflixStore.position(of: evidence)
    return .text(field == "id" ? position.id : position.name)
  }
}

/// `InterviewUrlType`.
private struct HireflixLinks: GraphQLObject {
  let hash: String
  var typeName: String { "InterviewUrlType" }

  func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
    switch field {
    case "public": .text("https://app.hireflix.com/\(hash)")
    case "short": .text("https://hflx.io/c/\(hash)")
    default: .null
    }
  }
}

/// `CandidateType`.
private struct HireflixCandidate: GraphQLObject {
  let candidate: Candidate
  var typeName: String { "CandidateType" }

  func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
    let name = PersonName(candidate.name)
    return switch field {
    case "email": .text(candidate.email)
    case "name", "fullName", "formattedName": .text(candidate.name)
    case "firstName", "formattedFirstName": .text(name.first)
    case "lastName", "formattedLastName": .text(name.last)
    default: .null
    }
  }
}
