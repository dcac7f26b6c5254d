import CandorModel
import CandorTesting
import CandorTimeline
import Testing

@Suite("Traces that different candidates share")
struct LinkFinderTests {
  /// Interviews of candidates, each a person of its own.
  struct Sample {
    var uses: [LinkUse] = []
    var interviews = 0

    /// Adds an interview of a new candidate, or of `candidate`.
    mutating func add(
      _ address: UInt64, agent: UInt64 = 1, asn: UInt32 = 3352, isShared: Bool = false,
      position: UInt64 = 9, days: ClosedRange<Double>? = 0...0.02, candidate: UInt32? = nil
    ) {
      func moment(_ day: Double?) -> Int64 {
        day.map { Int64($0 * 86_400_000) } ?? LinkUse.unknownTime
      }
      uses.append(
        LinkUse(
          address: address, agent: agent, asn: asn, isShared: isShared, position: position,
          at: moment(days?.lowerBound), first: moment(days?.lowerBound),
          last: moment(days?.upperBound), interview: UInt32(interviews),
          candidate: candidate ?? UInt32(interviews)))
      interviews += 1
    }

    /// People who have nothing to do with anybody, so that rarity can be counted.
    mutating func addCrowd(_ count: Int) {
      for index in 0..<count { add(0x0a00_0000 + UInt64(index), agent: 99, asn: 1) }
    }

    func links() -> [FoundLink] {
      var users: [UInt64: Set<UInt32>] = [:]
      for use in uses where use.agent != 0 { users[use.agent, default: []].insert(use.candidate) }
      let counted = uses.map { use in
        var use = use
        use.agentCandidates = users[use.agent]?.count ?? 1
        return use
      }
      let finder = LinkFinder(
        parameters: .standard,
        population: LinkFinder.Population(
          candidates: Set(uses.map(\.candidate)).count, interviews: interviews))
      var links: [FoundLink] = []
      finder.linksByAddress(counted.sorted(by: LinkUse.isOrderedByAddress)) { links.append($0) }
      finder.linksByAgent(counted.sorted(by: LinkUse.isOrderedByNetwork)) { links.append($0) }
      return links
    }
  }

  private func links(crowd: Int = 0, _ fill: (inout Sample) -> Void) -> [FoundLink] {
    var sample = Sample()
    fill(&sample)
    sample.addCrowd(crowd)
    return sample.links()
  }

  @Test("a shared address alone")
  func address() {
    let found = links {
      $0.add(5, agent: 1)
      $0.add(5, agent: 2)
    }
    #expect(found.map(\.facts.kind) == [.sharedAddress])
    #expect(found[0].interviews == [0, 1])
    #expect(found[0].facts.agentCandidates == nil)
    #expect(found[0].facts.addresses == 1)
  }

  @Test("interviews of one candidate are never linked")
  func oneCandidate() {
    let found = links {
      $0.add(5)
      $0.add(5, candidate: 0)
    }
    #expect(found.isEmpty)
  }

  @Test("address and rare agent, one position: how far apart")
  func rareTogether() {
    func link(position: UInt64 = 9, crowd: Int = 300) -> FoundLink? {
      links(crowd: crowd) {
        $0.add(5, agent: 7)
        $0.add(5, agent: 7, position: position, days: 3...3.02)
      }.first
    }
    #expect(link()?.daysApart == [0: 3, 1: 3])
    #expect(link()?.agent == 7)
    #expect(link()?.facts.isAgentRare == true)
    #expect(link()?.facts.agentCandidates == 2)
    #expect(link(position: 8)?.daysApart.isEmpty == true)
    #expect(link(position: 0)?.daysApart.isEmpty == true)
    // Two of 102 are more than one of a hundred, two of 22 are too few to tell.
    #expect(link(crowd: 100)?.facts.isAgentRare == false)
    #expect(link(crowd: 100)?.facts.isRarityKnown == true)
    #expect(link(crowd: 20)?.facts.isRarityKnown == false)
    #expect(link(crowd: 20)?.facts.isAgentRare == false)
    #expect(link(crowd: 20)?.facts.agentCandidates == 2)
  }

