import CandorModel
import CandorTesting
import datasets

/// An agent that a device of a scenario sends.
struct ScenarioAgent: Sendable {
  let platform: String
  let browser: String
  let versions: ClosedRange<Int>
  let template: String

  /// The agent in a version.
  func text(version: Int) -> String {
    template.replacing("{v}", with: String(version))
  }

  /// All of them, in the order of the table.
  static let all: [ScenarioAgent] = (Datasets.text(at: "scenarios/agents.csv") ?? "")
    .split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",", maxSplits: 4).map(String.init)
      guard cells.count == 5, let minimum = Int(cells[2]), let maximum = Int(cells[3]) else {
        preconditionFailure("`\(line)` is no agent")
      }
      return ScenarioAgent(
        platform: cells[0], browser: cells[1], versions: minimum...maximum,
        template: String(cells[4].dropFirst().dropLast()))
    }
}

/// The places and devices that a seed gives the roles of a scenario.
struct ScenarioCast {
  struct Place {
    let network: ScenarioWorld.Network
    let address: IPAddress
  }

  struct Device {
    let agent: ScenarioAgent
    let version: Int

    var text: String { agent.text(version: version) }
  }

  private(set) var places: [String: Place] = [:]
  private(set) var devices: [String: Device] = [:]
  private let world: ScenarioWorld

  /// Casts the roles; where a choice leaves nothing for a later role, all is chosen anew.
  init(
    _ scenario: Scenario, world: ScenarioWorld, using numbers: inout SeededNumbers
  ) throws {
    self.world = world
    for _ in 0..<1000 {
      places = [:]
      let isCast = try scenario.places.allSatisfy { role in
        guard let place = try place(for: role, using: &numbers) else { return false }
        places[role.name] = place
        return true
      }
      if isCast {
        for role in scenario.devices { devices[role.name] = try device(for: role, &numbers) }
        return
      }
    }
    throw Scenario.Mistake(text: "no cast fits `\(scenario.name)`")
  }

  private func place(
    for role: Scenario.Role, using numbers: inout SeededNumbers
  ) throws -> Place? {
    if let name = role.one("sameNetworkAs"), let other = places[name] {
      return Place(network: other.network, address: address(in: other.network.prefix, &numbers))
    }
    if let name = role.one("samePrefixAs"), let other = places[name] {
      let length = role.one("length").flatMap { Int($0) } ?? 64
      let prefix = IPPrefix(other.address, length: length)
      return Place(network: other.network, address: address(in: prefix, &numbers))
    }
    let fitting = world.networks.filter { network in
      role.constraints.allSatisfy { fits(network, $0.key, $0.value[0], role) }
    }
    guard let network = fitting.randomElement(using: &numbers) else { return nil }
    return Place(network: network, address: address(in: network.prefix, &numbers))
  }

  private func fits(
    _ network: ScenarioWorld.Network, _ key: String, _ value: String, _ role: Scenario.Role
  ) -> Bool {
    let other = places[value]?.network
    switch key {
    case "kind": return network.kind == value
    case "country": return network.country == value
    case "city": return network.city == value
    case "asn": return network.asn == UInt32(value)
    case "countryOf": return network.country == other?.country
    case "otherCountryThan":
      guard let other else { return false }
      return network.country != other.country
        && !world.countries.border(network.country, other.country)
    case "sameCityAs": return network.city == other?.city
    case "otherProviderThan": return network.asn != other?.asn
    case "sixthVersionOf":
      return network.kind == "fixed6" && network.asn == other?.asn
        && network.country == other?.country
    case "distance":
      guard let from = role.one("from").flatMap({ places[$0]?.network }),
        let distance = network.minimumDistanceKm(to: from)
      else { return false }
      switch value {
      case "near": return distance > 0 && distance < 100
      case "different": return distance >= 100 && distance < 500
      case "notFar": return distance < 500
      default: return distance >= 500
      }
    case "from": return true
    default: preconditionFailure("`\(key)` is no constraint of a place")
    }
  }

  private func address(in prefix: IPPrefix, _ numbers: inout SeededNumbers) -> IPAddress {
    let random = numbers.next()
    switch prefix.family {
    case .v4:
      // Neither the network's own address nor its broadcast one.
      let mask = UInt32(truncatingIfNeeded: (UInt64(1) << (32 - prefix.length)) - 1)
      let host = max(1, UInt32(truncatingIfNeeded: random) & mask & ~1)
      return IPAddress(v4: UInt32(truncatingIfNeeded: prefix.base.low) | host)
    case .v6:
      let high = prefix.length >= 64 ? 0 : random >> UInt64(prefix.length)
      return IPAddress(v6High: prefix.base.high | high, low: numbers.next() | 1)
    }
  }

  private func device(
    for role: Scenario.Role, _ numbers: inout SeededNumbers
  ) throws -> Device {
    if let other = role.one("updateOf").flatMap({ devices[$0] }) {
      let by = role.one("by").flatMap { Int($0) } ?? 1
      return Device(agent: other.agent, version: other.version + by)
    }
    if let other = role.one("desktopSiteOf").flatMap({ devices[$0] }) {
      let desktop = ScenarioAgent.all.first {
        $0.platform == "mac" && $0.browser == other.agent.browser
      }
      guard let desktop else { throw Scenario.Mistake(text: "no desktop of \(role.name)") }
      return Device(agent: desktop, version: other.version)
    }
    let others = role.one("otherBrowserOn").flatMap { devices[$0]?.agent }
    let version = role.one("sameVersionAs").flatMap { devices[$0]?.version }
    let fitting = ScenarioAgent.all.filter { agent in
      if let others {
        return agent.platform == others.platform && agent.browser != others.browser
      }
      guard role.constraints["on"]?.contains(agent.platform) ?? false else { return false }
      return role.one("browser").map { $0 == agent.browser } ?? true
    }
    guard let agent = fitting.randomElement(using: &numbers) else {
      throw Scenario.Mistake(text: "no agent for `\(role.name)`")
    }
    return Device(
      agent: agent, version: version ?? agent.versions.randomElement(using: &numbers) ?? 0)
  }
}
