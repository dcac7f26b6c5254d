import ArgumentParser
import CandorModel
import Foundation

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Read the settings from this file.", valueName: "path"))
  var config: String?

  @Flag(name: .long, help: "No notes and no progress; text has one line an interview.")
  var quiet = false

  @Option(
    help: ArgumentHelp("Standard error as text or as JSON lines.", valueName: "form"))
  var logFormat: String?

  /// Reads the configuration and sets up the console.
  func settings() throws -> Settings {
    var problems: [Settings.Problem] = []
    let settings = self.settings(&problems)
    if let first = problems.first { throw first.failure }
    return settings
  }

  /// The same as far as configuration and flags can be used.
  ///
  /// - Parameter problems: takes what every command ends with; what is told first comes first.
  func settings(_ problems: inout [Settings.Problem]) -> Settings {
    // Errors of the configuration itself come in the form that flag or variable ask for.
    let environment = ProcessInfo.processInfo.environment
    if (logFormat ?? environment["CANDOR_LOG_FORMAT"]) == LogFormat.json.rawValue {
      Console.shared.writeJSON()
    }
    let settings = Settings(path: config, environment: environment, problems: &problems)
    do throws(Failure) {
      let format = try settings.choice("logFormat", flag: logFormat, default: LogFormat.text)
      if format == .json { Console.shared.writeJSON() }
    } catch {
      problems.append(Settings.Problem("logFormat", error))
    }
    do throws(Failure) {
      if try settings.bool("quiet", flag: quiet) { Console.shared.beQuiet() }
    } catch {
      problems.append(Settings.Problem("quiet", error))
    }
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
