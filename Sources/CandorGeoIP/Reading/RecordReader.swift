import CandorModel

/// Takes the wanted fields out of a record, whoever wrote the database.
///
/// Told by the shape, not by the vendor: MaxMind, DB-IP and ours nest (`country.iso_code`), IPinfo
/// is flat and says everything as text (`country`, `asn` as `AS174`, `vpn` as `true`). Every field
/// that is used is checked for type and range, and one that cannot be makes the whole record
/// damaged: where one field is nonsense the others are no longer believed.
///
/// Continents, countries, subdivisions and cities stand once in a file, with all their names, and
/// many records point to them: they are read once and kept.
///
/// Thread safety: immutable; the two caches are safe to share.
struct RecordReader: Sendable {
  /// How many continents, countries, subdivisions and cities are kept.
  static let cachedParts = 1 << 13

  /// What a part is read as. One offset is read as one kind only, but a damaged file may point
  /// anywhere.
  enum PartKind: Int {
    case plain, country, continent
  }

  /// A continent, country, subdivision or city.
  final class Part: Sendable {
    /// Its offset and kind.
    let key: Int
    let code: String?
    let name: String?

    init(key: Int, code: String?, name: String?) {
      self.key = key
      self.code = code
      self.name = name
    }
  }

  let decoder: RecordDecoder
  let source: String
  let language: FieldName.Language
  let isResidentialProxyList: Bool
  /// Whether the database's type tells what it is about: then every record is a map.
  let isOfKnownKind: Bool
  private let names = FieldNameCache()
  private let parts = SharedCache<Part>(capacity: cachedParts)

  init(
    decoder: RecordDecoder, source: String, language: String, isResidentialProxyList: Bool,
    isOfKnownKind: Bool
  ) {
    self.decoder = decoder
    self.source = source
    self.language = FieldName.Language(language)
    self.isResidentialProxyList = isResidentialProxyList
    self.isOfKnownKind = isOfKnownKind
  }

  /// Reads the record at an offset.
  func read(at offset: Int) -> RecordFacts {
    do throws(RecordDamage) {
      return RecordFacts(offset: offset, fields: try fields(at: offset))
    } catch {
      return RecordFacts(offset: offset, fields: RecordFacts.Fields(), damage: error)
    }
  }

  /// The fields of the record at an offset.
  func fields(at offset: Int) throws(RecordDamage) -> RecordFacts.Fields {
    var fields = RecordFacts.Fields()
    let record = try decoder.resolved(at: offset)
    // A record that is no map is legal and says nothing that we look for, but in a database of
    // which every record is a map it is what an offset into the middle of a record looks like.
    guard record.kind == .map else {
      guard isOfKnownKind else { return fields }
      throw .wrongType
    }
    var next = record.payload
    var left = record.size
    while left > 0 {
      let (name, value) = try field(at: next)
      if left > 1 {
        let written = try decoder.control(at: value)
        try read(name, value, written, &fields)
        next = try decoder.end(of: written)
      } else {
        try readLast(name, value, &fields)
      }
      left -= 1
    }
    finish(&fields)
    guard (fields.latitude == nil) == (fields.longitude == nil) else { throw .outOfRange }
    return fields
  }

  /// Reads a field with nothing behind it, of which nobody has to know where it ends: one that is
  /// not looked for may be damaged.
  private func readLast(
    _ name: FieldName, _ value: Int, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    switch name {
    case .other: break
    case .registeredCountry: fields.hasRegisteredCountry = true
    case .city, .country, .countryCode, .countryName, .continent, .continentCode, .region,
      .regionCode, .subdivisions, .positionText, .latitude, .longitude, .radius, .location, .traits:
      try read(name, value, decoder.control(at: value), &fields)
    default: try readTrait(name, value, &fields)
    }
  }

