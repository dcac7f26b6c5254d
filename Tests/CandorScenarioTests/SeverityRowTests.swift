import CandorModel
import CandorTesting
import Testing

@Suite("Severity by what changed: the rows of the table")
struct SeverityRowTests {
  private let home = HandMade.home
  private let warsaw = HandMade.warsaw
  private let valencia = Detection.home(.valencia, "2.138.1.1", asn: 12479)

  /// The highest effective severity of a kind.
  private func severity(
    _ assessment: Assessment, _ kinds: Set<Contribution.Kind>
  ) -> Severity {
    assessment.contributions.filter { kinds.contains($0.kind) }.map(\.severity).max() ?? .none
  }

  @Test("address only: none, recorded")
  func addressOnly() {
    let next = Detection.home(.madrid, "83.56.7.7")
    let result = HandMade.assess([(home, Agents.mac), (next, Agents.mac)])
    #expect(result.contributions.isEmpty)
    #expect(result.timeline.transitions.map(\.changed) == [[.address]])
    #expect(result.finding("network/switch")?.severity == Severity.none)
  }

  @Test("another browser only: low")
  func browserOnly() {
    let result = HandMade.assess([(home, Agents.windows), (home, Agents.windowsFirefox)])
    #expect(result.contributions.map(\.severity) == [.low])
    #expect(result.contributions.map(\.kind) == [.device])
    #expect(result.outcome == .clear)
  }

  @Test("another network at a place that cannot be told apart, same device: low")
  func network() {
    let result = HandMade.assess([
      (home, Agents.mac), (Detection.home(.madrid, "85.48.1.1", asn: 12479), Agents.mac),
    ])
    #expect(result.contributions.map(\.kind) == [.network])
    #expect(result.contributions.map(\.severity) == [.low])
  }

  @Test("device without place, one way: medium", arguments: [true, false])
  func device(isSameNetwork: Bool) {
    let next = isSameNetwork ? home : Detection.home(.madrid, "85.48.1.1", asn: 12479)
    let result = HandMade.assess([(home, Agents.mac), (next, Agents.windows)])
    #expect(result.contributions.map(\.severity) == [.medium])
    #expect(result.contributions.map(\.kind) == [.device])
  }

  @Test(
    "device without place, return or interleaved: medium, the pattern first",
    arguments: [
      (3, "device/return"), (4, "device/interleaved"),
    ])
  func devicePattern(count: Int, rule: String) {
    let answers: [(AddressFacts?, Client?)] = (0..<count).map {
      (home, $0.isMultiple(of: 2) ? Agents.mac : Agents.android)
    }
    let result = HandMade.assess([(home, Agents.mac)] + answers)
    #expect(result.outcome == .review)
    #expect(result.findings.first?.rule == rule)
    #expect(result.findings.allSatisfy { $0.effectiveSeverity <= .medium })
  }

