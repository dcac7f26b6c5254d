public import CandorModel

/// One touch of a candidate with the hiring process, as Ashby keeps it.
public struct AshbyClientInfo: Sendable, Hashable {
  /// The platform's identifier, a UUID.
  public var id: String
  /// The address, as the platform wrote it.
  public var ipAddress: String?
  /// The raw agent; absent where the platform has none.
  public var userAgent: String?
  /// `application`, `blocked_application_submission`, `meeting_availability_request` or a newer word.
  public var relatedEntityType: String?
  /// What it belongs to, a UUID.
  public var relatedEntityID: String?
  /// Whose it is, a UUID.
  public var candidateID: String?
  /// When it happened; absent where the platform does not say the second.
  public var createdAt: Timestamp?

  /// Reads a record; `nil` where it has no id or neither address nor agent.
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.id = id
    ipAddress = json["ipAddress"]?.nonEmptyText
    userAgent = json["userAgent"]?.nonEmptyText
    relatedEntityType = json["relatedEntityType"]?.nonEmptyText
    relatedEntityID = json["relatedEntityId"]?.nonEmptyText
    candidateID = json["candidateId"]?.nonEmptyText
    createdAt = json["createdAt"]?.completeMoment
    guard ipAddress != nil || userAgent != nil else { return nil }
  }
}

/// A candidate of Ashby. Personal data throughout.
public struct AshbyCandidate: Sendable, Hashable {
  /// The platform's identifier, a UUID.
  public var id: String
  /// The full name.
  public var name: String?
  /// The primary e-mail address.
  public var email: String?
  /// When it was made.
  public var createdAt: Timestamp?
  /// The country of the stated location as the platform writes it, mostly its English name.
  public var country: String?
  /// IANA time zone name.
  public var timeZone: String?
  /// `Fraudulent`, `NotFraudulent`, `Unsure`, `Unreviewed`, `PassedFraudCheck` or a newer word.
  public var fraudStatus: String?

  /// Reads a candidate; `nil` where it has no id.
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.id = id
    name = json["name"]?.nonEmptyText
    email =
      json["primaryEmailAddress"]?["value"]?.nonEmptyText
      ?? json["primaryEmailAddress"]?.nonEmptyText
    createdAt = json["createdAt"]?.moment
    timeZone = json["timezone"]?.nonEmptyText
    fraudStatus = json["fraudStatus"]?.nonEmptyText
    country =
      (json["location"]?["locationComponents"]?.array ?? [])
      .first { $0["type"]?.string == "Country" }?["name"]?.nonEmptyText
  }
}
