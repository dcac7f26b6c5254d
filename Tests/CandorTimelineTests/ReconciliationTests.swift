import CandorModel
import CandorTesting
import CandorTimeline
import Testing

@Suite("The interview's sets against its answers")
struct ReconciliationTests {
  private let home = Detection.home(.madrid)
  private let valencia = Detection.home(.valencia, "2.138.1.1", asn: 12479)
  private let manila = Detection.home(.manila, "112.198.4.5", asn: 9299)

  private func unattributed(
    _ answers: [(AddressFacts?, Client?)], seen: [AddressFacts] = [], agents: [Client] = []
  ) -> Unattributed {
    timeline(answers, seen: seen, seenClients: agents).unattributed
  }

  @Test("what an answer has is attributed")
  func attributed() {
    let answers: [(AddressFacts?, Client?)] = [(home, Agents.mac), (home, Agents.mac)]
    #expect(unattributed(answers, seen: [home], agents: [Agents.mac]).isEmpty)
  }

  @Test(
    "the same network is attributed",
    arguments: [
      Detection.home(.madrid, "83.56.7.7"), Detection.home(.barcelona, "2a02:9130::1"),
    ])
  func sameNetwork(facts: AddressFacts) {
    #expect(unattributed([(home, Agents.mac)], seen: [facts]).isEmpty)
  }

  @Test("an updated or compatible agent is attributed, another browser is not")
  func agents() {
    let answers: [(AddressFacts?, Client?)] = [(home, Agents.chrome(131))]
    #expect(unattributed(answers, agents: [Agents.chrome(132)]).isEmpty)
    #expect(unattributed(answers, agents: [Agents.chrome(120)]).isEmpty)
    let other = unattributed(answers, agents: [Agents.windowsFirefox])
    #expect(other.clients.count == 1)
    #expect(!other.hasOtherDevice)
    #expect(unattributed(answers, agents: [Agents.iPhone]).hasOtherDevice)
    // A message service's preview is told, and is nobody's device.
    let preview = Client(ClientFacts(browser: "Slackbot-LinkExpanding", deviceClass: .bot))
    let fetched = unattributed(answers, agents: [preview])
    #expect(fetched.clients.count == 1)
    #expect(!fetched.hasOtherDevice)
  }

  @Test("far means far from every answer")
  func far() {
    let answers: [(AddressFacts?, Client?)] = [(home, Agents.mac)]
    #expect(!unattributed(answers, seen: [valencia]).hasFarAddress)
    #expect(unattributed(answers, seen: [manila]).areFar == [true])
    let both: [(AddressFacts?, Client?)] = [(home, Agents.mac), (manila, Agents.mac)]
    let cebu = Detection.home(.manila, "112.198.9.9", asn: 1, radiusKm: 30)
    #expect(!unattributed(both, seen: [cebu]).hasFarAddress)
  }

  @Test("an answer without an address may be that of the address without an answer")
  func missing() {
    let answers: [(AddressFacts?, Client?)] = [(home, Agents.mac), (nil, nil)]
    #expect(unattributed(answers, seen: [home, valencia]).addresses.isEmpty)
    #expect(unattributed(answers, agents: [Agents.mac, Agents.iPhone]).clients.isEmpty)
    #expect(unattributed(answers, seen: [valencia, manila]).addresses.count == 2)
  }

  @Test("far means far from what an answer without an address may be at, too")
  func farFromMissing() {
    let answers: [(AddressFacts?, Client?)] = [(home, Agents.mac), (nil, Agents.mac)]
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    #expect(unattributed(answers, seen: [manila, warsaw]).hasFarAddress)
    let near = Detection.home(.manila, "112.198.9.9", asn: 1)
    #expect(!unattributed(answers, seen: [manila, near]).hasFarAddress)
    // It may have been the same phone's carrier, whose place tells nothing beside a line's.
    let carrier = Detection.carrier(.manila, "112.200.1.1", asn: 9299)
    #expect(!unattributed(answers, seen: [manila, carrier]).hasFarAddress)
  }

  @Test("one address in two forms is told once, and a private one never")
  func forms() {
    let answers: [(AddressFacts?, Client?)] = [(home, Agents.mac)]
    let again = Detection.home(.valencia, "2.138.1.1", asn: 12479)
    #expect(unattributed(answers, seen: [valencia, again]).addresses.count == 1)
    let local = Detection.address("192.168.1.9", .absent, hasNetwork: false)
    #expect(unattributed(answers, seen: [local]).addresses.isEmpty)
  }

