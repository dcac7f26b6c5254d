import CandorExpression
import CandorGeoIP
import CandorKit
import CandorModel
import CandorRules
import CandorTesting
import CandorTimeline
import CandorUserAgent
import Foundation
import datasets
import rules

/// What the stages work on, the same in every run.
enum StageData {
  struct Missing: Error {
    let what: String
    init(_ what: String) { self.what = what }
  }

  private static func text(_ path: String) throws -> String {
    guard let text = Datasets.text(at: path) else { throw Missing(path) }
    return text
  }

  // MARK: Agents

  /// The different agents of the test files of uap-core, as many as 15,000, in their order.
  static func agents() throws -> [String] {
    let folder = ProcessInfo.processInfo.environment["CANDOR_UAP_CORE"] ?? "/usr/share/uap-core"
    var known: Set<Substring> = []
    var agents: [String] = []
    for file in ["test_ua", "test_os", "test_device"] {
      let text = try String(contentsOfFile: "\(folder)/tests/\(file).yaml", encoding: .utf8)
      for line in text.split(separator: "\n") {
        // Where the quotes of YAML would need a parser, the agent is left out.
        let parts = line.split(separator: "'", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasSuffix("user_agent_string: "),
          known.insert(parts[1]).inserted
        else { continue }
        agents.append(String(parts[1]))
      }
    }
    guard agents.count > 1000 else { throw Missing("agents in \(folder)") }
    return agents
  }

  // MARK: Places

  /// Addresses from all over IPv4, none twice in a hundred thousand calls or hardly.
  static func addresses() -> [IPAddress] {
    var numbers = SeededNumbers(seed: 3)
    var found: [IPAddress] = []
    while found.count < 100_000 {
      let address = IPAddress(v4: UInt32(truncatingIfNeeded: numbers.next()))
      if address.isGlobal { found.append(address) }
    }
    return found
  }

  /// A small City and a small ASN database, made with our own writer.
  static func location() throws -> GeoIP {
    let countries = ["ES", "FR", "DE", "PL", "PT", "IT", "US", "BR", "IN", "PH", "RO", "GB"]
    let cities = try database("GeoLite2-City", records: 5000, lengths: 17...20) { index in
      [
        "city": ["names": ["en": .string("City \(index)")]],
        "country": ["iso_code": .string(countries[index % countries.count])],
        "location": [
          "accuracy_radius": .uint16(UInt16(5 + index % 100)),
          "latitude": .double(Double(index % 1700) / 10 - 85),
          "longitude": .double(Double(index % 3590) / 10 - 179.5),
        ],
      ]
    }
    let systems = try database("GeoLite2-ASN", records: 5000, lengths: 14...18) { index in
      [
        "autonomous_system_number": .uint32(UInt32(index + 1)),
        "autonomous_system_organization": .string("Organisation number \(index)"),
      ]
    }
    return GeoIP(databases: [cities, systems], countries: try countryTable())
  }

  private static func database(
    _ type: String, records count: Int, lengths: ClosedRange<Int>,
    _ record: (Int) -> MMDBValue
  ) throws -> Database {
    var writer = MMDBWriter(
      metadata: MMDBWriter.Metadata(
        databaseType: type, buildEpoch: 1_767_225_600, description: ["en": "made for measuring"]))
    let records = try (0..<count).map { try writer.add(record($0)) }
    var numbers = SeededNumbers(seed: UInt64(count + lengths.lowerBound))
    var next: UInt64 = 1 << 24
    while next < 0xe000_0000 {
      var length = Int.random(in: lengths, using: &numbers)
      while next & (1 << UInt64(32 - length) - 1) != 0 { length += 1 }
      let prefix = IPPrefix(IPAddress(v4: UInt32(next)), length: length)
      try writer.insert(records[Int.random(in: 0..<count, using: &numbers)], into: prefix)
      next += 1 << UInt64(32 - length)
    }
    let file = FileManager.default.temporaryDirectory
      .appending(path: "candor-stages-\(ProcessInfo.processInfo.processIdentifier)-\(type).mmdb")
    try Data(writer.encoded()).write(to: file)
    // Once open it is mapped, and needs its name no longer.
    defer { try? FileManager.default.removeItem(at: file) }
    return try Database.open(path: file.path(percentEncoded: false))
  }

  private static func countryTable() throws -> CountryTable {
    try CountryTable(
      countriesCSV: text("geo/countries.csv"), bordersCSV: text("geo/borders.csv"))
  }

  // MARK: An expression

  /// The condition that rules about impossible travel have at heart, and values for which it holds.
  static func condition() throws -> (CompiledExpression, Activation) {
    let network = ObjectType(name: "network", fields: [.init("isAnonymised", .bool)])
    let observation = ObjectType(
      name: "observation", fields: [.init("network", .object("network"))])
    let change = ObjectType(
      name: "switch",
      fields: [.init("minimumDistanceKm", .double), .init("minimumSpeedKmh", .double)])
    let environment = Environment(
      variables: [.init("switch", .object("switch")), .init("to", .object("observation"))],
      objectTypes: [network, observation, change])
    let condition = try CompiledExpression.compile(
      "switch.minimumDistanceKm > 500.0 && switch.minimumSpeedKmh > 900.0"
        + " && !to.network.isAnonymised", in: environment)
    let facts = RecordObject(type: network, named: ["isAnonymised": .bool(false)])
    let travel = RecordObject(
      type: change,
      named: ["minimumDistanceKm": .double(2280.4), "minimumSpeedKmh": .double(1200)])
    let target = RecordObject(type: observation, named: ["network": .object(facts)])
    return (
      condition, Activation(["switch": .object(travel), "to": .object(target)], in: environment)
    )
  }

  // MARK: Interviews

  /// The lines of the demonstration data.
  static func lines() throws -> [[UInt8]] {
    try text("demo/interviews.ndjson").split(separator: "\n").map { Array($0.utf8) }
  }

  /// The whole chain with the rules of the repository.
  static func chain() throws -> Investigator {
    let day = Timestamp(millisecondsSinceEpoch: 1_772_442_000_000)
    let countries = try countryTable()
    var loader = RulePackLoader()
    loader.countries = CountryNames(countries)
    let loaded = loader.load(EmbeddedRules.files.map { RuleFile(path: $0.path, text: $0.text) })
    guard !loaded.hasErrors else { throw Missing("rules without errors") }
    return Investigator(
      agents: try UserAgentParser.builtIn(referenceDate: day), location: try location(),
      rules: RuleEngine(pack: loaded.pack, countries: CountryNames(countries)),
      timeline: TimelineBuilder(countries: countries), referenceDate: day)
  }

  /// The demonstration data with every address and agent looked up.
  static func interviews(_ chain: Investigator) throws -> [EnrichedInterview] {
    var worker = chain.makeWorker()
    return try lines().map { worker.enrich(try Evidence(json: $0)) }
  }

  /// The first line of the demonstration data that comes out so.
  static func line(_ chain: Investigator, where isWanted: (Outcome) -> Bool) throws -> [UInt8] {
    var worker = chain.makeWorker()
    guard
      let line = try lines().first(where: {
        isWanted(worker.assess(try Evidence(json: $0)).outcome)
      })
    else { throw Missing("such an interview") }
    return line
  }
}
