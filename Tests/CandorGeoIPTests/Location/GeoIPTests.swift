import CandorModel
import CandorTesting
import Testing

@testable import CandorGeoIP

@Suite struct GeoIPTests {
  let databases: TestDatabase

  init() throws {
    databases = try TestDatabase()
  }

  static let countries = CountryTable(
    countries: [
      CountryTable.Country(
        code: "ES", name: "Spain", continent: "EU", latitude: 40, longitude: -4, extentKm: 900,
        boxes: [])
    ], borders: [])

  private func cities(_ records: [(String, MMDBValue)]) throws -> Database {
    try databases.open("GeoLite2-City", records)
  }

  private func facts(
    _ text: String, _ databases: [Database], lists: [NetworkList] = [],
    systems: SystemClassTable = .empty
  ) throws -> AddressFacts {
    let geoIP = GeoIP(
      databases: databases, lists: lists, systems: systems, countries: Self.countries)
    let facts = try #require(geoIP.facts(for: text).value)
    // Asked again, the caches answer the same.
    #expect(geoIP.facts(for: text).value == facts)
    // Whoever asks for numbers first is told the same.
    let index = LocationIndex(geoIP)
    for _ in 0..<2 {
      let located = Array(text.utf8).withUnsafeBufferPointer(AddressText.read).map(index.located)
      #expect(located.map { index.facts(of: $0, raw: text) }.value == facts)
      if case .found(let located) = located {
        #expect(index.state(located.place) == index.place(located.place).state)
        #expect(ComparedAddress(facts).address == index.compared(located).address)
        #expect(facts.networkFacts.traits.asn == index.compared(located).network.asn)
        // What is compared is told without making the place, and is the place's.
        let (told, place) = (index.compared(located).place, facts.placeFacts.traits)
        #expect(told.state == place.state && told.country == place.country)
        #expect(told.isCountryOnly == place.isCountryOnly && told.radiusKm == place.radiusKm)
        #expect(told.circle?.latitude == place.circle?.latitude)
        #expect(told.circle?.longitude == place.circle?.longitude)
        #expect(told.circle?.radiusKm == place.circle?.radiusKm)
      }
    }
    return facts
  }

  static let madrid = TestDatabase.city("ES", "MD", "Madrid", (40.4165, -3.7026), radius: 5)

  /// A town for each of 83.0.0.0/16 to 83.199.0.0/16.
  ///
  /// - Parameter databaseCount: how many databases tell them.
  private func twoHundredTowns(_ databaseCount: Int = 1) throws -> GeoIP {
    let records = (0..<200).map { number in
      (
        "83.\(number).0.0/16",
        TestDatabase.city("ES", "MD", "Town \(number)", (40, Double(number) / 100), radius: 5)
      )
    }
    return GeoIP(
      databases: try (0..<databaseCount).map { _ in try cities(records) },
      countries: Self.countries)
  }

  @Test("numbers stand for the same networks and places however many there are")
  func numbersManyPlaces() throws {
    let geoIP = try twoHundredTowns()
    let index = LocationIndex(geoIP, maximumCount: 64)
    var forgotten = 0
    for round in 0..<3 {
      for number in 0..<200 {
        if index.makeRoom() { forgotten += 1 }
        let text = "83.\(number).7.\(round)"
        let located = Array(text.utf8).withUnsafeBufferPointer(AddressText.read).map(index.located)
        let facts = located.map { index.facts(of: $0, raw: text) }
        #expect(facts.value?.place.value?.city == "Town \(number)")
        #expect(facts == geoIP.facts(for: text))
      }
    }
    #expect(forgotten > 3)
  }

