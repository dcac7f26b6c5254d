import CandorFiles
import CandorGeoIP
import CandorKit
import CandorModel
import CandorReports
import CandorRules
import CandorUserAgent
import Foundation
import Synchronization
import Yams

/// Opens everything an analysis needs, and tells what is missing.
struct AnalysisSetup {
  let settings: Settings
  let options: AnalysisParts
  var directories = DataDirectories()
  /// The language of the texts that rules bring in several; what programs read and what is stored
  /// is in English.
  var language = ReportLanguage.english

  /// Puts the investigator together.
  ///
  /// - Throws: 65 where a named file cannot be used or a rule has an error.
  func investigator() throws -> Investigator { try investigator { try ruleEngine($0) } }

  /// The investigator, and before it another one that differs in its rules alone.
  ///
  /// What is configured of a rule or a parameter that only one of both has is left out of the other.
  ///
  /// - Parameter folder: with the other rules; `nil` for the built-in ones.
  /// - Throws: as `investigator()` does.
  func investigators(
    against folder: String?
  ) throws -> (before: Investigator, after: Investigator) {
    let named = settings.text("rules", flag: options.rules)
    let old = try RuleFiles.load(folder)
    let new = try RuleFiles.load(named)
    let after = try investigator { try ruleEngine($0, of: new, beside: old) }
    let before = Investigator(
      agents: after.agents, location: after.location,
      rules: try ruleEngine(after.referenceDate, of: old, beside: new), timeline: after.timeline,
      referenceDate: after.referenceDate, databases: after.databases)
    return (before, after)
  }

  /// - Parameter makeRules: for the reference date.
  private func investigator(
    _ makeRules: (Timestamp) throws -> RuleEngine
  ) throws -> Investigator {
    let date = try options.agents.referenceDate(settings, today: .now)
    let agents = Ahead { try self.agents(referenceDate: date) }
    let rules = try makeRules(date)
    let location = try location(date)
    let investigator = Investigator(
      agents: try agents.value, location: location,
      rules: rules, timeline: try BuiltInParts.timeline(), referenceDate: date,
      databases: location.databases.map(provenance))
    // It serves until the process ends; taking its many parts to pieces first only costs time.
    Self.kept.withLock { $0.append(investigator) }
    try tellParts(of: investigator.provenance)
    return investigator
  }

  /// Says what the analysis is made with, as every assessment has it in its provenance.
  private func tellParts(of provenance: Provenance) throws {
    if let date = provenance.referenceDate { try tell("the reference date is `\(date)`") }
    if let agents = provenance.userAgents { try tell("agents are read by `\(agents)`") }
    for database in provenance.databases {
      let date = database.builtAt.map { ", built on `\($0.dateText)`" } ?? ""
      try tell("a database is `\(database.type)`\(date)")
    }
  }

  private func tell(_ text: String) throws {
    guard try options.isVerbose(settings) else { return }
    Console.shared.report(Diagnostic(.note, "C070", text))
  }

  private static let kept = Mutex<[Investigator]>([])

  /// The parser of agents: the built-in table, or the file that `--ua-regexes` names.
  func agents(referenceDate: Timestamp?) throws -> UserAgentParser {
    guard let path = settings.text("uaRegexes", flag: options.agents.uaRegexes) else {
      guard !options.agents.uaOverlay else {
        throw Failure.wrongUsage("`--ua-overlay` means nothing without `--ua-regexes`")
      }
      return try UserAgentParser.builtIn(referenceDate: referenceDate)
    }
    guard let data = NamedFile.contents(path) else {
      throw Failure.cannotRead(path, "there is no such file, or it may not be read")
    }
    let name = (path as NSString).lastPathComponent
    let isOverlaid = try settings.bool("uaOverlay", flag: options.agents.uaOverlay)
    do {
      return try UserAgentParser(
        regexesYAML: Array(data), name: name, overlay: isOverlaid ? .builtIn : .none,
        cache: CacheFiles(directories).tableCache, referenceDate: referenceDate)
    } catch {
      throw Failure(
        .unreadable, "U001", error.text,
        at: Diagnostic.Place(file: path, line: error.line > 0 ? error.line : nil),
        help: "the form is that of uap-core's regexes.yaml")
    }
  }

