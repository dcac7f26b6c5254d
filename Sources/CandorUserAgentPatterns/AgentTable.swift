/// A file of regular expressions, read and analysed: what a parser is made of.
package struct AgentTable: Sendable, Equatable {
  /// What provenance calls the file.
  package let name: String
  /// SHA-256 of the file it was made of, in lower-case hexadecimal.
  package let hash: String
  /// The entries, in the file's order within each domain.
  package let entries: [AgentEntry]
  /// The literals that the entries' clauses name by number.
  package let literals: [AgentLiteral]

  package init(name: String, hash: String, entries: [AgentEntry], literals: [AgentLiteral]) {
    self.name = name
    self.hash = hash
    self.entries = entries
    self.literals = literals
  }
}
