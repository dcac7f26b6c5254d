import CandorModel
import Synchronization

/// What the InterviewRelay stand-in keeps, and what calls change of it.
///
/// Sessions and invites are made of the evidence when they are asked for; only what was changed or
/// created is kept as documents, so a large data set stays small.
struct InterviewRelayState: Sendable {
  let source: SandboxPeople
  var campaigns = DocumentCollection()
  var scripts = DocumentCollection()
  var projects = DocumentCollection()
  var members = DocumentCollection()
  var organization: JSONValue
  /// Purchased on top of what the plan includes.
  var purchasedCredits = 100
  /// Sessions that were changed.
  private var changedSessions: [String: JSONValue] = [:]
  /// Invites that were changed or created.
  private var changedInvites = DocumentCollection()
  /// Files by session.
  var files: [String: [JSONValue]] = [:]
  private let sessionPlaces: [String: Int]
  private let invitePlaces: [String: Int]
  /// Lists that were filtered and sorted for the page before.
  private var lists: [SessionQuery: [Int]] = [:]
  private var created = 0

  /// Which sessions of a campaign, and in what order.
  struct SessionQuery: Hashable, Sendable {
    var campaignID: String
    var status: String?
    var from: Timestamp?
    var to: Timestamp?
    var sort: String
    var isDescending: Bool
  }

  init(_ source: SandboxPeople) {
    self.source = source
    var sessionPlaces: [String: Int] = [:]
    var invitePlaces: [String: Int] = [:]
    for (place, evidence) in source.interviews.enumerated() {
      sessionPlaces[InterviewRelayDocuments.sessionID(evidence)] = place
      invitePlaces[InterviewRelayDocuments.inviteID(evidence)] = place
    }
    self.sessionPlaces = sessionPlaces
    self.invitePlaces = invitePlaces
    organization = .object([
      ("id", .string("org_sandbox")), ("name", .string("Sandbox")),
      ("settings", .object([])),
    ])
    for job in source.jobs {
      let campaign = InterviewRelayDocuments.campaign(job, source.interviews)
      campaigns[InterviewRelayDocuments.campaignID(key: job.key)] = campaign
      let script = InterviewRelayDocuments.script(job, source.interviews)
      scripts[InterviewRelayDocuments.scriptID(campaignKey: job.key)] = script
    }
    members["mem_owner"] = .object([
      ("id", .string("mem_owner")), ("email", .string("owner@example.com")),
      ("role", .string("owner")), ("status", .string("active")),
    ])
  }

  /// An identifier for something new.
  mutating func newID(_ prefix: String) -> String {
    created += 1
    return StableIdentifier.prefixed(prefix, "created", String(created))
  }

  // MARK: Sessions

  func evidence(ofSession id: String) -> Evidence? {
    sessionPlaces[id].map { source.interviews[$0] }
  }

  func session(_ id: String) -> JSONValue? {
    changedSessions[id] ?? evidence(ofSession: id).map(InterviewRelayDocuments.session)
  }

  mutating func setSession(_ id: String, _ document: JSONValue) {
    changedSessions[id] = document
    lists = [:]
  }

  /// Places of the sessions that fit, sorted.
  mutating func sessions(_ query: SessionQuery) -> [Int] {
    if let known = lists[query] { return known }
    let job = source.jobs.first {
      InterviewRelayDocuments.campaignID(key: $0.key) == query.campaignID
    }
    let fitting = (job?.interviews ?? []).filter { place in
      let evidence = source.interviews[place]
      if let status = query.status, currentStatus(evidence) != status { return false }
      let created = evidence.interview.createdAt
      if let from = query.from, created.map({ $0 < from }) ?? true { return false }
      if let to = query.to, created.map({ $0 > to }) ?? true { return false }
      return true
    }
    let keys = fitting.map { (sortKey(source.interviews[$0], query.sort), $0) }
    // Equal keys keep the order of the evidence, so that pages never overlap.
    let sorted = keys.sorted {
      ($0.0, $0.1) < ($1.0, $1.1)
    }.map(\.1)
    let result = query.isDescending ? sorted.reversed() : sorted
    if lists.count >= 64 { lists = [:] }
    lists[query] = result
    return result
  }

  func session(at place: Int) -> JSONValue {
    let evidence = source.interviews[place]
    return changedSessions[InterviewRelayDocuments.sessionID(evidence)]
      ?? InterviewRelayDocuments.session(evidence)
  }

  private func currentStatus(_ evidence: Evidence) -> String {
    changedSessions[InterviewRelayDocuments.sessionID(evidence)]?["status"]?.string
      ?? InterviewRelayDocuments.status(of: evidence)
  }

  private func sortKey(_ evidence: Evidence, _ sort: String) -> Int64 {
    let interview = evidence.interview
    switch sort {
    case "completedAt": return interview.completedAt?.millisecondsSinceEpoch ?? .min
    case "duration":
      let started = InterviewRelayDocuments.startedAt(of: evidence)
      guard let started, let completed = interview.completedAt else { return .min }
      return completed.millisecondsSinceEpoch - started.millisecondsSinceEpoch
    default: return interview.createdAt?.millisecondsSinceEpoch ?? .min
    }
  }

  // MARK: Invites

  func invite(_ id: String) -> JSONValue? {
    changedInvites[id]
      ?? invitePlaces[id].map { InterviewRelayDocuments.invite(source.interviews[$0]) }
  }

  mutating func setInvite(_ id: String, _ document: JSONValue) { changedInvites[id] = document }

  /// All invites of a campaign: those of the evidence, then those that were created.
  func invites(ofCampaign id: String) -> [JSONValue] {
    let job = source.jobs.first { InterviewRelayDocuments.campaignID(key: $0.key) == id }
    let original = (job?.interviews ?? []).compactMap {
      invite(InterviewRelayDocuments.inviteID(source.interviews[$0]))
    }
    let new = changedInvites.all.filter {
      $0["campaignId"]?.string == id && invitePlaces[$0["id"]?.string ?? ""] == nil
    }
    return original + new
  }

  /// Credits that are left.
  var creditBalance: Int { 500 + purchasedCredits - 258 }
}