  @Test(
    "places lose their names where there are many, and keep their numbers", arguments: [1, 2, 4])
  func makesPlacesAgain(_ databaseCount: Int) throws {
    let geoIP = try twoHundredTowns(databaseCount)
    let index = LocationIndex(geoIP, maximumMade: 16)
    let texts = (0..<200).map { "83.\($0).7.1" } + ["192.0.2.1", "9.9.9.9"]
    let located = texts.map { text in
      Array(text.utf8).withUnsafeBufferPointer(AddressText.read).map(index.located)
    }
    var kept: [PlaceFacts] = []
    for _ in 0..<3 {
      for (text, located) in zip(texts, located) {
        #expect(index.makeRoom() == false)
        let facts = located.map { index.facts(of: $0, raw: text) }
        #expect(facts == geoIP.facts(for: text))
        if let located = located.value { kept.append(index.place(located.place)) }
      }
    }
    // What was handed out stays, and none of those that were made are held for long.
    #expect(kept.count == 3 * texts.count)
    #expect(kept[7].place.value?.city == "Town 7")
    #expect(index.madeCount <= 17)
  }

  @Test("several addresses at once lead where each leads")
  func locatesSeveral() throws {
    var numbers = SeededNumbers(seed: 7)
    let records = (0..<300).map { number in
      (
        number % 3 == 0
          ? "2a0\(number % 7):\(String(number, radix: 16))::/\(24 + number % 40)"
          : "\(11 + number % 90).\(number % 256).0.0/\(13 + number % 17)",
        TestDatabase.city("ES", "MD", "Town \(number)", (40, Double(number) / 100), radius: 5)
      )
    }
    let system = { (prefix: String, number: UInt32) in
      (prefix, ["autonomous_system_number": .uint32(number)] as MMDBValue)
    }
    let asn = try databases.open(
      "GeoLite2-ASN",
      (1..<90).map { system("\($0 + 10).0.0.0/9", $0) } + [system("2a00::/12", 200)])
    let geoIP = GeoIP(databases: [try cities(records), asn], countries: Self.countries)
    let (index, single) = (LocationIndex(geoIP), LocationIndex(geoIP))
    var located: ContiguousArray<LocationIndex.Located> = []
    var places: Set<String> = []
    for count in [0, 1, 2, 7, 40, 300] {
      var readings: ContiguousArray<AddressText.Reading> = []
      for _ in 0..<count {
        // In and beside the networks, and some addresses that have no place.
        let base = records.randomElement(using: &numbers).flatMap { IPPrefix($0.0)?.base }
        let noise = UInt64.random(in: 0...0xff_ffff, using: &numbers) >> (numbers.next() % 24)
        let address: IPAddress =
          switch base {
          case let base? where base.family == .v6:
            IPAddress(v6High: base.high ^ noise << 20, low: noise)
          case let base?: IPAddress(v4: UInt32(truncatingIfNeeded: base.low ^ noise))
          case nil: IPAddress(v4: 0x0a00_0001)
          }
        let text = "\(noise % 9 == 0 ? IPAddress(v4: 0x0a00_0001) : address)"
        if case .found(let reading) = Array(text.utf8).withUnsafeBufferPointer(AddressText.read) {
          readings.append(reading)
        }
      }
      index.located(readings, into: &located)
      #expect(located.count == readings.count)
      for (reading, located) in zip(readings, located) {
        let text = "\(reading.address)"
        let facts = index.facts(of: located, raw: text)
        #expect(facts == single.facts(of: single.located(reading), raw: text))
        #expect(facts == geoIP.facts(for: text).value)
        if let city = facts.place.value?.city { places.insert(city) }
      }
    }
    #expect(places.count > 30)
  }

  @Test func findsPlaceAndNetwork() throws {
    let asn = try databases.open(
      "GeoLite2-ASN",
      [
        (
          "83.56.0.0/14",
          [
            "autonomous_system_number": .uint32(3352),
            "autonomous_system_organization": "TELEFONICA DE ESPANA",
          ]
        )
      ])
    let facts = try facts("83.56.102.236", [try cities([("83.56.0.0/14", Self.madrid)]), asn])
    #expect(facts.address.text == "83.56.102.236" && facts.notes.isEmpty)
    let place = try #require(facts.place.value)
    #expect(place.country == "ES" && place.subdivision == "MD" && place.city == "Madrid")
    #expect(place.radiusKm == 5 && !place.isRadiusDefault && place.source == "GeoLite2-City")
    let network = try #require(facts.network.value)
    #expect(network.asn == 3352 && network.organization == "TELEFONICA DE ESPANA")
    #expect(network.networkClass == .unknown && network.source == "GeoLite2-ASN")
  }

