import CandorModel

/// The texts of diagnostics about rules; call sites hold no prose.
enum RuleDiagnostic {
  static func make(
    _ severity: Diagnostic.Severity, _ code: RuleCode, _ message: String,
    at place: Diagnostic.Place?, help: String? = nil
  ) -> Diagnostic {
    Diagnostic(severity, code.rawValue, message, at: place, help: help)
  }

  /// `a`, `b` or `c`.
  static func alternatives(_ words: [String]) -> String {
    let quoted = words.map { "`\($0)`" }
    guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }
}

/// The file as YAML.
extension RuleDiagnostic {
  static func malformedYAML(_ problem: String, at place: Diagnostic.Place?) -> Diagnostic {
    make(
      .error, .malformedYAML, "expected YAML, found text that is none: \(problem)", at: place,
      help: "text that holds `: `, ` #` or begins with a sign of YAML has to be quoted")
  }

  static func tabIndentation(at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .malformedYAML, "expected spaces before a value, found a tab", at: place,
      help: "indent with spaces")
  }

  static func anchorOrAlias(_ found: String, at place: Diagnostic.Place?) -> Diagnostic {
    make(
      .error, .anchorOrAlias, "expected a value, found the anchor or alias `\(found)`", at: place,
      help: "write the value out at each place; a few aliases can stand for millions of values")
  }

  static func nestedTooDeep(limit: Int, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .nestedTooDeep, "expected at most \(limit) levels, found more", at: place,
      help: "a rule file needs no more than six")
  }

  static func fileTooLarge(limit: Int, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .fileTooLarge, "expected at most \(limit) bytes, found more", at: place,
      help: "keep one rule in a file")
  }

  static func tooManyNodes(limit: Int, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .tooManyNodes, "expected at most \(limit) values in a file, found more", at: place,
      help: "keep one rule in a file")
  }

  static func duplicateKey(
    _ key: String, first: Int?, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .duplicateKey, "expected each key once, found `\(key)` again", at: place,
      help: first.map { "it stands on line \($0) already; remove one of the two" }
        ?? "remove one of the two")
  }

  static func unknownKey(
    _ key: String, in path: String, known: [String], at place: Diagnostic.Place
  ) -> Diagnostic {
    let place = place
    let owner = path.isEmpty ? "this file" : "`\(path)`"
    let nearest = NearestName.find(key, among: known)
    return make(
      .error, .unknownKey, "expected a key that \(owner) knows, found `\(key)`", at: place,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "known are \(known.sorted().map { "`\($0)`" }.joined(separator: ", "))")
  }

  static func missingKey(
    _ key: String, in path: String, at place: Diagnostic.Place, help: String?
  ) -> Diagnostic {
    let owner = path.isEmpty ? "" : " in `\(path)`"
    return make(
      .error, .missingKey, "expected the key `\(key)`\(owner), found none", at: place, help: help)
  }

  static func wrongShape(
    _ path: String, expected: String, found: String, at place: Diagnostic.Place,
    help: String? = nil
  ) -> Diagnostic {
    make(
      .error, .wrongShape, "expected `\(path)` to be \(expected), found \(found)", at: place,
      help: help)
  }

  static func unknownWord(
    _ path: String, known: [String], found: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .unknownWord,
      "expected `\(path)` to be \(alternatives(known)), found `\(found)`", at: place,
      help: NearestName.find(found, among: known).map { "did you mean `\($0)`?" })
  }

  static func severalDocuments(at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .severalDocuments, "expected one document, found another after `---`", at: place,
      help: "keep one rule in a file")
  }

  static func customTag(_ tag: String, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .customTag, "expected a value without a tag, found `\(tag)`", at: place,
      help: "remove the tag")
  }

  static func emptyFile(at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .emptyFile, "expected a mapping, found nothing", at: place,
      help: "`candor rules new AREA/NAME` writes a rule to begin with")
  }

  static func emptyText(_ path: String, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .emptyText, "expected `\(path)` to be a text, found an empty one", at: place,
      help: "write the text, or remove the key where it is optional")
  }

  static func furtherDiagnostics(_ count: Int, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .note, .furtherDiagnostics, "\(count) further diagnostics of this file are not shown",
      at: place, help: "mend the first ones and look again")
  }
}
