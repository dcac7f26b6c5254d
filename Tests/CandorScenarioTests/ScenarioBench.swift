import CandorGeoIP
import CandorKit
import CandorModel
import CandorRules
import CandorTimeline
import CandorUserAgent
import rules

/// The whole chain over the world of the scenarios, with the rule pack of the repository.
struct ScenarioBench: Sendable {
  private let investigators: [Scenario.Databases: Investigator]

  static let shared: ScenarioBench = {
    do {
      return try ScenarioBench(world: .shared)
    } catch {
      preconditionFailure("the chain cannot be put together: \(error)")
    }
  }()

  private static let day = Timestamp(millisecondsSinceEpoch: 1_772_442_000_000)
  private static let agents = Result { try UserAgentParser.builtIn(referenceDate: day) }

  init(
    world: ScenarioWorld,
    rules: [RuleFile] = EmbeddedRules.files.map { RuleFile(path: $0.path, text: $0.text) },
    lookups: [Scenario.Databases: GeoIP]? = nil
  ) throws {
    let agents = try Self.agents.get()
    let names = CountryNames(world.countries)
    var loader = RulePackLoader()
    loader.countries = names
    let loaded = loader.load(rules)
    for diagnostic in loaded.diagnostics where diagnostic.severity == .error {
      preconditionFailure(diagnostic.text)
    }
    let engine = RuleEngine(pack: loaded.pack, countries: names)
    investigators = (lookups ?? world.lookups).mapValues { location in
      Investigator(
        agents: agents, location: location, rules: engine,
        timeline: TimelineBuilder(countries: world.countries), referenceDate: Self.day)
    }
  }

  /// A worker with caches of its own.
  ///
  /// - Parameter count: how many it is one of.
  func worker(
    _ databases: Scenario.Databases = .all, of count: Int = 1
  ) -> Investigator.Worker {
    guard let investigator = investigators[databases] else {
      preconditionFailure("there is no chain for `\(databases)`")
    }
    return investigator.makeWorker(of: count)
  }
}
