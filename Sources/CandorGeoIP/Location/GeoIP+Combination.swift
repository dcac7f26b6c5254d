import CandorModel

extension GeoIP {
  /// A record with its database, or the damage that was met on the way to it.
  struct Word {
    var database: Database
    /// `nil` where the database has no record.
    var facts: RecordFacts?
    var isDamaged: Bool
  }

  /// Network and place out of the records and lists that a key names.
  func combine(key: [UInt64]) -> LocatedFacts {
    let words = databases.indices.map { word(databases[$0], key[$0]) }
    let named = lists.indices.filter { key[databases.count] >> UInt64($0) & 1 == 1 }
    var notes: Set<AddressFacts.Note> = []
    if words.contains(where: \.isDamaged) { notes.insert(.databaseFailed) }
    if words.contains(where: { $0.facts?.damage == .outOfRange || $0.facts?.damage == .wrongType })
    {
      notes.insert(.implausibleRecord)
    }
    let network = network(words, lists: named.map { lists[$0] }, notes: &notes)
    let place = place(words, network: network.value, notes: &notes)
    return LocatedFacts(
      key: key, network: network, place: place,
      notes: AddressFacts.Note.allCases.filter { notes.contains($0) })
  }

  func word(_ database: Database, _ part: UInt64) -> Word {
    guard part != .max else { return Word(database: database, facts: nil, isDamaged: true) }
    guard part > 0 else { return Word(database: database, facts: nil, isDamaged: false) }
    let facts = database.facts(at: Int(part - 1))
    // A database about nothing that is wanted may hold anything.
    let isDamaged =
      facts.damage != nil && (database.providesPlace || database.providesNetwork)
    return Word(database: database, facts: facts, isDamaged: isDamaged)
  }

  // MARK: Network

  private func network(
    _ words: [Word], lists: [NetworkList], notes: inout Set<AddressFacts.Note>
  ) -> Lookup<Network> {
    guard providesNetworks else { return .notAttempted }
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
      let hasFailed = words.contains { $0.isDamaged && $0.database.providesNetwork }
      return hasFailed ? .failed : .absent
    }
    return .found(
      Network(
        asn: asn, organization: organization?.name, networkClass: winner?.networkClass ?? .unknown,
        confidence: winner?.confidence ?? 0, source: sources.joined(separator: ", "),
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
    var claims = words.flatMap { $0.facts?.fields.claims ?? [] }
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

  private func place(
    _ words: [Word], network: Network?, notes: inout Set<AddressFacts.Note>
  ) -> Lookup<Place> {
    guard providesPlaces else { return .notAttempted }
    let sources = words.compactMap { word -> PlaceMerging.Source? in
      guard let facts = word.facts, facts.hasPlace else { return nil }
      return PlaceMerging.Source(
        fields: facts.fields, isCountryOnly: facts.isCountryOnly,
        name: word.database.metadata.type)
    }
    let merging = PlaceMerging(countries: countries, parameters: parameters)
    guard var place = merging.merge(sources, notes: &notes) else {
      if words.contains(where: { $0.isDamaged && $0.database.providesPlace }) { return .failed }
      if words.contains(where: { $0.facts?.fields.hasRegisteredCountry ?? false }) {
        notes.insert(.registeredCountryOnly)
      }
      return .absent
    }
    if network?.isRelay ?? false {
      guard place.country != nil else { return .absent }
      if !place.isCountryOnly || place.hasPosition { notes.insert(.relayCityLeftOut) }
      place = Place(
        country: place.country, countryName: place.countryName, continent: place.continent,
        source: place.source)
    }
    if network?.isCellular ?? false, let radius = place.radiusKm,
      radius < parameters.cellularRadiusKm
    {
      place.radiusKm = parameters.cellularRadiusKm
      place.isRadiusDefault = true
      notes.insert(.cellularRadius)
    }
    return .found(place)
  }
}
