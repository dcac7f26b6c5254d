import CandorModel

/// The interview's sets and contacts held against its answers.
struct Reconciliation {
  /// What no answer accounts for.
  private var unattributed = Unattributed()

  private let comparer: PairComparer
  /// Each different address and device of the answers.
  private let addresses: [AddressFacts]
  private let clients: [Client]

  /// Compares everything seen with everything answered.
  ///
  /// Answers without an address could be those of an address that no other answer has, so as many
  /// addresses as there are such answers are taken for theirs; agents alike. What the evidence
  /// lacks never makes it look worse.
  static func reconcile(
    _ interview: EnrichedInterview, with segments: some Collection<Segment>,
    comparer: PairComparer, into unattributed: inout Unattributed
  ) {
    guard !interview.observations.isEmpty else { return }
    let isPlain =
      interview.contacts.isEmpty
      && interview.seenAddresses.allSatisfy { seen in
        guard case .found(let facts) = seen else { return true }
        return segments.prefix(Self.quickLook).contains { $0.facts === facts }
      }
      && interview.seenClients.allSatisfy { seen in
        guard case .found(let client) = seen.client else { return true }
        return segments.prefix(Self.quickLook).contains { $0.device === client }
      }
    // The platform lists what the answers have: nothing is left to compare.
    if isPlain { return }
    var reconciliation = Reconciliation(segments, comparer: comparer)
    reconciliation.reconcileAddresses(of: interview)
    reconciliation.reconcileClients(of: interview)
    reconciliation.findFarDevice(of: interview)
    unattributed = reconciliation.unattributed
  }

  /// How many segments are looked through for the very object before anything is compared.
  private static let quickLook = 16

  private init(_ segments: some Collection<Segment>, comparer: PairComparer) {
    self.comparer = comparer
    let limit = comparer.parameters.maximumReconciled
    var addresses: [AddressFacts] = []
    var clients: [Client] = []
    var known: Set<ObjectIdentifier> = []
    for segment in segments {
      if let facts = segment.facts, addresses.count < limit,
        known.insert(ObjectIdentifier(facts)).inserted
      {
        addresses.append(facts)
      }
      if let client = segment.device, clients.count < limit,
        known.insert(ObjectIdentifier(client)).inserted
      {
        clients.append(client)
      }
    }
    self.addresses = addresses
    self.clients = clients
  }

  private mutating func reconcileAddresses(of interview: EnrichedInterview) {
    var open: [AddressFacts] = []
    let seen = interview.seenAddresses + interview.contacts.map { $0.address }
    for case .found(let facts) in seen.prefix(comparer.parameters.maximumReconciled)
    where facts.isLocatable && !isAttributed(facts) {
      if !open.contains(where: { $0.address.address == facts.address.address }) {
        open.append(facts)
      }
    }
    guard !open.isEmpty else { return }
    let missing = interview.observations.count { $0.address.value == nil }
    guard open.count > missing else { return }
    unattributed.addresses = open
    unattributed.areFar = open.map { facts in
      // An answer without an address may be at any of the others.
      isFar(facts)
        && (missing == 0
          || open.allSatisfy { $0 === facts || comparer.isFar($0, facts) })
    }
    unattributed.addresslessAnswers = missing
  }

  private mutating func reconcileClients(of interview: EnrichedInterview) {
    var open: [SeenClient] = []
    let touched = interview.contacts.map {
      SeenClient(text: $0.contact.userAgent ?? "", client: $0.client)
    }
    let answered = Self.differentClients(of: interview.observations)
    for seen in (interview.seenClients + touched).prefix(comparer.parameters.maximumReconciled) {
      guard let client = seen.client.value else { continue }
      let isAnswered = answered.contains(client)
      if isAnswered || isAttributed(client) || open.contains(where: { $0.client == seen.client }) {
        continue
      }
      // What hints made of an answer's agent, they did not make of the list's, which has none.
      if interview.evidence.answers.contains(where: { $0.userAgent == seen.text }) { continue }
      open.append(seen)
    }
    guard !open.isEmpty else { return }
    let missing = interview.observations.count { $0.client.value == nil }
    guard open.count > missing else { return }
    unattributed.clients = open
    unattributed.areOtherDevices = open.map { isOtherDevice($0.client.value) }
    unattributed.agentlessAnswers = missing
  }

