/// Facts of an observation as the sentences of findings call them.
package enum ObservationText {
  /// `Safari on macOS`, `Pixel 7 (Chrome)`.
  package static func device(_ client: Client?, _ words: SentenceWords = .english) -> String {
    guard let client else { return words.unknownDevice }
    let browser =
      client.inAppHost.map { words.app.replacing("{app}", with: $0) } ?? client.browser
    let isModel = client.state(of: .model) == .stated
    if isModel, let model = client.model {
      let brand = client.brand.map { model.hasPrefix($0) ? "" : $0 + " " } ?? ""
      return browser.map { "\(brand)\(model) (\($0))" } ?? brand + model
    }
    // A robot runs on nothing that could be named: its class says no more than its name.
    let kind = client.deviceClass
    let isKindNamed = kind != .unknown && (kind != .bot || browser == nil)
    let system = client.os ?? (isKindNamed ? kind.rawValue : nil)
    switch (browser, system) {
    case (let browser?, let system?): return "\(browser) \(words.on) \(system)"
    case (let browser?, nil): return browser
    case (nil, let system?): return system
    case (nil, nil): return words.unknownDevice
    }
  }

  /// `Madrid, Spain`, `Spain`.
  ///
  /// - Parameter country: what its country is called.
  package static func place(
    _ place: Place?, country: (Place) -> String?, _ words: SentenceWords = .english
  ) -> String {
    guard let place else { return words.unknownPlace }
    switch (place.city ?? place.subdivisionName, country(place)) {
    case (let inner?, let country?): return "\(inner), \(country)"
    case (let inner?, nil): return inner
    case (nil, let country?): return country
    case (nil, nil): return words.unknownPlace
    }
  }

  /// `TELEFONICA DE ESPANA (AS3352)`.
  package static func network(_ network: Network?, _ words: SentenceWords = .english) -> String {
    switch (network?.organization, network?.asn) {
    case (let organization?, let number?):
      // The short text first: it needs no memory of its own.
      let behind = " (AS" + String(number) + ")"
      return organization + behind
    case (let organization?, nil): return organization
    case (nil, let number?): return "AS\(number)"
    case (nil, nil): return words.unknownNetwork
    }
  }
}
