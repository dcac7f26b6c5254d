/// A touch that is no answer: opening the link, consent, the application.
///
/// Contacts are compared with the answers as the sets of `Seen` are, and never put among them.
public struct Contact: Sendable, Hashable {
  /// What kind of touch: `application`, `consent`, `open` or another word.
  public var kind: String
  /// When it happened.
  public var at: Timestamp?
  /// The address, as the platform wrote it.
  public var ip: String?
  /// The agent, as the platform wrote it.
  public var userAgent: String?

  /// Makes a contact.
  public init(kind: String, at: Timestamp? = nil, ip: String? = nil, userAgent: String? = nil) {
    self.kind = kind
    self.at = at
    self.ip = ip
    self.userAgent = userAgent
  }
}

/// A telephone call of an interview.
public struct Call: Sendable, Hashable {
  /// When it began.
  public var at: Timestamp?
  /// How long it took, in seconds.
  public var durationSeconds: Double?
  /// The platform's word for how it went.
  public var status: String?
  /// The country of the number called, ISO 3166-1 alpha-2.
  public var phoneCountry: String?

  /// Makes a call.
  public init(
    at: Timestamp? = nil, durationSeconds: Double? = nil, status: String? = nil,
    phoneCountry: String? = nil
  ) {
    self.at = at
    self.durationSeconds = durationSeconds
    self.status = status
    self.phoneCountry = phoneCountry
  }
}

/// Something the reader of a platform noticed and went on without.
public struct Note: Sendable, Hashable {
  /// A stable code, such as `unknown-step-type`.
  public var code: String
  /// A sentence without personal data.
  public var message: String
  /// JSON pointer into the evidence, where there is a place.
  public var path: String?

  /// Makes a note.
  public init(code: String, message: String, path: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
  }
}
