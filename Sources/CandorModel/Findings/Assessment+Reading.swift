extension Assessment {
  /// Reads a document of `candor.assessment/1`, as a store or a file holds it.
  ///
  /// What the document does not hold is not there afterwards: transitions that end no run, the order,
  /// unattributed traces.
  ///
  /// - Parameter bytes: one JSON object.
  /// - Throws: where it is no JSON, of another `schema`, lacks a required key, or names observations that are
  ///   not there.
  public init(json bytes: some Sequence<UInt8>) throws(JSONError) {
    let value = try JSONValue(parsing: bytes)
    guard value["schema"]?.string == Assessment.schema else {
      throw JSONError(.invalidValue, at: 0, expected: "`schema` to be `\(Assessment.schema)`")
    }
    let subject = try value.required("interview")
    let (timeline, isPseudonymous) = try Timeline.reading(try value.required("timeline"))
    self.init(
      interview: Subject(
        platform: try subject.requiredText("platform"), id: try subject.requiredText("id"),
        candidate: subject["candidate"]?.string),
      outcome: try value.word("outcome"), outcomeNote: value["outcomeNote"]?.string,
      findings: try value.list("findings") { value throws(JSONError) in try Finding(value) },
      notEvaluable: try value.list("notEvaluable") { value throws(JSONError) in
        NotEvaluable(
          rule: try value.requiredText("rule"), reason: try value.word("reason"),
          text: try value.requiredText("text"))
      },
      contributions: try value.list("contributions") { value throws(JSONError) in
        Contribution(
          finding: value["finding"]?.integer ?? 0, kind: try value.word("kind"),
          severity: try value.word("severity"))
      },
      timeline: timeline, provenance: try Provenance(try value.required("provenance")),
      links: value["links"] == nil
        ? nil
        : try value.list("links") { value throws(JSONError) in
          Link(
            id: try value.requiredText("id"), kind: try value.requiredText("kind"),
            members: value["members"]?.array?.compactMap(\.string) ?? [],
            counts: FindingValue.reading(value["counts"]))
        },
      exceptions: value["exceptions"]?.array?.compactMap(\.string) ?? [])
    try checkNumbers()
    // A candidate's own id may look like a keyed hash, so whole addresses speak louder.
    self.isPseudonymous =
      isPseudonymous ?? interview.candidate.map(Self.isPseudonym) ?? false
  }

  /// Whether a candidate's name is a keyed hash: `p-` and 32 hexadecimal digits.
  private static func isPseudonym(_ text: String) -> Bool {
    text.hasPrefix("p-") && text.utf8.count == 34
      && text.dropFirst(2).allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }
}

extension JSONValue {
  fileprivate func required(_ key: String) throws(JSONError) -> JSONValue {
    guard let value = self[key] else {
      throw JSONError(.missingKey, at: 0, expected: "the key `\(key)`")
    }
    return value
  }

  fileprivate func requiredText(_ key: String) throws(JSONError) -> String {
    guard let text = try required(key).string else {
      throw JSONError(.unexpectedKind, at: 0, expected: "`\(key)` to be a string")
    }
    return text
  }

  fileprivate func word<Word: RawRepresentable>(
    _ key: String
  ) throws(JSONError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: try requiredText(key)) else {
      throw JSONError(.invalidValue, at: 0, expected: "`\(key)` to be a known word")
    }
    return word
  }

  fileprivate func list<Element>(
    _ key: String, _ read: (JSONValue) throws(JSONError) -> Element
  ) throws(JSONError) -> [Element] {
    var elements: [Element] = []
    for value in self[key]?.array ?? [] { elements.append(try read(value)) }
    return elements
  }

  fileprivate func integers(_ key: String) -> [Int] {
    self[key]?.array?.compactMap(\.integer) ?? []
  }

  fileprivate func optionalWord<Word: RawRepresentable>(
    _ key: String
  ) -> Word? where Word.RawValue == String {
    self[key]?.string.flatMap(Word.init(rawValue:))
  }
}

