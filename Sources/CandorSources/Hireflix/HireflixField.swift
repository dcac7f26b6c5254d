import CandorModel

/// A field beside the documented ones that is asked for where the platform has it.
///
/// The names are those of the API; that of a field of the candidate is unique too.
enum HireflixField: String, Sendable, CaseIterable {
  case hash, status, externalId, createdAt, updatedAt, completedAt
  /// Of the candidate.
  case email, firstName, lastName, fullName
  /// The interview's position with id and name; lists are of one position and need none.
  case position
  /// Of the list: how many interviews there are.
  case total

  static let ofCandidate: [HireflixField] = [.email, .firstName, .lastName, .fullName]
  private static let ofInterview: [HireflixField] = [
    .hash, .status, .externalId, .createdAt, .updatedAt, .completedAt,
  ]

  /// Where it stands, as a person would write it.
  var path: String {
    Self.ofCandidate.contains(self) ? "candidate.\(rawValue)" : rawValue
  }

  /// The id and these fields of an interview as lines of a document.
  static func selection(_ fields: Set<HireflixField>) -> [String] {
    var lines = ["id"] + ofInterview.filter { fields.contains($0) }.map(\.rawValue)
    let person = ofCandidate.filter { fields.contains($0) }
    if !person.isEmpty { lines += ["candidate {"] + person.map { "  \($0.rawValue)" } + ["}"] }
    if fields.contains(.position) { lines += ["position {", "  id", "  name", "}"] }
    return lines
  }

  /// What a list should tell of its interviews and does not with these fields: status, times, and
  /// whose they are. Each interview's own query may tell it.
  static func essentials(lackedBy fields: Set<HireflixField>) -> Set<HireflixField> {
    var essentials: Set<HireflixField> = [.status, .externalId, .createdAt, .completedAt, .email]
    if fields.isDisjoint(with: [.firstName, .lastName, .fullName]) {
      essentials.formUnion([.firstName, .lastName, .fullName])
    }
    return essentials.subtracting(fields)
  }

  /// The fields that refusals name as ones that the platform does not have.
  ///
  /// Servers write `Cannot query field "fullName" on type "CandidateType"`, `Field 'fullName' in type
  /// ...` and the like. What stands further behind may be a suggestion and is no field it lacks.
  static func named(in refusals: [GraphQLAnswer.Failure]) -> Set<HireflixField> {
    var result: Set<HireflixField> = []
    for refusal in refusals {
      let words = GraphQLAnswer.words(refusal.message)
      guard let index = words.firstIndex(where: { $0.lowercased() == "field" }),
        words.indices.contains(index + 1)
      else { continue }
      switch String(words[index + 1]) {
      case "candidate": result.formUnion(ofCandidate)
      case "count": result.insert(.total)
      case let name: if let field = HireflixField(rawValue: name) { result.insert(field) }
      }
    }
    return result
  }
}

extension Diagnostic {
  /// Fields that the platform does not have, told once for a walk.
  static func lackingFields(_ lacking: Set<HireflixField>) -> Diagnostic {
    let names = HireflixField.allCases.filter { lacking.contains($0) }.map { "`\($0.path)`" }
    return Diagnostic(
      .note, "S017", "the platform's lists of interviews lack \(names.joined(separator: ", "))",
      help: "nothing is needed; status, times and candidates are asked of each interview instead, "
        + "where the platform tells them there")
  }

  /// Errors of a list that concern none of its interviews.
  static func errorsBesideList(_ count: Int, position id: String) -> Diagnostic {
    Diagnostic(
      .warning, "S017",
      "`\(TerminalText.safe(String(id.prefix(80))))`: the platform gave this position's list with "
        + "\(CountText.of(count, "error")) beside it",
      help: "compare the number of interviews with what the platform shows")
  }
}
