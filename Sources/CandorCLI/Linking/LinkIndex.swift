import CandorKit
import CandorModel
import CandorStore
import CandorTimeline

/// The links of all interviews, read in the order of the input.
final class LinkIndex {
  private let names: SpillList
  /// When each interview took place.
  private let moments: SpillFile
  private let links: SpillFile
  private let members: SpillFile
  private let memberships: SpillSorter<LinkWriter.Membership>.Sorted
  private let people: People.Groups
  /// Members as links name them, so that a hub is not read for each of its interviews.
  private var named: [UInt32: [String]] = [:]

  /// The most interviews of one person that are compared: the latest ones.
  static let maximumInterviewsOfOne = 64
  private static let keptNames = 256

  init(
    names: SpillList, moments: SpillFile, links: SpillFile, members: SpillFile,
    memberships: SpillSorter<LinkWriter.Membership>.Sorted, people: People.Groups
  ) {
    self.names = names
    self.moments = moments
    self.links = links
    self.members = members
    self.memberships = memberships
    self.people = people
  }

  /// The links of an interview; interviews have to be asked for in ascending order.
  func memberships(of interview: Int) throws(StoreError) -> [OtherInterviews.Membership] {
    var found: [OtherInterviews.Membership] = []
    while let next = memberships.first, next.interview <= UInt32(interview) {
      _ = memberships.next()
      guard next.interview == UInt32(interview) else { continue }
      var membership = try membership(next.link)
      membership.facts.daysApart = next.daysApart.isNaN ? nil : next.daysApart
      // Several addresses that just the same interviews share are one link.
      if let known = found.firstIndex(where: { $0.link.id == membership.link.id }) {
        let addresses = Set(found[known].traces.map(\.address))
        // Several agents at one address are no more addresses.
        if membership.traces.allSatisfy({ addresses.contains($0.address) }) {
          membership.facts.addresses = 0
        }
        found[known].facts.merge(membership.facts)
        found[known].traces += membership.traces
        found[known].link.counts = found[known].facts.counts
      } else {
        found.append(membership)
      }
    }
    try memberships.check()
    return found
  }

  /// A person with several interviews.
  struct Person {
    /// The number of the first one.
    let number: Int
    fileprivate let start: Int
  }

  /// The person that an interview is of; `nil` where it is the only one. Interviews have to be asked
  /// for in ascending order.
  func person(of interview: Int) throws(StoreError) -> Person? {
    while let next = people.members.first, next.interview < UInt32(interview) {
      _ = people.members.next()
    }
    try people.members.check()
    guard let next = people.members.first, next.interview == UInt32(interview) else { return nil }
    return Person(number: Int(next.person), start: Int(next.start))
  }

  /// The interviews of a person that are compared, and how many there are.
  ///
  /// Of too many the latest are taken: those without a time last, and what is equal in time by platform
  /// and id.
  func interviews(of person: Person) throws(StoreError) -> (compared: [Int], count: Int) {
    var compared: [Int] = []
    var latest: [Dated] = []
    var count = 0
    var isWhole = false
    while !isWhole, person.start + count < people.count {
      let start = person.start + count
      let end = min(people.count, start + Self.maximumInterviewsOfOne)
      let rows = try people.interviews.rows(of: SpillComponents.Pair.self, start..<end)
        .prefix { $0.number == UInt32(person.number) }
      isWhole = rows.count < end - start
      if count == 0 {
        compared = rows.map { Int($0.other) }
      } else if !rows.isEmpty {
        if latest.isEmpty { for interview in compared { try add(interview, to: &latest) } }
        for row in rows { try add(Int(row.other), to: &latest) }
      }
      count += rows.count
    }
    return (latest.isEmpty ? compared : latest.map(\.interview), count)
  }

  /// Interviews of one person, 64 at most, the latest first.
  func latestFirst(_ interviews: [Int]) throws(StoreError) -> [Int] {
    var latest: [Dated] = []
    for interview in interviews { try add(interview, to: &latest) }
    return latest.map(\.interview)
  }

  /// An interview of a person with many.
  private struct Dated: Comparable {
    let at: Int64
    let name: [UInt8]
    let interview: Int

    /// The later one first.
    static func < (one: Dated, other: Dated) -> Bool {
      one.at != other.at ? one.at > other.at : one.name.lexicographicallyPrecedes(other.name)
    }
  }

  /// Adds an interview to the latest ones, of which no more are held than are compared.
  private func add(_ interview: Int, to latest: inout [Dated]) throws(StoreError) {
    let at = try moments.rows(of: Int64.self, interview..<interview + 1)[0]
    let isFull = latest.count == Self.maximumInterviewsOfOne
    if isFull, let last = latest.last, at < last.at { return }
    let dated = Dated(at: at, name: try names.item(interview), interview: interview)
    latest.insert(dated, at: latest.firstIndex { dated < $0 } ?? latest.count)
    if isFull { latest.removeLast() }
  }

  private func membership(_ number: UInt32) throws(StoreError) -> OtherInterviews.Membership {
    let row = try links.rows(of: LinkWriter.Row.self, Int(number)..<Int(number) + 1)[0]
    let kind = LinkFacts.Kind.allCases[Int(row.kind)]
    let facts = LinkFacts(
      kind: kind, candidates: Int(row.candidates), interviews: Int(row.interviews),
      addresses: kind == .sharedAgent ? 0 : 1,
      agentCandidates: row.agentCandidates == 0 ? nil : Int(row.agentCandidates),
      isAgentRare: row.isAgentRare, candidatesInInput: Int(row.candidatesInInput),
      interviewsInInput: Int(row.interviewsInInput), isRarityKnown: row.isRarityKnown)
    let words = [row.identity.0, row.identity.1, row.identity.2, row.identity.3]
    let link = Link(
      id: "sha256:" + words.map(Self.hexadecimal).joined(), kind: kind.rawValue,
      members: try memberNames(row, number), counts: facts.counts)
    return OtherInterviews.Membership(
      link: link, facts: facts,
      traces: [OtherInterviews.Trace(address: row.address, agent: row.agent, asn: row.asn)])
  }

  private static func hexadecimal(_ word: UInt64) -> String {
    let text = String(word, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// The identifiers of a link's members; with the platform before them where two are alike.
  private func memberNames(
    _ row: LinkWriter.Row, _ number: UInt32
  ) throws(StoreError) -> [String] {
    if let known = named[number] { return known }
    let range = Int(row.firstMember)..<Int(row.firstMember + row.memberCount)
    var pairs: Set<[String]> = []
    for interview in try members.rows(of: UInt32.self, range) {
      let item = try names.item(Int(interview))
      let parts = item.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
      pairs.insert(parts.map { String(decoding: $0, as: UTF8.self) })
    }
    let ids = Dictionary(grouping: pairs) { $0.last ?? "" }
    let texts = ids.flatMap { id, alike in
      alike.count == 1 ? [id] : alike.map { $0.joined(separator: "/") }
    }
    let sorted = texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    if named.count >= Self.keptNames { named.removeAll() }
    named[number] = sorted
    return sorted
  }
}
