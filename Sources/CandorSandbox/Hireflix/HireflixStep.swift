import CandorModel

/// A step with its answers: one of the members of the union `InterviewStep`.
struct HireflixStep: GraphQLObject {
  let typeName: String
  let id: String
  let index: Int
  let title: String?
  /// In the order of the attempts.
  let answers: [Answer]
  /// Whether the platform answers `null` where the list of answers should be; the evidence notes
  /// that it once did.
  let isMissingAnswers: Bool

  /// The code of the note that makes a step answer `null`.
  static let missingAnswersNote = "null-answers"

  /// The steps of an interview, by index.
  static func steps(of evidence: Evidence) -> [HireflixStep] {
    let missing = Set(
      evidence.notes.filter { $0.code == missingAnswersNote }
        .compactMap { note in note.path?.split(separator: "/").last.flatMap { Int($0) } }
        .filter(evidence.answers.indices.contains)
        .map { evidence.answers[$0].step.index })
    return Dictionary(grouping: evidence.answers, by: \.step.index).sorted { $0.key < $1.key }
      .map { index, answers in
        let step = answers[0].step
        return HireflixStep(
          typeName: typeName(of: step),
          id: step.id
            ?? StableIdentifier.hexadecimal("step", evidence.interview.id, "\(index)", length: 24),
          index: index, title: step.title,
          // A stable order: Swift's sort keeps equal elements where they are.
          answers: answers.sorted { $0.attempt < $1.attempt },
          isMissingAnswers: missing.contains(index))
      }
  }

  /// The GraphQL type of a step; one that the evidence does not name is a question in text.
  static func typeName(of step: Step) -> String {
    guard let type = step.type, isName(type) else { return HireflixSchema.textStep }
    return type
  }

  /// Whether a text can be the name of a GraphQL type that the schema has not got yet.
  private static func isName(_ text: String) -> Bool {
    guard text.utf8.count <= 200, text.hasPrefix("InterviewStep") else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }

  func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
    switch field {
    case "id": .text(id)
    case "index": .number(index)
    case "title": .text(title)
    case "completed": .bool(!answers.isEmpty)
    case "completedAt": .moment(answers.compactMap(\.at).max())
    case "answers": answers(arguments["input"])
    default: .null
    }
  }

  private func answers(_ input: JSONValue?) -> GraphQLOutput {
    if isMissingAnswers { return .null }
    // The documented query asks for all attempts with `false`; so without it the last one is meant.
    let onlyLast = input?["onlyMostRecent"]?.bool ?? true
    let chosen = onlyLast ? answers.suffix(1) : answers[...]
    return .list(
      chosen.map { .object(HireflixAnswer(typeName: "\(typeName)Answer", answer: $0)) })
  }
}

/// One attempt.
private struct HireflixAnswer: GraphQLObject {
  let typeName: String
  let answer: Answer

  func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
    switch field {
    case "ip": .text(answer.ip)
    case "userAgent": .text(answer.userAgent)
    case "createdAt": .moment(answer.at)
    default: .null
    }
  }
}

/// `question`: the older view of a step.
struct HireflixQuestion: GraphQLObject {
  let step: HireflixStep
  var typeName: String { "question" }

  func value(of field: String, arguments: GraphQLArguments) -> GraphQLOutput {
    switch field {
    case "id": .text(step.id)
    case "title": .text(step.title)
    case "answered": .moment(step.answers.compactMap(\.at).max())
    case "scores": .list([])
    default: .null
    }
  }
}

extension Evidence {
  /// The interview's addresses, each once: what the platform lists, else those of the answers.
  var seenAddresses: [String] {
    seen.ipAddresses.isEmpty ? Self.distinct(answers.compactMap(\.ip)) : seen.ipAddresses
  }

  /// The interview's agents, each once: what the platform lists, else those of the answers.
  var seenAgents: [String] {
    seen.userAgents.isEmpty ? Self.distinct(answers.compactMap(\.userAgent)) : seen.userAgents
  }

  private static func distinct(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }
}
