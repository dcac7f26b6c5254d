import CandorModel

/// Candidates, interviews, jobs and agents in InstaView's form.
///
/// The platform gives neither address nor agent string: its evidence is history, call attempts,
/// times and the number that was called.
struct InstaViewDirectory: Sendable {
  /// The interview's statuses.
  static let statuses = [
    "UNDEFINED", "SCHEDULED", "CANCELLED", "FAILED", "COMPLETED", "IN_PROGRESS",
  ]
  /// The one company whose data is served.
  static let companyID = StableIdentifier.uuid("instaview", "company")

  /// An interview with the document that is answered for it.
  struct Entry: Sendable {
    var json: JSONValue
  }

  /// A candidate with the identifiers of the interviews.
  struct Person: Sendable {
    var json: JSONValue
    var interviewIDs: [String]
  }

  let candidateDocuments: [JSONValue]
  let jobs: [JSONValue]
  let agents: [JSONValue]
  private let people: [String: Person]
  private let source: SandboxPeople
  private let places: [String: Int]

  init(_ source: SandboxPeople) {
    self.source = source
    var places: [String: Int] = [:]
    for (place, evidence) in source.interviews.enumerated() {
      places[Self.interviewID(evidence)] = place
    }
    self.places = places
    var people: [String: Person] = [:]
    var documents: [JSONValue] = []
    for person in source.people {
      let evidence = person.interviews.map { source.interviews[$0] }
      let document = Self.document(of: person, evidence)
      documents.append(document)
      people[Self.candidateID(person.key)] = Person(
        json: document, interviewIDs: evidence.map(Self.interviewID))
    }
    candidateDocuments = documents
    self.people = people
    jobs = source.jobs.map(Self.job)
    agents = source.jobs.map { Self.agent($0, source.interviews) }
  }

  func candidate(_ id: String) -> Person? { people[id.lowercased()] }

  func interview(_ id: String) -> Entry? {
    places[id.lowercased()].map { Entry(json: Self.document(of: source.interviews[$0])) }
  }

  // MARK: Identifiers

  static func interviewID(_ evidence: Evidence) -> String {
    let id = evidence.interview.id
    return StableIdentifier.isUUID(id)
      ? id.lowercased() : StableIdentifier.uuid("instaview", "interview", id)
  }

  static func candidateID(_ key: String) -> String {
    StableIdentifier.isUUID(key)
      ? key.lowercased() : StableIdentifier.uuid("instaview", "candidate", key)
  }

  private static func jobID(_ key: String) -> String {
    StableIdentifier.uuid("instaview", "job", key)
  }

  private static func agentID(_ key: String) -> String {
    StableIdentifier.uuid("instaview", "agent", key)
  }

  // MARK: Documents

  private static func document(of person: SandboxPeople.Person, _ evidence: [Evidence]) -> JSONValue
  {
    let id = candidateID(person.key)
    let name = PersonName(person.candidate.name)
    let jobIDs = Array(Set(evidence.map { jobID(SandboxPeople.jobKey(of: $0)) })).sorted()
    let created = evidence.compactMap(\.interview.createdAt).min()
    let updated = evidence.compactMap { $0.interview.completedAt ?? $0.interview.createdAt }.max()
    let country = evidence.flatMap(\.calls).compactMap(\.phoneCountry).first
    let sum = StableIdentifier.uuid("phone", person.key).utf8.reduce(0) { $0 + Int($1) }
    let phone = country.flatMap {
      CallingCode.number(country: $0, digits: String(sum % 90 + 10))
    }
    let links = JSONValue.object([
      ("analyses", .string("/candidates/\(id)/analyses")),
      ("interviews", .string("/candidates/\(id)/interviews")),
    ])
    let members: [(String, JSONValue?)] = [
      ("id", .string(id)),
      ("firstName", .string(name.first ?? "")),
      ("lastName", .string(name.last ?? "")),
      ("email", person.candidate.email.map(JSONValue.string)),
      ("phoneNumber", phone.map(JSONValue.string)),
      ("status", .string("INTERVIEWING")),
      ("jobId", jobIDs.first.map(JSONValue.string)),
      ("jobIds", .array(jobIDs.map(JSONValue.string))),
      ("gdprExpiryDate", .string("2027-12-31")),
      ("metadata", metadata(person.candidate)),
      ("analysisCount", .integer(0)),
      ("interviewCount", .integer(evidence.count)),
      ("links", links),
      ("createdAt", created.map { .string($0.text) }),
      ("updatedAt", updated.map { .string($0.text) }),
    ]
    return .present(members)
  }

