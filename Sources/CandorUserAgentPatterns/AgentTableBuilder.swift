/// Collects entries, finds what their patterns require and numbers the literals.
struct AgentTableBuilder {
  /// An entry as the file has it.
  struct RawEntry {
    var domain: AgentDomain
    var line: Int
    var pattern: String?
    var isCaseless = false
    /// By field; what is not there is replaced by the field's own group.
    var replacements: [Int: String] = [:]
  }

  /// Most clauses kept of one pattern; more do not rule out more.
  static let maximumClauses = 4

  private var entries: [AgentEntry] = []
  private var literals: [AgentLiteral] = []
  private var numbers: [AgentLiteral: Int] = [:]

  /// Takes an entry in.
  mutating func add(_ raw: RawEntry) throws(AgentFileError) {
    guard let text = raw.pattern else { throw .expected("`regex`", line: raw.line) }
    let pattern: (pcre: String, tree: PatternNode)
    do {
      pattern = try PatternReader.read(text)
    } catch {
      throw .badPattern(error.description, line: raw.line)
    }
    let clauses = RequiredLiterals.clauses(of: pattern.tree, isCaseless: raw.isCaseless)
      .map { (clause: $0, cost: LiteralRarity.cost($0)) }
      .sorted { $0.cost < $1.cost }
      .prefix(Self.maximumClauses)
    let templates = raw.domain.replacementKeys.indices.map {
      AgentTemplate.make(raw.replacements[$0], domain: raw.domain, field: $0)
    }
    entries.append(
      AgentEntry(
        domain: raw.domain, pattern: pattern.pcre, isCaseless: raw.isCaseless, line: raw.line,
        templates: templates,
        clauses: clauses.map { numbered($0.clause, isCaseless: raw.isCaseless) }))
  }

  /// Everything that was taken in.
  func table(name: String, hash: String) -> AgentTable {
    AgentTable(name: name, hash: hash, entries: entries, literals: literals)
  }

  private mutating func numbered(_ clause: [[UInt8]], isCaseless: Bool) -> [Int] {
    clause.map { bytes in
      let literal = AgentLiteral(bytes: bytes, isCaseless: isCaseless)
      if let number = numbers[literal] { return number }
      numbers[literal] = literals.count
      literals.append(literal)
      return literals.count - 1
    }
  }
}