extension Finding {
  fileprivate init(_ value: JSONValue) throws(JSONError) {
    let rule = try value.requiredText("rule")
    let explanations = try value.list("explanations") { value throws(JSONError) in
      Explanation(
        code: try value.requiredText("code"), effect: try value.word("effect"),
        observations: value.integers("observations"), text: try value.requiredText("text"))
    }
    self.init(
      rule: rule, ruleVersion: try value.requiredText("ruleVersion"),
      ruleHash: try value.requiredText("ruleHash"), severity: try value.word("severity"),
      summary: try value.requiredText("summary"), observations: value.integers("observations"),
      values: FindingValue.reading(value["values"]), explanations: explanations,
      innocentReasons: value["innocentReasons"]?.array?.compactMap(\.string) ?? [],
      kind: Contribution.Kind(area: rule.prefix { $0 != "/" }))
    effectiveSeverity = try value.word("effectiveSeverity")
    exception = value["exception"]?.string
  }
}

extension Contribution.Kind {
  /// The kind that findings of a rule area are of.
  fileprivate init(area: some StringProtocol) {
    switch area {
    case "device": self = .device
    case "location": self = .place
    case "network": self = .network
    case "client": self = .client
    default: self = .evidence
    }
  }
}

extension FindingValue {
  fileprivate static func reading(_ object: JSONValue?) -> [FindingValue] {
    (object?.object ?? []).compactMap { name, value in
      switch value {
      case .string(let text): FindingValue(name, .text(text))
      case .bool(let flag): FindingValue(name, .flag(flag))
      case .array(let values): FindingValue(name, .texts(values.compactMap(\.string)))
      case .number(let text):
        if let whole = Int(text) {
          FindingValue(name, .integer(whole))
        } else {
          value.double.map {
            FindingValue(
              name, .number($0, decimals: text.drop { $0 != "." }.dropFirst().count))
          }
        }
      case .null, .object: nil
      }
    }
  }
}

extension Provenance {
  fileprivate init(_ value: JSONValue) throws(JSONError) {
    let pack = try value.required("rulePack")
    self.init(
      engine: try value.requiredText("engine"),
      rulePack: RulePack(
        name: try pack.requiredText("name"), version: try pack.requiredText("version"),
        hash: try pack.requiredText("hash")),
      databases: try value.list("databases") { value throws(JSONError) in
        Database(
          type: try value.requiredText("type"),
          builtAt: value["builtAt"]?.string.flatMap { Timestamp($0) },
          hash: try value.requiredText("hash"))
      },
      userAgents: value["userAgents"]?.string, referenceDate: value["referenceDate"]?.string,
      input: try value.requiredText("input"))
  }
}

extension Timeline {
  fileprivate static func reading(
    _ value: JSONValue
  ) throws(JSONError) -> (timeline: Timeline, isPseudonymous: Bool?) {
    var isPseudonymous: Bool?
    var observations: [Observation] = []
    for entry in value["observations"]?.array ?? [] {
      observations.append(Observation.reading(entry, isPseudonymous: &isPseudonymous))
    }
    let runs = (value["runs"]?.array ?? []).map {
      Run(
        first: $0["first"]?.integer ?? 0, last: $0["last"]?.integer ?? 0,
        place: $0["place"]?.integer, device: $0["device"]?.integer)
    }
    let transitions = (value["switches"]?.array ?? []).map(Switch.reading)
    let hasTimes = !observations.isEmpty && observations.allSatisfy { $0.at != nil }
    return (
      Timeline(
        observations: observations, order: hasTimes ? .time : .step, runs: runs,
        transitions: transitions, pattern: value.optionalWord("pattern")), isPseudonymous
    )
  }
}

