import CandorModel

/// Turns interviews of InstaView into evidence: history, call attempts, times, telephone country.
enum InstaViewMapping {
  /// When the first call began that somebody answered; where no attempt tells whether anybody did, the
  /// first of them.
  private static func startedAt(_ attempts: [InstaViewCallAttempt]) -> Timestamp? {
    let answered = attempts.filter { attempt in
      ["COMPLETED", "IN_PROGRESS"].contains(attempt.status?.uppercased() ?? "")
        || (attempt.durationSeconds ?? 0) > 0
    }
    let told = answered.isEmpty ? attempts.filter { $0.status == nil } : answered
    return told.compactMap(\.calledAt).min()
  }

  /// The evidence of one interview.
  ///
  /// - Parameters:
  ///   - interview: as the platform sent it.
  ///   - candidate: as the platform sent it; absent where it was not asked for.
  ///   - askedID: the candidate whose interviews were asked for; absent where none was.
  ///   - keys: which metadata keys hold an address or agent that the company itself stored.
  static func evidence(
    _ interview: InstaViewInterview, candidate: InstaViewCandidate?, askedID: String? = nil,
    keys: MetadataKeys = MetadataKeys()
  ) -> Evidence {
    var result = Evidence(
      platform: PlatformName.instaview.rawValue, interview: Interview(id: interview.id))
    result.interview.status = interview.status
    result.interview.createdAt = interview.createdAt
    result.interview.completedAt = interview.finishedAt
    result.interview.startedAt = startedAt(interview.callAttempts)
    if let job = interview.jobID { result.interview.position = Position(id: job) }
    result.candidate = Candidate(
      id: interview.candidateID ?? candidate?.id ?? askedID, email: candidate?.email,
      name: candidate?.name, externalId: candidate?.externalID)
    let country = candidate?.phoneNumber.flatMap(PhoneCountry.code)
    result.calls = interview.callAttempts.map { attempt in
      Call(
        at: attempt.calledAt ?? attempt.scheduledAt, durationSeconds: attempt.durationSeconds,
        status: attempt.status, phoneCountry: country)
    }
    for metadata in [interview.metadata, candidate?.metadata] {
      if let contact = keys.contact(in: metadata) { result.contacts.append(contact) }
    }
    if result.contacts.isEmpty {
      result.notes = [
        Note(code: "no-address", message: "InstaView gives no address of its interviews"),
        Note(code: "no-agent", message: "InstaView gives no user agent of its interviews"),
      ]
    }
    if interview.isTest {
      result.notes.append(Note(code: "test-interview", message: "the platform marks it as a test"))
    }
    return result
  }

  /// The interviews of a saved answer, and how many of its entries are none; `nil` where it is none of
  /// InstaView's.
  static func interviews(
    inSaved json: JSONValue
  ) -> (read: [InstaViewInterview], missing: Int)? {
    if let one = interview(json) ?? json["data"].flatMap(interview) { return ([one], 0) }
    guard let page = InstaViewPage(json), json["pagination"] == nil else { return nil }
    guard
      page.items.contains(where: isInterview)
        || page.total != nil && page.items.allSatisfy({ $0 == .null })
    else { return nil }
    let interviews = page.items.compactMap(interview)
    return (interviews, page.items.count - interviews.count)
  }

  private static func interview(_ json: JSONValue) -> InstaViewInterview? {
    isInterview(json) ? InstaViewInterview(json) : nil
  }

  /// Sessions of InterviewRelay have an id too, so an interview needs its candidate.
  private static func isInterview(_ json: JSONValue) -> Bool { json["candidateId"] != nil }
}

/// Metadata keys under which a company stores what its own apply page saw.
public struct MetadataKeys: Sendable, Hashable {
  /// The key of the address; absent for none.
  public var address: String?
  /// The key of the user agent; absent for none.
  public var agent: String?

  /// Makes keys.
  public init(address: String? = nil, agent: String? = nil) {
    self.address = address
    self.agent = agent
  }

  /// The contact that metadata tells of; `nil` where it tells neither address nor agent.
  func contact(in metadata: JSONValue?) -> Contact? {
    let address = address.flatMap { metadata?[$0]?.nonEmptyText }
    let agent = agent.flatMap { metadata?[$0]?.nonEmptyText }
    guard address != nil || agent != nil else { return nil }
    return Contact(kind: "metadata", ip: address, userAgent: agent)
  }
}
