import CandorModel

/// Tells whether an answer is about what was asked for, and what that is called.
enum AskedIdentifier {
  /// Whether two texts are the same identifier. Those made of hexadecimal digits, UUIDs among them,
  /// are the same in capital and in small letters; all others are as they are written.
  static func areSame(_ one: String, _ other: String) -> Bool {
    one == other || isHexadecimal(one) && one.lowercased() == other.lowercased()
  }

  /// How the platform writes an identifier, so that one that was typed in other letters names no
  /// second interview; as it was asked for where the platform does not tell, or tells of another.
  static func asTold(_ told: [String?], asked: String) -> String {
    told.lazy.compactMap { $0 }.first { areSame($0, asked) } ?? asked
  }

  private static func isHexadecimal(_ text: String) -> Bool {
    text.allSatisfy { $0 == "-" || $0.isASCII && $0.isHexDigit }
  }
}

extension JSONValue {
  /// Whether the object has this `id`; `nil` where it has none.
  func isIdentified(by id: String) -> Bool? {
    guard let own = self["id"] else { return nil }
    return switch own {
    case .string(let text): AskedIdentifier.areSame(text, id)
    case .number(let text): text == id
    case .null, .bool, .array, .object: false
    }
  }
}

extension SourceError {
  static let otherInterview = other("interview")
  static let otherCandidate = other("candidate")

  private static func other(_ what: String) -> SourceError {
    SourceError(
      .invalidResponse, "expected the \(what) that was asked for, found another one",
      help: "check that the platform's URL is the one of its API")
  }
}

extension Note {
  /// That a candidate's own facts could not be read this time.
  static let candidateMissing = Note(
    code: "candidate-missing",
    message: "the platform did not tell what it knows of the candidate, such as the name")
}

extension SourceLoss {
  /// The loss of a list's entries that are about others than was asked for; none where there are
  /// none.
  static func entriesOfOthers(_ count: Int, of candidate: String) -> [SourceEvent] {
    guard count > 0 else { return [] }
    let error = SourceError(
      .invalidResponse, "expected entries of this candidate alone, found \(count) of others",
      help: "the entries of others were left out; tell the platform's support")
    return [.lost(SourceLoss(candidate, error, isOfPerson: true))]
  }
}
