import CandorUserAgentPatterns

/// The fields of the answers that each entry gives, one entry behind the other: most agents need
/// fields of three entries, and those of one stand in one or two lines of the processor's cache.
struct AgentFields: Sendable {
  /// What becomes a field.
  enum Field: Sendable {
    /// Nothing.
    case absent
    /// Text as it is.
    case text(String)
    /// A group of the match.
    case group(Int, isTrimmed: Bool)
    /// Several stretches.
    case joined([AgentTemplate.Part], isTrimmed: Bool)

    init(_ template: AgentTemplate) {
      guard let first = template.parts.first else {
        self = .absent
        return
      }
      switch first {
      case .text(let text) where template.parts.count == 1: self = .text(text)
      case .group(let group) where template.parts.count == 1:
        self = .group(group, isTrimmed: template.isTrimmed)
      default: self = .joined(template.parts, isTrimmed: template.isTrimmed)
      }
    }
  }

  /// The most fields that an entry has.
  private static let width = 5

  private let fields: ContiguousArray<Field>

  /// - Parameter entries: their positions are the numbers that are asked for.
  init(_ entries: [AgentEntry]) {
    var fields = ContiguousArray<Field>(
      repeating: .absent, count: entries.count * Self.width)
    for (number, entry) in entries.enumerated() {
      for (position, template) in entry.templates.prefix(Self.width).enumerated() {
        fields[number * Self.width + position] = Field(template)
      }
    }
    self.fields = fields
  }

  /// One of an entry's fields.
  ///
  /// - Parameter position: in the order of the specification.
  subscript(entry: Int, position: Int) -> Field { fields[entry * Self.width + position] }
}
