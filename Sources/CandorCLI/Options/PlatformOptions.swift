import ArgumentParser
import CandorModel
import CandorSources
import Foundation

/// Dates of selectors: `2026-03-02`, RFC 3339, or a span back such as `7d`.
enum DateSelector {
  /// Stands for the last run of the same selection.
  static let last = "last"

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

  /// Refuses two bounds between which nothing can be.
  static func checkOrder(
    _ first: Timestamp?, _ second: Timestamp?, flags: (String, String)
  ) throws(Failure) {
    guard let first, let second, first >= second else { return }
    throw Failure.wrongUsage(
      "expected `\(flags.0)` to be before `\(flags.1)`, found `\(first.text)` and "
        + "`\(second.text)`")
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

/// Which interviews of a platform, as its selectors name them.
protocol PlatformSelectors: ParsableArguments {
  associatedtype Platform: InterviewPlatform
  /// Where `--since last` is read: a selector of its own, or part of one of the platform's.
  associatedtype Since: SinceOptions = SinceLast

  /// The platform.
  static var platform: PlatformName { get }

  /// The same selectors; what no flag said comes from the settings.
  ///
  /// - Throws: 78 where those make no sense.
  func completed(by settings: Settings) throws -> Self

  /// What was selected.
  ///
  /// - Throws: 64 where nothing was, or a selector makes no sense.
  func selection(now: Timestamp) throws -> Platform.Selection

  /// What was asked, in one form: the same question, the same text. Spans of time are no part of it.
  var canonicalText: String { get }

  /// Bounds of time as they were given, `since=7d`; they are no part of the canonical text.
  var bounds: [String] { get }

  /// Whether only what changed since the last run is meant; such a question needs a store.
  var asksForChanges: Bool { get }

  func source(_ settings: Settings, environment: [String: String]) throws -> Platform
}

/// An option `--since` that may say `last`.
protocol SinceOptions: ParsableArguments {
  /// Whether it says `last`.
  ///
  /// - Throws: 64 where it says anything else that is no selector.
  func isLast() throws -> Bool
}

/// `--since last` where the platform has no `--since` of its own.
struct SinceLast: SinceOptions {
  @Option(
    help: ArgumentHelp(
      "`last`: only what is new or changed since the last run of this selection.",
      valueName: "last"))
  var since: String?

  func isLast() throws -> Bool {
    guard let since else { return false }
    guard since == DateSelector.last else {
      throw Failure.wrongUsage("expected `--since` to be `last`, found `\(since)`")
    }
    return true
  }
}

/// The platform's selectors have `--since` already.
struct SinceSelector: SinceOptions {
  func isLast() throws -> Bool { false }
}

extension PlatformSelectors {
  func completed(by settings: Settings) -> Self { self }
  var asksForChanges: Bool { false }
  var bounds: [String] { [] }

  /// Refuses identifiers with nothing in them, as a script gives that has none.
  static func check(_ ids: [String], flag: String) throws(Failure) {
    for id in ids where id.allSatisfy(\.isWhitespace) {
      throw Failure.wrongUsage("expected `\(flag)` to name something, found `\(id)`")
    }
  }

  /// The error of a call that selects nothing.
  static func nothingSelected(_ selectors: String) -> Failure {
    Failure.wrongUsage("expected a selector, found none", help: "name \(selectors)")
  }
}

/// Key, address and manners of the connection to a platform, from environment and configuration.
struct PlatformConnection {
  let key: APIKey
  let endpoint: Endpoint
  let configuration: TransportConfiguration

  init(_ platform: PlatformName, _ settings: Settings, environment: [String: String]) throws {
    (endpoint, configuration) = try Self.route(platform, settings, environment: environment)
    key = try Credentials.key(for: platform, environment: environment)
  }

  /// Address and manners alone, which need no key.
  static func route(
    _ platform: PlatformName, _ settings: Settings, environment: [String: String]
  ) throws -> (Endpoint, TransportConfiguration) {
    let own = PlatformSettings(platform, settings)
    let named = environment[platform.urlVariable].flatMap { $0.isEmpty ? nil : $0 } ?? own.url
    let endpoint = try Endpoint(named ?? platform.defaultURL)
    var configuration = try TransportConfiguration(environment: environment, endpoint: endpoint)
    try own.apply(to: &configuration)
    return (endpoint, configuration)
  }
}
