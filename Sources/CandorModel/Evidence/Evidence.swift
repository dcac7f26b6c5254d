/// What a platform logged about one interview: `candor.evidence/1`.
///
/// Evidence is passed on as the platform sent it. Addresses and agents keep their raw text; what
/// they mean is decided later. Names, addresses and e-mails are personal data: the type has no
/// `description` of its own that prints them into a log.
public struct Evidence: Sendable, Hashable {
  /// The value of `schema` in the documents this type reads and writes.
  public static let schema = "candor.evidence/1"

  /// Where it comes from: `hireflix`, `instaview`, `interviewrelay`, `ashby`, `file` or a name of
  /// the reader's own.
  public var platform: String
  /// The interview.
  public var interview: Interview
  /// Who was interviewed; absent where the platform does not say.
  public var candidate: Candidate?
  /// The interview's deduplicated addresses and agents, not paired and not in order.
  public var seen: Seen
  /// The answer attempts, in the platform's order.
  public var answers: [Answer]
  /// Touches that are no answers: opening the link, consent, the application.
  public var contacts: [Contact]
  /// Telephone calls of the interview.
  public var calls: [Call]
  /// What the reader of the platform noticed.
  public var notes: [Note]

  /// Makes evidence of one interview.
  public init(
    platform: String, interview: Interview, candidate: Candidate? = nil, seen: Seen = Seen(),
    answers: [Answer] = [], contacts: [Contact] = [], calls: [Call] = [], notes: [Note] = []
  ) {
    self.platform = platform
    self.interview = interview
    self.candidate = candidate
    self.seen = seen
    self.answers = answers
    self.contacts = contacts
    self.calls = calls
    self.notes = notes
  }
}

/// One interview of one candidate, as its platform names it.
public struct Interview: Sendable, Hashable {
  /// The platform's identifier.
  public var id: String
  /// The short form some platforms use in public links.
  public var hash: String?
  /// The platform's own word for where the interview stands, unchanged.
  public var status: String?
  /// When it was made, mostly the invitation.
  public var createdAt: Timestamp?
  /// When the candidate began.
  public var startedAt: Timestamp?
  /// When the candidate finished.
  public var completedAt: Timestamp?
  /// The position it is for.
  public var position: Position?

  /// Makes an interview.
  public init(
    id: String, hash: String? = nil, status: String? = nil, createdAt: Timestamp? = nil,
    startedAt: Timestamp? = nil, completedAt: Timestamp? = nil, position: Position? = nil
  ) {
    self.id = id
    self.hash = hash
    self.status = status
    self.createdAt = createdAt
    self.startedAt = startedAt
    self.completedAt = completedAt
    self.position = position
  }

  /// When it took place, as interviews are put in order: by its first answer, else by what is known of
  /// itself; `nil` where nobody knows.
  package func moment(answered: Timestamp?) -> Timestamp? {
    answered ?? startedAt ?? completedAt ?? createdAt
  }
}

/// A job, campaign or other thing several candidates are interviewed for.
public struct Position: Sendable, Hashable {
  /// The platform's identifier.
  public var id: String?
  /// Its title.
  public var name: String?

  /// Makes a position.
  public init(id: String? = nil, name: String? = nil) {
    self.id = id
    self.name = name
  }
}

/// Who was interviewed. Personal data throughout.
public struct Candidate: Sendable, Hashable {
  /// The platform's identifier.
  public var id: String?
  /// The e-mail address.
  public var email: String?
  /// The full name.
  public var name: String?
  /// The caller's own identifier.
  public var externalId: String?
  /// The country that the candidate or the job states, ISO 3166-1 alpha-2.
  public var declaredCountry: String?

  /// Makes a candidate.
  public init(
    id: String? = nil, email: String? = nil, name: String? = nil, externalId: String? = nil,
    declaredCountry: String? = nil
  ) {
    self.id = id
    self.email = email
    self.name = name
    self.externalId = externalId
    self.declaredCountry = declaredCountry
  }

  /// The code of the declared country as it is compared, `ES` for `es `; `nil` where what was
  /// declared is no code.
  public var declaredCountryCode: String? {
    declaredCountry.flatMap { Self.countryCode(of: $0) }
  }

  /// The code that a text means, `ES` for `es `; `nil` where it is no code.
  package static func countryCode(of text: String) -> String? {
    let code = text.filter { !$0.isWhitespace }.uppercased()
    guard CountryTable.isCode(code) else { return nil }
    // What people write for codes that ISO 3166-1 gives otherwise.
    return ["UK": "GB", "EL": "GR"][code] ?? code
  }

  /// The first that is known of external id, id and e-mail, as it is written; `nil` where none is.
  ///
  /// What platforms write where they have nothing, as `-`, `N/A` or white space, is not known.
  public var reference: String? {
    Self.known(externalId) ?? Self.known(id) ?? Self.known(email)
  }

  /// A text as it is written; `nil` where it stands for nothing.
  package static func known(_ text: String?) -> String? {
    PlaceholderText.meaning(of: text) == nil ? nil : text
  }
}

/// An interview's deduplicated sets: which addresses and agents were seen at all.
public struct Seen: Sendable, Hashable {
  /// Addresses as the platform wrote them.
  public var ipAddresses: [String]
  /// Agents as the platform wrote them.
  public var userAgents: [String]
  /// Links to pictures; they are signed anew each time and no part of the evidence's hash.
  public var thumbnails: [String]

  /// Makes the sets.
  public init(ipAddresses: [String] = [], userAgents: [String] = [], thumbnails: [String] = []) {
    self.ipAddresses = ipAddresses
    self.userAgents = userAgents
    self.thumbnails = thumbnails
  }
}