  @Test("the nearest of another candidate counts, for each by itself")
  func nearest() {
    let found = links(crowd: 400) {
      $0.add(5, agent: 7, days: 0...0.1)
      $0.add(5, agent: 7, days: 0.5...0.6, candidate: 0)
      $0.add(5, agent: 7, days: 2...2.1)
      $0.add(5, agent: 7, days: 9...9.1)
    }
    #expect(found.map(\.facts.kind) == [.sharedAddress])
    #expect(found[0].daysApart == [0: 2, 1: 1.5, 2: 1.5, 3: 7])
    #expect(found[0].facts.candidates == 3)
    #expect(found[0].facts.interviews == 4)
  }

  @Test("the same two interleaved in time")
  func interleaved() {
    func kind(_ a: ClosedRange<Double>, _ b: ClosedRange<Double>, position: UInt64 = 9)
      -> LinkFacts.Kind?
    {
      links(crowd: 300) {
        $0.add(5, agent: 7, days: a)
        $0.add(5, agent: 7, position: position, days: b)
      }.first?.facts.kind
    }
    #expect(kind(0...0.02, 0.01...0.03) == .interleaved)
    #expect(kind(0.01...0.03, 0...0.02) == .interleaved)
    #expect(kind(0...0.02, 0.03...0.05) == .sharedAddress)
    #expect(kind(0...0.02, 0.02...0.05) == .sharedAddress)
    #expect(kind(0...0.02, 0.01...0.03, position: 8) == .sharedAddress)
    #expect(kind(0...0.02, 0.01...0.01) == .interleaved)
    #expect(kind(0...0.02, 0...0.02) == .interleaved)
  }

  @Test("at the same moment is not between, whoever comes first in the input")
  func sameMoment() {
    func kinds(_ a: ClosedRange<Double>, _ b: ClosedRange<Double>) -> Set<LinkFacts.Kind> {
      let orders = [[a, b], [b, a]].map { spans in
        links(crowd: 300) { sample in
          for span in spans { sample.add(5, agent: 7, days: span) }
        }
      }
      return Set(orders.joined().map(\.facts.kind))
    }
    #expect(kinds(0...0, 0...0.02) == [.sharedAddress])
    #expect(kinds(0.02...0.02, 0...0.02) == [.sharedAddress])
    #expect(kinds(0...0, 0...0) == [.sharedAddress])
    #expect(kinds(0...0.01, 0...0.02) == [.interleaved])
    #expect(kinds(0.01...0.02, 0...0.02) == [.interleaved])
  }

  @Test("what two do says nothing of a third one at their address")
  func bystander() {
    func found(agent: UInt64, position: UInt64) -> [FoundLink] {
      links(crowd: 400) {
        $0.add(5, agent: 7)
        $0.add(5, agent: 7, days: 0.01...0.03)
        $0.add(5, agent: agent, position: position, days: 900...900)
      }
    }
    // Of another agent: the address by itself is what all three share.
    let other = found(agent: 99, position: 8)
    #expect(other.map(\.facts.kind) == [.interleaved, .sharedAddress])
    #expect(other.map(\.interviews) == [[0, 1], [0, 1, 2]])
    #expect(other.map(\.facts.candidates) == [2, 3])
    #expect(other.map(\.agent) == [7, 0])
    #expect(other[1].facts.agentCandidates == nil)
    #expect(other[1].facts.isAgentRare == false)
    #expect(other[1].daysApart.isEmpty)
    // Of the same agent: nobody else was there for the same position.
    let same = found(agent: 7, position: 8)
    #expect(same.map(\.facts.kind) == [.interleaved, .sharedAddress])
    #expect(same.map(\.interviews) == [[0, 1], [0, 1, 2]])
    #expect(same.map(\.agent) == [7, 7])
    #expect(same[1].facts.isAgentRare == true)
    #expect(Set(same[1].daysApart.keys) == [0, 1])
    // For the same position, long after.
    let late = found(agent: 7, position: 9)
    #expect(late.map(\.interviews) == [[0, 1], [0, 1, 2]])
    #expect((late[1].daysApart[2] ?? 0) > 899)
    #expect((late[1].daysApart[0] ?? 9) < 1)
  }

