import CandorModel
import CandorTesting
import CandorTimeline
import Testing

@Suite("Traces that different candidates share")
struct LinkFinderTests {
  private let day: Int64 = 86_400_000

  private func trace(
    _ address: String, agent: UInt64? = 1, asn: UInt32 = 3352, isShared: Bool = false,
    from: Double? = nil, to: Double? = nil
  ) -> LinkRecord.Trace {
    LinkRecord.Trace(
      address: IPPrefix(address), agent: agent, asn: asn, isShared: isShared,
      first: from.map { Timestamp(millisecondsSinceEpoch: Int64($0 * Double(day))) },
      last: (to ?? from).map { Timestamp(millisecondsSinceEpoch: Int64($0 * Double(day))) })
  }

  private func record(
    _ name: String, _ traces: [LinkRecord.Trace], position: String? = "p", at: Double? = 0
  ) -> LinkRecord {
    LinkRecord(
      interview: "file/\(name)", candidate: String(name.prefix(while: { $0 != "#" })),
      position: position,
      at: at.map { Timestamp(millisecondsSinceEpoch: Int64($0 * Double(day))) }, traces: traces)
  }

  /// People who have nothing to do with anybody, so that rarity can be counted.
  private func crowd(_ count: Int) -> [LinkRecord] {
    (0..<count).map {
      record("crowd\($0)", [trace("10.\($0 / 256).\($0 % 256).1", agent: 99, asn: 1)])
    }
  }

  @Test("a shared address alone is low")
  func address() {
    let links = LinkFinder().links(among: [
      record("a", [trace("83.56.1.1", agent: 1)]), record("b", [trace("83.56.1.1", agent: 2)]),
    ])
    #expect(links.map(\.kind) == [.address])
    #expect(links.map(\.severity) == [.low])
    #expect(links[0].members == ["file/a", "file/b"])
  }

  @Test("interviews of one candidate are never linked")
  func oneCandidate() {
    let links = LinkFinder().links(among: [
      record("a#1", [trace("83.56.1.1")]), record("a#2", [trace("83.56.1.1")]),
    ])
    #expect(links.isEmpty)
  }

  @Test("address and rare agent, one position, within a week: medium")
  func rareTogether() {
    func severity(
      at later: Double, position: String? = "p", crowd count: Int = 300
    ) -> (Severity?, Bool?) {
      let links = LinkFinder().links(
        among: crowd(count) + [
          record("a", [trace("83.56.1.1", agent: 7)]),
          record("b", [trace("83.56.1.1", agent: 7)], position: position, at: later),
        ])
      return (links.first?.severity, links.first?.isRarityKnown)
    }
    #expect(severity(at: 3) == (.medium, true))
    #expect(severity(at: 7) == (.medium, true))
    #expect(severity(at: 8) == (.low, true))
    #expect(severity(at: 3, position: "q") == (.low, true))
    #expect(severity(at: 3, position: nil) == (.low, true))
    #expect(severity(at: 3, crowd: 20) == (.low, false))
  }

  @Test("the same two interleaved in time: high")
  func interleaved() {
    func kind(_ a: ClosedRange<Double>, _ b: ClosedRange<Double>) -> SharedTrace.Kind? {
      LinkFinder().links(
        among: crowd(300) + [
          record("a", [trace("83.56.1.1", agent: 7, from: a.lowerBound, to: a.upperBound)]),
          record("b", [trace("83.56.1.1", agent: 7, from: b.lowerBound, to: b.upperBound)]),
        ]
      ).first?.kind
    }
    #expect(kind(0...0.02, 0.01...0.03) == .interleaved)
    #expect(kind(0...0.02, 0.03...0.05) == .address)
  }

  @Test("a common agent adds nothing")
  func common() {
    let links = LinkFinder().links(
      among: crowd(300) + [
        record("a", [trace("83.56.1.1", agent: 99)]), record("b", [trace("83.56.1.1", agent: 99)]),
      ])
    #expect(links.map(\.severity) == [.low])
    #expect(links[0].agentCandidates == 302)
  }

  @Test("six candidates make a hub, which is context")
  func hub() {
    func people(_ count: Int) -> [LinkRecord] {
      (0..<count).map { record("p\($0)", [trace("150.214.1.1", agent: UInt64($0))]) }
    }
    #expect(LinkFinder().links(among: people(5)).map(\.kind) == [.address])
    let hub = LinkFinder().links(among: people(6))
    #expect(hub.map(\.kind) == [.hub])
    #expect(hub.map(\.severity) == [Severity.none])
    #expect(hub[0].candidates == 6)
  }

  @Test("relays, anonymisers and carriers never link by their address alone")
  func shared() {
    let links = LinkFinder().links(among: [
      record("a", [trace("104.28.1.1", agent: 1, isShared: true)]),
      record("b", [trace("104.28.1.1", agent: 2, isShared: true)]),
    ])
    #expect(links.isEmpty)
    let rare = LinkFinder().links(
      among: crowd(300) + [
        record("a", [trace("104.28.1.1", agent: 7, isShared: true, from: 0, to: 1)]),
        record("b", [trace("104.28.1.1", agent: 7, isShared: true, from: 0.5, to: 2)]),
      ])
    #expect(rare.map(\.severity) == [.low])
  }

  @Test("a rare agent in one network is low, a common one nothing")
  func agentOnNetwork() {
    let links = LinkFinder().links(
      among: crowd(300) + [
        record("a", [trace("83.56.1.1", agent: 7)]), record("b", [trace("83.56.2.2", agent: 7)]),
      ])
    #expect(links.map(\.kind) == [.agentOnNetwork])
    #expect(links.map(\.severity) == [.low])
  }

  @Test("the order of the records changes nothing", arguments: 0..<5)
  func order(seed: Int) {
    let records =
      crowd(120) + (0..<9).map { record("x\($0)", [trace("83.56.\($0 / 3).1", agent: 7)]) }
    var numbers = SeededNumbers(seed: UInt64(seed))
    #expect(
      LinkFinder().links(among: records)
        == LinkFinder().links(among: records.shuffled(using: &numbers)))
  }

  @Test("a record is made of an interview: /64, one trace for each pair")
  func recordOfInterview() throws {
    let six = Detection.home(.madrid, "2a02:9130:1:2::5")
    let rotated = Detection.home(.madrid, "2a02:9130:1:2::99")
    var interview = Detection.interview(
      [(six, Agents.mac), (rotated, Agents.mac), (six, Agents.headless)], minutes: [0, 1, 2])
    #expect(LinkRecord(of: interview, timeline: builder.timeline(of: interview)) == nil)
    var evidence = interview.evidence
    evidence.candidate = Candidate(id: "c-1")
    interview = EnrichedInterview(evidence: evidence, observations: interview.observations)
    let record = try #require(
      LinkRecord(of: interview, timeline: builder.timeline(of: interview)))
    #expect(record.candidate == "c-1")
    #expect(record.traces.count == 2)
    #expect(record.traces[0].address == IPPrefix("2a02:9130:1:2::/64"))
    #expect(record.traces[0].first?.seconds(to: try #require(record.traces[0].last)) == 60)
    #expect(record.traces[1].agent == nil)
  }
}
