public import CandorModel

/// Addresses, agents and interviews built by hand, for tests of what is concluded from them.
public enum Detection {
  /// A few countries as squares of some ten degrees, with their real neighbours.
  public static let countries: CountryTable = {
    let table = CountryTable(
      countries: [
        country("ES", "Spain", 40, -4, south: 36, west: -9.3, north: 43.8, east: 3.3),
        country("PT", "Portugal", 39.5, -8, south: 36.9, west: -9.5, north: 42.2, east: -6.2),
        country("FR", "France", 46.5, 2.5, south: 42.3, west: -4.8, north: 51.1, east: 8.2),
        country("DE", "Germany", 51, 10, south: 47.3, west: 5.9, north: 55.1, east: 15),
        country("PL", "Poland", 52, 19.5, south: 49, west: 14.1, north: 54.8, east: 24.2),
        country("PH", "Philippines", 13, 122, south: 4.6, west: 116.9, north: 21.1, east: 126.6),
        country("CZ", "Czechia", 49.8, 15.5, south: 48.5, west: 12, north: 51.1, east: 18.9),
      ],
      borders: [("ES", "PT"), ("ES", "FR"), ("DE", "FR"), ("DE", "PL"), ("CZ", "DE"), ("CZ", "PL")])
    return table
  }()

  private static func country(
    _ code: String, _ name: String, _ latitude: Double, _ longitude: Double, south: Double,
    west: Double, north: Double, east: Double
  ) -> CountryTable.Country {
    let columns = "code,name,continent,centreLatitude,centreLongitude,extentKm,boxes"
    let row = "\(code),\(name),EU,\(latitude),\(longitude),700,\(south) \(west) \(north) \(east)"
    let table = try? CountryTable(countriesCSV: "\(columns)\n\(row)\n", bordersCSV: "a,b\n")
    guard let country = table?.country(code) else {
      preconditionFailure("the table of test countries cannot be read")
    }
    return country
  }

  /// Where somebody is, as a database would say it.
  public enum Spot: String, CaseIterable, Sendable {
    case madrid, toledo, valencia, barcelona, lisbon, porto, paris, berlin, warsaw, prague, manila
    case badajoz, elvas

    /// Country, city, latitude, longitude.
    var facts: (String, String, Double, Double) {
      switch self {
      case .madrid: ("ES", "Madrid", 40.4168, -3.7038)
      case .toledo: ("ES", "Toledo", 39.8628, -4.0273)
      case .valencia: ("ES", "Valencia", 39.4699, -0.3763)
      case .barcelona: ("ES", "Barcelona", 41.3874, 2.1686)
      case .badajoz: ("ES", "Badajoz", 38.8794, -6.9707)
      case .elvas: ("PT", "Elvas", 38.8815, -7.1628)
      case .lisbon: ("PT", "Lisbon", 38.7223, -9.1393)
      case .porto: ("PT", "Porto", 41.1579, -8.6291)
      case .paris: ("FR", "Paris", 48.8566, 2.3522)
      case .berlin: ("DE", "Berlin", 52.52, 13.405)
      case .warsaw: ("PL", "Warsaw", 52.2297, 21.0122)
      case .prague: ("CZ", "Prague", 50.0755, 14.4378)
      case .manila: ("PH", "Manila", 14.5995, 120.9842)
      }
    }
  }

  /// The place of a spot.
  public static func place(_ spot: Spot, radiusKm: Double = 20) -> Place {
    let (code, city, latitude, longitude) = spot.facts
    return Place(
      country: code, countryName: countries.country(code)?.name, subdivision: "X", city: city,
      latitude: latitude, longitude: longitude, radiusKm: radiusKm, source: "test")
  }

  /// A place of which only the country is known, as country databases give it.
  public static func place(country: String) -> Place {
    let entry = countries.country(country)
    return Place(
      country: country, countryName: entry?.name, latitude: entry?.latitude,
      longitude: entry?.longitude, radiusKm: entry?.extentKm, isRadiusDefault: true, source: "test")
  }

  /// An address with its facts.
  ///
  /// - Parameter network: the AS number and the class; `nil` where nothing is known of the network.
  public static func address(
    _ text: String, _ place: Lookup<Place>, asn: UInt32? = nil,
    _ networkClass: NetworkClass = .unknown, confidence: Int = 80, organization: String? = nil,
    hasNetwork: Bool = true
  ) -> AddressFacts {
    guard let address = IPAddress(text) else {
      preconditionFailure("`\(text)` is no address")
    }
    let network = Network(
      asn: asn, organization: organization, networkClass: networkClass, confidence: confidence,
      source: "test")
    return AddressFacts(
      address: NormalizedAddress(raw: text, address: address),
      network: hasNetwork ? .found(network) : .notAttempted, place: place)
  }

  /// An address at a spot, in a fixed line's network.
  public static func home(
    _ spot: Spot, _ text: String = "83.56.102.236", asn: UInt32 = 3352, radiusKm: Double = 20
  ) -> AddressFacts {
    address(text, .found(place(spot, radiusKm: radiusKm)), asn: asn, .residential)
  }

