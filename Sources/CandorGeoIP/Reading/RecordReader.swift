import CandorModel

/// Takes the wanted fields out of a record, whoever wrote the database.
///
/// Told by the shape, not by the vendor: MaxMind, DB-IP and ours nest (`country.iso_code`), IPinfo
/// is flat and says everything as text (`country`, `asn` as `AS174`, `vpn` as `true`). Every field
/// that is used is checked for type and range, and one that cannot be makes the whole record
/// damaged: where one field is nonsense the others are no longer believed.
///
/// Countries, subdivisions and cities stand once in a file, with all their names, and many records
/// point to them: they are read once and kept.
///
/// Thread safety: immutable; the two caches are safe to share.
struct RecordReader: Sendable {
  /// How many countries, subdivisions and cities are kept.
  static let cachedParts = 1 << 13

  /// A country, subdivision or city.
  final class Part: Sendable {
    let offset: Int
    let code: String?
    let name: String?

    init(offset: Int, code: String?, name: String?) {
      self.offset = offset
      self.code = code
      self.name = name
    }
  }

  let decoder: RecordDecoder
  let source: String
  let language: FieldName.Language
  let isResidentialProxyList: Bool
  private let names = FieldNameCache()
  private let parts = SharedCache<Part>(capacity: cachedParts)

  init(
    decoder: RecordDecoder, source: String, language: String, isResidentialProxyList: Bool
  ) {
    self.decoder = decoder
    self.source = source
    self.language = FieldName.Language(language)
    self.isResidentialProxyList = isResidentialProxyList
  }

  /// Reads the record at an offset.
  func read(at offset: Int) -> RecordFacts {
    var fields = RecordFacts.Fields()
    do throws(RecordDamage) {
      let record = try decoder.resolved(at: offset)
      // A record that is no map is legal and says nothing that we look for, but in a database of
      // which every record is a map it is what an offset into the middle of a record looks like.
      guard record.kind == .map else { throw .wrongType }
      var next = record.payload
      for left in stride(from: record.size, to: 0, by: -1) {
        let (name, value) = try field(at: next)
        try read(name, value, &fields)
        if left > 1 { next = try decoder.skip(value) }
      }
      finish(&fields)
      guard (fields.latitude == nil) == (fields.longitude == nil) else { throw .outOfRange }
      return RecordFacts(offset: offset, fields: fields)
    } catch {
      return RecordFacts(offset: offset, fields: RecordFacts.Fields(), damage: error)
    }
  }

  private func read(
    _ name: FieldName, _ value: Int, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    switch name {
    case .other: break
    case .city: fields.city = try part(value, isCountry: false)?.name
    case .country: try readCountry(value, &fields)
    case .countryCode: fields.country = try countryCode(value)
    case .countryName: fields.countryName = try text(value)
    case .continent, .continentCode:
      fields.continent = try continentCode(value) ?? fields.continent
    case .region: fields.subdivisionName = try text(value)
    case .regionCode: fields.subdivision = try text(value)
    case .subdivisions: try readSubdivisions(value, &fields)
    case .positionText: try readPosition(value, &fields)
    case .latitude, .longitude, .radius: try readLocation(name, value, &fields)
    case .location:
      guard let map = try innerMap(value) else { return }
      var next = map.payload
      for _ in 0..<map.size {
        let (name, value) = try field(at: next)
        try readLocation(name, value, &fields)
        next = try decoder.skip(value)
      }
    case .registeredCountry: fields.hasRegisteredCountry = true
    case .traits:
      guard let map = try innerMap(value) else { return }
      var next = map.payload
      for _ in 0..<map.size {
        let (name, value) = try field(at: next)
        try readTrait(name, value, &fields)
        next = try decoder.skip(value)
      }
    default: try readTrait(name, value, &fields)
    }
  }

  /// The key at an offset and the offset of its value.
  @inline(__always)
  func field(at offset: Int) throws(RecordDamage) -> (FieldName, Int) {
    let written = try decoder.control(at: offset)
    if written.kind == .pointer {
      if let name = names.name(at: written.size) { return (name, written.payload) }
      let key = try decoder.control(at: written.size)
      let name = try name(of: key)
      names.keep(name, at: written.size)
      return (name, written.payload)
    }
    return (try name(of: written), written.payload + written.size)
  }

  private func name(of key: RecordDecoder.Control) throws(RecordDamage) -> FieldName {
    guard key.kind == .string else { throw .keyIsNoText }
    let bytes = decoder.section[key.payload..<(key.payload + key.size)]
    return FieldName(UnsafeRawBufferPointer(rebasing: bytes), language: language)
  }

  /// A map; `nil` for a text, which under such a key is another vendor's field of the same name.
  private func innerMap(_ offset: Int) throws(RecordDamage) -> RecordDecoder.Control? {
    let map = try decoder.resolved(at: offset)
    if map.kind == .map { return map }
    guard map.kind == .string else { throw .wrongType }
    return nil
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
    guard let part = try part(offset, isCountry: true) else { return }
    fields.country = part.code
    fields.countryName = part.name
  }

  private func readSubdivisions(
    _ offset: Int, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    let list = try decoder.resolved(at: offset)
    guard list.kind == .array else { throw .wrongType }
    // The first is the largest.
    guard list.size > 0, let part = try part(list.payload, isCountry: false) else { return }
    fields.subdivision = part.code
    fields.subdivisionName = part.name
  }

  /// A country, subdivision or city as a map of code and names, or as a text that is its name;
  /// `nil` for an empty text.
  private func part(_ offset: Int, isCountry: Bool) throws(RecordDamage) -> Part? {
    let written = try decoder.control(at: offset)
    guard written.kind == .pointer else { return try readPart(offset, isCountry: isCountry) }
    let target = written.size
    // One offset is read as one kind of part only, but a damaged file may point anywhere.
    let key = target << 1 | (isCountry ? 1 : 0)
    let hash = mixedHash(UInt64(key))
    if let part = parts.value(hash: hash, where: { $0.offset == key }) { return part }
    let part = try readPart(target, isCountry: isCountry, key: key)
    if let part { parts.insert(part, hash: hash) }
    return part
  }

  private func readPart(
    _ offset: Int, isCountry: Bool, key: Int = -1
  ) throws(RecordDamage) -> Part? {
    let value = try decoder.control(at: offset)
    if value.kind == .string {
      return value.size == 0 ? nil : Part(offset: key, code: nil, name: try decoder.text(value))
    }
    guard value.kind == .map else {
      throw value.kind == .pointer ? .pointerToPointer : .wrongType
    }
    var code: String?
    var name: String?
    var next = value.payload
    for left in stride(from: value.size, to: 0, by: -1) {
      let (field, member) = try field(at: next)
      if field == .isoCode {
        code = isCountry ? try countryCode(member) : try text(member)
      } else if field == .names {
        name = try localized(member)
      }
      // Names stand last in most files, and are many: they are not walked again.
      if left > 1 { next = try decoder.skip(member) }
    }
    return Part(offset: key, code: code, name: name)
  }

  private func readLocation(
    _ name: FieldName, _ value: Int, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    switch name {
    case .latitude: fields.latitude = try number(value, in: -90...90)
    case .longitude: fields.longitude = try number(value, in: -180...180)
    case .radius: fields.radiusKm = try number(value, in: 0...20_038)
    default: break
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
}
