import CandorModel
import CandorTesting
import Testing

@testable import CandorGeoIP

/// The shapes of the vendors' records, each read through a database of our own making.
@Suite struct RecordReaderTests {
  let databases: TestDatabase

  init() throws {
    databases = try TestDatabase()
  }

  private func facts(
    _ record: MMDBValue, type: String = "Test-Enterprise", language: String = "en"
  ) throws -> RecordFacts {
    let database = try databases.open(type, language: language, [("0.0.0.0/0", record)])
    let offset = try #require(try database.offset(for: IPAddress(v4: 0x5338_66ec)))
    return database.facts(at: offset)
  }

  @Test func readsMaxMindCity() throws {
    let record = TestDatabase.city("ES", "MD", "Madrid", (40.4165, -3.7026), radius: 5)
    let fields = try facts(record).fields
    #expect(fields.country == "ES" && fields.countryName == "Name of ES")
    #expect(fields.continent == "EU")
    #expect(fields.subdivision == "MD" && fields.subdivisionName == "Region MD")
    #expect(fields.city == "Madrid")
    #expect(fields.latitude == 40.4165 && fields.longitude == -3.7026 && fields.radiusKm == 5)
    #expect(fields.hasRegisteredCountry)
    #expect(try facts(record, language: "es").fields.city == "Madrid (es)")
    #expect(try facts(record, language: "ja").fields.city == "Madrid")
  }

  @Test func readsIPinfoLocation() throws {
    let fields = try facts([
      "city": "Mountain View", "region": "California", "region_code": "CA", "country": "US",
      "lat": "37.38605", "lng": "-122.08385", "postal_code": "94035",
      "timezone": "America/Los_Angeles", "radius": "50",
    ]).fields
    #expect(fields.country == "US" && fields.subdivision == "CA" && fields.city == "Mountain View")
    #expect(fields.latitude == 37.38605 && fields.longitude == -122.08385)
    #expect(fields.radiusKm == 50)
  }

  @Test func readsIPinfoLite() throws {
    let fields = try facts([
      "asn": "AS174", "as_name": "Cogent Communications", "as_domain": "cogentco.com",
      "country": "United States", "country_code": "US", "continent": "North America",
      "continent_code": "NA",
    ]).fields
    #expect(fields.country == "US" && fields.countryName == "United States")
    #expect(fields.continent == "NA")
    #expect(fields.asn == 174 && fields.organization == "Cogent Communications")
  }

  @Test func readsDBIPLiteWithoutCodesOfSubdivisions() throws {
    let fields = try facts([
      "country": ["iso_code": "FR", "names": ["en": "France"]],
      "subdivisions": .array([["names": ["en": "Bretagne"]]]),
      "city": ["names": ["en": "Rennes"]],
      "location": ["latitude": .float(48.11), "longitude": .float(-1.68)],
    ]).fields
    #expect(fields.subdivision == "Bretagne" && fields.city == "Rennes")
    #expect(fields.latitude == Double(Float(48.11)) && fields.radiusKm == nil)
  }

  @Test func theCountryOfRegistrationIsNotTheCountry() throws {
    let facts = try facts(["registered_country": ["iso_code": "US"]])
    #expect(facts.fields.country == nil && facts.fields.hasRegisteredCountry && !facts.hasPlace)
  }

  @Test(arguments: ["EU", "AP", "A1", "A2", "O1", "??", ""])
  func codesOfNoCountryAreAbsent(code: String) throws {
    let facts = try facts(["country": ["iso_code": .string(code)]])
    #expect(facts.damage == nil && facts.fields.country == nil)
  }

  @Test func lowerCaseCodesAndPrefixedSubdivisionsAreUnified() throws {
    let fields = try facts(["country": "es", "region_code": "ES-MD"]).fields
    #expect(fields.country == "ES" && fields.subdivision == "MD")
  }

