/// Facts of an observation as the sentences of findings call them.
package enum ObservationText {
  /// `Safari on macOS`, `Pixel 7 (Chrome)`.
  package static func device(_ client: Client?, _ words: SentenceWords = .english) -> String {
    String(writing: { append(device: client, to: &$0, words) })
  }

  /// Puts what `device` gives behind what stands there.
  package static func append(
    device client: Client?, to bytes: inout [UInt8], _ words: SentenceWords = .english
  ) {
    guard let client else { return bytes.append(text: words.unknownDevice) }
    let browser =
      client.inAppHost.map { words.app.replacing("{app}", with: $0) } ?? client.browser
    let isModel = client.state(of: .model) == .stated
    if isModel, let model = client.model {
      if let brand = client.brand, !model.hasPrefix(brand) {
        bytes.append(text: brand)
        bytes.append(text: " ")
      }
      bytes.append(text: model)
      guard let browser else { return }
      bytes.append(text: " (")
      bytes.append(text: browser)
      bytes.append(text: ")")
      return
    }
    // A robot runs on nothing that could be named: its class says no more than its name.
    let kind = client.deviceClass
    let isKindNamed = kind != .unknown && (kind != .bot || browser == nil)
    let system = client.os ?? (isKindNamed ? kind.rawValue : nil)
    switch (browser, system) {
    case (let browser?, let system?):
      bytes.append(text: browser)
      bytes.append(text: " ")
      bytes.append(text: words.on)
      bytes.append(text: " ")
      bytes.append(text: system)
    case (let browser?, nil): bytes.append(text: browser)
    case (nil, let system?): bytes.append(text: system)
    case (nil, nil): bytes.append(text: words.unknownDevice)
    }
  }

  /// `Madrid, Spain`, `Spain`.
  ///
  /// - Parameters:
  ///   - other: one that the sentence names, too; where both are called alike, `Springfield, Illinois,
  ///     United States` tells them apart.
  ///   - country: what its country is called.
  package static func place(
    _ place: Place?, beside other: Place? = nil, country: (Place) -> String?,
    _ words: SentenceWords = .english
  ) -> String {
    String(writing: { append(place: place, beside: other, country: country, to: &$0, words) })
  }

  /// Puts what `place` gives behind what stands there.
  package static func append(
    place: Place?, beside other: Place? = nil, country: (Place) -> String?,
    to bytes: inout [UInt8], _ words: SentenceWords = .english
  ) {
    guard let place else { return bytes.append(text: words.unknownPlace) }
    if let city = place.city, let other, let part = place.part(tellingFrom: other) {
      bytes.append(text: city)
      bytes.append(text: ", ")
      bytes.append(text: part)
      if let country = country(place) {
        bytes.append(text: ", ")
        bytes.append(text: country)
      }
      return
    }
    switch (place.city ?? place.subdivisionName, country(place)) {
    case (let inner?, let country?):
      bytes.append(text: inner)
      bytes.append(text: ", ")
      bytes.append(text: country)
    case (let inner?, nil): bytes.append(text: inner)
    case (nil, let country?): bytes.append(text: country)
    case (nil, nil): bytes.append(text: words.unknownPlace)
    }
  }

  /// `TELEFONICA DE ESPANA (AS3352)`.
  package static func network(_ network: Network?, _ words: SentenceWords = .english) -> String {
    String(writing: { append(network: network, to: &$0, words) })
  }

  /// Puts what `network` gives behind what stands there.
  package static func append(
    network: Network?, to bytes: inout [UInt8], _ words: SentenceWords = .english
  ) {
    switch (network?.organization, network?.asn) {
    case (let organization?, let number?):
      bytes.append(text: organization)
      bytes.append(text: " (AS")
      bytes.append(number: Int(number))
      bytes.append(text: ")")
    case (let organization?, nil): bytes.append(text: organization)
    case (nil, let number?):
      bytes.append(text: "AS")
      bytes.append(number: Int(number))
    case (nil, nil): bytes.append(text: words.unknownNetwork)
    }
  }
}

extension Place {
  /// What the part of the country is called that it lies in; its code where no name is known.
  package var partName: String? { subdivisionName ?? subdivision }

  /// The part of the country that it lies in, where another place has the same city and country and lies in
  /// another part.
  fileprivate func part(tellingFrom other: Place) -> String? {
    guard city == other.city, country == other.country,
      let part = partName, let theirs = other.partName
    else { return nil }
    return part == theirs ? nil : part
  }
}
