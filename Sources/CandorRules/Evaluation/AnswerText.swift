import CandorModel

/// Answers in sentences, counted from 1.
enum AnswerText {
  /// `3`, `1-4`, `2, 5 and 7` of observation indexes.
  static func list(_ indexes: [Int]) -> String {
    ranges(merged(indexes))
  }

  /// The same of ranges that are in order and apart.
  static func ranges(_ ranges: [ClosedRange<Int>]) -> String {
    let words = ranges.map { range in
      range.lowerBound == range.upperBound
        ? "\(range.lowerBound + 1)" : "\(range.lowerBound + 1)-\(range.upperBound + 1)"
    }
    guard let last = words.last, words.count > 1 else { return words.first ?? "none" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// `answer 3`, `answers 1-4` of the same.
  static func named(_ ranges: [ClosedRange<Int>]) -> String {
    let isSingle = ranges.count == 1 && ranges.first?.count == 1
    return (isSingle ? "answer " : "answers ") + self.ranges(ranges)
  }

  /// Neighbours become one range.
  static func merged(_ indexes: [Int]) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for index in indexes.sorted() {
      if let last = ranges.last, index <= last.upperBound + 1 {
        ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, index)
      } else {
        ranges.append(index...index)
      }
    }
    return ranges
  }
}

/// Facts of an observation as a reviewer calls them.
enum ObservationText {
  /// `Safari on macOS`, `Pixel 7 (Chrome)`.
  static func device(_ client: Client?) -> String {
    guard let client else { return "an unknown device" }
    let browser = client.inAppHost.map { "the \($0) app" } ?? client.browser
    let isModel = client.state(of: .model) == .stated
    if isModel, let model = client.model {
      let brand = client.brand.map { model.hasPrefix($0) ? "" : $0 + " " } ?? ""
      return browser.map { "\(brand)\(model) (\($0))" } ?? brand + model
    }
    let system = client.os ?? (client.deviceClass == .unknown ? nil : client.deviceClass.rawValue)
    switch (browser, system) {
    case (let browser?, let system?): return "\(browser) on \(system)"
    case (let browser?, nil): return browser
    case (nil, let system?): return system
    case (nil, nil): return "an unknown device"
    }
  }

  /// `Madrid, Spain`, `Spain`.
  static func place(_ place: Place?, countries: CountryNames) -> String {
    guard let place else { return "an unknown place" }
    let country = place.countryName ?? place.country.map(countries.name(of:))
    switch (place.city ?? place.subdivisionName, country) {
    case (let inner?, let country?): return "\(inner), \(country)"
    case (let inner?, nil): return inner
    case (nil, let country?): return country
    case (nil, nil): return "an unknown place"
    }
  }

  /// `TELEFONICA DE ESPANA (AS3352)`.
  static func network(_ network: Network?) -> String {
    switch (network?.organization, network?.asn) {
    case (let organization?, let number?): "\(organization) (AS\(number))"
    case (let organization?, nil): organization
    case (nil, let number?): "AS\(number)"
    case (nil, nil): "an unknown network"
    }
  }
}
