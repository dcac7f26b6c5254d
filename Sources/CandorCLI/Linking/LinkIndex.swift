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
  private var ahead: LinkWriter.Membership?
  private let people: People
  /// The interviews of persons with several, and where each person's begin; `.max` for none.
  private let groups: SpillFile
  private let groupCount: Int
  private let groupStarts: [UInt32]
  /// Members as links name them, so that a hub is not read for each of its interviews.
  private var named: [UInt32: [String]] = [:]

  /// The most interviews of one person that are compared: the latest ones.
  static let maximumInterviewsOfOne = 64
  private static let keptNames = 256

  init(
    names: SpillList, moments: SpillFile, links: SpillFile, members: SpillFile,
    memberships: SpillSorter<LinkWriter.Membership>.Sorted, people: People, interviews: Int
  ) throws(StoreError) {
    self.names = names
    self.moments = moments
    self.links = links
    self.members = members
    self.memberships = memberships
    self.people = people
    ahead = memberships.next()
    var starts = Array(repeating: UInt32.max, count: interviews)
    let file = try SpillFile()
    let rows = try people.groups().sorted()
    var count = 0
    while let row = rows.next() {
      if starts[Int(row.key)] == .max { starts[Int(row.key)] = UInt32(count) }
      try file.append(rows: [row.interview])
      count += 1
    }
    try rows.check()
    groups = file
    groupCount = count
    groupStarts = starts
  }

  /// The links of an interview; interviews have to be asked for in ascending order.
  func memberships(of interview: Int) throws(StoreError) -> [OtherInterviews.Membership] {
    var found: [OtherInterviews.Membership] = []
    while let next = ahead, next.interview <= UInt32(interview) {
      ahead = memberships.next()
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

  /// The person that an interview is of, as the number of the person's first interview; `nil` where
  /// it is the only one.
  func person(of interview: Int) -> Int? {
    let person = Int(people.candidate(of: UInt32(interview)))
    return groupStarts[person] == .max ? nil : person
  }

  /// The interviews of a person that are compared, and how many there are.
  ///
  /// Of too many the latest are taken: those without a time last, and what is equal in time by platform
  /// and id.
  func interviews(ofPerson person: Int) throws(StoreError) -> (compared: [Int], count: Int) {
    let maximum = Self.maximumInterviewsOfOne
    var all: [Int] = []
    var start = Int(groupStarts[person])
    while start < groupCount {
      let end = min(groupCount, start + maximum)
      let rows = try groups.rows(of: UInt32.self, start..<end)
        .prefix { people.candidate(of: $0) == UInt32(person) }
      all += rows.map { Int($0) }
      guard rows.count == end - start else { break }
      start = end
    }
    guard all.count > maximum else { return (all, all.count) }
    var keys: [(at: Int64, name: [UInt8], interview: Int)] = []
    for interview in all {
      let at = try moments.rows(of: Int64.self, interview..<interview + 1)[0]
      keys.append((at, try names.item(interview), interview))
    }
    keys.sort {
      $0.at != $1.at ? $0.at > $1.at : $0.name.lexicographicallyPrecedes($1.name)
    }
    return (keys.prefix(maximum).map(\.interview), all.count)
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
