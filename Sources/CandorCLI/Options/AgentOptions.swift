import ArgumentParser
import CandorModel

/// What user agents are read with.
struct AgentOptions: ParsableArguments {
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
