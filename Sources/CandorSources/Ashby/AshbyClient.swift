import CandorModel

/// Speaks to Ashby's API: what it kept of a candidate's visits, and the candidate's fraud status.
///
/// Every call is a POST of JSON; those that only read are repeated when they fail, the one that
/// writes is not.
///
/// Thread safety: shared by any number of tasks.
public struct AshbyClient: Sendable {
  /// What a reviewer can say of a candidate.
  public enum FraudStatus: String, Sendable, CaseIterable {
    /// The platform's word for what a reviewer confirmed.
    case fraudulent = "Fraudulent"
    /// Looked at and found in order.
    case notFraudulent = "NotFraudulent"
    /// Looked at and undecided.
    case unsure = "Unsure"
  }

  /// Records of a page, the most that Ashby gives.
  static let pageLimit = 100

  let rest: RESTClient

  /// Makes a client.
  ///
  /// - Parameters:
  ///   - key: sent as the user name of Basic authentication, with an empty password.
  ///   - endpoint: absent for `https://api.ashbyhq.com`.
  ///   - configuration: of the connection.
  public init(
    key: APIKey, endpoint: Endpoint? = nil,
    configuration: TransportConfiguration = TransportConfiguration()
  ) throws(SourceError) {
    rest = RESTClient(
      platform: .ashby,
      transport: try PlatformTransport(
        endpoint: try Endpoint.resolve(endpoint, .ashby),
        authentication: .basic(key), configuration: configuration))
  }

  /// What was asked of the platform so far.
  public var statistics: TransportStatistics {
    get async { await rest.transport.statistics }
  }

  /// Closes the connections.
  public func shutdown() async { await rest.transport.shutdown() }

  /// `candidate.listClientInfo`, all pages, needs `candidatesRead`.
  ///
  /// - Returns: the records in the platform's order, each once.
  /// - Throws: `endlessPages` where the cursor stands still or pages do not end, `invalidResponse`
  ///   where some are of another candidate.
  public func clientInfo(candidateID: String) async throws -> [AshbyClientInfo] {
    let visits = try await clientRecords(candidateID: candidateID)
    if let ending = visits.ending { throw ending }
    guard visits.others == 0 else { throw SourceError.otherCandidate }
    return visits.records
  }

  /// The records of a candidate, as far as they could be read.
  struct Visits: Sendable {
    /// In the platform's order, each once.
    var records: [AshbyClientInfo] = []
    /// Entries that had no id.
    var unreadable = 0
    /// Entries that name another candidate.
    var others = 0
    /// Why no further page was read, although there is one.
    var ending: SourceError?
  }

  /// The records, also where the list breaks off. One whose cursor expired is begun anew, once.
  ///
  /// - Throws: where not even a first page came, and where going on makes no sense.
  func clientRecords(candidateID: String) async throws -> Visits {
    var visits = Visits()
    var seen: Set<String> = []
    var cursor: String?
    var cursors: Set<String> = []
    var pages = 0
    var beganAnew = false
    while true {
      let json: JSONValue
      let results: [JSONValue]
      do {
        json = try await read(
          "candidate.listClientInfo",
          .members([
            ("candidateId", .string(candidateID)), ("limit", .whole(Self.pageLimit)),
            ("cursor", .text(cursor)),
          ]), subject: "this candidate's visits")
        guard let entries = json["results"]?.array else {
          throw SourceError.garbled("`results`", subject: "a candidate's visits")
        }
        results = entries
      } catch let error as SourceError where !error.endsTheRun && cursor != nil {
        if !beganAnew, Self.staleCursorCodes.contains(error.platformCode ?? "") {
          beganAnew = true
          cursor = nil
          cursors = []
          visits.unreadable = 0
          continue
        }
        visits.ending = error
        return visits
      }
      visits.unreadable += results.count { $0["id"]?.nonEmptyText == nil }
      for record in results.compactMap({ AshbyClientInfo($0) })
      where seen.insert(record.id).inserted {
        if let candidate = record.candidateID, !AskedIdentifier.areSame(candidate, candidateID) {
          visits.others += 1
        } else {
          visits.records.append(record)
        }
      }
      pages += 1
      let next = json["nextCursor"]?.cursorText
      guard json["moreDataAvailable"]?.flag ?? (next != nil) else { return visits }
      if next == nil {
        visits.ending = .missingCursor
      } else if let next, !cursors.insert(next).inserted {
        visits.ending = .cursorStands
      } else if pages >= rest.transport.configuration.maximumPages {
        visits.ending = .tooManyPages(pages)
      }
      if visits.ending != nil { return visits }
      cursor = next
    }
  }

  /// Ashby's codes for a cursor that it takes no longer.
  private static let staleCursorCodes: Set<String> = ["next_cursor_expired", "invalid_next_cursor"]

  /// `candidate.info`, needs `candidatesRead`.
  public func candidate(_ id: String) async throws -> AshbyCandidate {
    let json = try await read(
      "candidate.info", .members([("id", .string(id))]), subject: "this candidate")
    guard let candidate = json["results"].flatMap({ AshbyCandidate($0) }) else {
      throw SourceError.garbled("`results` with an `id`", subject: "this candidate")
    }
    guard AskedIdentifier.areSame(candidate.id, id) else { throw SourceError.otherCandidate }
    return candidate
  }

  /// What setting a status would send, and where to: to be shown before it is done.
  public struct StatusChange: Sendable, Hashable {
    /// Whose status.
    public var candidateID: String
    /// The new one.
    public var status: FraudStatus

    /// Makes a change.
    public init(candidateID: String, status: FraudStatus) {
      self.candidateID = candidateID
      self.status = status
    }

    /// One line for the person who confirms it.
    public var summary: String {
      "set `fraudStatus` of candidate `\(candidateID)` at Ashby to `\(status.rawValue)`"
    }

    var body: JSONValue {
      .members([
        ("candidateId", .string(candidateID)), ("fraudStatus", .string(status.rawValue)),
      ])
    }
  }

  /// `candidate.setFraudStatus`, needs `candidatesWrite` and Ashby's fraud detection switched on.
  ///
  /// It says something about a person in another system, so it asks to be told that somebody
  /// decided it, and it is never repeated by itself.
  ///
  /// - Parameters:
  ///   - change: what to set.
  ///   - isConfirmed: whether a person confirmed this change. Without it nothing is sent.
  /// - Returns: the candidate as Ashby answered it; `nil` where nothing was sent.
  public func setFraudStatus(
    _ change: StatusChange, isConfirmed: Bool
  ) async throws -> AshbyCandidate? {
    guard isConfirmed else { return nil }
    let json = try await rest.json(
      .write(
        "POST", "/candidate.setFraudStatus", change.body, permission: "candidatesWrite",
        subject: "a candidate's fraud status"))
    return json["results"].flatMap { AshbyCandidate($0) }
  }

  private func read(
    _ method: String, _ body: JSONValue, subject: String
  ) async throws -> JSONValue {
    var request = PlatformRequest.write(
      "POST", "/" + method, body, permission: "candidatesRead", subject: subject)
    request.isRepeatable = true
    return try await rest.json(request)
  }
}
