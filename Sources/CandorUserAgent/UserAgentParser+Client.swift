public import CandorModel

extension UserAgentParser {
  /// What an agent and its hints mean.
  ///
  /// - Parameters:
  ///   - agent: as the platform sent it; `nil` where it sent none.
  ///   - hints: User-Agent Client Hints, by header name in any case. They win where the agent
  ///     holds a constant, and stand alone where there is no agent.
  /// - Returns: `absent` for no agent, placeholders (`""`, `-`, `unknown`, `Not Available`) and
  ///   texts that say nothing of browser, system or device; `failed` where matching hit its limits.
  public func client(for agent: String?, hints: [ClientHint] = []) -> Lookup<Client> {
    withWorker { $0.client(for: agent, hints: hints) }
  }

  /// What a platform's own words about the device mean: `Chrome 120`, `macOS 14.2`, `desktop`.
  ///
  /// - Parameters:
  ///   - browser: name, with or without a version behind it.
  ///   - os: name, with or without a version behind it.
  ///   - type: `desktop`, `mobile`, `tablet`, `smarttv`, `console`, in any case.
  /// - Returns: `absent` where none of them says anything.
  public func client(
    forDevice browser: String?, os: String?, type: String?
  ) -> Lookup<Client> {
    DeviceText.client(
      browser: browser, os: os, type: type, plausibility: core.plausibility)
  }
}

extension UserAgentParser.Worker {
  /// What an agent and its hints mean; see `UserAgentParser.client(for:hints:)`.
  public func client(for agent: String?, hints: [ClientHint] = []) -> Lookup<Client> {
    guard var agent else { return hintsAlone(hints) }
    return agent.withUTF8 { client(for: $0, hints: hints) }
  }

  /// What an agent given as bytes and its hints mean; see `UserAgentParser.client(for:hints:)`.
  public func client(
    for agent: UnsafeBufferPointer<UInt8>, hints: [ClientHint] = []
  ) -> Lookup<Client> {
    if Placeholder.matches(agent) { return hintsAlone(hints) }
    var facts = ClientFacts()
    let isRead = read(agent) { reading in
      if reading.hasFailed { return false }
      reading.read(into: &facts)
      return true
    }
    return isRead ? client(consume facts, hints: hints) : .failed
  }

  func client(
    _ result: UserAgentResult, _ facts: ClientFacts, hints: [ClientHint] = []
  ) -> Lookup<Client> {
    result.failed.isEmpty ? client(facts, hints: hints) : .failed
  }

  private func client(_ facts: consuming ClientFacts, hints: [ClientHint]) -> Lookup<Client> {
    if hints.isEmpty {
      return facts.saysSomething ? .found(Client(facts, chromeMajorBehindHints: nil)) : .absent
    }
    let hints = ClientHints(hints)
    let merged = hints.merged(into: facts, deviceOfModel: device(ofModel:))
    guard merged.saysSomething else { return .absent }
    return .found(Client(merged, chromeMajorBehindHints: hints.chromeMajor(of: facts)))
  }

  private func hintsAlone(_ hints: [ClientHint]) -> Lookup<Client> {
    client(ClientFacts(), hints: hints)
  }

  /// The device of a model that only a hint names, by the expressions for agents.
  private func device(ofModel model: String) -> UserAgentResult.Device? {
    let form = "Mozilla/5.0 (Linux; Android 13; \(model) Build/A) AppleWebKit/537.36"
    let device = parse(form).device
    guard let brand = device.brand, !brand.hasPrefix("Generic"), brand != "Spider" else {
      return nil
    }
    return device
  }
}

extension ClientFacts {
  /// Whether anything is known but that a text was there.
  var saysSomething: Bool {
    browser != nil || os != nil || deviceClass != .unknown || model != nil || inAppHost != nil
      || automated != nil || implausible != nil
  }
}
