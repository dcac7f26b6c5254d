import ArgumentParser
import CandorModel
import CandorSources
import Foundation

/// Evidence as NDJSON; stops before anything is judged.
struct FetchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch evidence from a platform, as NDJSON on standard output.",
    subcommands: [
      FetchPlatformCommand<HireflixSelectors>.self, FetchPlatformCommand<InstaViewSelectors>.self,
      FetchPlatformCommand<InterviewRelaySelectors>.self,
      FetchPlatformCommand<AshbySelectors>.self,
    ])

  func run() async throws { throw PlatformHelp.noPlatform("fetch") }
}

/// Evidence of one platform.
struct FetchPlatformCommand<Selectors: PlatformSelectors>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Selectors.platform.rawValue,
      abstract: "Evidence of \(Selectors.platform.displayName) interviews.",
      discussion: PlatformHelp.credentials(Selectors.platform))
  }

  @OptionGroup var selectors: Selectors
  @OptionGroup var fetching: FetchOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings: Settings
    do { settings = try common.settings() } catch { throw ClosingLine.notBegun(error) }
    try fetching.checkFormat()
    guard !selectors.asksForChanges else {
      throw Failure.wrongUsage(
        "expected `--since` to be a date or a span such as `7d`, found `last`",
        help: "`last` needs a store, which `candor audit` has")
    }
    let selection: Selectors.Platform.Selection
    let source: Selectors.Platform
    do {
      let selectors = try selectors.completed(by: settings)
      selection = try selectors.selection(now: .now)
      source = try selectors.source(
        settings, environment: ProcessInfo.processInfo.environment)
    } catch {
      throw ClosingLine.notBegun(error)
    }
    try await fetching.run(source, selection, settings)
  }
}

/// What the help of every platform's commands says.
enum PlatformHelp {
  static func noPlatform(_ command: String, found: String? = nil) -> Failure {
    let platforms = PlatformName.allCases.map(\.rawValue).joined(separator: ", ")
    return Failure.wrongUsage(
      "expected `candor \(command)` with a platform, found \(found.map { "`\($0)`" } ?? "none")",
      help: "they are \(platforms)")
  }

  /// What is wrong where another word stands in the place of a platform: whoever reads arguments would
  /// name the first flag behind it instead.
  static func mistake(in arguments: [String]) -> Failure? {
    guard arguments.count > 2, ["audit", "fetch"].contains(arguments[1]),
      !arguments[2].hasPrefix("-"), PlatformName(rawValue: arguments[2]) == nil
    else { return nil }
    return noPlatform(arguments[1], found: arguments[2])
  }

  static func credentials(_ platform: PlatformName) -> String {
    """
    The key comes from \(platform.keyVariable), or from the file that \(platform.keyVariable)_FILE \
    names; \(platform.urlVariable) names another address.
    """
  }
}

/// What fetching takes of any platform.
struct FetchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("ndjson, the only one here.", valueName: "form"))
  var format: String?

  @Option(help: ArgumentHelp("Write the evidence to this file.", valueName: "path"))
  var output: String?

  @Flag(name: [.customShort("v"), .long], help: "Say how many requests it took.")
  var verbose = false

  func checkFormat() throws {
    if let format, format != Format.ndjson.rawValue {
      throw Failure.wrongUsage("expected `--format` to be `ndjson`, found `\(format)`")
    }
  }

  func run<Platform: InterviewPlatform>(
    _ source: Platform, _ selection: Platform.Selection, _ settings: Settings
  ) async throws {
    let sink: Output
    let isVerbose: Bool
    do {
      sink = try Output(path: settings.text("output", flag: output))
      isVerbose = try settings.bool("verbose", flag: verbose)
    } catch {
      throw ClosingLine.notBegun(error)
    }
    var writer = JSONWriter(capacity: 1 << 14)
    var done = 0
    var walk = PlatformWalk(isVerbose: isVerbose)
    do {
      try await walk.run(source, selection) { interview in
        guard case .read(let evidence, _) = interview else { return }
        writer.removeAll()
        evidence.write(to: &writer)
        writer.newline()
        try sink.write(json: writer.bytes)
        done += 1
      }
    } catch {
      let tally = Tally(fetched: done, lost: walk.lost)
      // What came is kept; where nothing came, the earlier file is.
      do { if done > 0 { try sink.close() } } catch { throw ClosingLine.ending(error, tally) }
      throw ClosingLine.ending(error, tally)
    }
    let tally = Tally(fetched: done, lost: walk.lost)
    do { try sink.close() } catch { throw ClosingLine.ending(error, tally) }
    Console.shared.closing(tally)
    throw walk.lost > 0 ? ExitStatus.losses : .done
  }
}
