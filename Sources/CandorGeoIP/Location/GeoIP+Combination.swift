import CandorModel

extension GeoIP {
  /// A record with its database, or the damage that was met on the way to it.
  struct Word {
    var database: Database
    /// `nil` where the database has no record.
    var facts: RecordFacts?
    var isDamaged: Bool
  }

  func word(_ database: Database, _ part: UInt64, isKept: Bool = true) -> Word {
    guard part != .max else {
      database.tell(.damagedTree(database.name, "it leads out of the data section"))
      return Word(database: database, facts: nil, isDamaged: true)
    }
    guard part > 0 else { return Word(database: database, facts: nil, isDamaged: false) }
    let facts = database.facts(at: Int(part - 1), isKept: isKept)
    return Word(database: database, facts: facts, isDamaged: facts.damage != nil)
  }

  /// The words that a key names, of databases in their order.
  private func words(_ databases: [Database], _ key: LocationKey) -> [Word] {
    var words: [Word] = []
    words.reserveCapacity(databases.count)
    for index in databases.indices {
      // What is made of a single record is kept itself; a record that is read for its network and
      // for its place, or beside others, is kept decoded.
      let isKept =
        databases.count > 1 || databases[index].providesPlace && databases[index].providesNetwork
      words.append(word(databases[index], key[index], isKept: isKept))
    }
    return words
  }

  private static func noteDamage(_ words: [Word], _ notes: inout Set<AddressFacts.Note>) {
    for word in words where word.isDamaged {
      notes.insert(.databaseFailed)
      let damage = word.facts?.damage
      if damage == .outOfRange || damage == .wrongType { notes.insert(.implausibleRecord) }
    }
  }

  // MARK: Network

  /// The network of the records and lists that a key names.
  func network(for key: LocationKey) -> LocatedNetwork {
    let words = words(networkDatabases, key)
    let bits = key[networkDatabases.count]
    let named = bits == 0 ? [] : lists.indices.filter { bits >> UInt64($0) & 1 == 1 }
    var notes: Set<AddressFacts.Note> = []
    Self.noteDamage(words, &notes)
    let network = network(words, lists: named.map { lists[$0] }, notes: &notes)
    return LocatedNetwork(key: key, network: network, notes: notes)
  }

  private func network(
    _ words: [Word], lists: [NetworkList], notes: inout Set<AddressFacts.Note>
  ) -> Lookup<Network> {
    var sources: [String] = []
    func add(_ source: String) {
      if !sources.contains(source) { sources.append(source) }
    }
    var asn: UInt32?
    for word in words {
      guard let number = word.facts?.fields.asn else { continue }
      if asn == nil {
        asn = number
        add(word.database.metadata.type)
      } else if asn != number {
        notes.insert(.numbersDisagree)
      }
    }
    let organization = organization(words, asn: asn)
    if let organization { add(organization.source) }
    let claims = claims(words, lists: lists, asn: asn)
    let winner = ClassCombination.winner(
      of: claims, anonymiserConfidence: anonymiserConfidence(words),
      threshold: parameters.classThreshold)
    if let winner { add(winner.source) }
    guard asn != nil || organization != nil || winner != nil else {
      return words.contains(where: \.isDamaged) ? .failed : .absent
    }
    return .found(
      Network(
        asn: asn, organization: organization?.name, networkClass: winner?.networkClass ?? .unknown,
        confidence: winner?.confidence ?? 0,
        source: sources.count == 1 ? sources[0] : sources.joined(separator: ", "),
        threshold: parameters.classThreshold))
  }

  /// The name of the first database that has one and no other number; the system's own name goes
  /// before that of the provider or customer in the same record.
  private func organization(_ words: [Word], asn: UInt32?) -> (name: String, source: String)? {
    for word in words {
      guard let fields = word.facts?.fields, fields.asn == nil || fields.asn == asn else {
        continue
      }
      if let name = fields.organization ?? fields.provider {
        return (name, word.database.metadata.type)
      }
    }
    guard let asn, let entry = systems.entry(for: asn), !entry.name.isEmpty else { return nil }
    return (entry.name, SystemClassTable.sourceName)
  }

  /// All claims: databases in order, lists in order, the table of systems.
  func claims(_ words: [Word], lists: [NetworkList], asn: UInt32?) -> [ClassClaim] {
    var claims: [ClassClaim] = []
    for word in words {
      if let facts = word.facts, !facts.fields.claims.isEmpty { claims += facts.fields.claims }
    }
    for list in lists {
      claims.append(
        ClassClaim(
          list.networkClass, confidence: NetworkList.confidence, source: list.name,
          reason: "listed", reach: .list))
    }
    if let asn, let entry = systems.entry(for: asn) {
      claims.append(
        ClassClaim(
          entry.networkClass, confidence: entry.confidence, source: SystemClassTable.sourceName,
          reason: "AS\(asn) \(entry.name)", reach: .system))
    }
    return claims
  }

  /// The first database's own confidence that the address is an anonymiser.
  func anonymiserConfidence(_ words: [Word]) -> Int? {
    words.lazy.compactMap { $0.facts?.fields.anonymiserConfidence }.first
  }

