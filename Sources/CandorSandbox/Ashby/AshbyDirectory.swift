import CandorModel

/// Candidates and their client records in Ashby's form.
///
/// Ashby knows from which address and with which agent a candidate applied or asked for an
/// appointment; answers of an interview it does not know. Evidence with `contacts` is served as it
/// stands; other evidence gets one record for each different pair of address and agent among its
/// answers, the first of them as the application.
struct AshbyDirectory: Sendable {
  let candidates: [JSONValue]
  private let places: [String: Int]
  private let externalPlaces: [String: Int]
  private let source: SandboxPeople

  init(_ source: SandboxPeople) {
    self.source = source
    candidates = source.people.map { Self.document(of: $0, source) }
    var places: [String: Int] = [:]
    var externalPlaces: [String: Int] = [:]
    for (place, person) in source.people.enumerated() {
      places[Self.candidateID(person.key)] = place
      if let external = person.candidate.externalId { externalPlaces[external] = place }
    }
    self.places = places
    self.externalPlaces = externalPlaces
  }

  func candidate(_ id: String) -> JSONValue? { places[id].map { candidates[$0] } }

  func candidate(externalID: String) -> JSONValue? {
    externalPlaces[externalID].map { candidates[$0] }
  }

  /// The records of a candidate, oldest first; `nil` for an unknown one.
  func clientRecords(of id: String) -> [JSONValue]? {
    guard let place = places[id] else { return nil }
    return source.people[place].interviews.flatMap { place in
      let evidence = source.interviews[place]
      return Self.contacts(of: evidence).enumerated().map { index, contact in
        Self.record(contact, index, evidence, candidateID: id)
      }
    }
  }

  static func candidateID(_ key: String) -> String {
    StableIdentifier.isUUID(key)
      ? key.lowercased() : StableIdentifier.uuid("ashby", "candidate", key)
  }

  private static func contacts(of evidence: Evidence) -> [Contact] {
    if !evidence.contacts.isEmpty { return evidence.contacts.filter { $0.ip != nil } }
    var seen: Set<[String?]> = []
    var contacts: [Contact] = []
    for answer in evidence.answers {
      guard answer.ip != nil, seen.insert([answer.ip, answer.userAgent]).inserted else { continue }
      contacts.append(
        Contact(
          kind: contacts.isEmpty ? "application" : "meeting_availability_request",
          at: answer.at ?? evidence.interview.createdAt, ip: answer.ip,
          userAgent: answer.userAgent))
    }
    return contacts
  }

  private static func record(
    _ contact: Contact, _ index: Int, _ evidence: Evidence, candidateID: String
  ) -> JSONValue {
    let interview = evidence.interview.id
    return .present([
      ("id", .string(StableIdentifier.uuid("ashby", "client", interview, "\(index)"))),
      ("ipAddress", .string(contact.ip ?? "")),
      ("userAgent", contact.userAgent.map(JSONValue.string)),
      ("relatedEntityType", .string(contact.kind)),
      (
        "relatedEntityId",
        .string(StableIdentifier.uuid("ashby", "entity", interview, contact.kind))
      ),
      ("candidateId", .string(candidateID)),
      ("createdAt", contact.at.map { .string($0.text) }),
    ])
  }

  private static func document(
    of person: SandboxPeople.Person, _ source: SandboxPeople
  ) -> JSONValue {
    let evidence = person.interviews.map { source.interviews[$0] }
    let created = evidence.compactMap(\.interview.createdAt).min()
    let email = person.candidate.email.map { address in
      JSONValue.object([
        ("value", .string(address)), ("type", .string("Personal")), ("isPrimary", .bool(true)),
      ])
    }
    let country = person.candidate.declaredCountry.map { country in
      JSONValue.object([
        ("locationSummary", .string(country)),
        (
          "locationComponents",
          .array([.object([("type", .string("Country")), ("name", .string(country))])])
        ),
      ])
    }
    return .present([
      ("id", .string(candidateID(person.key))),
      ("name", .string(person.candidate.name ?? "")),
      ("primaryEmailAddress", email),
      ("emailAddresses", .array(email.map { [$0] } ?? [])),
      ("phoneNumbers", .array([])),
      ("socialLinks", .array([])),
      ("tags", .array([])),
      ("position", evidence.first?.interview.position?.name.map(JSONValue.string)),
      (
        "applicationIds",
        .array(
          evidence.map {
            .string(StableIdentifier.uuid("ashby", "entity", $0.interview.id, "application"))
          })
      ),
      ("fileHandles", .array([])),
      ("location", country),
      ("createdAt", created.map { .string($0.text) }),
      ("updatedAt", created.map { .string($0.text) }),
    ])
  }
}
