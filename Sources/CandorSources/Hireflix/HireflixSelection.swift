public import CandorModel

/// Which interviews of Hireflix to read.
public struct HireflixSelection: Sendable, Hashable {
  /// Interviews by id, read in this order, before those of positions.
  public var interviews: [String]
  /// Positions by id, whose interviews are read newest first.
  public var positions: [String]
  /// Every position.
  public var includesAll: Bool
  /// Only interviews of one of these statuses; empty for all. `to_evaluate`, `shortlisted` and
  /// `discarded` also mean the older words for them.
  public var statuses: [String]
  /// Only interviews completed, or else created, at this moment or later, and those of which the
  /// platform does not tell when they were completed.
  public var since: Timestamp?
  /// Only interviews completed, or else created, before this moment.
  public var until: Timestamp?
  /// Extra fields to select: `createdAt`, `steps.completedAt`, `answers.createdAt`. One that the
  /// platform does not know fails every query, so there are none unless asked for.
  public var extraFields: [String]
  /// Whether settings name the extra fields, and no argument. One that the platform does not know is
  /// a mistake of the configuration then, and else of the call.
  public var extraFieldsAreSettings: Bool

  /// Makes a selection.
  public init(
    interviews: [String] = [], positions: [String] = [], includesAll: Bool = false,
    statuses: [String] = [], since: Timestamp? = nil, until: Timestamp? = nil,
    extraFields: [String] = [], extraFieldsAreSettings: Bool = false
  ) {
    self.interviews = interviews
    self.positions = positions
    self.includesAll = includesAll
    self.statuses = statuses
    self.since = since
    self.until = until
    self.extraFields = extraFields
    self.extraFieldsAreSettings = extraFieldsAreSettings
  }

  /// Whether a text has the form of an extra field; whether the platform has it is not known.
  package static func isField(_ text: String) -> Bool {
    (try? HireflixQueries.ExtraFields([text])) != nil
  }

  /// Whether an interview with these facts is meant. One whose time or status is not known is, and
  /// one that may have been completed later than it was created where that is not told.
  func includes(_ facts: HireflixFacts) -> Bool {
    if !statuses.isEmpty, let status = facts.status {
      let meaning = Self.canonicalStatus(status)
      guard statuses.contains(where: { $0 == status || Self.canonicalStatus($0) == meaning })
      else { return false }
    }
    guard let time = facts.completedAt ?? facts.createdAt else { return true }
    if let since, time < since, facts.tellsCompletion { return false }
    if let until, time >= until { return false }
    return true
  }

  /// Whether `since` could not be asked of an interview, for lack of a time of completion.
  func isUndecided(_ facts: HireflixFacts) -> Bool {
    guard let since, !facts.tellsCompletion else { return false }
    return facts.createdAt.map { $0 < since } ?? true
  }

  /// The words for a status that the platform's documents know, the older ones last.
  public static let statusWords = [
    "pending", "to_evaluate", "shortlisted", "discarded", "completed", "finished", "preselected",
    "archived",
  ]

  /// Whether more than ids decides.
  var isFiltered: Bool { !statuses.isEmpty || since != nil || until != nil }

  /// The one status to ask the platform for, in the words its filter takes; `nil` where there is
  /// none or more than one.
  var filterStatus: String? {
    let meanings = Set(statuses.map(Self.canonicalStatus))
    return meanings.count == 1 ? meanings.first : nil
  }

  /// Today's word for a status that older answers write differently.
  static func canonicalStatus(_ status: String) -> String {
    switch status.lowercased() {
    case "completed", "finished": "to_evaluate"
    case "preselected": "shortlisted"
    case "archived": "discarded"
    case let other: other
    }
  }
}

/// Who, when and what for of an interview, as lists and the context query tell it.
struct HireflixFacts: Sendable, Hashable {
  var hash: String?
  var status: String?
  var createdAt: Timestamp?
  var completedAt: Timestamp?
  var updatedAt: Timestamp?
  var candidate: Candidate?
  var position: Position?
  /// Whether the platform gave something for the time of completion, be it `null`.
  var namesCompletion = false
  /// Whether the context query told of another interview, nothing of which is in here.
  var contextIsOfAnother = false
  /// Errors beside what the context query told, their paths relative to the interview.
  var contextErrors: [GraphQLAnswer.Failure] = []

  init() {}

