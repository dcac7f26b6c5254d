/// The document for one page of a position's interviews, in the form the platform takes.
///
/// Hireflix documents the parts of the input but not their types, so whether a status is an
/// enumeration value or a string is found out by asking (`HireflixListSearch`); what is refused in
/// every form is left out and done on our side.
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

    /// The way to try when this one is refused; `nil` after the last.
    var next: Literals? {
      switch self {
      case .enumeration: .string
      case .string: Literals.none
      case .none: nil
      }
    }
  }

  /// What a list is asked for beside the ids.
  static let allFields = Set(HireflixField.allCases).subtracting([.position])

  var fields = Self.allFields
  var literals = Literals.enumeration

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
    let counts = fields.contains(.total) ? " count total" : ""
    let selection = HireflixField.selection(fields).map { $0.drop { $0 == " " } }
    return """
      query \(Self.operationName)($id: String!\(hasCursor ? ", $cursor: String" : "")) {
        position(id: $id) {
          id
          name
          interviewList(input: { \(input) }) {
            results { \(selection.joined(separator: " ")) }
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