  private static func metadata(_ candidate: Candidate) -> JSONValue? {
    let members: [(String, JSONValue?)] = [
      ("externalId", candidate.externalId.map(JSONValue.string)),
      ("declaredCountry", candidate.declaredCountry.map(JSONValue.string)),
    ]
    let present = JSONValue.present(members)
    return present.object?.isEmpty == true ? nil : present
  }

  static func document(of evidence: Evidence) -> JSONValue {
    let interview = evidence.interview
    let job = SandboxPeople.jobKey(of: evidence)
    let person = SandboxPeople.personKey(of: evidence)
    let scheduled = interview.startedAt ?? interview.createdAt
    let updated = evidence.latestTime
    var minutes: Double?
    if let started = interview.startedAt, let completed = interview.completedAt {
      minutes = (started.seconds(to: completed) / 6).rounded() / 10
    }
    let calls = evidence.calls.enumerated().map { attempt(evidence, $0.offset, $0.element) }
    let members: [(String, JSONValue?)] = [
      ("id", .string(interviewID(evidence))),
      ("candidateId", .string(candidateID(person))),
      ("jobId", .string(jobID(job))),
      ("agentId", .string(agentID(job))),
      ("status", .string(status(of: interview))),
      ("scheduledAt", scheduled.map { .string($0.text) }),
      ("createdAt", interview.createdAt.map { .string($0.text) }),
      ("updatedAt", updated.map { .string($0.text) }),
      ("finishedDate", interview.completedAt.map { .string($0.text) }),
      ("durationMinutes", minutes.map(JSONValue.decimal)),
      ("metadata", evidence.candidate.flatMap(metadata)),
      // Interviews by telephone have attempts, the others an empty list.
      ("callAttempts", .array(calls)),
      ("analysis", .null),
      ("isTest", .bool(false)),
    ]
    return .present(members)
  }

  private static func attempt(_ evidence: Evidence, _ place: Int, _ call: Call) -> JSONValue {
    let status = call.status?.uppercased() ?? "COMPLETED"
    let known = statuses.contains(status) ? status : "FAILED"
    return .present([
      (
        "id",
        .string(StableIdentifier.uuid("instaview", "call", evidence.interview.id, "\(place)"))
      ),
      ("direction", .string("OUTBOUND")),
      ("status", .string(known)),
      ("reasonCode", known == "FAILED" ? .string("NO_ANSWER") : nil),
      ("retryNumber", .integer(place)),
      ("duration", call.durationSeconds.map(JSONValue.decimal)),
      ("scheduledAt", call.at.map { .string($0.text) }),
      ("calledAt", call.at.map { .string($0.text) }),
    ])
  }

  /// The platform's word for where an interview of any platform stands.
  private static func status(of interview: Interview) -> String {
    if let status = interview.status?.uppercased(), statuses.contains(status) { return status }
    switch interview.status {
    case "in_progress", "paused": return "IN_PROGRESS"
    case "cancelled", "abandoned": return "CANCELLED"
    case "pending", "created": return "SCHEDULED"
    default: return interview.completedAt == nil ? "SCHEDULED" : "COMPLETED"
    }
  }

  private static func job(_ job: SandboxPeople.Job) -> JSONValue {
    .object([
      ("id", .string(jobID(job.key))), ("title", .string(job.name)),
      ("companyId", .string(companyID)),
    ])
  }

  private static func agent(_ job: SandboxPeople.Job, _ interviews: [Evidence]) -> JSONValue {
    let hasCalls = job.interviews.contains { !interviews[$0].calls.isEmpty }
    return .object([
      ("id", .string(agentID(job.key))), ("name", .string("Interviewer for \(job.name)")),
      ("type", .string(hasCalls ? "PHONE" : "ONLINE")), ("focus", .string("SCREENING")),
      ("language", .string("en")), ("duration", .integer(30)), ("questions", .array([])),
      ("companyId", .string(companyID)),
    ])
  }
}
