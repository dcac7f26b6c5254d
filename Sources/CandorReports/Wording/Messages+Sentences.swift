import CandorModel
import Foundation
import datasets

/// What a finding says, as a report prints it.
struct FindingSentence {
  /// The rule's title in the report's language, where the sentence itself is in English.
  let title: String?
  /// The sentence, safe to print.
  let text: String

  /// Whether the sentence is in another language than the report.
  var isForeign: Bool { title != nil }

  /// Both in one line.
  var line: String { title.map { "\($0): \(text)" } ?? text }
}

extension Messages {
  /// The sentence of a finding in this language, or its own behind the title of its rule.
  ///
  /// - Parameter isToCandidate: whether it is said to the candidate rather than of them.
  func sentence(
    _ finding: Finding, _ timeline: Timeline, limit: Int = 1000, isToCandidate: Bool = false
  ) -> FindingSentence {
    if language != .english || isToCandidate,
      let text = Sentences.translation(
        of: finding, timeline, into: self, isToCandidate: isToCandidate)
    {
      return FindingSentence(title: nil, text: ReportText.plain(text, limit: limit))
    }
    return FindingSentence(
      title: title(ofRule: finding.rule), text: ReportText.plain(finding.summary, limit: limit))
  }

  /// What an explanation says: in other languages which answers, and its name.
  func sentence(_ explanation: Explanation) -> String {
    let isOfCountry = explanation.text.hasSuffix(ExplanationText.dualStackOfOneCountry)
    let name = isOfCountry ? "\(explanation.code).country" : explanation.code
    guard let title = title(ofExplanation: name) else {
      return ReportText.plain(explanation.text)
    }
    guard !explanation.observations.isEmpty else { return title }
    let answers = AnswerText.named(AnswerText.merged(explanation.observations), sentenceWords)
    return "\(answers): \(title)"
  }

  /// What stands beside an outcome.
  func note(_ note: String, limit: Int = 1000) -> String {
    guard language != .english else { return ReportText.plain(note, limit: limit) }
    if reason(note) != note { return reason(note) }
    // `by network; A, and B`
    let parts = note.split(separator: "; ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return ReportText.plain(note, limit: limit) }
    let gaps = parts[1].split(separator: ", and ", maxSplits: 1).map { reason(String($0)) }
    let text = reason(parts[0]) + "; " + gaps.joined(separator: ", \(self["sentence.and"]) ")
    return ReportText.plain(text, limit: limit)
  }

  /// The words between the facts of a sentence.
  var sentenceWords: SentenceWords {
    guard language != .english else { return .english }
    return SentenceWords(
      answer: self["word.answer"], answers: self["word.answers"], and: self["sentence.and"],
      on: self["sentence.on"], app: self["sentence.app"], unknownDevice: self["sentence.device"],
      unknownPlace: self["sentence.place"], unknownNetwork: self["sentence.network"])
  }

  /// A number with thousands as the language writes them.
  func regrouped(_ number: String) -> String {
    switch language {
    case .english: number
    case .spanish, .german: number.replacing(",", with: ".")
    }
  }

  /// What the country of a place is called: as its database says, in other languages by its code.
  func countryName(of place: Place) -> String? {
    let byCode = place.country.flatMap(countryName)
    return language == .english
      ? place.countryName ?? byCode ?? place.country : byCode ?? place.countryName ?? place.country
  }

  /// The name of a country in this language; `nil` where the code is none.
  ///
  /// - Parameter code: ISO 3166-1 alpha-2, upper case.
  func countryName(_ code: String) -> String? {
    if language == .english, !namesCountriesAsUnicode, let name = Self.tableNames[code] {
      return name
    }
    return Self.countries[language]?[code]
  }

  /// A device that a sentence names in English, `Chrome on Windows`, in this language; names stay.
  func device(named text: String) -> String {
    let english = SentenceWords.english
    guard language != .english, text != english.unknownDevice else {
      return language == .english ? text : self["word.unknown-device"]
    }
    if text.hasSuffix(")"), let open = text.ranges(of: " (").last {
      let inner = app(named: text[open.upperBound...].dropLast())
      return "\(text[..<open.upperBound])\(inner))"
    }
    if let on = text.ranges(of: " \(english.on) ").last {
      let browser = app(named: text[..<on.lowerBound])
      let system = text[on.upperBound...]
      // Where no system is known the class of the device stands in its place.
      if let kind = kind(named: system) { return "\(browser) (\(kind))" }
      return "\(browser) \(self["sentence.on"]) \(system)"
    }
    return kind(named: text[...]) ?? app(named: text[...])
  }

  private func kind(named text: Substring) -> String? {
    DeviceClass(rawValue: String(text)).flatMap {
      $0 == .unknown ? nil : self["device.\($0.rawValue)"]
    }
  }

  /// `the Instagram app`; a browser stays as it is.
  private func app(named text: Substring) -> String {
    let english = SentenceWords.english.app
    guard let name = english.firstRange(of: "{app}") else { return String(text) }
    let (before, after) = (english[..<name.lowerBound], english[name.upperBound...])
    guard text.hasPrefix(before), text.hasSuffix(after), text.count > before.count + after.count
    else { return String(text) }
    return self.text(
      "word.app", ["app": String(text.dropFirst(before.count).dropLast(after.count))])
  }

  /// The place and network of an address that a sentence names in English, `Oslo, Norway, TELENOR
  /// (AS2119)`, in this language; names of cities and networks stay.
  func address(named text: String) -> String {
    guard language != .english else { return text }
    let english = SentenceWords.english
    var parts = text.components(separatedBy: ", ")
    // Of an address that is hidden the network alone is named.
    guard parts.count > 1 || text == english.unknownNetwork else { return text }
    if parts[0] == english.unknownPlace {
      parts[0] = self["place.unknown"]
    } else {
      // The country stands behind the city where there is one, and before the network.
      for place in [1, 0] where place < parts.count - 1 {
        guard let name = Self.codes[parts[place]].flatMap(countryName) else { continue }
        parts[place] = name
        break
      }
    }
    if parts[parts.count - 1] == english.unknownNetwork {
      parts[parts.count - 1] = self["class.none"]
    }
    return parts.joined(separator: ", ")
  }

  /// Codes of countries by their English names.
  private static let codes: [String: String] = Dictionary(
    (Array(countries[.english] ?? [:]) + Array(tableNames)).map { ($0.value, $0.key) },
    uniquingKeysWith: { min($0, $1) })

  /// English names of countries by code, as the sentences of rules have them where no database has its
  /// own.
  private static let tableNames: [String: String] = {
    var names: [String: String] = [:]
    // A table that is not there is found by a test; names are then those of Unicode.
    try? DelimitedTable.read(
      Datasets.text(at: "geo/countries.csv") ?? "", name: "countries.csv",
      columns: ["code", "name"]
    ) { names[$0[0]] = $0[1] }
    return names
  }()

  /// Names of countries (Unicode CLDR) by language and code.
  private static let countries: [ReportLanguage: [String: String]] = {
    let codes = Locale.Region.isoRegions.map(\.identifier).filter { $0.utf8.count == 2 }
    var countries: [ReportLanguage: [String: String]] = [:]
    for language in ReportLanguage.allCases {
      let locale = Locale(identifier: language.rawValue)
      for code in codes {
        guard let name = locale.localizedString(forRegionCode: code), name != code else { continue }
        countries[language, default: [:]][code] = name
      }
    }
    return countries
  }()
}