  // MARK: Place

  /// The place of the records and the kind of network that a key names.
  func place(for key: LocationKey) -> LocatedPlace {
    var notes: Set<AddressFacts.Note> = []
    let place =
      listedPlace(key) ?? placeOfOneRecord(for: key, notes: &notes)
      ?? place(for: key, notes: &notes)
    return LocatedPlace(key: key, place: place, notes: notes)
  }

  /// The country that a list tells of a relay: it is the one that the relay keeps, where a database may
  /// tell its operator's; `nil` where no list tells any.
  private func listedPlace(_ key: LocationKey) -> Lookup<Place>? {
    let number = key[placeDatabases.count] >> LocatedNetwork.flagBits
    guard let code = CountryNumber.code(of: UInt32(truncatingIfNeeded: number)) else { return nil }
    let country = countries.country(code)
    return .found(
      Place(
        country: code, countryName: country?.name, continent: country?.continent,
        source: relayLists.map(\.name).joined(separator: ", ")))
  }

  /// What is compared of the place that a key means, where that needs no more than a look at one
  /// record; else `nil`.
  func placeTraits(for key: LocationKey) -> PlaceTraits? {
    // What a relay leaves of a place is left to who makes it.
    guard key[1] & LocatedNetwork.relayFlag == 0, let fields = onlyRecord(for: key) else {
      return nil
    }
    return PlaceMerging(countries: countries, parameters: parameters)
      .traits(of: fields, isCellular: key[1] & LocatedNetwork.cellularFlag != 0)
  }

  /// What the only database of places tells; `nil` where it is not alone, where its records are
  /// kept for their networks, and where it has none or a damaged one.
  private func onlyRecord(for key: LocationKey) -> RecordFacts.Fields? {
    guard placeDatabases.count == 1, key[0] > 0, key[0] != .max,
      !placeDatabases[0].providesNetwork
    else { return nil }
    return placeDatabases[0].undamagedFields(at: Int(key[0] - 1))
  }

  /// The place that the only database of places tells; `nil` as `onlyRecord`.
  private func placeOfOneRecord(
    for key: LocationKey, notes: inout Set<AddressFacts.Note>
  ) -> Lookup<Place>? {
    guard let fields = onlyRecord(for: key) else { return nil }
    let merging = PlaceMerging(countries: countries, parameters: parameters)
    let type = placeDatabases[0].metadata.type
    if tellsOperators(type, key), fields.country != nil {
      notes.insert(.relayCountryLeftOut)
      return .absent
    }
    guard let place = merging.place(of: fields, name: type) else {
      if fields.hasRegisteredCountry { notes.insert(.registeredCountryOnly) }
      return .absent
    }
    return fitted(place, flags: key[1], notes: &notes)
  }

  private func place(
    for key: LocationKey, notes: inout Set<AddressFacts.Note>
  ) -> Lookup<Place> {
    let words = words(placeDatabases, key)
    Self.noteDamage(words, &notes)
    var sources: [PlaceMerging.Source] = []
    for word in words {
      guard let facts = word.facts, facts.hasPlace else { continue }
      if tellsOperators(word.database.metadata.type, key) {
        notes.insert(.relayCountryLeftOut)
        continue
      }
      sources.append(PlaceMerging.Source(facts: facts, name: word.database.metadata.type))
    }
    let merging = PlaceMerging(countries: countries, parameters: parameters)
    guard let place = merging.merge(sources, notes: &notes) else {
      if words.contains(where: \.isDamaged) { return .failed }
      if words.contains(where: { $0.facts?.fields.hasRegisteredCountry ?? false }) {
        notes.insert(.registeredCountryOnly)
      }
      return .absent
    }
    return fitted(place, flags: key[placeDatabases.count], notes: &notes)
  }

  /// Whether what a database tells of the address is where the operator of a relay is, and not the
  /// country that the relay keeps.
  private func tellsOperators(_ databaseType: String, _ key: LocationKey) -> Bool {
    key[placeDatabases.count] & LocatedNetwork.relayFlag != 0
      && databaseType == DataBuilder.countryType
  }

  /// A place as far as the kind of its network allows to tell it.
  private func fitted(
    _ place: Place, flags: UInt64, notes: inout Set<AddressFacts.Note>
  ) -> Lookup<Place> {
    let isRelay = flags & LocatedNetwork.relayFlag != 0
    let isCellular = flags & LocatedNetwork.cellularFlag != 0
    guard isRelay || isCellular else { return .found(place) }
    var place = place
    if isRelay {
      guard place.country != nil else { return .absent }
      if !place.isCountryOnly || place.hasPosition { notes.insert(.relayCityLeftOut) }
      place = Place(
        country: place.country, countryName: place.countryName, continent: place.continent,
        source: place.source)
    }
    if isCellular, let radius = place.radiusKm, radius < parameters.cellularRadiusKm {
      place.radiusKm = parameters.cellularRadiusKm
      place.isRadiusDefault = true
      notes.insert(.cellularRadius)
    }
    return .found(place)
  }
}
