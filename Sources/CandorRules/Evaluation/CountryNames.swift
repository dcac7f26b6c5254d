public import CandorModel

/// English names of countries for sentences.
public struct CountryNames: Sendable {
  private let names: [String: String]

  /// No names; codes stand for themselves.
  public static let none = CountryNames(names: [:])

  /// The names of a table of countries.
  public init(_ table: CountryTable) {
    names = Dictionary(
      table.all.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  init(names: [String: String]) { self.names = names }

  /// The English short name of a country; its code where the name is not known.
  ///
  /// - Parameter code: ISO 3166-1 alpha-2, upper case.
  public func name(of code: String) -> String { names[code] ?? code }
}

extension ObservationText {
  /// `Madrid, Spain`, with the country's name from the record, else from the table.
  static func place(
    _ place: Place?, beside other: Place? = nil, countries: CountryNames
  ) -> String {
    self.place(place, beside: other, country: { countries.name(of: $0) })
  }

  /// Puts what `place` gives behind what stands there.
  static func append(place: Place?, countries: CountryNames, to bytes: inout [UInt8]) {
    append(place: place, country: { countries.name(of: $0) }, to: &bytes)
  }
}

extension CountryNames {
  /// What the country of a place is called: by its record, else by the table.
  fileprivate func name(of place: Place) -> String? {
    place.countryName ?? place.country.map(name(of:))
  }
}