  @Test("the sentence of a pattern names what comes again, and counts each change once")
  func namedInPatterns() {
    let paris = Detection.home(.paris, "90.1.1.1", asn: 3215)
    let places = HandMade.assess([home, paris, warsaw, paris, warsaw].map { ($0, Agents.mac) })
    #expect(
      places.finding("location/interleaved")?.summary
        == "two places alternate: Paris, France and Warsaw, Poland, 4 changes of place among 3 "
        + "places in 5 answers")
    let inTurns = HandMade.assess(
      [Agents.windows, Agents.pixel, Agents.mac, Agents.pixel, Agents.mac].map { (home, $0) })
    #expect(
      inTurns.finding("device/interleaved")?.summary.hasSuffix(
        "4 changes of device among 3 devices in 5 answers") == true)
    let devices = HandMade.assess(
      [Agents.windows, Agents.pixel, Agents.galaxy, Agents.pixel].map { (home, $0) })
    #expect(
      devices.finding("device/return")?.summary.contains("Pixel 7") == true
        && devices.finding("device/return")?.summary.contains("SM-S918B") == true)
    // What comes again is not what another pair into the same answers was left at.
    let gateway = Detection.carrier(.warsaw, "37.30.1.1", asn: 12912)
    let journey = HandMade.assess([home, gateway, paris, gateway].map { ($0, Agents.mac) })
    #expect(journey.finding("location/return")?.summary.contains("Madrid") == false)
    #expect(journey.finding("location/return")?.summary.contains("Warsaw, Poland") == true)
    // Behind a private network the same change of device stands in two pairs.
    let hidden = HandMade.assess([
      (home, Agents.iPhone), (Detection.vpn(.paris), Agents.iPhone), (warsaw, Agents.windows),
      (Detection.vpn(.paris), Agents.windows), (home, Agents.iPhone),
    ])
    #expect(
      hidden.finding("device/return")?.summary.hasSuffix("(2 changes of device in all)") == true)
  }

  @Test(
    "places with a device of their own each: neither a device in both, nor one that is not known",
    arguments: [
      ([("M", "w"), ("V", "p"), ("M", "g"), ("V", "w")], false),
      ([("M", "w"), ("M", ""), ("V", "p"), ("M", "w"), ("V", "p")], true),
      ([("M", "w"), ("V", "p"), ("M", "w"), ("V", "w")], false),
      ([("M", "w"), ("V", "p"), ("M", "w"), ("V", "")], false),
    ] as [([(String, String)], Bool)])
  func devicesOfPlaces(answers: [(place: String, device: String)], isEach: Bool) throws {
    let agents = ["w": Agents.windows, "p": Agents.pixel, "g": Agents.galaxy]
    let result = HandMade.assess(
      answers.map { ($0.place == "M" ? home : valencia, agents[$0.device]) })
    let finding = try #require(result.finding("location/interleaved"))
    #expect(finding.summary.contains("each with a device of its own") == isEach)
    #expect(finding.severity == (isEach ? .high : .medium))
  }

  @Test("place, same device, one way: medium, also when far")
  func place() {
    for other in [valencia, warsaw] {
      let result = HandMade.assess([(home, Agents.mac), (other, Agents.mac)])
      #expect(severity(result, [.place]) == .medium)
      #expect(result.outcome == .review)
    }
  }

  @Test(
    "with positions on both sides distance decides, also where a record knows no country",
    arguments: [
      (Detection.Spot.valencia, "location/region-switch"), (.warsaw, "location/far-switch"),
    ])
  func placeWithoutCountry(spot: Detection.Spot, rule: String) {
    var place = Detection.place(spot)
    (place.country, place.countryName) = (nil, nil)
    let other = Detection.address("20.2.1.1", .found(place), .residential)
    for answers in [[home, other], [other, home]] {
      let result = HandMade.assess(answers.map { ($0, Agents.mac) })
      #expect(result.findings.filter { $0.kind == .place }.map(\.rule) == [rule])
      #expect(result.outcome == .review)
      #expect(result.findings.allSatisfy { !$0.summary.contains("in the same country") })
      let moved = HandMade.assess([(answers[0], Agents.mac), (answers[1], Agents.windows)])
      #expect(moved.outcome == .priority)
    }
  }

  @Test("place, same device, far, return or interleaved: high", arguments: [3, 4])
  func placePattern(count: Int) {
    func result(_ other: AddressFacts) -> Assessment {
      HandMade.assess((0..<count).map { ($0.isMultiple(of: 2) ? home : other, Agents.mac) })
    }
    #expect(result(warsaw).outcome == .priority)
    #expect(result(valencia).outcome == .review, "not far")
  }

  @Test(
    "an anonymised end: low, once; a device at the same switch by its own row",
    arguments: [
      NetworkClass.vpn, .tor, .proxy, .hosting, .satellite, .anycast,
    ])
  func anonymiser(networkClass: NetworkClass) {
    let hidden = Detection.vpn(.warsaw, class: networkClass)
    let same = HandMade.assess(
      [(home, Agents.mac), (hidden, Agents.mac), (home, Agents.mac)], minutes: [0, 1, 2])
    #expect(same.outcome == .clear)
    #expect(severity(same, [.network]) == .low)
    #expect(same.findings.count { $0.rule == "network/\(networkClass.rawValue)" } == 1)
    let other = HandMade.assess(
      [(home, Agents.mac), (hidden, Agents.windows)], minutes: [0, 1])
    #expect(other.outcome == .review)
    #expect(severity(other, [.device]) == .medium)
    #expect(severity(other, [.place, .combined]) == .none)
  }

  @Test("place and device: high")
  func placeAndDevice() {
    let result = HandMade.assess([(home, Agents.mac), (valencia, Agents.windows)])
    #expect(result.outcome == .priority)
    #expect(result.contributions.first?.kind == .combined)
    #expect(result.contributions.count { $0.severity == .high } == 1, "one signal")
  }

  @Test("place and device at one answer, told by two pairs: as at two answers")
  func placeAndDeviceOfTwoPairs() {
    let vpn = Detection.vpn(.paris)
    let start: [(AddressFacts?, Client?)] = [(home, nil), (vpn, Agents.windows)]
    let one = HandMade.assess(start + [(warsaw, Agents.mac)])
    #expect(one.outcome == .priority)
    #expect(severity(one, [.place]) == .medium)
    #expect(severity(one, [.device]) == .medium)
    let two = HandMade.assess(start + [(vpn, Agents.mac), (warsaw, Agents.mac)])
    #expect(two.outcome == .priority)
  }

  @Test("interleaved places with a device each: high")
  func interleaved() {
    let result = HandMade.assess([
      (home, Agents.mac), (valencia, Agents.windows), (home, Agents.mac),
      (valencia, Agents.windows),
    ])
    #expect(result.outcome == .priority)
    #expect(result.finding("location/interleaved")?.severity == .high)
  }

  @Test("impossible travel: high; not over relays, private networks or a carrier abroad")
  func travel() {
    func rules(_ other: AddressFacts, _ client: Client) -> [String] {
      HandMade.assess([(home, client), (other, client)], minutes: [0, 5]).findings.map(\.rule)
    }
    #expect(rules(warsaw, Agents.mac).contains("location/impossible-travel"))
    for other in [
      Detection.relay(country: "PL"), Detection.vpn(.warsaw), Detection.carrier(.warsaw),
    ] {
      #expect(!rules(other, Agents.iPhone).contains("location/impossible-travel"))
    }
  }

  @Test("a relay or a carrier abroad between two lines takes nothing off what the lines say")
  func linesAroundRoaming() {
    let abroad = Detection.carrier(.lisbon)
    let manila = Detection.home(.manila, "112.198.4.5", asn: 9299)
    for between in [abroad, Detection.relay(country: "ES"), Detection.relay(country: "PH")] {
      let result = HandMade.assess(
        [(home, Agents.mac), (between, Agents.mac), (manila, Agents.mac)], minutes: [0, 5, 10])
      #expect(result.outcome == .priority)
      #expect(result.finding("location/impossible-travel")?.observations == [0, 2])
    }
    let there: [(AddressFacts?, Client?)] = [
      (home, Agents.iPhone), (abroad, Agents.iPhone), (manila, Agents.iPhone),
    ]
    #expect(HandMade.assess(there).outcome == .review)
    let back = HandMade.assess(there + [(abroad, Agents.iPhone), (home, Agents.iPhone)])
    #expect(back.outcome == .priority, "as without the carrier's answers")
  }

  @Test("roaming: at most medium")
  func roaming() {
    let abroad = Detection.carrier(.warsaw, "31.174.1.1", asn: 39603)
    let result = HandMade.assess(
      [(home, Agents.iPhone), (abroad, Agents.iPhone), (home, Agents.iPhone)], minutes: [0, 1, 2])
    #expect(result.outcome == .review)
    #expect(result.explanationCodes.contains("roaming"))
  }

  /// A relay keeps the country of the connection below it, which is that of the SIM card here.
  @Test("a relay behind a phone that may be roaming is explained with it; by itself it is not")
  func relayOfRoaming() {
    let client = Agents.iPhone
    let abroad: (AddressFacts?, Client?) = (
      Detection.carrier(.warsaw, "31.174.1.1", asn: 39603), client
    )
    let relay: (AddressFacts?, Client?) = (Detection.relay(country: "PL"), client)
    let line: (AddressFacts?, Client?) = (home, client)
    #expect(HandMade.assess([line, abroad, relay, abroad, line]).outcome == .review)
    #expect(HandMade.assess([line, relay, line]).outcome == .priority)
    #expect(HandMade.assess([line, relay, abroad, relay, line]).outcome == .priority)
    #expect(HandMade.assess([line, abroad, relay, line]).outcome == .priority)
    // Anonymisers tell of no place, so there is nothing that a phone abroad could take off.
    let vpn: (AddressFacts?, Client?) = (Detection.vpn(.warsaw), client)
    #expect(HandMade.assess([line, vpn, abroad, vpn, line]).outcome == .review)
  }

  @Test("automated: high; implausible: medium")
  func clients() {
    #expect(HandMade.assess(HandMade.times(2, home, Agents.headless)).outcome == .priority)
    let odd = Client(
      ClientFacts(
        browser: "Safari", browserVersion: "17.1", browserMajor: 17, os: "Windows",
        deviceClass: .desktop, implausible: .safariOnWindows))
    let result = HandMade.assess(HandMade.times(2, home, odd))
    #expect(result.outcome == .review)
    #expect(severity(result, [.client]) == .medium)
  }

  @Test("unattributed: low; medium when far and of another device")
  func unattributed() {
    let answers = HandMade.times(3, home, Agents.mac)
    let manila = Detection.home(.manila, "112.198.4.5", asn: 9299)
    let far = HandMade.assess(answers, seen: [home, manila], seenClients: [Agents.mac])
    #expect(far.outcome == .clear)
    #expect(far.contributions.map(\.severity) == [.low])
    let both = HandMade.assess(
      answers, seen: [home, manila], seenClients: [Agents.mac, Agents.android])
    #expect(both.outcome == .review)
    #expect(both.findings.first?.summary.contains("not paired") ?? false)
    #expect(!(both.findings.first?.summary.contains("came together") ?? true))
    let near = HandMade.assess(
      answers, seen: [home, valencia], seenClients: [Agents.mac, Agents.android])
    #expect(near.outcome == .clear)
  }

  @Test("what the evidence lacks is told and never counted")
  func lacking() {
    let unlocated = Detection.address("83.1.1.1", .absent, hasNetwork: false)
    let result = HandMade.assess([
      (home, Agents.mac), (nil, Agents.mac), (unlocated, nil), (home, Agents.mac),
    ])
    #expect(result.outcome == .clear)
    for rule in ["client/missing", "evidence/missing", "evidence/unlocatable"] {
      #expect(result.finding(rule)?.effectiveSeverity == Severity.none, "\(rule)")
    }
    #expect(result.contributions.isEmpty)
  }
}