  /// The databases and lists, in the order in which they are asked.
  func location(_ date: Timestamp) throws -> GeoIP {
    let paths = databasePaths()
    var databases: [Database] = []
    for path in paths {
      do {
        databases.append(try Database.open(path: path, onDamage: Self.tellDamage))
      } catch {
        throw Failure(
          .unreadable, "G001", "cannot use the database `\(path)`: \(error.message)",
          help: "`candor doctor` looks at all location data")
      }
    }
    if databases.isEmpty {
      Console.shared.report(
        Diagnostic(
          .warning, "G002", "there is no location data, so no place can be judged",
          help: "make some out of freely available packages: candor data build"))
    }
    for (database, path) in zip(databases, paths) { tellAge(of: database, at: path, date) }
    return try BuiltInParts.location(databases: databases, lists: try lists())
  }

  /// Once per database, with the first address that meets it, which is not named.
  @Sendable private static func tellDamage(_ error: GeoIPError) {
    Console.shared.report(
      Diagnostic(
        .warning, "G006", "cannot use all of the database `\(error.file)`: \(error.message)",
        help: "`candor doctor` looks at all location data"))
  }

  /// How provenance names a database; the hash of an unchanged file comes from the cache.
  private func provenance(_ database: Database) -> Provenance.Database {
    let cache = CacheFiles(directories)
    let name = "database-" + database.cacheKey
    let known = cache.read(name).map { String(decoding: $0, as: UTF8.self) }
    let isHash = known.map { $0.hasPrefix("sha256:") && $0.utf8.count == 71 } ?? false
    let hash = isHash ? known! : Investigator.hash(of: database)
    if !isHash { cache.write(Array(hash.utf8), to: name) }
    return Provenance.Database(
      type: database.metadata.type, builtAt: database.metadata.builtAt, hash: hash)
  }

  /// Once per run, never per interview.
  private func tellAge(of database: Database, at path: String, _ date: Timestamp) {
    guard database.description.isOld(at: date) else { return }
    let days = database.description.ageDays(at: date)
    let command = renewalCommand(of: path, type: database.metadata.type)
    let advice = [
      command.map { "make it anew: \($0)" } ?? "get a newer one where it came from",
      DataRenewal.alternative(to: command),
    ]
    Console.shared.report(
      Diagnostic(
        .note, "G003", "the database `\(database.name)` is \(days) days old",
        help: "addresses move; " + advice.compactMap { $0 }.joined(separator: "; ")))
  }

  /// The command that makes a database anew: there is one for files of the data directory, and for no
  /// others.
  func renewalCommand(of path: String, type: String?) -> String? {
    let folder = FilePath.folder(of: path)
    guard Self.isSame(folder, directories.data) else { return nil }
    return DataRenewal.command(
      for: (path as NSString).lastPathComponent, type: type,
      configured: DataSources.configuredFiles(settings))
  }

  private static func isSame(_ folder: String, _ other: String) -> Bool {
    func place(_ path: String) -> String { FilePath.withoutLinks(path.isEmpty ? "." : path) }
    return place(folder) == place(other)
  }

  /// The files that `--geoip` names, in their order; `default` and nothing mean the data directory.
  func databasePaths() -> [String] {
    namedDatabasePaths + (usesDataDirectory ? directories.location.databasePaths : [])
  }

  /// The files that `--geoip` names, without those of the data directory.
  var namedDatabasePaths: [String] {
    settings.texts("geoip", flags: options.location.geoip).filter { $0 != "default" }
  }

  /// Whether the data directory is asked: where no database is named, or `default` is.
  var usesDataDirectory: Bool {
    let named = settings.texts("geoip", flags: options.location.geoip)
    return named.isEmpty || named.contains("default")
  }

  /// The lists that are named, then those of the data directory where it is used.
  func lists() throws -> [NetworkList] {
    let named = try namedLists()
    // One that is named stands for itself, wherever it lies.
    let stored = (usesDataDirectory ? directories.location.networkLists : []).filter { list in
      !named.contains { Self.isSame($0.path, list.path) }
    }
    let count = named.count + stored.count
    guard count <= GeoIP.maximumLists else {
      throw Failure.wrongUsage(
        "expected at most \(GeoIP.maximumLists) network lists, found `\(count)`")
    }
    return try named.map { try Self.namedList($0.networkClass, at: $0.path) }
      + stored.map { try Self.list($0.networkClass, at: $0.path) }
  }

