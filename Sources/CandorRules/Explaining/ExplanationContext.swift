import CandorModel

/// What explanations are computed from: those parts of the evidence and its timeline that they look
/// at, because a context is made for each interview with findings. A class, because every question is
/// handed all of it.
final class ExplanationContext {
  /// The answers in the order of analysis.
  let answers: [Observation]
  let transitions: [Switch]
  let unattributed: Unattributed
  /// The agents of the interview's set.
  let seenClients: [SeenClient]
  /// Touches that are no answers.
  let contacts: [EnrichedContact]
  /// The devices and places one after another.
  private let runs: [Run]

  init(_ interview: EnrichedInterview, _ timeline: Timeline) {
    answers = timeline.observations
    transitions = timeline.transitions
    unattributed = timeline.unattributed
    seenClients = interview.seenClients
    contacts = interview.contacts
    runs = timeline.runs
  }

  /// The answers with which another device came; asked for where a line and a mobile network change.
  private lazy var otherDevices = Set(transitions.lazy.filter { $0.hasChanged(.device) }.map(\.to))

  /// Whether each of the two places that come in turns has a device of its own.
  var hasDevicePerPlace: Bool { Turns.hasDevicePerPlace(runs) }

  /// What explains a change of network or address, where something does.
  func networkGround(of transition: Switch) -> Ground? {
    switch transition.networkRelation {
    case .dualStack:
      guard provider(of: transition) != nil else {
        return Ground(
          .dualStack, leaving: .none, transition.ends, ExplanationText.dualStackOfOneCountry)
      }
      return ground(
        .dualStack, at: transition, "IPv4 and IPv6 of one provider",
        ", between which a browser alternates by itself")
    case .samePrefix64:
      return Ground(
        .sameHostNetwork, leaving: .none, transition.ends,
        "two addresses of one IPv6 /64, inside which privacy addresses rotate")
    case .sameSite:
      return Ground(
        .sameSite, leaving: .none, transition.ends,
        "two IPv6 networks of one site, with the same /48")
    case .readdressing:
      return ground(
        .providerReaddressing, at: transition, "two addresses of one provider",
        " whose places cannot be told apart; providers change a line's address")
    case .carrierHop: return carrierHop(of: transition)
    case .carrierChurn:
      return ground(.carrierChurn, at: transition, "two gateways of one mobile carrier", "")
    case .relay:
      return Ground(
        .relay, leaving: .none, transition.ends,
        "a privacy relay of the same country, which lets nobody choose another")
    case .satellite:
      return Ground(
        .satellite, leaving: .none, transition.ends,
        "a satellite operator's gateway, which stands where the operator has one")
    default: return organisationGround(of: transition)
    }
  }

  /// What explains a change of place, where something does.
  func placeGround(of transition: Switch) -> Ground? {
    guard !isOtherDeviceTold(at: transition) else { return nil }
    switch transition.networkRelation {
    case .roaming:
      return Ground(
        .roaming, leaving: .medium, transition.ends, of: device(at: transition),
        "on a mobile network and on a network of another country; a roaming phone may show the "
          + "country of its SIM card")
    case .carrierHop:
      guard var ground = carrierHop(of: transition) else { return nil }
      ground.limit = .low
      return ground
    default: return nil
    }
  }

  /// What explains another agent, where something does.
  func deviceGround(of transition: Switch) -> Ground? {
    guard let relation = transition.device, !relation.isDifferentDevice,
      relation != .differentBrowser, let reason = transition.deviceReason,
      let code = Self.codes[reason]
    else { return nil }
    return Ground(code, leaving: .none, transition.ends, reason.sentence)
  }

  private static let codes: [ClientComparison.Reason: ExplanationCode] = [
    .browserUpdated: .autoUpdate, .systemUpdated: .autoUpdate, .frozenFields: .reducedAgent,
    .inAppBrowser: .inAppBrowser, .iPadOrMac: .iPadOrMac, .desktopSite: .desktopSite,
  ]

  /// What explains that answers came over a relay: nothing speaks of another country.
  func relayGrounds(observations: [Int]) -> [Ground] {
    let relayed = observations.filter(answers.indices.contains).map { answers[$0] }
    guard !relayed.isEmpty, relayed.allSatisfy({ $0.address.value?.isRelay ?? false }) else {
      return []
    }
    let countries = Set(relayed.compactMap { $0.place.value?.country })
    let others = answers.compactMap { observation -> Place? in
      guard let facts = observation.address.value, !facts.isRelay, !facts.isAnonymised
      else { return nil }
      return facts.place.value
    }
    // One that is located in no country may be in another one.
    guard countries.count <= 1,
      others.allSatisfy({ $0.country.map(countries.contains) ?? false })
    else { return [] }
    return [
      Ground(
        .relay, leaving: .none, observations,
        "a privacy relay that many phones and computers use by themselves; it keeps the country, "
          + "and no answer that can be located came from another one")
    ]
  }

  /// What explains addresses that appear in no answer: each of them, or nothing.
  ///
  /// - Parameter rule: of the finding.
  func unattributedGrounds(of rule: String) -> [Ground] {
    guard rule == "evidence/unattributed-address" else { return [] }
    let addresses = unattributed.addresses
    guard !addresses.isEmpty else { return [] }
    var grounds: [Ground] = []
    for facts in addresses {
      guard let ground = unattributedGround(of: facts) else { return [] }
      if !grounds.contains(where: { $0.code == ground.code }) { grounds.append(ground) }
    }
    return grounds
  }

