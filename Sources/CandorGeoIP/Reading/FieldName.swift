/// The keys of records that are looked for, whoever wrote the database.
enum FieldName: UInt8, Sendable {
  case other
  // Place.
  case latitude, longitude, location, positionText, radius
  case city, country, countryCode, countryName, registeredCountry
  case continent, continentCode, region, regionCode, subdivisions
  case code, isoCode, names, english, readersLanguage
  // Network.
  case traits, systemNumber, systemOrganization, name, provider
  case confidence, connectionType, userType, systemType, carrier, mobileCountryCode
  // Flags, each of which claims a class where it is true.
  case torExit, vpn, publicProxy, anonymousProxy, residentialProxy, relay, anonymous, hosting
  case satellite, anycast, mobile

  /// Every spelling, by vendor where they differ.
  static let spellings: [(text: StaticString, name: FieldName)] = [
    ("lat", .latitude), ("latitude", .latitude), ("lng", .longitude), ("lon", .longitude),
    ("longitude", .longitude), ("location", .location), ("loc", .positionText),
    ("radius", .radius), ("accuracy_radius", .radius), ("city", .city), ("country", .country),
    ("country_code", .countryCode), ("country_name", .countryName),
    ("registered_country", .registeredCountry), ("continent", .continent),
    ("continent_code", .continentCode), ("region", .region), ("region_code", .regionCode),
    ("subdivisions", .subdivisions), ("code", .code), ("iso_code", .isoCode), ("names", .names),
    ("en", .english), ("traits", .traits), ("anonymizer", .traits), ("asn", .systemNumber),
    ("autonomous_system_number", .systemNumber),
    ("autonomous_system_organization", .systemOrganization), ("as_name", .systemOrganization),
    ("name", .name), ("isp", .provider), ("organization", .provider),
    ("confidence", .confidence), ("anonymizer_confidence", .confidence),
    ("connection_type", .connectionType), ("user_type", .userType), ("type", .systemType),
    ("as_type", .systemType), ("mcc", .carrier), ("carrier", .carrier),
    ("carrier_name", .carrier), ("mobile_country_code", .mobileCountryCode),
    ("is_tor_exit_node", .torExit), ("is_tor", .torExit), ("tor", .torExit),
    ("is_anonymous_vpn", .vpn), ("is_vpn", .vpn), ("vpn", .vpn),
    ("is_public_proxy", .publicProxy), ("is_proxy", .publicProxy), ("proxy", .publicProxy),
    ("is_anonymous_proxy", .anonymousProxy), ("is_residential_proxy", .residentialProxy),
    ("is_relay", .relay), ("relay", .relay), ("is_anonymous", .anonymous),
    ("is_hosting_provider", .hosting), ("is_hosting", .hosting), ("hosting", .hosting),
    ("is_satellite_provider", .satellite), ("is_satellite", .satellite),
    ("is_anycast", .anycast), ("is_mobile", .mobile),
  ]

  /// The name that bytes spell.
  init(_ bytes: UnsafeRawBufferPointer, language: Language) {
    // The reader's language first, so that English read in English is that.
    if language.isSpelled(by: bytes) {
      self = .readersLanguage
    } else if bytes.count < 3 {
      // Languages, which make up most keys of a record and are usually written in place.
      self = bytes.spells("en") ? .english : .other
    } else {
      self = Self.spellings.first { bytes.spells($0.text) }?.name ?? .other
    }
  }

  /// The reader's language as a key of a map of names, ready to be compared.
  struct Language: Sendable, Hashable {
    private let bytes: [UInt8]

    init(_ code: String) {
      bytes = Array(code.utf8)
    }

    @inline(__always)
    func isSpelled(by key: UnsafeRawBufferPointer) -> Bool {
      guard key.count == bytes.count else { return false }
      for index in 0..<key.count where key[index] != bytes[index] { return false }
      return true
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are exactly these characters.
  @inline(__always)
  func spells(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != text.utf8Start[index] { return false }
    return true
  }
}
