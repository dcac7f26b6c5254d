import CandorModel
import Foundation

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
  func sentence(_ finding: Finding, _ timeline: Timeline, limit: Int = 1000) -> FindingSentence {
    if language != .english,
      let text = Sentences.translation(of: finding, timeline, into: self)
    {
      return FindingSentence(title: nil, text: ReportText.plain(text, limit: limit))
    }
    return FindingSentence(
      title: title(ofRule: finding.rule), text: ReportText.plain(finding.summary, limit: limit))
  }

  /// What an explanation says: in other languages which answers, and its name.
  func sentence(_ explanation: Explanation) -> String {
    guard let title = title(ofExplanation: explanation.code) else {
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
  func countryName(_ code: String) -> String? { Self.countries[language]?[code] }

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
