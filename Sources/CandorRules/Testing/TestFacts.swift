import CandorModel

/// Builds enriched interviews of the compact facts in test files.
///
/// Equal facts become one object, as enrichment does it.
struct TestFacts {
  let source: SourceText
  let countries: CountryNames
  var diagnostics: [Diagnostic] = []
  private var addresses: [AddressFacts: AddressFacts] = [:]
  private var clients: [Client: Client] = [:]
  /// Facts without an address of their own, by what they say, to the address made up for them.
  private var madeUp: [String: IPAddress] = [:]

  static let addressKeys = [
    "ip", "country", "countryName", "continent", "subdivision", "subdivisionName", "city",
    "latitude", "longitude", "radiusKm", "asn", "organization", "class", "confidence", "missing",
  ]
  static let clientKeys = [
    "agent", "browser", "browserVersion", "engine", "os", "osVersion", "deviceClass", "brand",
    "model", "inApp", "webView", "frozen", "automated", "implausible",
  ]

  init(source: SourceText, countries: CountryNames) {
    self.source = source
    self.countries = countries
  }

  /// The interview of a case.
  mutating func interview(_ fields: YAMLFields) -> EnrichedInterview {
    var evidence = readInterview(fields)
    var observations: [Observation] = []
    for (index, node) in (fields.list("observations", into: &diagnostics) ?? []).enumerated() {
      observations += self.observations(
        node, path: "\(fields.path("observations"))[\(index)]", from: observations.count)
    }
    evidence.answers = observations.map { observation in
      Answer(
        step: Step(index: observation.step), attempt: observation.attempt,
        ip: observation.address.value?.address.raw, userAgent: nil, at: observation.at)
    }
    let seen = fields.node("seen").flatMap {
      YAMLFields(
        $0, path: fields.path("seen"), known: ["addresses", "agents"], source: source,
        into: &diagnostics)
    }
    let seenAddresses = seen.map { readSeenAddresses($0) } ?? []
    let seenClients = seen.map { readSeenClients($0) } ?? []
    let contacts = readContacts(fields)
    evidence.seen = Seen(
      ipAddresses: seenAddresses.compactMap { $0.value?.address.raw },
      userAgents: seenClients.map(\.text))
    evidence.contacts = contacts.map(\.contact)
    return EnrichedInterview(
      evidence: evidence, observations: observations, seenAddresses: seenAddresses,
      seenClients: seenClients, contacts: contacts)
  }

  private mutating func readInterview(_ fields: YAMLFields) -> Evidence {
    var evidence = Evidence(platform: "file", interview: Interview(id: "test"))
    guard let node = fields.node("interview"),
      let inner = YAMLFields(
        node, path: fields.path("interview"),
        known: [
          "id", "platform", "status", "createdAt", "startedAt", "completedAt", "position",
          "declaredCountry", "notes",
        ], source: source, into: &diagnostics)
    else { return evidence }
    if let id = inner.text("id", into: &diagnostics) { evidence.interview.id = id }
    if let platform = inner.text("platform", into: &diagnostics) { evidence.platform = platform }
    evidence.interview.status = inner.text("status", into: &diagnostics)
    evidence.interview.createdAt = moment("createdAt", inner)
    evidence.interview.startedAt = moment("startedAt", inner)
    evidence.interview.completedAt = moment("completedAt", inner)
    if let position = inner.text("position", into: &diagnostics) {
      evidence.interview.position = Position(id: position)
    }
    if let country = inner.text("declaredCountry", into: &diagnostics) {
      evidence.candidate = Candidate(declaredCountry: country)
    }
    evidence.notes = inner.texts("notes", into: &diagnostics).map {
      Note(code: $0, message: "a note of the platform's reader")
    }
    return evidence
  }

  private mutating func moment(_ key: String, _ fields: YAMLFields) -> Timestamp? {
    guard let text = fields.text(key, into: &diagnostics) else { return nil }
    // As evidence has it: nothing is measured by when an interview was made.
    guard let moment = key == "createdAt" ? Timestamp(text) : Timestamp(complete: text) else {
      diagnostics.append(
        RuleDiagnostic.invalidFact(
          fields.path(key), expected: "a moment like `2026-03-02T09:00:00Z`", found: text,
          at: fields.valuePlace(key)))
      return nil
    }
    return moment
  }

  // MARK: Observations

  private mutating func observations(
    _ node: YAMLNode, path: String, from first: Int
  ) -> [Observation] {
    guard
      let fields = YAMLFields(
        node, path: path,
        known: ["repeat", "step", "attempt", "at"] + Self.addressKeys + Self.clientKeys,
        source: source, into: &diagnostics)
    else { return [] }
    let address = address(fields)
    let client = client(fields)
    let step = fields.integer("step", into: &diagnostics)
    let attempt = fields.integer("attempt", into: &diagnostics) ?? 0
    let at = moment("at", fields)
    let count = integer("repeat", fields, in: 1...1000) ?? 1
    return (0..<count).map { offset in
      Observation(
        index: first + offset, answer: first + offset, step: step ?? first + offset,
        attempt: attempt, at: at, address: address, client: client)
    }
  }