  /// - Parameters:
  ///   - value: the offset of the value.
  ///   - written: its control bytes.
  @inline(__always)
  private func read(
    _ name: FieldName, _ value: Int, _ written: RecordDecoder.Control,
    _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    switch name {
    case .other: break
    case .city: fields.city = try part(value, written, .plain)?.name
    case .country: try readCountry(value, written, &fields)
    case .countryCode: fields.country = try countryCode(value)
    case .countryName: fields.countryName = try text(value)
    case .continent, .continentCode:
      fields.continent = try continent(written) ?? fields.continent
    case .region: fields.subdivisionName = try text(value)
    case .regionCode: fields.subdivision = try text(value)
    case .subdivisions: try readSubdivisions(written, &fields)
    case .positionText: try readPosition(value, &fields)
    case .latitude, .longitude, .radius: try readLocation(name, written, &fields)
    case .location:
      guard let map = try innerMap(written) else { return }
      var next = map.payload
      for _ in 0..<map.size {
        let (name, value) = try field(at: next)
        let written = try decoder.control(at: value)
        try readLocation(name, written, &fields)
        next = try decoder.end(of: written)
      }
    case .registeredCountry: fields.hasRegisteredCountry = true
    case .traits:
      guard let map = try innerMap(written) else { return }
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
    if let (target, next) = decoder.shortPointer(at: offset), let name = names.name(at: target) {
      return (name, next)
    }
    return try anyField(at: offset)
  }

  private func anyField(at offset: Int) throws(RecordDamage) -> (FieldName, Int) {
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
  @inline(__always)
  private func innerMap(
    _ written: RecordDecoder.Control
  ) throws(RecordDamage) -> RecordDecoder.Control? {
    let map = try decoder.resolved(written)
    if map.kind == .map { return map }
    guard map.kind == .string else { throw .wrongType }
    return nil
  }

  // MARK: Place

  private func readCountry(
    _ offset: Int, _ written: RecordDecoder.Control, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    // Only maps are kept as countries.
    if let part = kept(written, .country) {
      fields.country = part.code
      fields.countryName = part.name
      return
    }
    let value = try decoder.resolved(written)
    if value.kind == .string {
      // IPinfo writes the code here, and in its free files the name beside `country_code`.
      if value.size == 2 {
        fields.country = try countryCode(offset)
      } else if value.size > 0 {
        fields.countryName = try decoder.text(value)
      }
      return
    }
    guard let part = try part(offset, written, .country) else { return }
    fields.country = part.code
    fields.countryName = part.name
  }

  private func readSubdivisions(
    _ written: RecordDecoder.Control, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    let list = try decoder.resolved(written)
    guard list.kind == .array else { throw .wrongType }
    // The first is the largest.
    guard list.size > 0 else { return }
    let first = try decoder.control(at: list.payload)
    guard let part = try part(list.payload, first, .plain) else { return }
    fields.subdivision = part.code
    fields.subdivisionName = part.name
  }

  /// A country, subdivision or city as a map of code and names, or as a text that is its name;
  /// `nil` for an empty text.
  private func part(
    _ offset: Int, _ written: RecordDecoder.Control, _ kind: PartKind
  ) throws(RecordDamage) -> Part? {
    guard written.kind == .pointer else { return try readPart(offset, kind) }
    if let part = kept(written, kind) { return part }
    let part = try readPart(written.size, kind, key: Self.key(written.size, kind))
    if let part { keep(part) }
    return part
  }

  /// The part that a pointer leads to, where it is kept.
  @inline(__always)
  private func kept(_ written: RecordDecoder.Control, _ kind: PartKind) -> Part? {
    guard written.kind == .pointer else { return nil }
    let key = Self.key(written.size, kind)
    return parts.value(hash: mixedHash(UInt64(key)), where: { $0.key == key })
  }

  private func keep(_ part: Part) {
    parts.insert(part, hash: mixedHash(UInt64(part.key)))
  }

  @inline(__always)
  private static func key(_ offset: Int, _ kind: PartKind) -> Int { offset << 2 | kind.rawValue }

  /// A continent's code; see `continentCode`.
  private func continent(_ written: RecordDecoder.Control) throws(RecordDamage) -> String? {
    if let part = kept(written, .continent) { return part.code }
    let code = try continentCode(written)
    if written.kind == .pointer {
      keep(Part(key: Self.key(written.size, .continent), code: code, name: nil))
    }
    return code
  }

  private func readPart(
    _ offset: Int, _ kind: PartKind, key: Int = 0
  ) throws(RecordDamage) -> Part? {
    let value = try decoder.control(at: offset)
    if value.kind == .string {
      return value.size == 0 ? nil : Part(key: key, code: nil, name: try decoder.text(value))
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
        code = kind == .country ? try countryCode(member) : try text(member)
      } else if field == .names {
        name = try localized(member)
      }
      // Names stand last in most files, and are many: they are not walked again.
      if left > 1 { next = try decoder.skip(member) }
    }
    return Part(key: key, code: code, name: name)
  }

  @inline(__always)
  private func readLocation(
    _ name: FieldName, _ value: RecordDecoder.Control, _ fields: inout RecordFacts.Fields
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