  @Test("those in turns at one time are no news of those in turns at another")
  func turnsApart() {
    let found = links(crowd: 600) {
      for day in [0.0, 60] {
        $0.add(5, agent: 7, days: day...day + 0.02)
        $0.add(5, agent: 7, days: day + 0.01...day + 0.03)
      }
    }
    #expect(found.map(\.facts.kind) == [.interleaved, .interleaved, .sharedAddress])
    #expect(found.map(\.interviews) == [[0, 1], [2, 3], [0, 1, 2, 3]])
    #expect(found.map(\.facts.candidates) == [2, 2, 4])
  }

  @Test("two pairs at one address are weighed each by itself")
  func twoPairs() {
    let found = links(crowd: 400) {
      $0.add(5, agent: 7)
      $0.add(5, agent: 7, days: 400...400.02)
      $0.add(5, agent: 8)
      $0.add(5, agent: 8, days: 1...1.02)
    }
    #expect(found.map(\.facts.kind) == [.sharedAddress, .sharedAddress, .sharedAddress])
    #expect(found.map(\.interviews) == [[0, 1], [2, 3], [0, 1, 2, 3]])
    #expect(found.map(\.daysApart) == [[0: 400, 1: 400], [2: 1, 3: 1], [:]])
    #expect(found.map(\.facts.agentCandidates) == [2, 2, nil])
    // Two positions, and in turns for each of them.
    let positions = links(crowd: 400) {
      $0.add(5, agent: 7)
      $0.add(5, agent: 7)
      $0.add(5, agent: 7, position: 8)
      $0.add(5, agent: 7, position: 8)
    }
    #expect(positions.map(\.facts.kind) == [.interleaved, .interleaved, .sharedAddress])
    #expect(positions.map(\.interviews) == [[2, 3], [0, 1], [0, 1, 2, 3]])
  }

  @Test("a common agent adds nothing")
  func common() {
    let found = links(crowd: 300) {
      $0.add(5, agent: 99)
      $0.add(5, agent: 99)
    }
    #expect(found.map(\.facts.isAgentRare) == [false])
    #expect(found[0].facts.agentCandidates == 302)
  }

  @Test("six candidates make a hub, which is context")
  func hub() {
    func found(_ count: Int) -> [FoundLink] {
      links(crowd: 300) { sample in
        for index in 0..<count { sample.add(5, agent: UInt64(index + 10)) }
      }
    }
    #expect(found(5).map(\.facts.kind) == [.sharedAddress])
    #expect(found(6).map(\.facts.kind) == [.hub])
    #expect(found(6)[0].interviews.count == 6)
  }

  @Test("relays, anonymisers and carriers never link by their address alone")
  func shared() {
    for count in [2, 8] {
      let found = links(crowd: 1000) { sample in
        for index in 0..<count { sample.add(5, agent: UInt64(index + 10), isShared: true) }
      }
      #expect(found.isEmpty)
    }
    let rare = links(crowd: 300) {
      $0.add(5, agent: 7, isShared: true)
      $0.add(5, agent: 7, isShared: true)
      $0.add(5, agent: 8, isShared: true)
      $0.add(5, agent: 8, isShared: true)
      $0.add(5, agent: 9, isShared: true)
    }
    // With a rare agent it weighs what an agent in one network weighs.
    #expect(rare.map(\.facts.kind) == [.sharedAgent, .sharedAgent])
    #expect(rare.map(\.interviews) == [[0, 1], [2, 3]])
    #expect(rare.map(\.daysApart) == [[:], [:]])
  }

  @Test("a rare agent in one network, at different addresses")
  func agentInNetwork() {
    let found = links(crowd: 300) {
      $0.add(5, agent: 7)
      $0.add(6, agent: 7)
      $0.add(6, agent: 7, asn: 12430, candidate: 1)
    }
    #expect(found.map(\.facts.kind) == [.sharedAgent])
    #expect(found[0].interviews == [0, 1])
    // Six of a thousand are still rare, and too many to be evidence.
    let many = links(crowd: 1000) { sample in
      for index in 0..<6 { sample.add(UInt64(index + 1), agent: 7) }
    }
    #expect(many.isEmpty)
  }

  @Test("one candidate with thousands of interviews is no work without end")
  func many() {
    let found = links(crowd: 300) { sample in
      for index in 0..<20_000 {
        sample.add(5, agent: 7, days: Double(index)...Double(index), candidate: 0)
      }
      sample.add(5, agent: 7)
    }
    #expect(found.map(\.facts.interviews) == [20_001])
  }

