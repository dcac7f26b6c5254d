import CandorModel

/// Takes the wanted fields out of a record, whoever wrote the database.
///
/// Told by the shape, not by the vendor: MaxMind, DB-IP and ours nest (`country.iso_code`), IPinfo
/// is flat and says everything as text (`country`, `asn` as `AS174`, `vpn` as `true`). Every field
/// that is used is checked for type and range, and one that cannot be makes the whole record
/// damaged: where one field is nonsense the others are no longer believed.
struct RecordReader {
  let decoder: RecordDecoder
  let source: String
  let language: String
  let isResidentialProxyList: Bool

  private typealias Control = RecordDecoder.Control
  private typealias Key = UnsafeRawBufferPointer

  /// Reads the record at an offset.
  func read(at offset: Int) -> RecordFacts {
    var fields = RecordFacts.Fields()
    do throws(RecordDamage) {
      let record = try decoder.resolved(at: offset)
      // A record that is no map is legal and says nothing that we look for, but in a database of
      // which every record is a map it is what an offset into the middle of a record looks like.
      guard record.kind == .map else { throw .wrongType }
      try decoder.forEachField(of: record) { key, value throws(RecordDamage) in
        try readField(key, value, &fields)
      }
      finish(&fields)
      guard (fields.latitude == nil) == (fields.longitude == nil) else { throw .outOfRange }
      return RecordFacts(offset: offset, fields: fields)
    } catch {
      return RecordFacts(offset: offset, fields: RecordFacts.Fields(), damage: error)
    }
  }

  private func readField(
    _ key: Key, _ value: Int, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    switch key.count {
    case 3 where key.spells("lat"), 8 where key.spells("latitude"):
      fields.latitude = try number(value, in: -90...90)
    case 3 where key.spells("lng"), 3 where key.spells("lon"), 9 where key.spells("longitude"):
      fields.longitude = try number(value, in: -180...180)
    case 3 where key.spells("loc"): try readPosition(value, &fields)
    case 4 where key.spells("city"):
      fields.city = try name(value)
    case 7 where key.spells("country"): try readCountry(value, &fields)
    case 12 where key.spells("country_code"): fields.country = try countryCode(value)
    case 12 where key.spells("country_name"): fields.countryName = try text(value)
    case 9 where key.spells("continent"):
      fields.continent = try continentCode(value) ?? fields.continent
    case 14 where key.spells("continent_code"):
      fields.continent = try continentCode(value) ?? fields.continent
    case 6 where key.spells("region"): fields.subdivisionName = try text(value)
    case 11 where key.spells("region_code"): fields.subdivision = try text(value)
    case 12 where key.spells("subdivisions"): try readSubdivisions(value, &fields)
    case 8 where key.spells("location"): try readMap(value, &fields, readLocation)
    case 6 where key.spells("radius"), 15 where key.spells("accuracy_radius"):
      fields.radiusKm = try number(value, in: 0...20_038)
    case 18 where key.spells("registered_country"):
      fields.hasRegisteredCountry = true
    case 6 where key.spells("traits"), 10 where key.spells("anonymizer"):
      try readMap(value, &fields, readTrait)
    default: try readTrait(key, value, &fields)
    }
  }

  private func readMap(
    _ offset: Int, _ fields: inout RecordFacts.Fields,
    _ read: (Key, Int, inout RecordFacts.Fields) throws(RecordDamage) -> Void
  ) throws(RecordDamage) {
    let map = try decoder.resolved(at: offset)
    // A text under one of these keys is another vendor's field of the same name.
    guard map.kind == .map else {
      guard map.kind == .string else { throw .wrongType }
      return
    }
    try decoder.forEachField(of: map) { key, value throws(RecordDamage) in
      try read(key, value, &fields)
    }
  }

  // MARK: Place

  private func readCountry(
    _ offset: Int, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    let value = try decoder.resolved(at: offset)
    if value.kind == .string {
      // IPinfo writes the code here, and in its free files the name beside `country_code`.
      if value.size == 2 {
        fields.country = try countryCode(offset)
      } else if value.size > 0 {
        fields.countryName = try decoder.text(value)
      }
      return
    }
    guard value.kind == .map else { throw .wrongType }
    try decoder.forEachField(of: value) { key, member throws(RecordDamage) in
      if key.spells("iso_code") {
        fields.country = try countryCode(member)
      } else if key.spells("names") {
        fields.countryName = try localized(member)
      }
    }
  }

  private func readSubdivisions(
    _ offset: Int, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    let list = try decoder.resolved(at: offset)
    guard list.kind == .array else { throw .wrongType }
    // The first is the largest.
    guard list.size > 0 else { return }
    let first = try decoder.resolved(at: list.payload)
    guard first.kind == .map else { throw .wrongType }
    try decoder.forEachField(of: first) { key, member throws(RecordDamage) in
      if key.spells("iso_code") {
        fields.subdivision = try text(member)
      } else if key.spells("names") {
        fields.subdivisionName = try localized(member)
      }
    }
  }

