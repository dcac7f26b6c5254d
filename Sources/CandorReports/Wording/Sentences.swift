import CandorModel

/// The sentences of the built-in rules in other languages.
///
/// An assessment holds the sentence of a finding as its rule wrote it. It is put into another
/// language from the facts of the finding, and only where the same facts give the rule's sentence
/// word for word in English: a rule that somebody rewrote stays as it was written.
enum Sentences {
  /// A sentence with names of facts between braces, taken apart.
  struct Template: Sendable {
    enum Piece: Sendable {
      case text(String)
      case fact(String)
    }

    let pieces: [Piece]

    init(_ text: String) {
      var pieces: [Piece] = []
      var rest = text[...]
      while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
        if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
        pieces.append(.fact(String(rest[rest.index(after: open)..<close])))
        rest = rest[rest.index(after: close)...]
      }
      if !rest.isEmpty { pieces.append(.text(String(rest))) }
      self.pieces = pieces
    }

    /// The names of its facts.
    var names: [String] {
      pieces.compactMap { if case .fact(let name) = $0 { name } else { nil } }
    }
  }

  /// Where an address or agent that is no answer's stands in a sentence, which no fact of the finding
  /// tells: no text holds it.
  static let gap = "\u{0}"
  /// The longest sentence that is looked at, in bytes: what a rule says in one is far shorter.
  private static let longestSentence = 1200
  /// The most ways of reading a sentence that are tried.
  private static let maximumTries = 2000

  /// The sentence of a finding in another language; `nil` where it is not known to say the same.
  ///
  /// - Parameter isToCandidate: whether it is said to the candidate, as `you.` keys have it.
  static func translation(
    of finding: Finding, _ timeline: Timeline, into messages: Messages, isToCandidate: Bool = false
  ) -> String? {
    guard finding.summary.utf8.count <= longestSentence else { return nil }
    // The second names are tried where the first fit nowhere, which is seldom.
    return english.lazy.compactMap {
      translation(of: finding, timeline, from: $0, into: messages, isToCandidate: isToCandidate)
    }.first
  }

  private static func translation(
    of finding: Finding, _ timeline: Timeline, from english: Messages, into messages: Messages,
    isToCandidate: Bool
  ) -> String? {
    var tries = 0
    for variant in variants[finding.rule] ?? [] {
      guard let original = table[variant]?[.english],
        let wanted = (isToCandidate ? table["you.\(variant)"]?[messages.language] : nil)
          ?? table[variant]?[messages.language]
      else { continue }
      for facts in SentenceFacts.candidates(finding, timeline, for: original) {
        tries += 1
        guard tries <= maximumTries else { return nil }
        guard let text = facts.text(original, english),
          let rest = rest(of: finding.summary, like: text)
        else { continue }
        let named =
          original.names.contains("unpaired-address")
          ? messages.address(named: rest) : messages.device(named: rest)
        return facts.text(wanted, messages)?.replacing(gap, with: named)
      }
    }
    return nil
  }

  /// What stands in a sentence where the template has its gap; empty where it has none, `nil` where
  /// the two differ.
  private static func rest(of sentence: String, like template: String) -> String? {
    guard let gap = template.firstRange(of: gap) else { return sentence == template ? "" : nil }
    let (before, after) = (template[..<gap.lowerBound], template[gap.upperBound...])
    guard sentence.hasPrefix(before), sentence.hasSuffix(after),
      sentence.count >= before.count + after.count
    else { return nil }
    return String(sentence.dropFirst(before.count).dropLast(after.count))
  }

  /// A stored assessment does not tell by which of its names a country was called.
  private static let english = [
    Messages(.english), Messages(.english, namesCountriesAsUnicode: true),
  ]

  /// The clauses that may stand in a sentence, by name.
  static func clause(_ name: String, _ language: ReportLanguage) -> Template? {
    table["clause.\(name)"]?[language]
  }

  /// Templates by key and language.
  static let table: [String: [ReportLanguage: Template]] = {
    var table: [String: [ReportLanguage: Template]] = [:]
    Messages.readTable("Languages/sentences.csv") { key, language, text in
      table[key, default: [:]][language] = Template(text)
    }
    return table
  }()

  /// The keys of a rule's sentences, in the order of the table.
  private static let variants: [String: [String]] = {
    var variants: [String: [String]] = [:]
    Messages.readTable("Languages/sentences.csv") { key, language, _ in
      guard language == .english else { return }
      variants[String(key.prefix { $0 != "#" }), default: []].append(key)
    }
    return variants
  }()
}
