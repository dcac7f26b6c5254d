import CandorModel
import CandorTesting
import CandorTimeline
import Testing

@Suite("What was looked up several times is what was looked up once")
struct EqualFactsTests {
  /// Equal facts in an object of their own.
  private func again(_ facts: AddressFacts) -> AddressFacts {
    AddressFacts(
      address: facts.address, network: facts.network, place: facts.place, notes: facts.notes)
  }

  private func again(_ client: Client) -> Client {
    Client(client.facts)
  }

  /// A journey between two stays of several answers, of which only some carry a time.
  @Test("a place, an agent and the time of a stay are known again", arguments: [1, 3, 12])
  func sameTimeline(others: Int) {
    let home = Detection.home(.madrid)
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    let gateways = (0..<others).map { Detection.carrier(.badajoz, "77.224.10.\($0 + 1)") }
    let stay = [home, home] + gateways + [home, warsaw, home, warsaw, warsaw]
    let agents = [Agents.iPhone, Agents.mac, Agents.windows]
    let answers = stay.enumerated().map { ($1, agents[$0 / 3 % 3]) }
    let minutes: [Double?] = stay.indices.map { $0 % 3 == 1 ? nil : Double($0) }
    let one = builder.timeline(of: Detection.interview(answers, minutes: minutes))
    let other = builder.timeline(
      of: Detection.interview(
        answers.map { (again($0), again($1)) }, minutes: minutes))
    #expect(one.transitions.map { "\($0)" } == other.transitions.map { "\($0)" })
    #expect(one.runs == other.runs)
    #expect(one.pattern == other.pattern && one.placePattern == other.placePattern)
    #expect(one.devicePattern == other.devicePattern)
    #expect(!one.transitions.isEmpty)
  }

  @Test("nothing changes between equal facts")
  func steady() {
    let home = Detection.home(.madrid)
    let answers = (0..<4).map { _ in (again(home), again(Agents.mac)) }
    let result = timeline(answers)
    #expect(result.transitions.isEmpty)
    #expect(result.runs == [Run(first: 0, last: 3, place: 0, device: 0)])
    #expect(result.placePattern == .steady && result.devicePattern == .steady)
  }

  @Test("a change of browser is told once, whether its agent was looked up once or again")
  func anAgentThatComesAgain() {
    let home = Detection.home(.madrid)
    let (chrome, firefox) = (Agents.windows, Agents.windowsFirefox)
    func transitions(_ second: Client) -> [String] {
      timeline([
        (home, chrome), (Detection.home(.madrid, "83.56.102.9"), second), (nil, chrome),
        (Detection.home(.warsaw, "83.0.1.1", asn: 5617), firefox),
      ]).transitions.map { "\($0)" }
    }
    #expect(transitions(again(chrome)) == transitions(chrome))
  }
}