  private static func differentClients(of observations: [Observation]) -> Set<Client> {
    var clients: Set<Client> = []
    var before: Client?
    for index in observations.indices {
      // Mostly the answer before has the very same one, and to hash what it holds takes long.
      guard case .found(let client) = observations[index].client, client !== before else {
        continue
      }
      before = client
      clients.insert(client)
    }
    return clients
  }

  /// Looks for an address and an agent that show another device far away.
  ///
  /// A contact's address and agent belong together; of all others it is not known. A contact that
  /// tells no place explains no agent, and one that tells no device no address.
  private mutating func findFarDevice(of interview: EnrichedInterview) {
    guard unattributed.hasFarAddress, unattributed.hasOtherDevice else { return }
    let touches = interview.contacts.prefix(comparer.parameters.maximumReconciled).compactMap {
      contact -> (facts: AddressFacts, client: Client)? in
      guard let facts = contact.address.value, let client = contact.client.value else { return nil }
      return (facts, client)
    }
    let addresses = unattributed.addresses.indices.filter { position in
      let address = unattributed.addresses[position].address.address
      let known = touches.filter {
        $0.facts.address.address == address && $0.client.saysSomethingOfDevice
      }
      return unattributed.areFar[position]
        && (known.isEmpty || known.contains { isOtherDevice($0.client) })
    }
    let clients = unattributed.clients.indices.filter { position in
      let client = unattributed.clients[position].client.value
      let known = touches.filter { $0.client == client && $0.facts.hasUsablePlace }
      return unattributed.areOtherDevices[position]
        && (known.isEmpty || known.contains { isFar($0.facts) })
    }
    guard addresses.count > unattributed.addresslessAnswers,
      clients.count > unattributed.agentlessAnswers
    else { return }
    unattributed.farDevice = Unattributed.FarDevice(address: addresses[0], client: clients[0])
    for touch in touches {
      guard
        let address = addresses.first(where: {
          unattributed.addresses[$0].address.address == touch.facts.address.address
        }),
        let client = clients.first(where: {
          unattributed.clients[$0].client.value == touch.client
        })
      else { continue }
      unattributed.farDevice = Unattributed.FarDevice(
        address: address, client: client, isOneContact: true)
      return
    }
  }

  private func isAttributed(_ facts: AddressFacts) -> Bool {
    addresses.contains { answer in
      if answer === facts { return true }
      // Which device was used there is not known; the row for another device claims less.
      let pair = comparer.compare(answer, facts, isSameDevice: false)
      switch pair.relation {
      case .sameAddress, .samePrefix64, .sameSite, .dualStack, .readdressing, .carrierChurn:
        return true
      case .relay: return answer.isRelay && facts.isRelay
      default: return false
      }
    }
  }

  private func isAttributed(_ client: Client) -> Bool {
    // An agent that says nothing is no other one.
    if !client.isAutomated, !client.saysSomethingOfDevice { return true }
    return clients.contains { min($0.relation(to: client), client.relation(to: $0)) <= .compatible }
  }

  private func isFar(_ facts: AddressFacts) -> Bool {
    guard facts.hasUsablePlace else { return false }
    let located = addresses.filter(\.hasUsablePlace)
    return !located.isEmpty
      && located.allSatisfy { comparer.isFar($0, facts) }
  }

  private func isOtherDevice(_ client: Client?) -> Bool {
    // A message service that fetched a preview of the link is nobody's device.
    guard let client, client.saysSomethingOfDevice, client.deviceClass != .bot, !clients.isEmpty
    else { return false }
    return clients.allSatisfy { $0.relation(to: client).isDifferentDevice }
  }
}

extension PairComparer {
  /// Whether two addresses are far apart, whichever devices were used there.
  fileprivate func isFar(_ one: AddressFacts, _ other: AddressFacts) -> Bool {
    compare(one, other, isSameDevice: false).place == .far
  }
}
