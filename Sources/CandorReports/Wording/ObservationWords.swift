import CandorModel

/// Names for what an observation shows, as a reviewer would say them.
package enum ObservationWords {
  /// The device: `Safari 18.1 on macOS`, `Chrome 131 on Android (Pixel 7)`.
  static func device(_ client: Lookup<Client>, _ messages: Messages) -> String {
    guard let client = client.value else { return messages["word.unknown-device"] }
    var text = client.browser ?? messages["word.unknown-browser"]
    if let major = client.browserMajor { text += " \(major)" }
    if let os = client.os { text += " \(messages["sentence.on"]) \(os)" }
    if let model = client.model { text += " (\(model))" }
    if let app = client.inAppHost { text += " \(messages["word.inside"]) \(app)" }
    return text
  }

  /// The place: `Madrid, Spain`, `Spain`, `no place known`.
  static func place(_ observation: Observation, _ messages: Messages) -> String {
    switch observation.place {
    case .found(let place):
      let parts = [
        place.city ?? place.partName, messages.countryName(of: place),
      ].compactMap { $0 }
      return parts.isEmpty ? messages["place.unknown"] : parts.joined(separator: ", ")
    case .absent:
      return messages[observation.address.value == nil ? "place.no-address" : "place.unknown"]
    case .notAttempted: return messages["place.no-data"]
    case .failed:
      return messages[observation.address.value == nil ? "place.no-address" : "place.failed"]
    }
  }

  /// The network: `TELEFONICA DE ESPANA (AS3352), residential`.
  static func network(_ observation: Observation, _ messages: Messages) -> String? {
    guard let network = observation.network.value else { return nil }
    var text = network.organization ?? ""
    if let asn = network.asn { text += text.isEmpty ? "AS\(asn)" : " (AS\(asn))" }
    if network.networkClass != .unknown {
      let word = network.networkClass.rawValue
      text += text.isEmpty ? "" : ", "
      text += messages.language == .english ? word : messages["class.\(word)"]
    }
    return text.isEmpty ? nil : text
  }

  /// Numbers from 1 as ranges: `1-4`, `2, 5-7`.
  package static func answers(_ indexes: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for index in Set(indexes).sorted() {
      if let last = ranges.last, last.upperBound + 1 == index {
        ranges[ranges.count - 1] = last.lowerBound...index
      } else {
        ranges.append(index...index)
      }
    }
    return ranges.map {
      $0.count == 1 ? "\($0.lowerBound + 1)" : "\($0.lowerBound + 1)-\($0.upperBound + 1)"
    }.joined(separator: ", ")
  }
}