  private mutating func readSeenAddresses(_ fields: YAMLFields) -> [Lookup<AddressFacts>] {
    (fields.list("addresses", into: &diagnostics) ?? []).enumerated().compactMap { index, node in
      YAMLFields(
        node, path: "\(fields.path("addresses"))[\(index)]", known: Self.addressKeys,
        source: source, into: &diagnostics
      ).map { address($0) }
    }
  }

  private mutating func readSeenClients(_ fields: YAMLFields) -> [SeenClient] {
    (fields.list("agents", into: &diagnostics) ?? []).enumerated().compactMap { index, node in
      guard
        let inner = YAMLFields(
          node, path: "\(fields.path("agents"))[\(index)]", known: Self.clientKeys,
          source: source, into: &diagnostics)
      else { return nil }
      let text = inner.text("agent", into: &diagnostics) ?? "agent \(index + 1)"
      return SeenClient(text: text, client: client(inner))
    }
  }

  private mutating func readContacts(_ fields: YAMLFields) -> [EnrichedContact] {
    (fields.list("contacts", into: &diagnostics) ?? []).enumerated().compactMap { index, node in
      guard
        let inner = YAMLFields(
          node, path: "\(fields.path("contacts"))[\(index)]",
          known: ["kind", "at"] + Self.addressKeys + Self.clientKeys, source: source,
          into: &diagnostics)
      else { return nil }
      let address = address(inner)
      let contact = Contact(
        kind: inner.text("kind", into: &diagnostics) ?? "open", at: moment("at", inner),
        ip: address.value?.address.raw)
      return EnrichedContact(contact: contact, address: address, client: client(inner))
    }
  }
}

// MARK: Addresses

extension TestFacts {
  private mutating func address(_ fields: YAMLFields) -> Lookup<AddressFacts> {
    let missing = fields.node("missing").flatMap {
      YAMLFields(
        $0, path: fields.path("missing"), known: ["address", "network", "place", "client"],
        source: source, into: &diagnostics)
    }
    if let reason = missing?.word("address", as: MissingWord.self, into: &diagnostics) {
      return reason.lookup()
    }
    let place = place(fields, missing)
    let network = network(fields, missing)
    let hasFacts = Self.addressKeys.contains { $0 != "missing" && fields.has($0) }
    guard hasFacts || missing?.has("place") == true || missing?.has("network") == true else {
      return .absent
    }
    let address: IPAddress
    if let text = fields.text("ip", into: &diagnostics) {
      guard let found = IPAddress(text) else {
        diagnostics.append(
          RuleDiagnostic.invalidFact(
            fields.path("ip"), expected: "an address", found: text, at: fields.valuePlace("ip")))
        return .failed
      }
      address = found
    } else {
      address = makeUp("\(place) \(network)")
    }
    let facts = AddressFacts(
      address: NormalizedAddress(raw: address.description, address: address), network: network,
      place: place)
    if let known = addresses[facts] { return .found(known) }
    addresses[facts] = facts
    return .found(facts)
  }

  /// A public address, another one for other facts.
  private mutating func makeUp(_ facts: String) -> IPAddress {
    if let known = madeUp[facts] { return known }
    let address = IPAddress(v4: 0x5000_0001 + UInt32(madeUp.count) << 8)
    madeUp[facts] = address
    return address
  }

  private mutating func place(_ fields: YAMLFields, _ missing: YAMLFields?) -> Lookup<Place> {
    if let reason = missing?.word("place", as: MissingWord.self, into: &diagnostics) {
      return reason.lookup()
    }
    let keys = [
      "country", "countryName", "continent", "subdivision", "subdivisionName", "city",
      "latitude", "longitude", "radiusKm",
    ]
    guard keys.contains(where: { fields.has($0) }) else { return .absent }
    let country = country(fields)
    var place = Place(
      country: country,
      countryName: fields.text("countryName", into: &diagnostics)
        ?? country.map(countries.name(of:)),
      continent: fields.text("continent", into: &diagnostics),
      subdivision: fields.text("subdivision", into: &diagnostics),
      subdivisionName: fields.text("subdivisionName", into: &diagnostics),
      city: fields.text("city", into: &diagnostics),
      latitude: degrees("latitude", fields, upTo: 90),
      longitude: degrees("longitude", fields, upTo: 180), radiusKm: radius(fields),
      source: "test")
    if place.latitude != nil, place.radiusKm == nil {
      place.radiusKm = place.city != nil ? 50 : place.isCountryOnly ? nil : 200
      place.isRadiusDefault = true
    }
    return .found(place)
  }

