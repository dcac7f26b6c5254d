import ArgumentParser
import CandorGeoIP
import CandorModel

/// What an analysis is made with.
struct AnalysisParts: ParsableArguments {
  @Option(
    help: ArgumentHelp("Use the rules of this folder, not the built-in ones.", valueName: "dir"))
  var rules: String?

  @Option(
    help: ArgumentHelp(
      "Use this MMDB file; may be repeated. `default` adds the data directory.", valueName: "path"))
  var geoip: [String] = []

  @Option(help: AnalysisParts.networkListHelp)
  var networkList: [String] = []

  @Option(
    name: .customLong("ua-regexes"),
    help: ArgumentHelp("Read agents with this regexes.yaml.", valueName: "path"))
  var uaRegexes: String?

  @Flag(
    name: .customLong("ua-overlay"),
    help: "With --ua-regexes: keep our own entries in front of the file's.")
  var uaOverlay = false

  @Option(help: ArgumentHelp("What \"in the future\" refers to; today.", valueName: "date"))
  var referenceDate: String?

  @Flag(
    name: [.customShort("v"), .long],
    help: """
      Say what the analysis is made with: rules, reference date, agents, databases; with a platform, \
      how many requests it took.
      """)
  var verbose = false

  /// What the help of `--network-list` says.
  static var networkListHelp: ArgumentHelp {
    let kinds = NetworkList.kinds.map(\.rawValue).alternatives
    return ArgumentHelp(
      "Use this list of networks: \(kinds), `=` and a file; may be repeated.",
      valueName: "kind=path")
  }

  /// The reference date; today where nobody names one.
  func referenceDate(_ settings: Settings, today: Timestamp) throws -> Timestamp {
    guard let text = settings.text("referenceDate", flag: referenceDate) else { return today }
    guard let date = Timestamp(text) else {
      let expected = "a date such as `2026-03-02`"
      if referenceDate != nil {
        throw Failure.wrongUsage("expected `--reference-date` to be \(expected), found `\(text)`")
      }
      throw Failure.badConfigurationValue(
        "referenceDate", expected: expected, found: text, source: "the settings")
    }
    return date
  }
}