  /// Reads the lists that are named, without those of the data directory.
  func readNamedLists() throws {
    for named in try namedLists() { _ = try Self.namedList(named.networkClass, at: named.path) }
  }

  private func namedLists() throws(Failure) -> [(networkClass: NetworkClass, path: String)] {
    let isFlag = !options.location.networkList.isEmpty
    var named: [(networkClass: NetworkClass, path: String)] = []
    for text in settings.texts("networkList", flags: options.location.networkList) {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      let kinds = NetworkList.kinds.map(\.rawValue)
      guard parts.count == 2, let kind = NetworkClass(rawValue: parts[0]),
        NetworkList.kinds.contains(kind)
      else {
        let expected = "`kind=path`, the kind one of " + kinds.joined(separator: ", ")
        throw isFlag
          ? Failure.wrongUsage("expected `--network-list` to be \(expected), found `\(text)`")
          : Failure.badConfigurationValue(
            "networkList", expected: expected, found: text, source: "the settings")
      }
      named.append((kind, parts[1]))
    }
    return named
  }

  /// A list that somebody named for this run: one in which nothing is, such as what a command printed
  /// that failed, would go unnoticed and leave everybody unlisted.
  private static func namedList(
    _ networkClass: NetworkClass, at path: String
  ) throws(Failure) -> NetworkList {
    let list = try Self.list(networkClass, at: path)
    guard list.count > 0 else {
      throw Failure(
        .unreadable, "G005",
        "cannot use the list `\(path)`: expected networks, addresses or ranges, one a line, found none",
        help: "name another file, or leave the list out")
    }
    return list
  }

  private static func list(
    _ networkClass: NetworkClass, at path: String
  ) throws(Failure) -> NetworkList {
    guard let content = NamedFile.text(path) else {
      throw Failure.cannotRead(path, "it is not there, or not UTF-8")
    }
    do throws(GeoIPError) {
      let list = try NetworkList(
        networkClass, name: (path as NSString).lastPathComponent, text: content)
      if let text = list.unreadableLinesText {
        Console.shared.report(
          Diagnostic(
            .warning, "G004", text,
            at: Diagnostic.Place(file: path, line: list.firstUnreadableLine)))
      }
      return list
    } catch {
      throw Failure(.unreadable, "G005", "cannot use the list `\(path)`: \(error.message)")
    }
  }

  /// The rules, compiled; a rule with an error ends the command before anything is fetched.
  func ruleEngine(_ date: Timestamp) throws -> RuleEngine {
    try ruleEngine(date, of: RuleFiles.load(settings.text("rules", flag: options.rules)))
  }

  /// - Parameter others: the files of rules that these are compared with; absent where they are not.
  private func ruleEngine(
    _ date: Timestamp, of files: [RuleFile], beside others: [RuleFile]? = nil
  ) throws -> RuleEngine {
    let result = try rulePack(date, of: files, beside: others)
    for diagnostic in result.diagnostics where diagnostic.severity > .note {
      Console.shared.report(diagnostic)
    }
    try settings.endWhereRulesHaveErrors(result.diagnostics)
    let pack = result.pack
    try tell(
      "the rules are `\(pack.name)` `\(pack.version)`, \(pack.rules.count) of them, `\(pack.hash)`")
    return try BuiltInParts.ruleEngine(
      pack, language: language == .english ? nil : language.rawValue)
  }

  /// The rules with everything that is wrong with them.
  func rulePack(_ date: Timestamp) throws -> RulePackLoader.Result {
    try rulePack(date, of: RuleFiles.load(settings.text("rules", flag: options.rules)))
  }

  private func rulePack(
    _ date: Timestamp, of files: [RuleFile], beside others: [RuleFile]? = nil
  ) throws -> RulePackLoader.Result {
    var loader = try BuiltInParts.ruleLoader(referenceDate: date)
    if let others { loader.elsewhere = loader.load(others).pack.rules }
    return loader.load(files, tunings: try settings.tunings())
  }
}

extension AnalysisSetup {
  init(settings: Settings, options: AnalysisOptions) {
    self.init(settings: settings, options: options.parts)
  }
}
