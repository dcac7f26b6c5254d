import CandorModel
import Foundation

/// What a list of interviews is narrowed to.
struct HireflixFilter: Sendable, Hashable {
  struct Text: Sendable, Hashable {
    var equal: String?
    var regex: String?
  }

  static let statuses = ["pending", "to_evaluate", "shortlisted", "discarded"]

  var status: String?
  var id = Text()
  var email = Text()
  var firstName = Text()
  var lastName = Text()
  /// No interview here has a score: a filter that asks for one leaves nothing.
  var needsScore = false

  /// Reads the argument.
  ///
  /// - Throws: where the status is none of those the filter knows.
  init(_ argument: JSONValue?) throws(GraphQLError) {
    if let status = argument?["status"]?["equal"] {
      guard let word = status.string, Self.statuses.contains(word) else {
        throw GraphQLError(
          code: .badUserInput,
          message:
            "Value of the status filter must be one of \(Self.statuses.joined(separator: ", ")).")
      }
      self.status = word
    }
    func text(_ name: String) -> Text {
      Text(
        equal: argument?[name]?["equal"]?.string, regex: argument?[name]?["regex"]?.string)
    }
    id = text("id")
    email = text("email")
    firstName = text("firstName")
    lastName = text("lastName")
    needsScore = argument?["score"]?.object?.contains { $0.key != "notEqual" } ?? false
  }
}

/// One key of a list's order.
struct HireflixSort: Sendable, Hashable {
  var field: String
  var isDescending: Bool

  /// Reads the argument; without one the newest invitation comes first.
  static func list(_ argument: JSONValue?) -> [HireflixSort] {
    let keys = (argument?.array ?? []).compactMap { key in
      key["field"]?.string.map {
        HireflixSort(field: $0, isDescending: key["direction"]?.string == "DESC")
      }
    }
    return keys.isEmpty ? [HireflixSort(field: "createdAt", isDescending: true)] : keys
  }
}

/// Which page is asked for.
struct HireflixPageRequest: Sendable, Hashable {
  /// What an integrator's catalogue names as the default.
  static let defaultLimit = 50
  /// Ours: the real one is not documented.
  static let maximumLimit = 1000

  var limit: Int
  var cursor: String?
  var isBackward: Bool

  /// Reads the argument.
  ///
  /// - Throws: where the limit is out of range.
  init(_ argument: JSONValue?) throws(GraphQLError) {
    limit = argument?["limit"]?.integer ?? Self.defaultLimit
    guard (1...Self.maximumLimit).contains(limit) else {
      throw GraphQLError(
        code: .badUserInput,
        message: "Value of \"limit\" must be from 1 to \(Self.maximumLimit).")
    }
    cursor = argument?["lastCursor"]?.string
    isBackward = argument?["direction"]?.string == "BACKWARD"
  }
}

/// One page with what stands beside it.
struct HireflixPage: Sendable {
  var results: [Evidence]
  var lastCursor: String?
  var total: Int
}

/// A list of interviews, filtered and sorted.
struct HireflixList: Sendable {
  /// Places in the store, in the list's order.
  let places: [Int]
  private let cursors: [String]
  private let ranks: [String: Int]

  init(_ all: [(place: Int, evidence: Evidence)], key: HireflixStore.ListKey) throws(GraphQLError) {
    let matcher = try Matcher(key.filter)
    let kept = all.filter { matcher.matches($0.evidence) }
    let sorted = kept.sorted { Self.precedes($0.evidence, $1.evidence, key.sort) }
    places = sorted.map(\.place)
    // The cursor names the interview, so a page stays right when others come in before it.
    cursors = sorted.map { Data("after:\($0.evidence.interview.id)".utf8).base64EncodedString() }
    ranks = Dictionary(uniqueKeysWithValues: cursors.enumerated().map { ($1, $0) })
  }

  /// A page behind a cursor, and the cursor behind the page.
  ///
  /// The end is an empty page; its cursor is the one that was given.
  func page(
    _ request: HireflixPageRequest
  ) throws(GraphQLError) -> (places: [Int], cursor: String?) {
    var start = request.isBackward ? places.count - 1 : 0
    if let cursor = request.cursor, !cursor.isEmpty {
      guard let rank = ranks[cursor] else {
        throw GraphQLError(code: .badUserInput, message: "Invalid cursor.")
      }
      start = request.isBackward ? rank - 1 : rank + 1
    }
    let page =
      request.isBackward
      ? Array(places.indices[..<max(0, start + 1)].suffix(request.limit).reversed())
      : Array(places.indices[min(start, places.count)...].prefix(request.limit))
    return (page.map { places[$0] }, page.last.map { cursors[$0] } ?? request.cursor)
  }

  private static func precedes(_ left: Evidence, _ right: Evidence, _ sort: [HireflixSort]) -> Bool
  {
    for key in sort {
      let order =
        key.field == "status"
        ? compare(left.interview.status ?? "", right.interview.status ?? "")
        : compare(moment(left, key.field), moment(right, key.field))
      if order != 0 { return key.isDescending ? order > 0 : order < 0 }
    }
    // Whatever the keys, the order is total: pages must not overlap.
    return left.interview.id < right.interview.id
  }

  private static func moment(_ evidence: Evidence, _ field: String) -> Int64 {
    let moment: Timestamp? =
      switch field {
      case "completedAt": evidence.interview.completedAt
      case "updatedAt": evidence.interview.completedAt ?? evidence.interview.createdAt
      default: evidence.interview.createdAt
      }
    return moment?.millisecondsSinceEpoch ?? .min
  }

  private static func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
    left < right ? -1 : left > right ? 1 : 0
  }

  /// A filter with its regular expressions compiled.
  private struct Matcher {
    let filter: HireflixFilter
    let expressions: [String: Regex<AnyRegexOutput>]

    init(_ filter: HireflixFilter) throws(GraphQLError) {
      self.filter = filter
      var expressions: [String: Regex<AnyRegexOutput>] = [:]
      for text in [filter.id, filter.email, filter.firstName, filter.lastName] {
        guard let pattern = text.regex else { continue }
        guard pattern.utf8.count <= 200, let regex = try? Regex(pattern) else {
          throw GraphQLError(
            code: .badUserInput, message: "Invalid regular expression in a filter.")
        }
        expressions[pattern] = regex.ignoresCase()
      }
      self.expressions = expressions
    }

    func matches(_ evidence: Evidence) -> Bool {
      if filter.needsScore { return false }
      if let status = filter.status, evidence.interview.status != status { return false }
      let name = PersonName(evidence.candidate?.name)
      return matches(evidence.interview.id, filter.id)
        && matches(evidence.candidate?.email, filter.email)
        && matches(name.first, filter.firstName) && matches(name.last, filter.lastName)
    }

    private func matches(_ value: String?, _ text: HireflixFilter.Text) -> Bool {
      if let equal = text.equal, value != equal { return false }
      guard let pattern = text.regex else { return true }
      guard let value, let expression = expressions[pattern] else { return false }
      return (try? expression.firstMatch(in: value)) ?? nil != nil
    }
  }
}

/// A full name cut in two, for platforms that keep the halves apart.
struct PersonName: Sendable, Hashable {
  var first: String?
  var last: String?

  init(_ full: String?) {
    let parts = (full ?? "").split(separator: " ", maxSplits: 1).map(String.init)
    first = parts.first
    last = parts.count > 1 ? parts[1] : nil
  }
}
