/// The query documents, and copies of them for several interviews at once.
///
/// The two evidence queries are those of Hireflix's own page about IP addresses and user agents,
/// letter for letter where one interview is asked for and no extra field.
struct HireflixQueries: Sendable, Hashable {
  /// One field path to select beside the documented ones, told apart by where it belongs.
  struct ExtraFields: Sendable, Hashable {
    var interview: [String] = []
    var step: [String] = []
    var answer: [String] = []
    /// Whether settings name them, and no argument.
    var areSettings = false

    init() {}

    var isEmpty: Bool { interview.isEmpty && step.isEmpty && answer.isEmpty }

    /// Sorts field paths by where they belong: `createdAt` or `interview.createdAt`,
    /// `steps.completedAt`, `answers.createdAt` or `steps.answers.createdAt`.
    init(_ paths: [String]) throws(SourceError) {
      for path in paths {
        let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.last, parts.allSatisfy(Self.isName) else {
          throw .invalidField(path)
        }
        switch parts.dropLast() {
        case [], ["interview"]: if !interview.contains(name) { interview.append(name) }
        case ["steps"], ["step"]: if !step.contains(name) { step.append(name) }
        case ["answers"], ["steps", "answers"]: if !answer.contains(name) { answer.append(name) }
        default: throw .invalidField(path)
        }
      }
    }

    /// A name of GraphQL's grammar: letters, digits and `_`, no digit first.
    private static func isName(_ text: String) -> Bool {
      guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
      return text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
      }
    }
  }

  /// One of the documents that are asked per interview.
  enum Kind: Sendable {
    case deduped, byStep, context
  }

  static let stepTypes = [
    "InterviewStepTextQuestionWithVideoAnswer", "InterviewStepVideoQuestionWithVideoAnswer",
  ]

  var extra = ExtraFields()
  /// What is asked for about who and when.
  var context = Self.contextSelections[0]

  /// Selections of who and when, the richest first. The last ones hold only fields that the
  /// platform's own pages name.
  static let contextSelections: [Set<HireflixField>] = {
    let all = Set(HireflixField.allCases).subtracting([.total])
    return [
      all, all.subtracting([.updatedAt]), all.subtracting([.updatedAt, .fullName]),
      all.subtracting([.updatedAt, .completedAt, .position]),
      [.status, .createdAt, .completedAt], [.status],
    ]
  }()

  static func operationName(_ kind: Kind) -> String {
    switch kind {
    case .deduped: "InterviewDeduped"
    case .byStep: "InterviewUAByStep"
    case .context: "InterviewContext"
    }
  }

  /// The document for so many interviews.
  ///
  /// The first is asked for with the documented variable `id` and answered under `interview`, the
  /// others with `id1`, `id2`, ... under `interview1`, `interview2`, ...
  func document(_ kind: Kind, count: Int) -> String {
    let variables = (0..<max(1, count)).map { "$\(Self.variable($0)): String!" }
    var text = "query \(Self.operationName(kind))(\(variables.joined(separator: ", "))) {\n"
    for index in 0..<max(1, count) {
      let alias = index == 0 ? "" : "\(Self.key(index)): "
      text += "  \(alias)interview(id: $\(Self.variable(index))) {\n"
      for line in selection(kind) { text += "    \(line)\n" }
      text += "  }\n"
    }
    return text + "}"
  }

  /// The variable of the nth interview of a document.
  static func variable(_ index: Int) -> String { index == 0 ? "id" : "id\(index)" }

  /// The response key of the nth interview of a document.
  static func key(_ index: Int) -> String { index == 0 ? "interview" : "interview\(index)" }

  private func selection(_ kind: Kind) -> [String] {
    switch kind {
    case .deduped:
      let documented = ["id", "hash", "ipAddresses", "thumbnails", "userAgents"]
      return documented + extra.interview.filter { !documented.contains($0) }
    case .byStep: return byStepSelection
    case .context: return HireflixField.selection(context)
    }
  }

  private var byStepSelection: [String] {
    var lines = ["id", "steps(input: {}) {", "  __typename"]
    for type in Self.stepTypes {
      lines.append("  ... on \(type) {")
      for name in ["id", "index", "title"] + extra.step.filter({ !Self.stepFields.contains($0) }) {
        lines.append("    \(name)")
      }
      lines.append("    answers(input: { onlyMostRecent: false }) {")
      lines.append("      __typename")
      lines.append("      ... on \(type)Answer {")
      for name in Self.answerFields + extra.answer.filter({ !Self.answerFields.contains($0) }) {
        lines.append("        \(name)")
      }
      lines += ["      }", "    }", "  }"]
    }
    return lines + ["}"]
  }

  private static let stepFields = ["id", "index", "title", "answers"]
  private static let answerFields = ["userAgent", "ip"]
}

extension SourceError {
  static func invalidField(_ path: String) -> SourceError {
    SourceError(
      .invalidArgument,
      "expected a field such as `createdAt`, `steps.completedAt` or `answers.createdAt`, found "
        + "`\(path.prefix(60))`",
      help: "name fields of the interview, of its steps or of their answers")
  }
}
