public import CandorModel

/// What the assessments of a run are made with, so that a run is only taken up with the same: rules,
/// databases, agents, engine, and whether people are named.
///
/// The reference date is no part of it: a run that was stopped before midnight is taken up after it.
public struct RunParts: Sendable, Hashable {
  /// The privacy in a word and a hash of the rest; the same parts, the same text.
  public let text: String

  /// - Parameter provenance: that of the assessments.
  public init(_ provenance: Provenance, isPseudonymous: Bool) {
    var common = provenance
    common.input = ""
    common.referenceDate = nil
    var writer = JSONWriter()
    common.write(to: &writer)
    text =
      (isPseudonymous ? "pseudonymous" : "full") + " sha256:"
      + Hexadecimal.text(Chain.hash(of: writer.bytes))
  }
}
