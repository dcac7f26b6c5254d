/// The document for one page of a position's interviews, in the form the platform takes.
///
/// Hireflix documents the parts of the input but not their types, so whether a status is an
/// enumeration value or a string is found out by asking; what is refused in every form is left out
/// and done on our side.
struct HireflixListQuery: Sendable, Hashable {
  static let operationName = "PositionInterviews"

  /// How values of unknown type are written.
  enum Literals: Sendable, CaseIterable {
    /// `DESC`, `to_evaluate`
    case enumeration
    /// `"DESC"`, `"to_evaluate"`
    case string
    /// No filter and no sort.
    case none
  }

  /// Fields of an interview in the list, the richest first; `total` only with the first two.
  static let selections: [[String]] = [
    [
      "id", "hash", "status", "externalId", "createdAt", "updatedAt", "completedAt",
      "candidate { email firstName lastName fullName }",
    ],
    [
      "id", "hash", "status", "externalId", "createdAt", "completedAt",
      "candidate { email firstName lastName fullName }",
    ],
    [
      "id", "status", "externalId", "createdAt",
      "candidate { email firstName lastName fullName }",
    ],
    ["id"],
  ]

  /// Index into `selections`.
  var level = 0
  var literals = Literals.enumeration

  /// The form to try when this one is refused; `nil` after the last.
  var next: HireflixListQuery? {
    switch literals {
    case .enumeration: HireflixListQuery(level: level, literals: .string)
    case .string: HireflixListQuery(level: level, literals: .none)
    case .none:
      level + 1 < Self.selections.count ? HireflixListQuery(level: level + 1) : nil
    }
  }

  /// The document.
  ///
  /// - Parameters:
  ///   - pageSize: interviews of a page.
  ///   - hasCursor: whether it is another page than the first, which has no cursor at all.
  ///   - status: one status to ask for.
  func document(pageSize: Int, hasCursor: Bool, status: String?) -> String {
    var input = "pagination: { limit: \(pageSize)"
    if hasCursor { input += ", lastCursor: $cursor" }
    input += ", direction: FORWARD }"
    if let status, literals != .none, Self.isName(status) {
      input += ", filter: { status: { equal: \(literal(status)) } }"
    }
    if literals != .none {
      input += ", sort: [{ field: \(literal("createdAt")), direction: \(literal("DESC")) }]"
    }
    let counts = level <= 1 ? " count total" : ""
    return """
      query \(Self.operationName)($id: String!\(hasCursor ? ", $cursor: String" : "")) {
        position(id: $id) {
          id
          name
          interviewList(input: { \(input) }) {
            results { \(Self.selections[level].joined(separator: " ")) }
            lastCursor\(counts)
          }
        }
      }

      """
  }

  private func literal(_ text: String) -> String {
    literals == .string ? "\"\(text)\"" : text
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (65...90).contains($0) || (97...122).contains($0) || $0 == 95
      }
  }
}
