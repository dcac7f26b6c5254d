import ArgumentParser
import CandorGeoIP
import CandorKit
import CandorModel
import CandorRules
import CandorSources
import CandorUserAgent
import Foundation

/// What is installed, found, stale or missing, and the command that mends it.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Tell what is installed, found, stale or missing, and what mends it.",
    discussion: """
      Ends with 1 where something that the main job needs is missing. What every command ends with \
      - an unknown setting, or what stands for format, output, logFormat, quiet, retention, review \
      or data and cannot be used - ends this one with the same code, but after the table.
      """)

  @OptionGroup var output: ResultOptions<TextOrJSON>
  @OptionGroup var common: CommonOptions

  func run() async throws {
    var problems: [Settings.Problem] = []
    let settings = common.settings(&problems)
    // What a flag says wrongly is wrong usage and no setting.
    if let first = problems.first, problems.contains(where: { $0.failure.status == .usage }) {
      throw first.failure
    }
    let format = try reading("format", flag: output.format, else: Format.text, &problems) {
      // What this command can print is less than what the setting may say.
      if output.format == nil { _ = try settings.choice("format", flag: nil, default: Format.text) }
      return try output.format(settings)
    }
    let sink: Output? = try reading("output", flag: output.output, else: nil, &problems) {
      try output.open(settings)
    }
    let checks = try await self.checks(settings, problems)
    let standing = try sink ?? Output(path: nil)
    try standing.write(format == .json ? PrintedJSON.escaped(Self.json(checks)) : Self.text(checks))
    try standing.close()
    if let worst = problems.map(\.failure).max(by: { $0.status < $1.status }) { throw worst }
    if checks.contains(where: { $0.state == .missing }) { throw ExitStatus.negative }
  }

  /// Reads a setting that the table itself needs.
  ///
  /// - Parameters:
  ///   - flag: that stands above the setting; what it says wrongly ends the command.
  ///   - fallback: in the place of what cannot be used.
  private func reading<Value>(
    _ setting: String, flag: String?, else fallback: Value,
    _ problems: inout [Settings.Problem], _ read: () throws -> Value
  ) throws -> Value {
    do { return try read() } catch {
      guard flag == nil, let failure = Failure(error) else {
        if let first = problems.first { throw first.failure }
        throw error
      }
      problems.append(Settings.Problem(setting, failure))
      return fallback
    }
  }

  private func checks(
    _ settings: Settings, _ problems: [Settings.Problem]
  ) async throws -> [DoctorCheck] {
    let environment = ProcessInfo.processInfo.environment
    let setup = AnalysisSetup(settings: settings, options: try AnalysisParts.parse([]))
    var checks = [DoctorCheck(name: "candor", state: .fine, text: "version \(CandorKit.version)")]
    if !problems.contains(where: { $0.setting == "configuration" }) {
      checks.append(
        settings.path.map { DoctorCheck(name: "configuration", state: .fine, text: $0) }
          ?? DoctorCheck(
            name: "configuration", state: .note, text: "no candor.yaml; defaults are used"))
    }
    checks += try await DoctorCheck.settings(settings, problems)
    checks.append(
      .of("user agents") {
        let agents = try setup.agents(referenceDate: nil).source
        return DoctorCheck(
          name: "user agents", state: .fine,
          text: "\(agents.name), \(agents.expressionCount) patterns and "
            + "\(agents.overlayExpressionCount) of our own")
      })
    checks.append(
      .of("rules") {
        let rules = try setup.rulePack(
          AgentOptions.parse([]).referenceDate(settings, today: .now))
        return DoctorCheck(
          name: "rules", state: rules.hasErrors ? .missing : .fine,
          text: rules.hasErrors
            ? "there are errors in the rules"
            : "\(rules.pack.name) \(rules.pack.version), "
              + CountText.of(rules.pack.rules.count, "rule"),
          command: rules.hasErrors ? "candor rules lint" : nil)
      })
    checks += locationChecks(settings, setup)
    return checks + PlatformName.allCases.map { Self.keyCheck($0, environment) }
  }

  /// Whether there is a key of a platform; one that cannot be used is missing.
  private static func keyCheck(
    _ platform: PlatformName, _ environment: [String: String]
  ) -> DoctorCheck {
    let name = platform.displayName
    do throws(SourceError) {
      _ = try Credentials.key(for: platform, environment: environment)
      return DoctorCheck(name: name, state: .fine, text: "a key is set")
    } catch {
      guard error.code == .credentialsMissing else { return .failed(name, error) }
      return DoctorCheck(
        name: name, state: .note, text: "no key: set \(platform.keyVariable)_FILE to use it")
    }
  }

  /// The databases and lists that a run asks, and what it cannot tell with them: named databases
  /// stand in the place of the data directory.
  private func locationChecks(_ settings: Settings, _ setup: AnalysisSetup) -> [DoctorCheck] {
    let paths = setup.namedDatabasePaths
    let named = paths.map { path in
      DataStatus.database(at: path, on: .now).renewed { setup.renewalCommand(of: path, type: $0) }
    }
    let stored =
      setup.usesDataDirectory
      ? DataStatus(
        of: DataDirectories().location, at: .now, configured: DataSources.configuredFiles(settings)
      ).entries : []
    var checks = zip(named, paths).map { Self.fileCheck($0, at: $1) }
    checks += stored.map { Self.fileCheck($0) }
    let listCount = settings.texts("networkList").count
    if listCount > 0 {
      checks.append(
        .of("networkList") {
          try setup.readNamedLists()
          return DoctorCheck(name: "networkList", state: .fine, text: "\(listCount) read")
        })
    }
    return checks
      + DataStatus.missing(in: named + stored).map { missing in
        // What a command makes in the data directory is not asked where others are named.
        let help = setup.usesDataDirectory ? "" : "; add `default` to geoip, which names others"
        return DoctorCheck(
          name: "\(missing.what) data", state: missing.isNeeded ? .missing : .note,
          text: missing.effect + help, command: missing.command)
      }
  }

  /// - Parameter path: of a file that the settings name.
  private static func fileCheck(_ entry: DataStatus.Entry, at path: String? = nil) -> DoctorCheck {
    if let problem = entry.problem {
      let text = path.map { "cannot use all of `\($0)`: \(problem)" } ?? problem
      return DoctorCheck(name: entry.name, state: .missing, text: text, command: entry.command)
    }
    var text = entry.type ?? "list of networks"
    if let age = entry.ageDays { text += ", \(CountText.of(age, "day")) old" }
    if entry.isOld {
      text += entry.command == nil ? ": stale, get a newer one where it came from" : ": stale"
      if let other = DataRenewal.alternative(to: entry.command) { text += "; \(other)" }
    }
    return DoctorCheck(
      name: entry.name, state: entry.isOld ? .note : .fine, text: text, command: entry.command)
  }

  private static func text(_ checks: [DoctorCheck]) -> String {
    let names = checks.map { TerminalText.safe($0.name) }
    let width = names.map(\.count).max() ?? 0
    return zip(checks, names).map { check, name in
      let sign = check.state == .fine ? "ok     " : check.state == .note ? "note   " : "missing"
      let padded = name + String(repeating: " ", count: width - name.count)
      let line = "\(sign)  \(padded)  \(TerminalText.safe(check.text))\n"
      let indent = String(repeating: " ", count: width + 11)
      return line + (check.command.map { "\(indent)mend: \(TerminalText.safe($0))\n" } ?? "")
    }.joined()
  }

  private static func json(_ checks: [DoctorCheck]) -> String {
    var writer = JSONWriter(capacity: 2048)
    writer.beginObject()
    writer.key("checks")
    writer.beginArray()
    for check in checks {
      writer.beginObject()
      writer.member("command", check.command)
      writer.member("name", check.name)
      writer.member("state", check.state.rawValue)
      writer.member("text", check.text)
      writer.endObject()
    }
    writer.endArray()
    writer.member("schema", "candor.doctor/1")
    writer.endObject()
    return writer.text + "\n"
  }
}