extension Switch {
  fileprivate static func reading(_ value: JSONValue) -> Switch {
    var result = Switch(
      from: value["from"]?.integer ?? 0, to: value["to"]?.integer ?? 0, endsRun: true,
      changed: (value["changed"]?.array ?? []).compactMap { $0.string.flatMap(Aspect.init) })
    result.device = value.optionalWord("device")
    result.place = value.optionalWord("place")
    result.distanceKm = value["distanceKm"]?.double
    result.minimumDistanceKm = value["minimumDistanceKm"]?.double
    result.gapSeconds = value["gapSeconds"]?.double
    result.gapKnown = value.optionalWord("gapKnown") ?? .unknown
    result.speedKmh = value["speedKmh"]?.double
    result.minimumSpeedKmh = value["minimumSpeedKmh"]?.double
    result.direction = value.optionalWord("direction")
    return result
  }
}

extension Observation {
  /// - Parameter isPseudonymous: is set to whether the address is cut to its network; stays where
  ///   there is none.
  fileprivate static func reading(
    _ value: JSONValue, isPseudonymous: inout Bool?
  ) -> Observation {
    let missing = value["missing"]
    func state<Value>(_ found: Value?, _ key: String) -> Lookup<Value> {
      if let found { return .found(found) }
      switch missing?[key]?.string.flatMap(MissingReason.init) {
      case .notAttempted: return .notAttempted
      case .failed: return .failed
      case .absent, nil: return .absent
      }
    }
    var facts: AddressFacts?
    if let text = value["address"]?["text"]?.string {
      let parts = text.split(separator: "/", maxSplits: 1)
      isPseudonymous = parts.count == 2
      if let address = IPAddress(String(parts.first ?? "")) {
        facts = AddressFacts(
          address: NormalizedAddress(raw: text, address: address),
          network: state(value["network"].map(Network.reading), "network"),
          place: state(value["place"].map(Place.reading), "place"))
      }
    }
    return Observation(
      index: value["index"]?.integer ?? 0, answer: value["answer"]?.integer ?? 0,
      step: value["step"]?.integer ?? 0, attempt: value["attempt"]?.integer ?? 0,
      at: value["at"]?.string.flatMap { Timestamp($0) }, address: state(facts, "address"),
      client: state(value["client"].map { Client(ClientFacts.reading($0)) }, "client"))
  }
}

extension Network {
  fileprivate static func reading(_ value: JSONValue) -> Network {
    Network(
      asn: value["asn"]?.integer.flatMap(UInt32.init(exactly:)),
      organization: value["organization"]?.string,
      networkClass: value.optionalWord("class") ?? .unknown,
      confidence: value["confidence"]?.integer ?? 0, source: value["source"]?.string ?? "")
  }
}

extension Place {
  fileprivate static func reading(_ value: JSONValue) -> Place {
    Place(
      country: value["country"]?.string, subdivision: value["subdivision"]?.string,
      city: value["city"]?.string, latitude: value["latitude"]?.double,
      longitude: value["longitude"]?.double, radiusKm: value["radiusKm"]?.double,
      source: value["source"]?.string ?? "")
  }
}

extension ClientFacts {
  fileprivate static func reading(_ value: JSONValue) -> ClientFacts {
    let version = value["browserVersion"]?.string
    return ClientFacts(
      browser: value["browser"]?.string, browserVersion: version,
      browserMajor: version.flatMap { Int($0.prefix { $0 != "." }) },
      engine: value["engine"]?.string, os: value["os"]?.string,
      osVersion: value["osVersion"]?.string, deviceClass: value.optionalWord("class") ?? .unknown,
      brand: value["brand"]?.string, model: value["model"]?.string,
      inAppHost: value["inApp"]?.string, isWebView: value["webView"]?.bool ?? false,
      frozen: (value["frozen"]?.array ?? []).compactMap { $0.string.flatMap(ClientField.init) },
      automated: value.optionalWord("automated"), implausible: value.optionalWord("implausible"),
      isCut: value["cut"]?.bool ?? false)
  }
}
