import ArgumentParser
import CandorKit
import CandorModel
import CandorReports
import CandorStore
import Foundation
import Yams

/// Which store.
struct StoreOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Use this store.", valueName: "path"))
  var store: String?

  /// Opens the store, which has to be there.
  ///
  /// - Throws: 65 where there is none.
  func open(_ settings: Settings, _ access: Store.Access = .read) throws -> Store {
    try Store(path: settings.text("store", flag: store) ?? DataDirectories().store, access: access)
  }
}

/// What every command over a store takes that answers with text or one JSON object.
struct StoreCommandOptions: ParsableArguments {
  @OptionGroup var location: StoreOptions
  @OptionGroup var output: ResultOptions<TextOrJSON>
  @OptionGroup var common: CommonOptions

  /// Reads settings and form, before anything else of the command.
  func begin() throws -> StoreCommandRun {
    let settings = try common.settings()
    return StoreCommandRun(
      settings: settings, format: try output.format(settings),
      options: self)
  }
}

/// A command over a store, on its way.
struct StoreCommandRun {
  let settings: Settings
  /// `text` or `json`.
  let format: Format
  fileprivate let options: StoreCommandOptions

  func openStore(_ access: Store.Access = .read) throws -> Store {
    try options.location.open(settings, access)
  }

  func openOutput() throws -> Output { try options.output.open(settings) }

  /// The report that fits where results go.
  func terminal(_ sink: Output) throws -> TerminalReport {
    try options.output.terminal(sink, settings)
  }

  /// Writes the whole answer, in the form that was asked for.
  func write(
    text: @autoclosure () throws -> String, json: @autoclosure () throws -> String
  ) throws {
    let answer = try format == .json ? PrintedJSON.escaped(json()) : text()
    try options.output.write(answer, settings)
  }
}

/// Who looks.
struct ReaderOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Who looks, for the access log; the login name.", valueName: "who"))
  var by: String?

  /// The name for the access log.
  func reader() throws -> String { try by.map { try Self.name($0, flag: "--by") } ?? Self.login }

  /// The name that somebody is logged in by.
  static var login: String {
    let name = NSUserName()
    return name.isEmpty ? "user \(getuid())" : name
  }

  /// A name as it was given.
  static func name(_ text: String, flag: String) throws -> String {
    let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !name.isEmpty, name.utf8.count <= 200 else {
      throw Failure.wrongUsage(
        "expected `\(flag)` to be a text of 1 to 200 bytes, and not white space alone")
    }
    return name
  }
}

/// Which person.
struct CandidateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The person: external id, id or e-mail, as the platform has it.", valueName: "text"))
  var candidate: String

  /// What the person may be called in the store: also the keyed hash, where there is a key.
  ///
  /// - Throws: 64 for white space alone. There is no limit to the length, since platforms have none: who
  ///   is stored can be exported and erased.
  func names() throws -> [String] {
    let text = candidate.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else {
      throw Failure.wrongUsage("expected `--candidate` to be a text, and not white space alone")
    }
    guard let pseudonymizer = try PrivacyKey.existing() else { return [text] }
    return [text] + pseudonymizer.pseudonyms(of: text)
  }
}

/// What the configuration says of reviews.
struct ReviewPolicy {
  /// Whether a decision that ends a review needs two reviewers.
  private(set) var needsTwo = false

  /// Reads `review:`.
  ///
  /// - Throws: 78 for what it does not know.
  init(_ settings: Settings) throws(Failure) {
    let file = settings.path ?? "candor.yaml"
    for (key, value) in try settings.mapping("review") {
      guard key.string == "fourEyes" else {
        throw Failure.unknownConfigurationKey(
          "review.\(key.string ?? "")", at: settings.place(of: key), suggestion: "fourEyes")
      }
      guard let flag = value.bool else {
        throw Failure.badConfigurationValue(
          "review.fourEyes", expected: "`true` or `false`", found: value.string ?? "a list",
          source: "`\(file)`")
      }
      needsTwo = flag
    }
  }
}
