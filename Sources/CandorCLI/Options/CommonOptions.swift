import ArgumentParser
import CandorModel
import Foundation

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Read the settings from this file.", valueName: "path"))
  var config: String?

  @Flag(name: .long, help: "Print results and errors only.")
  var quiet = false

  @Flag(name: [.customShort("v"), .long], help: "Say more about what is going on.")
  var verbose = false

  @Option(
    help: ArgumentHelp("Standard error as text or as JSON lines.", valueName: "form"))
  var logFormat: String?

  /// Reads the configuration and sets up the console.
  func settings() throws -> Settings {
    // Errors of the configuration itself come in the form that flag or variable ask for.
    let environment = ProcessInfo.processInfo.environment
    if (logFormat ?? environment["CANDOR_LOG_FORMAT"]) == LogFormat.json.rawValue {
      Console.shared.writeJSON()
    }
    let settings = try Settings(path: config, environment: environment)
    if try settings.choice("logFormat", flag: logFormat, default: LogFormat.text) == .json {
      Console.shared.writeJSON()
    }
    if try settings.bool("quiet", flag: quiet) { Console.shared.beQuiet() }
    return settings
  }
}

/// How results are printed, and where.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("text, json, ndjson, csv, markdown, html or junit.", valueName: "form"))
  var format: String?

  @Option(name: .long, help: ArgumentHelp("Write results to this file.", valueName: "path"))
  var output: String?

  @Flag(name: .customLong("no-color"), help: "Print no colours, also on a terminal.")
  var noColor = false

  func format(_ settings: Settings, allowed: [Format]) throws -> Format {
    try settings.choice("format", flag: format, default: .text, of: allowed)
  }

  func open(_ settings: Settings) throws -> Output {
    try Output(path: settings.text("output", flag: output))
  }
}

/// The forms that results are printed in.
enum Format: String, CaseIterable {
  case text, json, ndjson, csv, markdown, html, junit
}

/// From which outcome on a command answers "no".
enum FailOn: String, CaseIterable {
  case review, priority, never

  func isReached(by outcome: Outcome) -> Bool {
    switch self {
    case .never: false
    case .review: outcome == .review || outcome == .priority
    case .priority: outcome == .priority
    }
  }
}

/// How standard error is written.
enum LogFormat: String, CaseIterable {
  case text, json
}

/// Whether personal data is printed.
enum Privacy: String, CaseIterable {
  case full, pseudonymous
}