  private func unattributedGround(of facts: AddressFacts) -> Ground? {
    guard let country = facts.place.value?.country else { return nil }
    let usable = answers.compactMap(\.address.value).filter {
      !$0.isAnonymised && $0.place.value?.country == country
    }
    if facts.isRelay, !usable.isEmpty {
      return Ground(
        .relay, leaving: .none, [],
        "an address of the interview is a privacy relay's, of the answers' country")
    }
    guard !facts.isAnonymised,
      usable.contains(where: { !$0.isRelay && $0.isCellular != facts.isCellular }),
      let device = answeredDevice(at: facts)
    else { return nil }
    return Ground(
      .carrierHop, leaving: .none, [],
      "a mobile network and another network of one country, and \(device) is one of the answers'")
  }

  /// What shows that the device at an address of no answer was one of the answers' devices too; `nil`
  /// where nothing does.
  ///
  /// The agent of a contact belongs to its address. The lists are not paired: there every agent has to
  /// be an answer's.
  private func answeredDevice(at facts: AddressFacts) -> String? {
    let own = contacts.compactMap { contact -> Client? in
      guard contact.address.value?.address.address == facts.address.address,
        let client = contact.client.value, client.isAutomated || client.saysSomethingOfDevice
      else { return nil }
      return client
    }
    if !own.isEmpty {
      let others = unattributed.clients.compactMap(\.client.value)
      return own.contains { others.contains($0) } ? nil : "the agent that came from there"
    }
    let isAnyKnown =
      seenClients.contains { $0.client.value != nil }
      || contacts.contains { $0.client.value != nil }
    return unattributed.clients.isEmpty && isAnyKnown ? "every agent of the interview" : nil
  }

  private func carrierHop(of transition: Switch) -> Ground? {
    guard !isOtherDeviceTold(at: transition) else { return nil }
    var detail = ""
    if let distance = transition.distanceKm, distance >= 1 {
      detail = "; a carrier's gateway may be far away (here \(Int(distance)) km by the database)"
    }
    return Ground(
      .carrierHop, leaving: .none, transition.ends, of: device(at: transition),
      "on a mobile network and on another network of the same country",
      detail: detail)
  }

  /// A change into or out of an organisation's network on one device, at no other place.
  private func organisationGround(of transition: Switch) -> Ground? {
    guard !transition.hasChanged(.place), !isOtherDevice(transition),
      transition.networkRelation == .different
    else { return nil }
    let classes = (countingClass(at: transition.from), countingClass(at: transition.to))
    if classes.0 == .education || classes.1 == .education {
      return Ground(
        .campusNetwork, leaving: .none, transition.ends, of: device(at: transition),
        "in a school's or university's network and outside it")
    }
    if classes.0 == .business || classes.1 == .business {
      return Ground(
        .corporateNetwork, leaving: .none, transition.ends, of: device(at: transition),
        "in an organisation's own network and outside it")
    }
    return nil
  }

  /// Whether another device came with the later answer, also where the agent of the earlier one says
  /// nothing and the change is told of one before it.
  private func isOtherDeviceTold(at transition: Switch) -> Bool {
    transition.hasChanged(.device) || otherDevices.contains(transition.to)
  }

  /// The device of both answers: a known one where both have an agent that tells one.
  private func device(at transition: Switch) -> Ground.Subject {
    let isKnown = transition.ends.allSatisfy {
      answers.indices.contains($0) && answers[$0].tellsDevice
    }
    return isKnown ? .knownDevice : .likelyDevice
  }

  /// Whether the two answers are known to be of different devices, also where that changed between other
  /// answers and is told there.
  private func isOtherDevice(_ transition: Switch) -> Bool {
    if transition.hasChanged(.device) { return true }
    guard answers.indices.contains(transition.from), answers.indices.contains(transition.to),
      case .found(let one) = answers[transition.from].client,
      case .found(let other) = answers[transition.to].client
    else { return false }
    return one.relation(to: other).isDifferentDevice
  }

  /// The class of an answer's network, where it is sure enough to count.
  private func countingClass(at answer: Int) -> NetworkClass? {
    guard answers.indices.contains(answer), case .found(let facts) = answers[answer].address,
      facts.networkFacts.traits.confidence >= Network.standardThreshold
    else { return nil }
    return facts.networkFacts.traits.networkClass
  }

  /// What one provider explains whole.
  ///
  /// - Parameters:
  ///   - start: of the sentence, behind which the provider's number stands in brackets.
  ///   - end: of the sentence.
  private func ground(
    _ code: ExplanationCode, at transition: Switch, _ start: String, _ end: String
  ) -> Ground {
    let number = provider(of: transition).map { " (AS" + String($0) + ")" } ?? ""
    return Ground(
      code, leaving: .none, transition.ends, start, detail: number, end)
  }

  /// The AS number that both ends have; `nil` where one has none, or another.
  private func provider(of transition: Switch) -> UInt32? {
    guard answers.indices.contains(transition.from), answers.indices.contains(transition.to),
      let number = answers[transition.from].address.value?.networkFacts.traits.asn,
      answers[transition.to].address.value?.networkFacts.traits.asn == number
    else { return nil }
    return number
  }
}

extension Switch {
  /// The two observations that it lies between.
  fileprivate var ends: [Int] { [from, to] }
}