  @Test(
    arguments: [
      (
        "latitude", ["location": ["latitude": .double(90.01), "longitude": .double(0)]], .outOfRange
      ),
      (
        "longitude", ["location": ["latitude": .double(0), "longitude": .double(-181)]], .outOfRange
      ),
      (
        "not a number", ["location": ["latitude": .double(.nan), "longitude": .double(0)]],
        .outOfRange
      ),
      ("half a position", ["location": ["latitude": .double(1)]], .outOfRange),
      ("radius", ["location": ["accuracy_radius": .int32(-1)]], .outOfRange),
      ("country of three letters", ["country": ["iso_code": "ESP"]], .outOfRange),
      ("country as a number", ["country": .uint16(34)], .wrongType),
      ("city as a list", ["city": .array([])], .wrongType),
      ("position as a map", ["location": ["latitude": ["a": "b"]]], .wrongType),
      ("AS number as words", ["asn": "Cogent"], .outOfRange),
      ("AS number as a list", ["autonomous_system_number": .array([])], .wrongType),
      ("subdivisions as a text", ["subdivisions": "MD"], .wrongType),
      ("loc without a comma", ["loc": "40.4"], .outOfRange),
      ("a record that is a text", "ES", .wrongType),
    ] as [(String, MMDBValue, RecordDamage)])
  func whatCannotBeDamagesTheRecord(
    name: String, record: MMDBValue, expected: RecordDamage
  ) throws {
    let facts = try facts(record)
    #expect(facts.damage == expected, "\(name)")
    #expect(facts.fields.country == nil && facts.fields.latitude == nil)
  }

  @Test(
    arguments: [
      ("connection type", ["connection_type": "Cellular"], .cellular, 80),
      ("corporate", ["connection_type": "Corporate"], .business, 60),
      ("cable", ["connection_type": "Cable/DSL"], .residential, 60),
      ("satellite", ["connection_type": "Satellite"], .satellite, 75),
      ("user type", ["traits": ["user_type": "college"]], .education, 70),
      ("privacy network", ["traits": ["user_type": "consumer_privacy_network"]], .relay, 85),
      (
        "hosting without a confidence", ["is_hosting_provider": true, "is_anonymous": true],
        .hosting, 60
      ),
      (
        "hosting with a confidence",
        ["is_hosting_provider": true, "anonymizer_confidence": .uint16(30)], .hosting, 30
      ),
      (
        "vpn with a confidence", ["is_anonymous_vpn": true, "anonymizer_confidence": .uint16(99)],
        .vpn, 99
      ),
      (
        "anonymizer of Shield",
        ["anonymizer": ["is_anonymous_vpn": true, "confidence": .uint16(70)]], .vpn, 70
      ),
      ("tor", ["is_tor_exit_node": true], .tor, 95),
      ("anonymous alone", ["is_anonymous": true], .proxy, 60),
      ("IPinfo privacy", ["vpn": "true", "proxy": "", "hosting": "true"], .vpn, 85),
      ("IPinfo relay", ["relay": "true"], .relay, 85),
      ("IPinfo isp", ["type": "isp"], .residential, 40),
      ("IPinfo hosting", ["as_type": "hosting"], .hosting, 60),
      ("carrier", ["carrier": "Vodafone", "mcc": "214"], .cellular, 80),
      ("anycast", ["traits": ["is_anycast": true]], .anycast, 75),
    ] as [(String, MMDBValue, NetworkClass, Int)])
  func readsClasses(
    name: String, record: MMDBValue, expected: NetworkClass, confidence: Int
  ) throws {
    let facts = try facts(record)
    #expect(facts.damage == nil)
    let winner = try #require(
      ClassCombination.winner(
        of: facts.fields.claims, anonymiserConfidence: facts.fields.anonymiserConfidence,
        threshold: 50), "\(name)")
    #expect(winner.networkClass == expected && winner.confidence == confidence, "\(name)")
  }

  @Test func flagsThatAreFalseClaimNothing() throws {
    let facts = try facts(["is_tor_exit_node": false, "vpn": "", "proxy": "false", "relay": "0"])
    #expect(facts.damage == nil && facts.fields.claims.isEmpty)
  }

  @Test func aListOfResidentialProxiesNeedsNoFlag() throws {
    let record: MMDBValue = ["anonymizer_confidence": .uint16(82), "provider_name": "x"]
    let fields = try facts(record, type: "GeoIP-Residential-Proxy").fields
    #expect(fields.claims.map(\.networkClass) == [.proxy])
    #expect(fields.claims.map(\.confidence) == [82])
  }

  @Test func kindsAreToldByShapeWhereTheTypeSaysNothing() throws {
    func kind(_ record: MMDBValue) throws -> DatabaseKind {
      try databases.open("acme", [("0.0.0.0/0", record)]).kind
    }
    #expect(try kind(["country": "ES"]) == .country)
    #expect(try kind(["country": "ES", "city": "Madrid"]) == .city)
    #expect(try kind(["asn": "AS174"]) == .asn)
    #expect(try kind(["asn": "AS174", "country": "ES"]) == .countryASN)
    #expect(try kind(["vpn": "true"]) == .privacy)
    #expect(try kind(["color": "blue"]) == .other)
  }
}