  @Test("the order of the records changes nothing", arguments: 0..<5)
  func order(seed: Int) {
    var sample = Sample()
    sample.addCrowd(400)
    for index in 0..<12 {
      sample.add(UInt64(index / 3 + 1), agent: 7, days: Double(index)...Double(index) + 1.5)
    }
    var shuffled = sample
    var numbers = SeededNumbers(seed: UInt64(seed))
    shuffled.uses.shuffle(using: &numbers)
    #expect(sample.links().map(\.facts) == shuffled.links().map(\.facts))
    #expect(sample.links().map(\.interviews) == shuffled.links().map(\.interviews))
  }

  @Test("a record is made of an interview: /64, one use for each pair")
  func recordOfInterview() throws {
    let six = Detection.home(.madrid, "2a02:9130:1:2::5")
    let rotated = Detection.home(.madrid, "2a02:9130:1:2::99")
    let interview = Detection.interview(
      [(six, Agents.mac), (rotated, Agents.mac), (six, Agents.headless)], minutes: [0, 1, 2])
    let builder = TimelineBuilder(countries: Detection.countries)
    let record = LinkRecord(of: interview, timeline: builder.timeline(of: interview))
    #expect(record.identities.isEmpty)
    #expect(record.uses.count == 2)
    #expect(record.uses[0].address == 0x2a02_9130_0001_0002)
    #expect(record.uses[0].last - record.uses[0].first == 60_000)
    // A program's agent is nobody's.
    #expect(record.uses[1].agent == 0)
  }

  @Test("an interview's span is no time of its answers: removing times must not make traces closer")
  func span() {
    let builder = TimelineBuilder(countries: Detection.countries)
    func uses(_ answers: [(AddressFacts?, Client?)]) -> [LinkUse] {
      let interview = Detection.interview(answers, durationMinutes: 20)
      return LinkRecord(of: interview, timeline: builder.timeline(of: interview)).uses
    }
    let home = Detection.home(.madrid)
    let one = uses([(home, Agents.mac), (home, Agents.mac)])
    #expect(one.map(\.first) == [LinkUse.unknownTime])
    let two = uses([(home, Agents.mac), (home, Agents.iPhone)])
    #expect(two.map(\.first) == [LinkUse.unknownTime, LinkUse.unknownTime])
  }

  @Test("a person is known by e-mail, external id, or id on a platform")
  func identities() {
    let one = Candidate(id: "7", email: "A@example.com", externalId: "x-1")
    let all = LinkRecord.identities(of: one, platform: "hireflix")
    #expect(all.count == 3)
    func shares(_ candidate: Candidate, _ platform: String = "hireflix") -> Bool {
      !Set(all).isDisjoint(with: LinkRecord.identities(of: candidate, platform: platform))
    }
    #expect(shares(Candidate(email: "a@EXAMPLE.com"), "instaview"))
    #expect(shares(Candidate(email: " a@example.com "), "instaview"))
    #expect(shares(Candidate(externalId: "x-1"), "instaview"))
    #expect(shares(Candidate(externalId: " x-1\t"), "instaview"))
    #expect(shares(Candidate(id: "7 ")))
    #expect(shares(Candidate(id: "7")))
    #expect(!shares(Candidate(id: "7"), "instaview"))
    #expect(!shares(Candidate(name: "A. Person")))
    let stored = LinkRecord.identities(reference: "a@example.com", platform: "hireflix")
    #expect(!Set(all).isDisjoint(with: stored))
    let id = LinkRecord.identities(reference: "7", platform: "hireflix")
    #expect(!Set(all).isDisjoint(with: id))
  }

  @Test(
    "what is written where there is nothing names nobody",
    arguments: ["", " ", "-", "N/A", "n/a ", "unknown", "null", "Not  Available", "None"])
  func placeholders(text: String) {
    let nobody = Candidate(id: text, email: text, externalId: text)
    #expect(LinkRecord.identities(of: nobody, platform: "hireflix").isEmpty)
    #expect(LinkRecord.identities(reference: text, platform: "hireflix").isEmpty)
    let known = Candidate(id: "7", email: text, externalId: text)
    #expect(LinkRecord.identities(of: known, platform: "hireflix").count == 1)
  }
}