  private mutating func network(_ fields: YAMLFields, _ missing: YAMLFields?) -> Lookup<Network> {
    if let reason = missing?.word("network", as: MissingWord.self, into: &diagnostics) {
      return reason.lookup()
    }
    guard ["asn", "organization", "class", "confidence"].contains(where: { fields.has($0) })
    else { return .absent }
    let networkClass = fields.word("class", as: NetworkClass.self, into: &diagnostics)
    let number = integer("asn", fields, in: 0...Int(UInt32.max))
    let confidence = integer("confidence", fields, in: 0...100)
    return .found(
      Network(
        asn: number.flatMap { UInt32(exactly: $0) },
        organization: fields.text("organization", into: &diagnostics),
        networkClass: networkClass ?? .unknown, confidence: confidence ?? 80, source: "test"))
  }
}

// MARK: What can be

extension TestFacts {
  /// A whole number; nothing, after a diagnostic, outside of its range.
  private mutating func integer(
    _ key: String, _ fields: YAMLFields, in range: ClosedRange<Int>
  ) -> Int? {
    guard let number = fields.integer(key, into: &diagnostics) else { return nil }
    if range.contains(number) { return number }
    refuse(key, fields, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  /// A coordinate.
  private mutating func degrees(
    _ key: String, _ fields: YAMLFields, upTo limit: Int
  ) -> Double? {
    guard let number = fields.number(key, into: &diagnostics) else { return nil }
    if number.magnitude <= Double(limit) { return number }
    refuse(key, fields, expected: "a number from -\(limit) to \(limit)")
    return nil
  }

  private mutating func radius(_ fields: YAMLFields) -> Double? {
    guard let number = fields.number("radiusKm", into: &diagnostics) else { return nil }
    if number >= 0 { return number }
    refuse("radiusKm", fields, expected: "a number of at least 0")
    return nil
  }

  /// A code as databases give it, which conditions compare by its letters.
  private mutating func country(_ fields: YAMLFields) -> String? {
    guard let code = fields.text("country", into: &diagnostics) else { return nil }
    if CountryTable.isCode(code) { return code }
    refuse("country", fields, expected: "two capital letters like `ES`")
    return nil
  }

  private mutating func refuse(_ key: String, _ fields: YAMLFields, expected: String) {
    diagnostics.append(
      RuleDiagnostic.invalidFact(
        fields.path(key), expected: expected, found: fields.node(key)?.scalar?.shortText ?? "",
        at: fields.valuePlace(key)))
  }
}

// MARK: Clients

extension TestFacts {
  private mutating func client(_ fields: YAMLFields) -> Lookup<Client> {
    if fields.has("missing"), let node = fields.node("missing") {
      // What is wrong with the mapping was told when the address was read.
      var ignored: [Diagnostic] = []
      let missing = YAMLFields(
        node, path: fields.path("missing"), known: ["address", "network", "place", "client"],
        source: source, into: &ignored)
      if let reason = missing?.word("client", as: MissingWord.self, into: &diagnostics) {
        return reason.lookup()
      }
    }
    guard Self.clientKeys.contains(where: { $0 != "agent" && fields.has($0) }) else {
      if fields.has("agent") {
        diagnostics.append(
          RuleDiagnostic.agentWithoutFacts(fields.path("agent"), at: fields.place("agent")))
      }
      return .absent
    }
    let version = fields.text("browserVersion", into: &diagnostics)
    let frozen = fields.texts("frozen", into: &diagnostics).compactMap { name -> ClientField? in
      if let field = ClientField(rawValue: name) { return field }
      diagnostics.append(
        RuleDiagnostic.unknownWord(
          fields.path("frozen"), known: ClientField.allCases.map(\.rawValue), found: name,
          at: fields.valuePlace("frozen")))
      return nil
    }
    let deviceClass = fields.word("deviceClass", as: DeviceClass.self, into: &diagnostics)
    let client = Client(
      ClientFacts(
        browser: fields.text("browser", into: &diagnostics), browserVersion: version,
        browserMajor: version.flatMap { Int($0.prefix { $0 != "." }) },
        engine: fields.text("engine", into: &diagnostics),
        os: fields.text("os", into: &diagnostics),
        osVersion: fields.text("osVersion", into: &diagnostics),
        deviceClass: deviceClass ?? .unknown, brand: fields.text("brand", into: &diagnostics),
        model: fields.text("model", into: &diagnostics),
        inAppHost: fields.text("inApp", into: &diagnostics),
        isWebView: fields.flag("webView", into: &diagnostics) ?? false,
        frozen: frozen.sorted(),
        automated: fields.word("automated", as: AutomationReason.self, into: &diagnostics),
        implausible: fields.word(
          "implausible", as: ImplausibilityReason.self, into: &diagnostics)))
    if let known = clients[client] { return .found(known) }
    clients[client] = client
    return .found(client)
  }
}

/// The states of a fact that is not there.
private enum MissingWord: String, CaseIterable {
  case notAttempted = "not-attempted"
  case absent
  case failed

  func lookup<Value>() -> Lookup<Value> {
    switch self {
    case .notAttempted: .notAttempted
    case .absent: .absent
    case .failed: .failed
    }
  }
}
