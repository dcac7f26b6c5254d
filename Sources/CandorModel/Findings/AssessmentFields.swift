/// Keys of an assessment that somebody wants to read; what nobody wants is not formatted.
///
/// `schema` and `interview` are always written and have no member here.
public struct AssessmentFields: OptionSet, Sendable {
  /// One bit for each key, in the order of `allNames`.
  public let rawValue: UInt16

  /// Makes a set of bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// What the findings add up to, finding by finding.
  public static let contributions = AssessmentFields(rawValue: 1 << 0)
  /// The exceptions that acted.
  public static let exceptions = AssessmentFields(rawValue: 1 << 1)
  /// The findings.
  public static let findings = AssessmentFields(rawValue: 1 << 2)
  /// The links to other interviews.
  public static let links = AssessmentFields(rawValue: 1 << 3)
  /// The rules that could not answer.
  public static let notEvaluable = AssessmentFields(rawValue: 1 << 4)
  /// The outcome.
  public static let outcome = AssessmentFields(rawValue: 1 << 5)
  /// What has to be said beside the outcome.
  public static let outcomeNote = AssessmentFields(rawValue: 1 << 6)
  /// What the assessment was made with.
  public static let provenance = AssessmentFields(rawValue: 1 << 7)
  /// Observations, runs and changes.
  public static let timeline = AssessmentFields(rawValue: 1 << 8)

  /// The names of the keys, sorted.
  public static let allNames = [
    "contributions", "exceptions", "findings", "links", "notEvaluable", "outcome", "outcomeNote",
    "provenance", "timeline",
  ]
  /// Every key.
  public static let all = AssessmentFields(rawValue: 1 << UInt16(allNames.count) - 1)

  /// The key of a name; `nil` where an assessment has none of that name, or always writes it.
  public init?(_ name: some StringProtocol) {
    guard let bit = Self.allNames.firstIndex(where: { $0 == name }) else { return nil }
    self.init(rawValue: 1 << UInt16(bit))
  }
}
