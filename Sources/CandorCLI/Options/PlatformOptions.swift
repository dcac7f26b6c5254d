import ArgumentParser
import CandorModel
import CandorSources
import Foundation

/// Dates of selectors: `2026-03-02`, RFC 3339, or a span back such as `7d`.
enum DateSelector {
  static func moment(_ text: String?, flag: String, now: Timestamp) throws -> Timestamp? {
    guard let text else { return nil }
    if let moment = Timestamp(text) { return moment }
    if let seconds = span(text) {
      return Timestamp(millisecondsSinceEpoch: now.millisecondsSinceEpoch - seconds * 1000)
    }
    throw Failure.wrongUsage(
      "expected `\(flag)` to be a date such as `2026-03-02` or a span such as `7d`, found `\(text)`"
    )
  }

  /// Seconds of `90s`, `15m`, `12h`, `7d` or `4w`.
  static func span(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
      count >= 0, count < 100_000
    else { return nil }
    return count * unit
  }
}

/// Which interviews of Hireflix.
struct HireflixSelectors: ParsableArguments {
  @Option(help: ArgumentHelp("This interview; may be repeated.", valueName: "id"))
  var interview: [String] = []

  @Option(help: ArgumentHelp("All interviews of this position; may be repeated.", valueName: "id"))
  var position: [String] = []

  @Flag(help: "All interviews of all positions.")
  var all = false

  @Option(help: ArgumentHelp("Only with this status; may be repeated.", valueName: "status"))
  var status: [String] = []

  @Option(help: ArgumentHelp("Only completed since this date, or span back.", valueName: "date"))
  var since: String?

  @Option(help: ArgumentHelp("Only completed before this date, or span back.", valueName: "date"))
  var until: String?

  @Option(
    name: .customLong("select"),
    help: ArgumentHelp("Ask for this field of answers too; may be repeated.", valueName: "field"))
  var extraFields: [String] = []

  @Option(help: ArgumentHelp("Interviews per request, 1 to 50.", valueName: "n"))
  var batchSize: Int?

  /// - Parameter since: the moment `--since` stands for, where the caller knows better.
  func selection(now: Timestamp, since moment: Timestamp? = nil) throws -> HireflixSelection {
    guard all || !interview.isEmpty || !position.isEmpty else {
      throw Failure.wrongUsage(
        "expected a selector, found none", help: "name --interview ID, --position ID or --all")
    }
    return HireflixSelection(
      interviews: interview, positions: position, includesAll: all, statuses: status,
      since: try moment ?? DateSelector.moment(since, flag: "--since", now: now),
      until: try DateSelector.moment(until, flag: "--until", now: now),
      extraFields: extraFields)
  }

  func source(_ settings: Settings, environment: [String: String]) throws -> HireflixSource {
    let connection = try PlatformConnection(.hireflix, environment: environment)
    var options = HireflixSource.Options()
    if let size = try settings.integer("batchSize", flag: batchSize, minimum: 1) {
      options.batchSize = size
    }
    return try HireflixSource(
      key: connection.key, endpoint: connection.endpoint, configuration: connection.configuration,
      options: options)
  }
}

/// Key, address and manners of the connection to a platform, from the environment.
struct PlatformConnection {
  let key: APIKey
  let endpoint: Endpoint
  let configuration: TransportConfiguration

  init(_ platform: PlatformName, environment: [String: String]) throws {
    let named = environment[platform.urlVariable].flatMap { $0.isEmpty ? nil : $0 }
    endpoint = try Endpoint(named ?? platform.defaultURL)
    key = try Credentials.key(for: platform, environment: environment)
    configuration = try TransportConfiguration(environment: environment, endpoint: endpoint)
  }
}
