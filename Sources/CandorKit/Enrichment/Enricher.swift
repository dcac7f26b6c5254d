package import CandorGeoIP
package import CandorModel
package import CandorUserAgent

/// Looks up every address and agent of an interview, each different text once.
///
/// Thread safety: a value of one worker; the parser and the databases behind it are shared.
package struct Enricher {
  private let agents: UserAgentParser
  private let location: GeoIP
  private var clients: TextMemory<ClientKey, Lookup<Client>>
  private var addresses: TextMemory<ExactText, Lookup<AddressFacts>>

  /// Everything that says what device it was.
  private struct ClientKey: Hashable {
    let agent: String?
    let hints: [ClientHint]
    let device: DeviceDescription?

    /// The texts beside the agent: two for each hint, three for a device.
    private var others: [ExactText?] {
      var texts: [ExactText?] = []
      for hint in hints { texts += [ExactText(hint.name), ExactText(hint.value)] }
      if let device {
        texts += [device.browser, device.os, device.type].map { $0.map(ExactText.init) }
      }
      return texts
    }

    /// The bytes of all of them.
    var size: Int {
      (agent?.utf8.count ?? 0) + others.reduce(0) { $0 + ($1?.text.utf8.count ?? 0) }
    }

    static func == (left: ClientKey, right: ClientKey) -> Bool {
      left.agent.map(ExactText.init) == right.agent.map(ExactText.init)
        && left.others == right.others
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(agent)
      hasher.combine(hints)
      hasher.combine(device)
    }
  }

  /// - Parameter cacheCapacity: the most addresses and the most agents that are remembered.
  package init(agents: UserAgentParser, location: GeoIP, cacheCapacity: Int) {
    self.agents = agents
    self.location = location
    clients = TextMemory(capacity: cacheCapacity)
    addresses = TextMemory(capacity: cacheCapacity)
  }

  package mutating func enrich(_ evidence: Evidence) -> EnrichedInterview {
    defer {
      addresses.endInterview()
      clients.endInterview()
    }
    var observations: [Observation] = []
    observations.reserveCapacity(evidence.answers.count)
    for (index, answer) in evidence.answers.enumerated() {
      observations.append(
        Observation(
          index: index, answer: index, step: answer.step.index, attempt: answer.attempt,
          at: answer.at, address: address(answer.ip),
          client: client(answer.userAgent, answer.clientHints, answer.device)))
    }
    return EnrichedInterview(
      evidence: evidence, observations: observations,
      seenAddresses: evidence.seen.ipAddresses.map { address($0) },
      seenClients: evidence.seen.userAgents.map {
        SeenClient(text: $0, client: client($0, [], nil))
      },
      contacts: evidence.contacts.map {
        EnrichedContact(
          contact: $0, address: address($0.ip), client: client($0.userAgent, [], nil))
      })
  }

  private mutating func address(_ text: String?) -> Lookup<AddressFacts> {
    guard let text else { return .absent }
    return addresses.value(for: ExactText(text), bytes: text.utf8.count) { [location] in
      location.facts(for: $0.text)
    }
  }

  private mutating func client(
    _ agent: String?, _ hints: [ClientHint], _ device: DeviceDescription?
  ) -> Lookup<Client> {
    guard agent != nil || !hints.isEmpty || device != nil else { return .absent }
    let key = ClientKey(agent: agent, hints: hints, device: device)
    return clients.value(for: key, bytes: key.size) { [agents] key in
      let stated = agents.client(for: key.agent, hints: key.hints)
      if stated.value == nil, let device = key.device {
        return agents.client(forDevice: device.browser, os: device.os, type: device.type)
      }
      return stated
    }
  }
}
