import CandorModel
import CandorStore
import CandorTimeline
import Crypto
import Foundation

/// Writes found links down, each once, and which interviews are members of it.
struct LinkWriter {
  /// A link as it lies on disk.
  struct Row: BitwiseCopyable {
    /// The place in `LinkFacts.Kind.allCases`.
    var kind: UInt8
    var isAgentRare: Bool
    var isRarityKnown: Bool
    var candidates: UInt32
    var interviews: UInt32
    /// 0 for none.
    var agentCandidates: UInt32
    var candidatesInInput: UInt32
    var interviewsInInput: UInt32
    var address: UInt64
    var agent: UInt64
    var asn: UInt32
    /// The members that are named.
    var firstMember: UInt32
    var memberCount: UInt32
    /// The hash of kind and members.
    var identity: (UInt64, UInt64, UInt64, UInt64)
  }

  /// An interview that is member of a link.
  struct Membership: BitwiseCopyable {
    var interview: UInt32
    var link: UInt32
    /// Not a number for none.
    var daysApart: Double

    static func isOrderedBefore(_ one: Membership, _ other: Membership) -> Bool {
      (one.interview, one.link) < (other.interview, other.link)
    }
  }

  /// The most members that a link names: a hub may have tens of thousands, and each of them would
  /// name all others.
  static let maximumMembers = 100

  private let names: SpillList
  private let links: SpillFile
  private let members: SpillFile
  private var memberCount = 0
  private var count = 0
  private let memberships: SpillSorter<Membership>

  init(names: SpillList) throws(StoreError) {
    self.names = names
    links = try SpillFile()
    members = try SpillFile()
    memberships = SpillSorter(isOrderedBefore: Membership.isOrderedBefore)
  }

  mutating func add(_ link: FoundLink) throws(StoreError) {
    let named = Array(link.interviews.prefix(Self.maximumMembers))
    let facts = link.facts
    let kind = LinkFacts.Kind.allCases.firstIndex(of: facts.kind) ?? 0
    try links.append(rows: [
      Row(
        kind: UInt8(kind), isAgentRare: facts.isAgentRare, isRarityKnown: facts.isRarityKnown,
        candidates: UInt32(facts.candidates), interviews: UInt32(facts.interviews),
        agentCandidates: UInt32(facts.agentCandidates ?? 0),
        candidatesInInput: UInt32(facts.candidatesInInput),
        interviewsInInput: UInt32(facts.interviewsInInput), address: link.address,
        agent: link.agent, asn: link.asn, firstMember: UInt32(memberCount),
        memberCount: UInt32(named.count), identity: try identity(of: facts.kind, link.interviews))
    ])
    try members.append(rows: named)
    memberCount += named.count
    for interview in link.interviews {
      try memberships.append(
        Membership(
          interview: interview, link: UInt32(count), daysApart: link.daysApart[interview] ?? .nan))
    }
    count += 1
  }

  /// Everything that was written down, ready to be read.
  func index(
    people: People.Groups, moments: SpillFile
  ) throws(StoreError) -> LinkIndex {
    LinkIndex(
      names: names, moments: moments, links: links, members: members,
      memberships: try memberships.sorted(), people: people)
  }

  /// A hash of kind and members that does not depend on their order, made without holding them.
  ///
  /// No address is part of it: of an IPv4 address all hashes can be tried.
  private func identity(
    of kind: LinkFacts.Kind, _ interviews: LinkedInterviews
  ) throws(StoreError) -> (UInt64, UInt64, UInt64, UInt64) {
    var sum: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for interview in interviews {
      let words = Self.words(SHA256.hash(data: try names.item(Int(interview))))
      sum.0 &+= words.0
      sum.1 &+= words.1
      sum.2 &+= words.2
      sum.3 &+= words.3
    }
    let text = "\(kind.rawValue):\(interviews.count):\(sum.0):\(sum.1):\(sum.2):\(sum.3)"
    return Self.words(SHA256.hash(data: Array(text.utf8)))
  }

  private static func words(_ digest: SHA256.Digest) -> (UInt64, UInt64, UInt64, UInt64) {
    let bytes = Array(digest)
    func word(_ index: Int) -> UInt64 {
      bytes[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
    return (word(0), word(1), word(2), word(3))
  }
}