  @Test func statesOfKnowledgeAreFour() throws {
    let city = try cities([("83.56.0.0/14", Self.madrid)])
    #expect(try facts("8.8.8.8", [city]).place == .absent)
    #expect(try facts("83.56.1.1", [city]).network == .notAttempted)
    #expect(try facts("83.56.1.1", []).place == .notAttempted)
    let broken = try cities([
      ("83.56.0.0/14", ["location": ["latitude": .double(99), "longitude": .double(0)]])
    ])
    let failed = try facts("83.56.1.1", [broken])
    #expect(failed.place == .failed)
    #expect(failed.notes == [.implausibleRecord, .databaseFailed])
    let both = try facts("83.56.1.1", [broken, city])
    #expect(both.place.value?.city == "Madrid")
    #expect(both.notes == [.implausibleRecord, .databaseFailed])
  }

  @Test func textsThatAreNoAddressHaveNoFacts() {
    let geoIP = GeoIP(databases: [], countries: .empty)
    #expect(geoIP.facts(for: "unknown") == .absent)
    #expect(geoIP.facts(for: "") == .absent)
    #expect(geoIP.facts(for: "localhost") == .failed)
  }

  @Test(arguments: ["10.0.0.1", "100.64.0.1", "127.0.0.1", "fe80::1", "fd00::1", "192.0.2.1"])
  func whatIsNotGlobalHasNoPlace(text: String) throws {
    let facts = try facts(
      text, [try cities([("0.0.0.0/0", Self.madrid), ("8000::/1", Self.madrid)])])
    #expect(facts.place == .absent && facts.network == .absent)
    #expect(facts.notes == [.notLocatable] && !facts.isLocatable)
  }

  @Test func embeddedAddressesAreLookedUpAsThemselves() throws {
    let city = try cities([("83.56.0.0/14", Self.madrid)])
    for text in ["::ffff:83.56.102.236", "2002:5338:66ec::1", "64:ff9b::83.56.102.236"] {
      #expect(try facts(text, [city]).place.value?.city == "Madrid", "\(text)")
    }
  }

  @Test func aDatabaseOfIPv4HasNothingForIPv6() throws {
    let city = try databases.open("X-City", families: .ipv4, [("0.0.0.0/0", Self.madrid)])
    #expect(try facts("2a02:9130::1", [city]).place == .absent)
    #expect(try facts("83.56.102.236", [city]).place.value?.city == "Madrid")
  }

  @Test func defaultRadiiFollowWhatIsKnown() throws {
    func radius(_ record: MMDBValue) throws -> Double? {
      let place = try facts("83.56.1.1", [try cities([("0.0.0.0/0", record)])]).place.value
      #expect(place?.isRadiusDefault == true)
      return place?.radiusKm
    }
    #expect(try radius(TestDatabase.city("ES", "MD", "Madrid", (40, -3))) == 50)
    #expect(try radius(TestDatabase.city("ES", "MD", nil, (40, -3))) == 200)
    #expect(try radius(TestDatabase.city("ES", nil, nil, (40, -3))) == 900)
    #expect(try radius(TestDatabase.city("PL", nil, nil, (52, 19))) == 1000)
  }

  @Test func theCellularRadiusIsWide() throws {
    let lines = try databases.open(
      "GeoIP2-Connection-Type", [("0.0.0.0/0", ["connection_type": "Cellular"])])
    let facts = try facts("83.56.1.1", [try cities([("0.0.0.0/0", Self.madrid)]), lines])
    #expect(facts.place.value?.radiusKm == 300 && facts.isCellular)
    #expect(facts.notes == [.cellularRadius])
  }

  @Test func aRelayKeepsTheCountryAlone() throws {
    let list = try NetworkList(.relay, name: "relay.txt", text: "83.56.0.0/14")
    let facts = try facts("83.56.1.1", [try cities([("0.0.0.0/0", Self.madrid)])], lists: [list])
    let place = try #require(facts.place.value)
    #expect(place.country == "ES" && place.isCountryOnly && !place.hasPosition)
    #expect(facts.isRelay && facts.notes == [.relayCityLeftOut])
    #expect(facts.network.value?.source == "relay.txt")
  }