  private func readLocation(
    _ key: Key, _ value: Int, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    if key.spells("latitude") {
      fields.latitude = try number(value, in: -90...90)
    } else if key.spells("longitude") {
      fields.longitude = try number(value, in: -180...180)
    } else if key.spells("accuracy_radius") {
      fields.radiusKm = try number(value, in: 0...20_038)
    }
  }

  /// IPinfo's `loc`: latitude and longitude in one text.
  private func readPosition(
    _ offset: Int, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    guard let text = try text(offset) else { return }
    let parts = text.split(separator: ",", maxSplits: 1)
    guard parts.count == 2, let latitude = Double(parts[0]), let longitude = Double(parts[1]),
      (-90...90).contains(latitude), (-180...180).contains(longitude)
    else { throw .outOfRange }
    fields.latitude = latitude
    fields.longitude = longitude
  }

  // MARK: Network

  /// Reads a field of `traits` and `anonymizer`, or of a record that is flat.
  private func readTrait(
    _ key: Key, _ value: Int, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    switch key.count {
    case 3 where key.spells("asn"), 24 where key.spells("autonomous_system_number"):
      fields.asn = try systemNumber(value) ?? fields.asn
    case 30 where key.spells("autonomous_system_organization"), 7 where key.spells("as_name"):
      fields.organization = try text(value) ?? fields.organization
    case 4 where key.spells("name"):
      fields.provider = fields.provider ?? (try? text(value))
    case 3 where key.spells("isp"), 12 where key.spells("organization"):
      fields.provider = try text(value) ?? fields.provider
    case 10 where key.spells("confidence"), 21 where key.spells("anonymizer_confidence"):
      fields.anonymiserConfidence = Int(try number(value, in: 0...100) ?? 0)
    case 19 where key.spells("mobile_country_code"):
      add(.cellular, ClassConfidence.mobileCode, "mobile_country_code", &fields)
    case 15 where key.spells("connection_type"):
      try claim(RecordVocabulary.connectionType, "connection_type", value, &fields)
    case 9 where key.spells("user_type"):
      try claim(RecordVocabulary.userType, "user_type", value, &fields)
    case 4 where key.spells("type"), 7 where key.spells("as_type"):
      try claim(RecordVocabulary.systemType, "type", value, &fields)
    case 3 where key.spells("mcc"), 7 where key.spells("carrier"),
      12 where key.spells("carrier_name"):
      if let text = try? text(value), !text.isEmpty {
        add(.cellular, ClassConfidence.cellular, "carrier", &fields)
      }
    default:
      guard let flag = RecordVocabulary.flag(key) else { return }
      if try truth(value) { add(flag.networkClass, flag.confidence, flag.name, &fields) }
    }
  }

  private func claim(
    _ vocabulary: (String) -> (NetworkClass, Int)?, _ field: String, _ offset: Int,
    _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    let value = try decoder.resolved(at: offset)
    guard value.kind == .string else { return }
    let word = try decoder.text(value)
    guard let (networkClass, confidence) = vocabulary(word.lowercased()) else { return }
    add(networkClass, confidence, "\(field) \(word)", &fields)
  }

  private func add(
    _ networkClass: NetworkClass, _ confidence: Int, _ reason: String,
    _ fields: inout RecordFacts.Fields
  ) {
    fields.claims.append(
      ClassClaim(
        networkClass, confidence: confidence, source: source, reason: reason, reach: .database))
  }

  /// What can be said only when all fields were seen.
  private func finish(_ fields: inout RecordFacts.Fields) {
    if fields.subdivision == nil {
      fields.subdivision = fields.subdivisionName
    } else if let country = fields.country, let code = fields.subdivision,
      code.hasPrefix("\(country)-")
    {
      fields.subdivision = String(code.dropFirst(country.utf8.count + 1))
    }
    // MaxMind's `is_anonymous` sums up the flags beside it, hosting included: it says something of
    // its own only where it stands alone.
    let sum = "is_anonymous"
    if fields.claims.contains(where: { $0.networkClass.hidesPlace && $0.reason != sum }) {
      fields.claims.removeAll { $0.reason == sum }
    }
    guard let confidence = fields.anonymiserConfidence else { return }
    if isResidentialProxyList, fields.claims.isEmpty {
      add(.proxy, confidence, "anonymizer_confidence", &fields)
    }
    fields.claims = fields.claims.map {
      $0.networkClass.hidesPlace ? $0.with(confidence: confidence) : $0
    }
  }
}