  @Test("an interview without answers has nothing to compare with")
  func noAnswers() {
    #expect(unattributed([], seen: [valencia], agents: [Agents.mac]).isEmpty)
  }

  @Test("contacts are compared like the sets")
  func contacts() {
    let base = Detection.interview([(home, Agents.mac)])
    let contact = EnrichedContact(
      contact: Contact(kind: "application", ip: valencia.address.raw),
      address: .found(valencia), client: .found(Agents.iPhone))
    let interview = EnrichedInterview(
      evidence: base.evidence, observations: base.observations, contacts: [contact])
    let result = builder.timeline(of: interview)
    #expect(result.unattributed.addresses.count == 1)
    #expect(result.unattributed.clients.count == 1)
    #expect(result.observations.count == 1, "contacts are never put among the answers")
  }

  @Test("no more far addresses than answers lack are nobody's")
  func leastFar() {
    let answers: [(AddressFacts?, Client?)] = [(home, Agents.mac), (nil, Agents.mac)]
    let paris = Detection.home(.paris, "90.1.1.1", asn: 3215)
    let one = unattributed(answers, seen: [valencia, manila], agents: [Agents.iPhone])
    #expect(one.areFar == [false, true])
    #expect(one.leastAddresses == 1)
    #expect(!one.hasFarAddress, "it may be that of the answer without one")
    #expect(one.farDevice == nil)
    let two = unattributed(answers, seen: [valencia, manila, paris], agents: [Agents.iPhone])
    #expect(two.leastAddresses == 2)
    #expect(two.hasFarAddress)
    #expect(two.farDevice == Unattributed.FarDevice(address: 1, client: 0))
  }

  @Test("no more other devices than answers lack are nobody's")
  func leastDevices() {
    let answers: [(AddressFacts?, Client?)] = [(home, Agents.windows), (home, nil)]
    let one = unattributed(
      answers, seen: [manila], agents: [Agents.windowsFirefox, Agents.iPhone])
    #expect(one.leastClients == 1)
    #expect(!one.hasOtherDevice)
    #expect(one.farDevice == nil)
    let two = unattributed(
      answers, seen: [manila], agents: [Agents.windowsFirefox, Agents.iPhone, Agents.mac])
    #expect(two.hasOtherDevice)
    #expect(two.farDevice == Unattributed.FarDevice(address: 0, client: 1))
  }

  @Test(
    "a contact's address and agent belong together",
    arguments: [
      // Far on the device of the answers, and near on another one.
      ([("manila", "mac"), ("valencia", "iPhone")], nil),
      (
        [("valencia", "mac"), ("manila", "iPhone")],
        Unattributed.FarDevice(address: 1, client: 0, isOneContact: true)
      ),
      ([("manila", nil), ("valencia", "iPhone")], nil),
      // Where neither is known to belong elsewhere they may belong together.
      ([("manila", nil), (nil, "iPhone")], Unattributed.FarDevice(address: 0, client: 0)),
      // A private network says nothing of where that device is.
      (
        [("manila", nil), (nil, "iPhone"), ("vpn", "iPhone")],
        Unattributed.FarDevice(address: 0, client: 0)
      ),
    ] as [([(String?, String?)], Unattributed.FarDevice?)])
  func touches(contacts: [(String?, String?)], expected: Unattributed.FarDevice?) {
    let addresses = [
      "manila": manila, "valencia": valencia, "vpn": Detection.vpn(.berlin, "5.180.79.7"),
    ]
    let agents = ["mac": Agents.mac, "iPhone": Agents.iPhone]
    let base = Detection.interview([(home, Agents.mac)])
    let interview = EnrichedInterview(
      evidence: base.evidence, observations: base.observations,
      contacts: contacts.map { address, agent in
        EnrichedContact(
          contact: Contact(kind: "application"),
          address: address.flatMap { addresses[$0] }.map { .found($0) } ?? .absent,
          client: agent.flatMap { agents[$0] }.map { .found($0) } ?? .absent)
      })
    #expect(builder.timeline(of: interview).unattributed.farDevice == expected)
  }
}
