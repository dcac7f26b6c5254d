/// What a database is about.
public enum DatabaseKind: String, Sendable, Hashable, CaseIterable {
  /// Country, subdivision, city and position.
  case city
  /// Country alone.
  case country
  /// Country and AS number in one (IPinfo).
  case countryASN = "country-asn"
  /// Place and network with confidences.
  case enterprise
  /// AS number and organisation.
  case asn
  /// AS number, provider and organisation.
  case isp
  /// Kind of line.
  case connectionType = "connection-type"
  /// Anonymisers.
  case anonymousIP = "anonymous-ip"
  /// Anonymisers with a confidence.
  case anonymousPlus = "anonymous-plus"
  /// Proxies on household lines.
  case residentialProxy = "residential-proxy"
  /// Vpn, proxy, Tor, relay and hosting (IPinfo).
  case privacy
  /// Mobile carriers (IPinfo).
  case carrier
  /// Readable, and about nothing that is used here; only printed raw.
  case other

  /// The kind by a database's type; `nil` where the type tells nothing.
  init?(type: String) {
    let type = type.lowercased()
    // The longer names first: some hold the shorter ones.
    let table: [(String, DatabaseKind)] = [
      ("residential-proxy", .residentialProxy), ("anonymous-plus", .anonymousPlus),
      ("anonymous-ip", .anonymousIP), ("anonymous", .anonymousIP),
      ("connection-type", .connectionType), ("enterprise", .enterprise),
      ("country_asn", .countryASN), ("country-asn", .countryASN), ("ipinfo lite", .countryASN),
      ("ipinfo_lite", .countryASN), ("privacy", .privacy), ("carrier", .carrier),
      ("-isp", .isp), ("city", .city), ("location", .city), ("country", .country),
      ("asn", .asn),
    ]
    guard let match = table.first(where: { type.contains($0.0) }) else { return nil }
    self = match.1
  }

  /// The kind by what records were seen to hold.
  init(seen: RecordShape) {
    self =
      switch (seen.hasDetail, seen.hasCountry, seen.hasNumber, seen.hasClass) {
      case (true, _, true, _): .enterprise
      case (true, _, _, _): .city
      case (_, true, true, _): .countryASN
      case (_, true, _, _): .country
      case (_, _, true, _): .asn
      case (_, _, _, true): .privacy
      default: .other
      }
  }
}

/// What the records of a database were seen to hold.
struct RecordShape: Sendable, Hashable {
  var hasCountry = false
  var hasDetail = false
  var hasNumber = false
  var hasClass = false

  mutating func add(_ record: RecordFacts) {
    hasCountry = hasCountry || record.fields.country != nil
    hasDetail = hasDetail || !record.isCountryOnly
    hasNumber = hasNumber || record.fields.asn != nil || record.fields.provider != nil
    hasClass = hasClass || !record.fields.claims.isEmpty
  }
}
