import CandorModel

/// What one database's record knows, as far as it is wanted.
///
/// Immutable; decoded once per data offset and shared.
final class RecordFacts: Sendable {
  /// The fields, while they are read.
  struct Fields: Sendable {
    var country: String?
    var countryName: String?
    var continent: String?
    var subdivision: String?
    var subdivisionName: String?
    var city: String?
    var latitude: Double?
    var longitude: Double?
    var radiusKm: Double?
    var hasRegisteredCountry = false
    var asn: UInt32?
    var organization: String?
    var provider: String?
    var claims: [ClassClaim] = []
    /// The database's own confidence that the address is an anonymiser, 0 to 100.
    var anonymiserConfidence: Int?

    var hasPlace: Bool { country != nil || latitude != nil && (city != nil || subdivision != nil) }
    var hasPosition: Bool { latitude != nil && longitude != nil }
    var isCountryOnly: Bool { city == nil && subdivision == nil && subdivisionName == nil }
  }

  /// Where the record stands in the data section.
  let offset: Int
  let fields: Fields
  /// What is wrong with the record; its fields are then empty.
  let damage: RecordDamage?

  init(offset: Int, fields: Fields, damage: RecordDamage? = nil) {
    self.offset = offset
    self.fields = fields
    self.damage = damage
  }

  var hasPlace: Bool { fields.hasPlace }
  var isCountryOnly: Bool { fields.isCountryOnly }
}
