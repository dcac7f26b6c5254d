/// A link as one of its interviews sees it.
public struct SharedTrace: Sendable, Hashable {
  /// What is printed of it.
  public var link: Link
  /// What it is weighed by.
  public var facts: LinkFacts
  /// The observations of the interview that carry the trace, ascending.
  public var observations: [Int]

  /// Makes a shared trace.
  public init(link: Link, facts: LinkFacts, observations: [Int]) {
    self.link = link
    self.facts = facts
    self.observations = observations
  }
}
