import CandorModel

/// The interview's sets and contacts held against its answers.
struct Reconciliation {
  /// What no answer accounts for.
  private(set) var unattributed = Unattributed()

  private let comparer: PairComparer
  private let addresses: [AddressFacts]
  private let clients: [Client]

  /// Compares everything seen with everything answered.
  ///
  /// Answers without an address could be those of an address that no other answer has, so as many
  /// addresses as there are such answers are taken for theirs; agents alike. What the evidence
  /// lacks never makes it look worse.
  init(of interview: EnrichedInterview, segments: [Segment], comparer: PairComparer) {
    self.comparer = comparer
    addresses = segments.compactMap(\.facts)
    clients = segments.compactMap(\.device)
    let hasSeen =
      !interview.seenAddresses.isEmpty || !interview.seenClients.isEmpty
      || !interview.contacts.isEmpty
    guard hasSeen, !interview.observations.isEmpty else { return }
    reconcileAddresses(of: interview)
    reconcileClients(of: interview)
  }

  private mutating func reconcileAddresses(of interview: EnrichedInterview) {
    var open: [AddressFacts] = []
    let seen = interview.seenAddresses + interview.contacts.map(\.address)
    for case .found(let facts) in seen where facts.isLocatable && !isAttributed(facts) {
      if !open.contains(where: { $0.address.address == facts.address.address }) {
        open.append(facts)
      }
    }
    guard !open.isEmpty else { return }
    let missing = interview.observations.count { $0.address.value == nil }
    guard open.count > missing else { return }
    unattributed.addresses = open
    unattributed.areFar = open.map(isFar)
  }

  private mutating func reconcileClients(of interview: EnrichedInterview) {
    var open: [SeenClient] = []
    let touched = interview.contacts.map {
      SeenClient(text: $0.contact.userAgent ?? "", client: $0.client)
    }
    let answered = interview.observations.compactMap(\.client.value)
    for seen in interview.seenClients + touched {
      guard let client = seen.client.value else { continue }
      let isAnswered = answered.contains { $0 === client || $0 == client }
      if isAnswered || isAttributed(client) || open.contains(where: { $0.client == seen.client }) {
        continue
      }
      open.append(seen)
    }
    guard !open.isEmpty else { return }
    let missing = interview.observations.count { $0.client.value == nil }
    guard open.count > missing else { return }
    unattributed.clients = open
    unattributed.areOtherDevices = open.map { isOtherDevice($0.client.value) }
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
    guard PairComparer.hasUsablePlace(facts) else { return false }
    let located = addresses.filter(PairComparer.hasUsablePlace)
    return !located.isEmpty
      && located.allSatisfy { comparer.compare($0, facts, isSameDevice: false).place == .far }
  }

  private func isOtherDevice(_ client: Client?) -> Bool {
    guard let client, client.saysSomethingOfDevice, !clients.isEmpty else { return false }
    return clients.allSatisfy { $0.relation(to: client).isDifferentDevice }
  }
}
