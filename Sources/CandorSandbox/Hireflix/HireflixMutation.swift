import CandorModel

/// `Mutation`: what fails is answered inside `data`, as a member of a union.
struct HireflixMutation: GraphQLObject {
  let store: HireflixStore
  let now: @Sendable () -> Timestamp
  var typeName: String { "Mutation" }

  func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
    let input = arguments["input"]
    return switch field {
    case "inviteCandidateToInterview": .object(invite(input))
    case "archivePosition": .object(archive(input))
    default: .null
    }
  }

  private func archive(_ input: JSONValue?) -> any GraphQLObject {
    guard let position = store.archive(input?["id"]?.string ?? "", at: now()) else {
      return HireflixFailure.positionNotFound
    }
    return HireflixArchived(position: position, store: store)
  }

  private func invite(_ input: JSONValue?) -> any GraphQLObject {
    let candidate = input?["candidate"]
    let email = candidate?["email"]?.string ?? ""
    let first = candidate?["firstName"]?.string ?? ""
    let last = candidate?["lastName"]?.string
    let externalID = input?["externalId"]?.string
    let positionID = input?["positionId"]?.string ?? ""

    // Limits an integrator reports: names of 1 to 50 characters, the identifier up to 255.
    var mistakes: [HireflixFailure.FieldMistake] = []
    func check(_ path: String, _ isRight: Bool, _ message: String) {
      if !isRight { mistakes.append(.init(flattenedPath: path, message: message)) }
    }
    check("candidate.email", Self.isEmail(email), "must be an e-mail address")
    check("candidate.firstName", (1...50).contains(first.count), "must have 1 to 50 characters")
    check("candidate.lastName", (last?.count ?? 1) <= 50, "must have 50 characters at most")
    check("externalId", (externalID?.count ?? 0) <= 255, "must have 255 characters at most")
    let phone = candidate?["phone"]?.string
    check("candidate.phone", phone?.hasPrefix("+") ?? true, "must begin with the country code")
    guard mistakes.isEmpty else { return HireflixFailure.validation(mistakes) }

    let name = store.position(positionID)?.name
    let evidence = Evidence(
      platform: "hireflix",
      interview: Interview(
        id: StableIdentifier.hexadecimal("invite", positionID, email, length: 24),
        status: "pending", createdAt: now(), position: Position(id: positionID, name: name)),
      candidate: Candidate(
        email: email, name: [first, last].compactMap { $0 }.joined(separator: " "),
        externalId: externalID))
    let refusal = store.invite(evidence) { position, others in
      if position == nil { return HireflixFailure.positionNotFound }
      if position?.archived != nil { return HireflixFailure.positionNotReady }
      if others.contains(where: { $0.candidate?.email == email }) {
        return HireflixFailure.alreadyInvited
      }
      let isTaken = others.contains { $0.candidate?.externalId == externalID }
      return externalID != nil && isTaken ? HireflixFailure.externalIDTaken : nil
    }
    return refusal ?? HireflixInterview(evidence: evidence)
  }

  private static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
      && !text.contains(where: \.isWhitespace)
  }
}

/// `MutationArchivePositionSuccess`.
private struct HireflixArchived: GraphQLObject {
  let position: HireflixStore.Position
  let store: HireflixStore
  var typeName: String { "MutationArchivePositionSuccess" }

  func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
    .object(HireflixPosition(position: position, store: store))
  }
}

/// The error members of the unions.
struct HireflixFailure: GraphQLObject {
  /// What is wrong with one field of the input.
  struct FieldMistake: GraphQLObject {
    var flattenedPath: String
    var message: String
    var typeName: String { "FieldError" }

    func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
      .text(field == "message" ? message : flattenedPath)
    }
  }

  let typeName: String
  let code: Int
  let message: String
  var fieldMistakes: [FieldMistake] = []

  static let positionNotFound = HireflixFailure(
    typeName: "PositionNotFoundError", code: 404, message: "Position not found")
  static let positionNotReady = HireflixFailure(
    typeName: "PositionNotReadyToAcceptInvitesError", code: 409,
    message: "Position is not ready to accept invites")
  static let alreadyInvited = HireflixFailure(
    typeName: "InterviewAlreadyExistsInPositionError", code: 409,
    message: "Interview already exists in position")
  static let externalIDTaken = HireflixFailure(
    typeName: "InterviewExternalIdAlreadyExistsInPositionError", code: 409,
    message: "Interview with this external id already exists in position")

  static func validation(_ mistakes: [FieldMistake]) -> HireflixFailure {
    HireflixFailure(
      typeName: "ValidationError", code: 400, message: "Validation failed",
      fieldMistakes: mistakes)
  }

  func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
    switch field {
    case "code": .number(code)
    case "name": .text(typeName)
    case "message": .text(message)
    case "fieldErrors": .list(fieldMistakes.map { .object($0) })
    default: .null
    }
  }
}
