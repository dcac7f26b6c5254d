public import CandorModel

/// How two agents stand to each other and why, for a person to read.
///
/// Like `AgentExplanation` it holds the agents' own texts and is made for `candor inspect ua` only.
public struct AgentPairExplanation: Sendable {
  /// The earlier agent.
  public let first: AgentExplanation
  /// The later agent.
  public let second: AgentExplanation
  /// Their relation; absent where one of the two says nothing.
  public let comparison: ClientComparison?

  /// Explains two agents, the earlier one first.
  public init(_ first: String, _ second: String, parser: UserAgentParser) {
    self.first = AgentExplanation(first, parser: parser)
    self.second = AgentExplanation(second, parser: parser)
    if let earlier = self.first.client.value, let later = self.second.client.value {
      comparison = earlier.comparison(to: later)
    } else {
      comparison = nil
    }
  }

  /// The screen of `candor inspect ua` with two agents.
  public var text: String {
    var rows = ["first   " + first.headline, "second  " + second.headline, ""]
    guard let comparison else {
      rows.append("not comparable: one of the two says nothing of browser, system or device")
      return rows.joined(separator: "\n") + "\n"
    }
    rows.append("\(comparison.relation.rawValue): \(comparison.reason.sentence)")
    if comparison.relation != .automated {
      rows.append(
        comparison.relation.isDifferentDevice
          ? "this is another device" : "this may be one and the same device")
    }
    if let direction = comparison.direction {
      rows.append(direction == .upgrade ? "the version went up" : "the version went down")
    }
    for (name, side) in [("first", first), ("second", second)] {
      rows += side.notes.map { "\(name): \($0)" }
    }
    return rows.joined(separator: "\n") + "\n"
  }

  /// Writes `candor.agent-relation/1`.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("apart", comparison?.apart?.rawValue)
    writer.member("direction", comparison?.direction?.rawValue)
    writer.key("first")
    first.write(to: &writer)
    if let comparison {
      writer.key("isDifferentDevice")
      writer.bool(comparison.relation.isDifferentDevice)
      writer.member("reason", comparison.reason.rawValue)
      writer.member("relation", comparison.relation.rawValue)
    }
    writer.member("schema", "candor.agent-relation/1")
    writer.key("second")
    second.write(to: &writer)
    writer.member("text", comparison?.reason.sentence)
    writer.endObject()
  }
}
