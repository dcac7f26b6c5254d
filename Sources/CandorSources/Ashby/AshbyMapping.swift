import CandorModel

/// Turns Ashby's client info records into evidence of a candidate.
///
/// They are touches with the hiring process and no interview answers, so they become contacts.
enum AshbyMapping {
  /// The evidence of one candidate.
  ///
  /// - Parameters:
  ///   - records: of the candidate, in the platform's order.
  ///   - candidate: absent where the platform did not tell.
  ///   - countries: finds the code of the stated country.
  static func evidence(
    candidateID: String, records: [AshbyClientInfo], candidate: AshbyCandidate?,
    countries: CountryLookup = .none
  ) -> Evidence {
    let country = candidate?.country.flatMap { countries.code(of: $0) }
    var result = Evidence(
      platform: PlatformName.ashby.rawValue, interview: Interview(id: candidateID))
    result.candidate = Candidate(
      id: candidateID, email: candidate?.email, name: candidate?.name,
      declaredCountry: country)
    result.interview.createdAt = candidate?.createdAt
    result.contacts = records.map { record in
      Contact(
        kind: kind(record.relatedEntityType), at: record.createdAt, ip: record.ipAddress,
        userAgent: record.userAgent)
    }
    result.notes = [
      Note(
        code: "contacts-only",
        message: "Ashby tells of applications and other touches, not of interview answers")
    ]
    if candidate?.country != nil, country == nil {
      result.notes.append(
        Note(
          code: "unknown-country",
          message: "the country that the candidate states is none that is known by this name"))
    }
    return result
  }

  private static func kind(_ type: String?) -> String {
    switch type {
    case nil: "contact"
    case "application": "application"
    case let other?: other.map { $0 == "_" ? "-" : String($0) }.joined()
    }
  }

  /// Collects records of saved answers by candidate.
  struct Collector {
    private var order: [String] = []
    private var records: [String: [AshbyClientInfo]] = [:]
    private var seen: Set<String> = []

    init() {}

    /// Adds a saved answer, each of its records once.
    ///
    /// - Returns: how many of its records lack an `id` or name no candidate; `nil` where it is none of
    ///   Ashby's.
    mutating func add(_ json: JSONValue) -> Int? {
      guard json["success"]?.bool == true, let results = json["results"]?.array else {
        return nil
      }
      // A record without address and agent is one all the same, and tells nothing.
      let isRecord = { (json: JSONValue) in
        json["candidateId"] != nil || AshbyClientInfo(json) != nil
      }
      guard results.isEmpty || results.contains(where: isRecord) else { return nil }
      var missing = 0
      for result in results {
        guard result["id"]?.nonEmptyText != nil,
          let candidate = result["candidateId"]?.nonEmptyText
        else {
          missing += 1
          continue
        }
        guard let record = AshbyClientInfo(result), seen.insert(record.id).inserted else {
          continue
        }
        if records[candidate] == nil { order.append(candidate) }
        records[candidate, default: []].append(record)
      }
      return missing
    }

    /// The evidence of the candidates, by first appearance.
    mutating func take() -> [Evidence] {
      let result = order.map { id in
        AshbyMapping.evidence(candidateID: id, records: records[id] ?? [], candidate: nil)
      }
      self = Collector()
      return result
    }
  }
}