  /// A database may tell where the operator of a relay is; the relay's own list tells whose country it
  /// keeps.
  @Test func theListOfARelayTellsItsCountry() throws {
    let list = try NetworkList(
      .relay, name: "relay.csv",
      text: """
        83.56.0.0/16,PT,PT-11,Lisbon,
        83.57.0.0/16,"pl",,,
        83.58.0.0/16,,,,
        """)
    let cities = try cities([("0.0.0.0/0", Self.madrid)])
    for (address, country, source) in [
      ("83.56.1.1", "PT", "relay.csv"), ("83.57.1.1", "PL", "relay.csv"),
      ("83.58.1.1", "ES", "GeoLite2-City"),
    ] {
      let facts = try facts(address, [cities], lists: [list])
      let place = try #require(facts.place.value)
      #expect(facts.isRelay && place.country == country && place.isCountryOnly)
      #expect(place.source == source)
    }
    // Of what is no relay a country in the second cell says nothing.
    let vpn = try NetworkList(.vpn, name: "vpn.csv", text: "83.56.0.0/16,PT")
    #expect(try self.facts("83.56.1.1", [cities], lists: [vpn]).place.value?.country == "ES")
  }

  /// Countries out of registries are those of operators.
  @Test func aDatabaseOfOperatorsTellsNothingOfARelay() throws {
    let countries = try databases.open(
      "Candor-Country", [("0.0.0.0/0", ["country": ["iso_code": "US"]])])
    let list = try NetworkList(.relay, name: "relay.txt", text: "83.56.0.0/16")
    let relayed = try facts("83.56.1.1", [countries], lists: [list])
    #expect(relayed.isRelay && relayed.place.value == nil)
    #expect(relayed.notes == [.relayCountryLeftOut])
    #expect(try facts("83.57.1.1", [countries], lists: [list]).place.value?.country == "US")
    // Another database tells it.
    let both = try facts(
      "83.56.1.1", [countries, try cities([("0.0.0.0/0", Self.madrid)])], lists: [list])
    #expect(both.place.value?.country == "ES")
  }

  @Test func systemsClassifyAndNameWhereNothingElseDoes() throws {
    let systems = try SystemClassTable(
      csv: "asn,class,confidence,name,source\n16509,hosting,95,Amazon,x\n")
    let asn = try databases.open("ipinfo asn", [("3.0.0.0/8", ["asn": "AS16509"])])
    let network = try #require(try facts("3.1.1.1", [asn], systems: systems).network.value)
    #expect(network.organization == "Amazon" && network.networkClass == .hosting)
    #expect(network.confidence == 95 && network.isAnonymised)
    #expect(network.source == "ipinfo asn, asn-classes")
  }

  @Test func theCountryOfRegistrationIsOnlyNoted() throws {
    let city = try cities([("0.0.0.0/0", ["registered_country": ["iso_code": "US"]])])
    let facts = try facts("83.56.1.1", [city])
    #expect(facts.place == .absent && facts.notes == [.registeredCountryOnly])
  }

  @Test func severalWorkersGetTheSameAnswers() async throws {
    var records: [(String, MMDBValue)] = []
    for octet in 1...200 {
      records.append(("\(octet).0.0.0/8", TestDatabase.city("ES", "MD", "City \(octet)", (40, -3))))
    }
    let geoIP = GeoIP(databases: [try cities(records)], countries: Self.countries)
    await withTaskGroup(of: Bool.self) { group in
      for worker in 0..<4 {
        group.addTask {
          var numbers = SeededNumbers(seed: UInt64(worker))
          for _ in 0..<4_000 {
            let octet = 1 + numbers.next() % 200
            let address = "\(octet).\(numbers.next() % 256).1.1"
            guard let facts = geoIP.facts(for: address).value else { return false }
            let isGlobal = facts.address.scope.isGlobal
            if isGlobal, facts.place.value?.city != "City \(octet)" { return false }
          }
          return true
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
