/// One regular expression of the file with what it answers and what a text must contain for it.
package struct AgentEntry: Sendable, Equatable {
  /// The list it stands in.
  package let domain: AgentDomain
  /// The pattern in PCRE2's syntax.
  package let pattern: String
  /// Whether letters of either case match (`regex_flag: 'i'`).
  package let isCaseless: Bool
  /// The line of the file, from 1; 0 where it is not known.
  package let line: Int
  /// One template for each field of the answer.
  package let templates: [AgentTemplate]
  /// What a text must contain: each clause is met by one of its literals, given as their numbers in
  /// the table; the rarest clause first. None means that any text may match.
  package let clauses: [[Int]]

  package init(
    domain: AgentDomain, pattern: String, isCaseless: Bool, line: Int, templates: [AgentTemplate],
    clauses: [[Int]]
  ) {
    self.domain = domain
    self.pattern = pattern
    self.isCaseless = isCaseless
    self.line = line
    self.templates = templates
    self.clauses = clauses
  }
}

/// A text that some pattern requires.
package struct AgentLiteral: Sendable, Hashable {
  /// The bytes; lower case where `isCaseless`.
  package let bytes: [UInt8]
  /// Whether letters of either case match.
  package let isCaseless: Bool

  package init(bytes: [UInt8], isCaseless: Bool) {
    self.bytes = bytes
    self.isCaseless = isCaseless
  }
}