  /// Reads an interview object; fields of another type count as missing.
  init(_ interview: JSONValue) {
    hash = interview["hash"]?.nonEmptyText
    status = interview["status"]?.nonEmptyText
    createdAt = interview["createdAt"]?.momentOrDate
    completedAt =
      interview["completedAt"]?.epochMilliseconds ?? interview["completed"]?.epochMilliseconds
    namesCompletion =
      interview.object?.contains { $0.key == "completedAt" || $0.key == "completed" } == true
    updatedAt = interview["updatedAt"]?.momentOrDate
    var candidate = Candidate()
    candidate.externalId = interview["externalId"]?.nonEmptyText
    if let person = interview["candidate"] {
      candidate.email = person["email"]?.nonEmptyText
      let parts = ["firstName", "lastName"].compactMap { person[$0]?.nonEmptyText }
      candidate.name =
        person["fullName"]?.nonEmptyText ?? person["name"]?.nonEmptyText
        ?? (parts.isEmpty ? nil : parts.joined(separator: " "))
    }
    if candidate != Candidate() { self.candidate = candidate }
    if let position = interview["position"] {
      let value = Position(
        id: position["id"]?.nonEmptyText, name: position["name"]?.nonEmptyText)
      if value != Position() { self.position = value }
    }
  }

  /// Whether the platform told when it was completed, be it that it is not completed yet: `null` says
  /// so of one that is pending. Of one that was answered it says nothing.
  var tellsCompletion: Bool {
    completedAt != nil || namesCompletion && status?.lowercased() == "pending"
  }

  /// When it changed last, as far as the platform says.
  ///
  /// `updatedAt` is not on the platform's own pages, so a completion counts too. An interview that is
  /// not completed may have got answers since; without `updatedAt` nothing tells.
  var changedAt: Timestamp? {
    guard let updatedAt, let completedAt else { return updatedAt ?? completedAt }
    return max(updatedAt, completedAt)
  }

  /// Whether it tells neither status nor a time nor the candidate.
  var isEmpty: Bool {
    status == nil && createdAt == nil && completedAt == nil && updatedAt == nil && candidate == nil
  }

  /// What this knows, and for the rest what the other knows.
  func completed(by other: HireflixFacts?) -> HireflixFacts {
    guard let other else { return self }
    var facts = self
    facts.hash = hash ?? other.hash
    facts.status = status ?? other.status
    facts.createdAt = createdAt ?? other.createdAt
    facts.completedAt = completedAt ?? other.completedAt
    facts.updatedAt = updatedAt ?? other.updatedAt
    facts.namesCompletion = namesCompletion || other.namesCompletion
    facts.contextIsOfAnother = contextIsOfAnother || other.contextIsOfAnother
    facts.contextErrors = contextErrors + other.contextErrors
    facts.position = position ?? other.position
    if var candidate {
      candidate.id = candidate.id ?? other.candidate?.id
      candidate.email = candidate.email ?? other.candidate?.email
      candidate.name = candidate.name ?? other.candidate?.name
      candidate.externalId = candidate.externalId ?? other.candidate?.externalId
      facts.candidate = candidate
    } else {
      facts.candidate = other.candidate
    }
    return facts
  }
}

extension JSONValue {
  /// The text of a string that has any.
  var nonEmptyText: String? {
    guard let string, !string.isEmpty else { return nil }
    return string
  }

  /// A cursor: a text that says something, or a whole number.
  var cursorText: String? { nonEmptyText ?? integer.map { "\($0)" } }

  /// A moment in epoch milliseconds; also one written as RFC 3339 text or as digits in a string.
  /// `nil` for anything that is no moment between 2000 and 2200, as a date alone is none: what would lie in
  /// 1970 are seconds, and read as milliseconds they make a journey of hours one of moments.
  var epochMilliseconds: Timestamp? {
    if let number = double ?? string.flatMap(Double.init) {
      guard number >= 946_684_800_000, number < 7_258_118_400_000 else { return nil }
      return Timestamp(millisecondsSinceEpoch: Int64(number))
    }
    return completeMoment
  }

  /// The same, and the first moment of a date, for what evidence is not measured by.
  var momentOrDate: Timestamp? { epochMilliseconds ?? moment }

  /// The texts of an array of strings, empty ones and other values left out.
  var texts: [String] { (array ?? []).compactMap(\.nonEmptyText) }
}
