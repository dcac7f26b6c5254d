import CandorGeoIP
import CandorKit
import CandorModel
import CandorRules
import CandorTesting
import Foundation
import Testing
import datasets
import rules

/// What somebody meets who writes a program with the library: the example of the README first.
@Suite struct InvestigatorBuiltInTests {
  private static let output = """
    4711: priority
      high device/os-switch
        answer 1 came from Apple Mac (Safari), answer 2 from Chrome on Windows, another operating \
    system
      high location/country-switch
        answer 1 came from Madrid, Spain, answer 2 from Warsaw, Poland (at least 1,969 km apart), on \
    another device
      high location/far-switch
        answer 1 came from Madrid, Spain, answer 2 from Warsaw, Poland, at least 1,969 km away, on \
    another device
    """

  private let folder: TemporaryFolder
  private let database: String
  private let date: Timestamp

  init() throws {
    folder = try TemporaryFolder()
    date = try #require(Timestamp("2026-03-31"))
    let table = try #require(Datasets.text(at: "geoip/illustrative-cities.csv"))
    database = try DataBuilder.buildIllustrativeCities(
      table: table, countries: try BuiltInParts.countries(),
      outputDirectory: folder.url.path(percentEncoded: false), builtAt: date
    ).path
  }

  @Test func theExampleOfTheReadmeFindsWhatTheReadmeShows() throws {
    let lines = try Check.lines(about: [Check.interview], database: database, now: date)
    #expect(lines.joined(separator: "\n") == Self.output)
    // Where it would be broken inside of a line the document does it.
    let shown = try ProjectFile.text("README.md").split(whereSeparator: \.isWhitespace)
    #expect(
      shown.joined(separator: " ").contains(
        Self.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
  }

  @Test func theReadmeShowsTheProgramThatIsTested() throws {
    let program = try ProjectFile.text("Tests/CandorKitTests/Investigation/Check.swift")
      .replacing("struct Check", with: "@main\nstruct Check")
    #expect(try ProjectFile.text("README.md").contains("```swift\n\(program)```\n"))
  }

  @Test func isMadeOfWhatTravelsInside() throws {
    let investigator = try Investigator.builtIn(
      databases: [Database.open(path: database)],
      lists: [NetworkList(.vpn, name: "vpn.txt", text: "31.0.12.0/24\n")], referenceDate: date)
    let provenance = investigator.provenance
    #expect(provenance.databases.map(\.type) == ["Candor-Illustrative-City"])
    #expect(provenance.databases.allSatisfy { $0.hash.hasPrefix("sha256:") })
    #expect(provenance.referenceDate == "2026-03-31")
    #expect(
      investigator.rules.pack.rules.count
        == EmbeddedRules.files.filter { RuleFile(path: $0.path, text: $0.text).isRule }.count)
    var worker = investigator.makeWorker()
    let enriched = worker.enrich(Check.interview)
    let networks = enriched.observations.compactMap { $0.address.value?.network.value }
    #expect(networks.last?.networkClass == .vpn)
  }

  @Test func oneOfItsPartsCanBeReplaced() throws {
    let builtIn = try Investigator.builtIn(
      databases: [Database.open(path: database)], referenceDate: date)
    var loader = RulePackLoader()
    loader.countries = CountryNames(builtIn.location.countries)
    let files = BuiltInParts.ruleFiles.filter {
      $0.path == "pack.yaml" || $0.path.hasSuffix("/os-switch.yaml")
    }
    let loaded = loader.load(files)
    #expect(loaded.diagnostics.isEmpty)
    let investigator = Investigator(
      agents: builtIn.agents, location: builtIn.location,
      rules: RuleEngine(pack: loaded.pack, countries: loader.countries),
      timeline: builtIn.timeline, referenceDate: builtIn.referenceDate,
      databases: builtIn.databases)
    var worker = investigator.makeWorker()
    #expect(worker.assess(Check.interview).findings.map(\.rule) == ["device/os-switch"])
  }
}
