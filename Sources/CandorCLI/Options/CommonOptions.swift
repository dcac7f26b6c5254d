import ArgumentParser
import CandorModel
import Foundation

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Read the settings from this file.", valueName: "path"))
  var config: String?

  @Flag(name: .long, help: "Print results, warnings and errors only.")
  var quiet = false

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
