public import CandorModel

/// An interview of InstaView.
public struct InstaViewInterview: Sendable, Hashable {
  /// The platform's identifier, a UUID.
  public var id: String
  /// Whose interview it is.
  public var candidateID: String?
  /// The voice agent that held it.
  public var agentID: String?
  /// The job it is for; absent for interviews without a job.
  public var jobID: String?
  /// `UNDEFINED`, `SCHEDULED`, `CANCELLED`, `FAILED`, `COMPLETED`, `IN_PROGRESS` or a newer word.
  public var status: String?
  /// When it is to be held.
  public var scheduledAt: Timestamp?
  /// When it was made.
  public var createdAt: Timestamp?
  /// When it changed last.
  public var updatedAt: Timestamp?
  /// When it ended; absent where the platform does not say the second.
  public var finishedAt: Timestamp?
  /// How long it took, in minutes.
  public var durationMinutes: Double?
  /// Telephone calls; empty for online interviews.
  public var callAttempts: [InstaViewCallAttempt]
  /// What the caller stored with it.
  public var metadata: JSONValue?
  /// The platform's analysis as it came; absent until there is one.
  public var analysis: JSONValue?
  /// Whether it was only a test.
  public var isTest: Bool

  /// Reads an interview; `nil` where it has no id. Fields of another type count as missing.
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.id = id
    candidateID = json["candidateId"]?.nonEmptyText
    agentID = json["agentId"]?.nonEmptyText
    jobID = json["jobId"]?.nonEmptyText
    status = json["status"]?.nonEmptyText
    scheduledAt = json["scheduledAt"]?.moment
    createdAt = json["createdAt"]?.moment
    updatedAt = json["updatedAt"]?.moment
    finishedAt = json["finishedDate"]?.completeMoment
    durationMinutes = json["durationMinutes"]?.double
    callAttempts = (json["callAttempts"]?.array ?? []).compactMap { InstaViewCallAttempt($0) }
    metadata = json["metadata"]
    analysis = json["analysis"]
    isTest = json["isTest"]?.bool ?? false
  }
}

/// One telephone call, or one that is planned.
public struct InstaViewCallAttempt: Sendable, Hashable {
  /// The platform's identifier.
  public var id: String?
  /// `OUTBOUND` or another word.
  public var direction: String?
  /// `SCHEDULED`, `IN_PROGRESS`, `COMPLETED`, `FAILED`, `CANCELLED` or a newer word.
  public var status: String?
  /// Why it went as it did: `NO_ANSWER` and others.
  public var reasonCode: String?
  /// Which repetition it is.
  public var retryNumber: Int?
  /// How long it took, in seconds.
  public var durationSeconds: Double?
  /// When it was to be made; absent where the platform does not say the second.
  public var scheduledAt: Timestamp?
  /// When it was made; absent where the platform does not say the second.
  public var calledAt: Timestamp?
  /// Where its sound is.
  public var recordingURL: String?

  /// Reads a call; `nil` where it is no object. Fields of another type count as missing, a duration
  /// below 0 as well.
  init?(_ json: JSONValue) {
    guard json.object != nil else { return nil }
    id = json["id"]?.nonEmptyText
    direction = json["direction"]?.nonEmptyText
    status = json["status"]?.nonEmptyText
    reasonCode = json["reasonCode"]?.nonEmptyText
    retryNumber = json["retryNumber"]?.integer
    durationSeconds = json["duration"]?.double.flatMap { $0 < 0 ? nil : $0 }
    scheduledAt = json["scheduledAt"]?.completeMoment
    calledAt = json["calledAt"]?.completeMoment
    recordingURL = json["recordingUrl"]?.nonEmptyText
  }
}

/// A candidate of InstaView. Personal data throughout.
public struct InstaViewCandidate: Sendable, Hashable {
  /// The platform's identifier, a UUID.
  public var id: String
  /// First and last name.
  public var name: String?
  /// The e-mail address.
  public var email: String?
  /// In international form.
  public var phoneNumber: String?
  /// `APPLIED`, `INTERVIEWING` or another word.
  public var status: String?
  /// The caller's own identifier, from the metadata.
  public var externalID: String?
  /// How many interviews there are; absent where the platform does not say.
  public var interviewCount: Int?
  /// What the caller stored with it.
  public var metadata: JSONValue?

  /// Reads a candidate; `nil` where it has no id.
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.id = id
    let parts = ["firstName", "lastName"].compactMap { json[$0]?.nonEmptyText }
    name = parts.isEmpty ? json["name"]?.nonEmptyText : parts.joined(separator: " ")
    email = json["email"]?.nonEmptyText
    phoneNumber = json["phoneNumber"]?.nonEmptyText
    status = json["status"]?.nonEmptyText
    externalID = json["metadata"]?["externalId"]?.nonEmptyText
    interviewCount = json["interviewCount"]?.integer
    metadata = json["metadata"]
  }
}

/// A page of a list, in any of the envelopes that InstaView's pages show.
struct InstaViewPage {
  var items: [JSONValue]
  var total: Int?
  var page: Int?
  var limit: Int?
  var totalPages: Int?
  var hasNextPage: Bool?

  /// Reads `{data: []}`, `{success, data: {items: [], pagination: {}}}` or
  /// `{success, data: {data: [], total}}`; `nil` for anything else.
  init?(_ json: JSONValue) {
    var holder = json
    if json["data"]?.object != nil, let inner = json["data"] { holder = inner }
    guard let items = holder["items"]?.array ?? holder["data"]?.array else { return nil }
    self.items = items
    let numbers = holder["pagination"] ?? holder
    total = numbers["total"]?.writtenCount
    page = numbers["page"]?.writtenCount
    limit = numbers["limit"]?.writtenCount
    totalPages = numbers["totalPages"]?.writtenCount
    hasNextPage = numbers["hasNextPage"]?.flag
  }

  /// Whether the platform says that no page follows the one that was asked for.
  func isToldLast(page asked: Int) -> Bool {
    if let hasNextPage { return !hasNextPage }
    return totalPages.map { asked >= $0 } ?? false
  }

  /// Whether the platform says that a page follows the one that was asked for.
  func isToldMore(page asked: Int) -> Bool {
    (hasNextPage != nil || totalPages != nil) && !isToldLast(page: asked)
  }

  /// Whether no page follows the one that was asked for.
  func isLast(page asked: Int, limit askedLimit: Int) -> Bool {
    if hasNextPage != nil || totalPages != nil { return isToldLast(page: asked) }
    if let total, asked == 1 { return items.count >= total }
    if let total { return asked * (limit ?? askedLimit) >= total }
    return items.count < (limit ?? askedLimit)
  }
}
