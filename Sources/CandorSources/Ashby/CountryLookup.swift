import CandorModel

/// Finds the code of a country that a platform writes by its English name.
struct CountryLookup: Sendable {
  /// Knows codes alone.
  static let none = CountryLookup(.empty)

  private let codes: [String: String]

  /// Makes a lookup for the names of a table, and for other names that are in use for its countries.
  init(_ table: CountryTable) {
    var codes: [String: String] = [:]
    for country in table.all { codes[Self.key(country.name)] = country.code }
    for (name, code) in Self.otherNames where table.country(code) != nil { codes[name] = code }
    self.codes = codes
  }

  /// The code of a country, ISO 3166-1 alpha-2 in upper case; `nil` where the text is neither a
  /// known name nor two letters.
  func code(of text: String) -> String? {
    let key = Self.key(text)
    if let code = codes[key] { return code }
    // Not an assigned code, and often written for the country whose name it shortens.
    if key == "uk" { return "GB" }
    guard key.utf8.count == 2, key.utf8.allSatisfy({ (97...122).contains($0) }) else { return nil }
    return key.uppercased()
  }

  /// The name in small letters, with single spaces and without the article.
  private static func key(_ name: String) -> String {
    let words = name.lowercased().split(whereSeparator: \.isWhitespace)
    return (words.first == "the" ? words.dropFirst() : words[...]).joined(separator: " ")
  }

  /// Official and older English names beside the short ones of the table.
  private static let otherNames: [String: String] = [
    "bolivia, plurinational state of": "BO", "brunei darussalam": "BN", "burma": "MM",
    "cape verde": "CV", "congo, democratic republic of the": "CD",
    "cote d'ivoire": "CI", "côte d'ivoire": "CI", "côte d’ivoire": "CI",
    "czech republic": "CZ", "democratic republic of congo": "CD", "east timor": "TL",
    "england": "GB", "great britain": "GB", "holland": "NL", "hong kong sar": "HK",
    "iran, islamic republic of": "IR", "islamic republic of iran": "IR", "ivory coast": "CI",
    "korea, republic of": "KR", "lao people's democratic republic": "LA",
    "macau": "MO", "macedonia": "MK", "moldova, republic of": "MD", "northern ireland": "GB",
    "palestinian territories": "PS", "people's republic of china": "CN",
    "republic of ireland": "IE",
    "republic of korea": "KR", "republic of moldova": "MD", "russian federation": "RU",
    "scotland": "GB", "slovak republic": "SK", "state of palestine": "PS", "swaziland": "SZ",
    "syrian arab republic": "SY", "taiwan, province of china": "TW",
    "tanzania, united republic of": "TZ", "turkiye": "TR", "türkiye": "TR",
    "u.s.": "US", "u.s.a.": "US", "united kingdom of great britain and northern ireland": "GB",
    "united republic of tanzania": "TZ", "united states of america": "US", "usa": "US",
    "venezuela, bolivarian republic of": "VE", "viet nam": "VN", "wales": "GB",
  ]
}
