import ArgumentParser

/// What an analysis is made with.
struct AnalysisParts: ParsableArguments {
  @Option(
    help: ArgumentHelp("Use the rules of this folder, not the built-in ones.", valueName: "dir"))
  var rules: String?

  @OptionGroup var location: LocationOptions
  @OptionGroup var agents: AgentOptions

  @Flag(
    name: [.customShort("v"), .long],
    help: """
      Say what the analysis is made with: rules, reference date, agents, databases; with a platform, \
      how many requests it took.
      """)
  var verbose = false

  func isVerbose(_ settings: Settings) throws -> Bool {
    try settings.bool("verbose", flag: verbose)
  }

  /// The flags that only evidence takes which is looked up and read now.
  var lookUpFlags: [(flag: String, isGiven: Bool)] {
    [
      ("geoip", !location.geoip.isEmpty), ("network-list", !location.networkList.isEmpty),
      ("ua-regexes", agents.uaRegexes != nil), ("ua-overlay", agents.uaOverlay),
      ("reference-date", agents.referenceDate != nil),
    ]
  }
}
