import ArgumentParser
import CandorGeoIP
import CandorModel
import CandorSources
import Foundation
import Yams

/// Fetches what the user configured.
struct DataUpdateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Fetch the location data that arguments or the configuration name.",
    discussion: """
      Sources: MaxMind GeoLite2 (MAXMIND_ACCOUNT_ID and MAXMIND_LICENSE_KEY, or *_FILE), DB-IP Lite, \
      the Tor exit list, Apple's relay list. `data: sources:` in candor.yaml lists them, and any URL as \
      {name: NAME, url: URL, file: NAME.mmdb}, or with {file: network-CLASS-NAME.txt, class: CLASS}. \
      A download is checked and opened before it takes the place of the earlier file; one that \
      fails changes nothing.
      """)

  @Argument(
    help: ArgumentHelp(
      "maxmind, dbip, tor or apple-relay; without any, those of the configuration.",
      valueName: "source"))
  var names: [String] = []

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let sources = try DataSources(
      settings: settings, environment: ProcessInfo.processInfo.environment
    ).sources(names)
    guard !sources.isEmpty else {
      throw Failure(
        .configuration, "G030", "no source of location data is configured",
        help: "name one: candor data update dbip; or make free data: candor data build")
    }
    // The updater tells only that no answer came.
    for url in sources.flatMap(\.urls) { _ = try DownloadTransport.configuration(for: url) }
    let updater = DataUpdater(
      directory: DataDirectories().location, transport: DownloadTransport())
    var failed = 0
    var isFull = false
    for result in await updater.update(sources, progress: { Console.shared.line("fetching \($0)") })
    {
      switch result.outcome {
      case .updated: print("\(result.fileName): updated")
      case .unchanged: print("\(result.fileName): unchanged")
      case .failed(let error):
        failed += 1
        if error.code == .cannotWrite { isFull = true }
        Console.shared.report(
          Diagnostic(
            .error, "G031", error.description,
            help: result.isInPlace ? "the earlier file stays in use" : nil))
      }
    }
    Console.shared.line("\(sources.count - failed) done, \(failed) lost")
    if isFull { throw ExitStatus.cannotWrite }
    if failed > 0 { throw ExitStatus.losses }
  }
}
