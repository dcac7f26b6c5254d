import CandorModel

/// The words of a report in one language, from the tables of this folder.
struct Messages: Sendable {
  let language: ReportLanguage
  /// Whether countries have the English names of Unicode CLDR, as they have in some databases, and not
  /// those of the project's own table.
  let namesCountriesAsUnicode: Bool
  private let words: [String: String]
  private let reasons: [String: String]
  private let reasonsToCandidate: [String: String]

  init(_ language: ReportLanguage, namesCountriesAsUnicode: Bool = false) {
    self.language = language
    self.namesCountriesAsUnicode = namesCountriesAsUnicode
    words = Self.words[language] ?? [:]
    reasons = Self.reasons[language] ?? [:]
    reasonsToCandidate = Self.reasonsToCandidate[language] ?? [:]
  }

  /// The text under a key; English where the language has none, and the key itself where nobody
  /// wrote one (a test finds such keys).
  subscript(_ key: String) -> String { found(key) ?? key }

  /// The text under a key; `nil` where there is none.
  func found(_ key: String) -> String? {
    words[key] ?? Self.words[.english]?[key]
  }

  /// The text under a key with its `{names}` filled in.
  func text(_ key: String, _ values: KeyValuePairs<String, String>) -> String {
    var result = ""
    var rest = self[key][...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = rest[rest.index(after: open)..<close]
      // Values go in after the template was cut, so braces in them stay braces.
      result += values.first { $0.key == name }?.value ?? String(rest[open...close])
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  /// A count with its noun, singular for one.
  func count(_ key: String, _ number: Int) -> String {
    text(number == 1 ? key + ".one" : key, ["n": String(number)])
  }

  /// How much could not be read; `nil` where nothing was lost.
  func lost(_ totals: ReportTotals?) -> String? {
    guard let lost = totals?.lost, lost > 0 else { return nil }
    return text("text.lost", ["n": String(lost)])
  }

  /// What speaks for the candidate, in this language where somebody translated it.
  func reason(_ english: String) -> String { reasons[english] ?? english }

  /// What speaks for the candidate, said to them.
  func reasonToCandidate(_ english: String) -> String {
    reasonsToCandidate[english] ?? reason(english)
  }

  /// Why a rule could not answer, said to the candidate.
  func reasonToCandidate(_ entry: NotEvaluable) -> String {
    reasonsToCandidate[entry.text] ?? reason(entry)
  }

  /// Why a rule could not answer.
  func reason(_ entry: NotEvaluable) -> String {
    if language == .english { return entry.text }
    // A condition that failed has the reason of unknown fields, and its own text.
    let failed = "reason.not-computed"
    if let english = Self.words[.english]?[failed], entry.text.hasPrefix(english) {
      return self[failed] + entry.text.dropFirst(english.count)
    }
    let key = "reason.\(entry.reason.rawValue)"
    // What only some of the answers lack, and what is said of several interviews, has a sentence of
    // its own.
    let own = [
      "\(key).some", "\(key).automated", "\(key).network", "\(key).moment",
      "reason.one-interview",
      "reason.untimed-interviews",
      "reason.simultaneous-interviews",
    ].first { Self.words[.english]?[$0] == entry.text }
    return found(own ?? key) ?? entry.text
  }

  /// The title of a rule in this language; `nil` for English, whose sentence says it.
  func title(ofRule rule: String) -> String? {
    language == .english ? nil : words["rule.\(rule)"]
  }

  /// What an explanation is called in this language; `nil` for English.
  func title(ofExplanation code: String) -> String? {
    language == .english ? nil : words["explanation.\(code)"]
  }

  func outcome(_ outcome: Outcome) -> String { self["outcome.\(outcome.rawValue)"] }
  func severity(_ severity: Severity) -> String { self["severity.\(severity.rawValue)"] }
  func kind(_ kind: Contribution.Kind) -> String { self["kind.\(kind.rawValue)"] }

  /// All keys of the table, in its order.
  static let keys: [String] = {
    var keys: [String] = []
    read("Languages/messages.csv", columns: ["key"]) { keys.append($0[0]) }
    return keys
  }()

  private static let words: [ReportLanguage: [String: String]] = {
    var words: [ReportLanguage: [String: String]] = [:]
    readTable("Languages/messages.csv") { key, language, text in
      words[language, default: [:]][key] = text
    }
    return words
  }()

  /// Reads a table with a column for each language; cells that are empty are left out.
  static func readTable(_ path: String, _ body: (String, ReportLanguage, String) -> Void) {
    read(path, columns: ["key"] + ReportLanguage.allCases.map(\.rawValue)) {
      for (column, language) in ReportLanguage.allCases.enumerated() where !$0[column + 1].isEmpty {
        body($0[0], language, $0[column + 1])
      }
    }
  }

  private static let reasons: [ReportLanguage: [String: String]] = {
    var reasons: [ReportLanguage: [String: String]] = [:]
    read("Languages/reasons.csv", columns: ["en", "es", "de"]) {
      reasons[.spanish, default: [:]][$0[0]] = $0[1]
      reasons[.german, default: [:]][$0[0]] = $0[2]
    }
    return reasons
  }()

  private static let reasonsToCandidate: [ReportLanguage: [String: String]] = {
    var reasons: [ReportLanguage: [String: String]] = [:]
    read("Languages/reasons-you.csv", columns: ["reason", "en", "es", "de"]) {
      reasons[.english, default: [:]][$0[0]] = $0[1]
      reasons[.spanish, default: [:]][$0[0]] = $0[2]
      reasons[.german, default: [:]][$0[0]] = $0[3]
    }
    return reasons
  }()

  private static func read(
    _ path: String, columns: [String], _ body: (DelimitedTable.Row) -> Void
  ) {
    do {
      try DelimitedTable.read(
        Resource.text(path), name: path, columns: columns
      ) { row throws(TableError) in body(row) }
    } catch {
      preconditionFailure("a table of the report's words cannot be read: \(error)")
    }
  }
}