  /// An address of a mobile carrier whose gateway is at a spot.
  public static func carrier(
    _ spot: Spot, _ text: String = "77.224.10.1", asn: UInt32 = 12430
  ) -> AddressFacts {
    address(text, .found(place(spot, radiusKm: 300)), asn: asn, .cellular)
  }

  /// An address of a commercial private network that says it is at a spot.
  public static func vpn(
    _ spot: Spot, _ text: String = "5.180.79.7", class networkClass: NetworkClass = .vpn
  ) -> AddressFacts {
    address(text, .found(place(spot)), asn: 9009, networkClass)
  }

  /// An address of a relay, of which only the country is known.
  public static func relay(country: String, _ text: String = "104.28.30.1") -> AddressFacts {
    address(text, .found(place(country: country)), asn: 13335, .relay)
  }

  /// An interview of these observations, steps numbered from 0.
  ///
  /// - Parameters:
  ///   - minutes: the time of each answer in minutes from the start; `nil` for none, of all or of one.
  ///   - durationMinutes: start and end of the interview; `nil` for neither.
  public static func interview(
    _ answers: [(AddressFacts?, Client?)], minutes: [Double?]? = nil,
    durationMinutes: Double? = nil, declaredCountry: String? = nil, steps: [Int]? = nil,
    seen: [AddressFacts] = [], seenClients: [Client] = []
  ) -> EnrichedInterview {
    let start: Int64 = 1_772_442_000_000
    var observations: [Observation] = []
    var evidenceAnswers: [Answer] = []
    var attempts: [Int: Int] = [:]
    for (index, (facts, client)) in answers.enumerated() {
      let at = minutes?[index].map {
        Timestamp(millisecondsSinceEpoch: start + Int64($0 * 60_000))
      }
      let step = steps?[index] ?? index
      let attempt = attempts[step, default: 0]
      attempts[step] = attempt + 1
      evidenceAnswers.append(
        Answer(step: Step(index: step), attempt: attempt, ip: facts?.address.raw, at: at))
      observations.append(
        Observation(
          index: index, answer: index, step: step, attempt: attempt, at: at,
          address: facts.map { .found($0) } ?? .absent,
          client: client.map { .found($0) } ?? .absent))
    }
    var evidence = Evidence(
      platform: "file", interview: Interview(id: "i-1"),
      candidate: Candidate(declaredCountry: declaredCountry), answers: evidenceAnswers)
    if let durationMinutes {
      evidence.interview.startedAt = Timestamp(millisecondsSinceEpoch: start)
      evidence.interview.completedAt = Timestamp(
        millisecondsSinceEpoch: start + Int64(durationMinutes * 60_000))
    }
    return EnrichedInterview(
      evidence: evidence, observations: observations,
      seenAddresses: seen.map { .found($0) },
      seenClients: seenClients.map { SeenClient(text: "agent", client: .found($0)) })
  }
}

/// A few agents of every day.
public enum Agents {
  /// Safari on a Mac.
  public static let mac = desktop("Safari", "18.1", "macOS")
  /// Chrome on Windows.
  public static let windows = desktop("Chrome", "131", "Windows")
  /// Firefox on the same Windows.
  public static let windowsFirefox = desktop("Firefox", "133.0", "Windows")
  /// Safari on an iPhone, of another major version than the Mac's: with the same one the two could
  /// be one phone that asks for desktop sites.
  public static let iPhone = Client(
    ClientFacts(
      browser: "Safari", browserVersion: "17.6", browserMajor: 17, engine: "WebKit", os: "iOS",
      osVersion: "17.6", deviceClass: .phone, brand: "Apple", model: "iPhone"))
  /// Chrome on an Android phone whose model is frozen.
  public static let android = Client(
    ClientFacts(
      browser: "Chrome", browserVersion: "131", browserMajor: 131, engine: "Blink", os: "Android",
      deviceClass: .phone, frozen: [.model, .osVersion]))
  /// An old-style agent of a Pixel 7.
  public static let pixel = phone("Pixel 7")
  /// An old-style agent of a Galaxy S23 Ultra.
  public static let galaxy = phone("SM-S918B")
  /// A Chromium without a window.
  public static let headless = Client(
    ClientFacts(
      browser: "HeadlessChrome", browserVersion: "131", browserMajor: 131, os: "Linux",
      deviceClass: .desktop, automated: .headlessChrome))

  /// Chrome on Windows in another version.
  public static func chrome(_ version: Int) -> Client {
    desktop("Chrome", "\(version)", "Windows")
  }

  /// A desktop browser.
  public static func desktop(_ browser: String, _ version: String, _ os: String) -> Client {
    Client(
      ClientFacts(
        browser: browser, browserVersion: version,
        browserMajor: version.split(separator: ".").first.flatMap { Int($0) }, os: os,
        deviceClass: .desktop))
  }

  private static func phone(_ model: String) -> Client {
    Client(
      ClientFacts(
        browser: "Chrome", browserVersion: "131", browserMajor: 131, os: "Android",
        osVersion: "14", deviceClass: .phone, model: model))
  }
}
