package import CandorModel

/// Names for what an observation shows, as a reviewer would say them.
package enum ObservationWords {
  /// The device: `Safari 18.1 on macOS`, `Chrome 131 on Android (Pixel 7)`.
  package static func device(_ client: Lookup<Client>) -> String {
    guard let client = client.value else { return "unknown device" }
    var text = client.browser ?? "unknown browser"
    if let major = client.browserMajor { text += " \(major)" }
    if let os = client.os { text += " on \(os)" }
    if let model = client.model { text += " (\(model))" }
    if let app = client.inAppHost { text += " inside \(app)" }
    return text
  }

  /// The place: `Madrid, Spain`, `Spain`, `no place known`.
  package static func place(_ observation: Observation) -> String {
    switch observation.place {
    case .found(let place):
      let country = place.countryName ?? place.country
      let parts = [place.city ?? place.subdivisionName ?? place.subdivision, country]
        .compactMap { $0 }
      return parts.isEmpty ? "no place known" : parts.joined(separator: ", ")
    case .absent: return observation.address.value == nil ? "no address" : "no place known"
    case .notAttempted: return "no place known: no location data"
    case .failed: return "no place known: the look-up failed"
    }
  }

  /// The network: `TELEFONICA DE ESPANA (AS3352), residential`.
  package static func network(_ observation: Observation) -> String? {
    guard let network = observation.network.value else { return nil }
    var text = network.organization ?? ""
    if let asn = network.asn { text += text.isEmpty ? "AS\(asn)" : " (AS\(asn))" }
    if network.networkClass != .unknown {
      text += (text.isEmpty ? "" : ", ") + network.networkClass.rawValue
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
