import CandorModel
import Foundation
import Yams

/// The configuration file and the environment; flags stand above both.
///
/// Order: `candor.yaml`, then `CANDOR_*`, then flags; the later wins. An empty variable counts as
/// not set.
struct Settings {
  /// The keys of `candor.yaml` that hold one value, as the flags are called in camel case.
  static let scalarKeys: Set<String> = [
    "format", "output", "uaRegexes", "uaOverlay", "referenceDate", "store", "failOn", "privacy",
    "noColor", "quiet", "verbose", "jobs", "links", "noLinks", "maxLosses", "maxLineBytes",
    "maxInputBytes", "csvRows", "metricsFile", "notify", "notifyFormat", "notifyPersonal",
    "logFormat", "batchSize", "only", "fields", "language",
  ]
  /// The keys that hold several values.
  static let listKeys: Set<String> = ["geoip", "networkList", "select"]
  /// The keys that hold a mapping of their own.
  static let sectionKeys: Set<String> = ["rules", "platforms", "review", "retention", "data"]
  private static let keys = scalarKeys.union(listKeys).union(sectionKeys)

  private var values: [String: [String]] = [:]
  private var sections: [String: Node] = [:]
  private let environment: [String: String]
  /// The file that was read; `nil` where there is none.
  let path: String?
  /// Its text; empty where there is none.
  private(set) var fileText = ""

  /// Something of the configuration that cannot be used.
  struct Problem {
    /// The setting, or `configuration` for the file itself.
    let setting: String
    /// What a command ends with.
    let failure: Failure

    init(_ setting: String, _ failure: Failure) {
      self.setting = setting
      self.failure = failure
    }
  }

  /// Finds the configuration and reads of it what can be used.
  ///
  /// - Parameters:
  ///   - path: the file that `--config` names; then it has to exist.
  ///   - environment: the process environment.
  ///   - workingDirectory: where `candor.yaml` is looked for first.
  ///   - problems: takes what every command ends with, in the order in which it is met.
  init(
    path: String?, environment: [String: String],
    workingDirectory: String = FileManager.default.currentDirectoryPath,
    problems: inout [Problem]
  ) {
    self.environment = environment
    let named = path ?? environment["CANDOR_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    let candidates = named.map { [$0] } ?? Self.places(environment, workingDirectory)
    guard
      let found = candidates.first(where: {
        named != nil || FileManager.default.fileExists(atPath: $0)
      })
    else {
      self.path = nil
      return
    }
    self.path = found
    guard let text = NamedFile.text(found) else {
      problems.append(
        Problem(
          "configuration",
          Failure(
            .configuration, "C012", "cannot read the configuration `\(found)`",
            help: "it must be a readable file in UTF-8")))
      return
    }
    fileText = text
    read(text, file: found, &problems)
    // A mistake is told by every command, not only by the one that would follow it.
    do throws(Failure) { _ = try RetentionPolicy(self) } catch {
      problems.append(Problem("retention", error))
    }
    do throws(Failure) { _ = try ReviewPolicy(self) } catch {
      problems.append(Problem("review", error))
    }
    do throws(Failure) { try DataSources.check(self) } catch {
      problems.append(Problem("data.sources", error))
    }
  }

  private static func places(
    _ environment: [String: String], _ workingDirectory: String
  ) -> [String] {
    let home =
      environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
      ?? DataDirectories.home(environment) + "/.config"
    return [workingDirectory + "/candor.yaml", home + "/candor/candor.yaml"]
  }

  private mutating func read(_ text: String, file: String, _ problems: inout [Problem]) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func place(_ mark: Mark?) -> Diagnostic.Place {
      guard let mark else { return Diagnostic.Place(file: file) }
      let source =
        mark.line <= lines.count && mark.line > 0
        ? Self.shown(lines[mark.line - 1], column: mark.column) : nil
      return Diagnostic.Place(file: file, line: mark.line, column: mark.column, source: source)
    }
    func report(_ message: String, at place: Diagnostic.Place, help: String? = nil) {
      problems.append(
        Problem("configuration", Failure(.configuration, "C013", message, at: place, help: help)))
    }
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch YamlError.duplicatedKeysInMapping(
      let keys, let context)
    {
      return report(
        "expected every key once, found `\(keys.first ?? "")` here and once more below",
        at: place(context.mark), help: "keep one of them")
    } catch {
      let (problem, mark) = Self.mistake(error)
      // The line itself is not shown: what stands before a mistake may be a secret.
      return report(
        "expected YAML, found text that is none" + (problem.map { ": \($0)" } ?? ""),
        at: Diagnostic.Place(file: file, line: mark?.line, column: mark?.column),
        help: "check the indentation and the quotes")
    }
    guard let root, let mapping = root.mapping else {
      if root == nil || root?.null != nil { return }
      return report("expected settings as `key: value`", at: place(root?.mark))
    }
    for (keyNode, value) in mapping {
      let key = keyNode.string ?? ""
      do throws(Failure) { try read(key, at: keyNode.mark, value, place: place) } catch {
        problems.append(Problem(Self.keys.contains(key) ? key : "configuration", error))
      }
    }
  }

  /// What the parser says is wrong, which repeats nothing of the text, and where.
  private static func mistake(_ error: any Error) -> (problem: String?, mark: Mark?) {
    guard let error = error as? YamlError else { return (nil, nil) }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return (problem, mark)
    case .reader(let problem, _, _, _): return (problem, nil)
    default: return (nil, nil)
    }
  }

  private mutating func read(
    _ key: String, at mark: Mark?, _ value: Node, place: (Mark?) -> Diagnostic.Place
  ) throws(Failure) {
    try Self.refuseNUL(in: value, of: key, place: place)
    if Self.sectionKeys.contains(key) {
      if key == "platforms" { try PlatformSettings.check(value, place: place) }
      sections[key] = value
    } else if value.null != nil, Self.scalarKeys.contains(key) || Self.listKeys.contains(key) {
      // A key without a value is not set, as an empty variable is not.
    } else if Self.scalarKeys.contains(key), let text = value.scalar?.string {
      guard !text.isEmpty else {
        throw Failure(
          .configuration, "C011", "expected a value for `\(key)`, found an empty text",
          at: place(value.mark), help: "leave the key out where nothing is to be set")
      }
      values[key] = [text]
    } else if Self.listKeys.contains(key), let texts = Self.texts(value) {
      values[key] = texts
    } else if Self.scalarKeys.contains(key) || Self.listKeys.contains(key) {
      throw Failure(
        .configuration, "C011", "expected a plain value for `\(key)`", at: place(value.mark))
    } else {
      throw Failure.unknownConfigurationKey(
        key, at: place(mark), suggestion: NearestName.find(key, among: Self.keys))
    }
  }

  /// A line up to and including the key at a column: what else stands there may be a secret that
  /// does not belong into the file.
  private static func shown(_ line: String, column: Int) -> String {
    let before = line.prefix(max(0, column - 1))
    // In `{url: ..., key: ...}` values stand before the key too.
    let start =
      before.contains(",") ? String(repeating: " ", count: before.count) : String(before)
    let rest = line.dropFirst(before.count)
    let key = rest.prefix { $0.isLetter || $0.isNumber || "_-/\"'".contains($0) }
    let behind = rest.dropFirst(key.count)
    guard behind.hasPrefix(": ") || behind == ":" else { return start }
    return start + key + ":"
  }

  /// Refuses NUL, which YAML writes as `"\0"`: paths and the store would take it for the end of a
  /// value. Looks at a value or several, not at what sections hold.
  static func refuseNUL(
    in node: Node, of key: String, place: (Mark?) -> Diagnostic.Place
  ) throws(Failure) {
    guard let texts = texts(node), texts.contains(where: { $0.utf8.contains(0) }) else { return }
    throw Failure(
      .configuration, "C011", "expected a value without NUL for `\(key)`", at: place(node.mark))
  }

  /// One value or several as texts; `nil` where it holds anything else.
  static func texts(_ node: Node) -> [String]? {
    if let scalar = node.scalar { return [scalar.string] }
    guard let sequence = node.sequence else { return nil }
    let texts = sequence.compactMap { $0.scalar?.string }
    return texts.count == sequence.count ? texts : nil
  }

  /// The value of a setting: flag, else environment, else file.
  func text(_ key: String, flag: String? = nil) -> String? {
    flag ?? variable(key) ?? values[key]?.first
  }

  /// The values of a list setting: flags, else environment (separated by `:`), else file.
  func texts(_ key: String, flags: [String] = []) -> [String] {
    if !flags.isEmpty { return flags }
    if let text = variable(key) { return text.split(separator: ":").map(String.init) }
    return values[key] ?? []
  }

  /// A switch: on by flag, else by environment or file.
  func bool(_ key: String, flag: Bool = false) throws(Failure) -> Bool {
    if flag { return true }
    guard let text = text(key) else { return false }
    switch text.lowercased() {
    case "true", "1", "yes", "on": return true
    case "false", "0", "no", "off": return false
    default:
      throw Failure.badConfigurationValue(
        key, expected: "`true` or `false`", found: text, source: source(of: key))
    }
  }

  /// Whether interviews are compared with each other, by `links` or its opposite `noLinks`.
  ///
  /// Where a variable says either, the file is not asked for the other: the later layer wins.
  ///
  /// - Throws: 78 where the two contradict each other within one layer.
  func links(flag: Bool = false, default fallback: Bool) throws(Failure) -> Bool {
    if flag { return true }
    let isInEnvironment = variable("links") != nil || variable("noLinks") != nil
    func said(_ key: String) throws(Failure) -> Bool? {
      guard (isInEnvironment ? variable(key) : text(key)) != nil else { return nil }
      return try bool(key)
    }
    let links = try said("links")
    guard let noLinks = try said("noLinks") else { return links ?? fallback }
    guard links != noLinks else {
      throw Failure(
        .configuration, "C011",
        "expected one of `links` and `noLinks`, found `\(noLinks)` for both",
        help: "they are opposites; one is enough")
    }
    return !noLinks
  }

  /// A whole number of at least `minimum` and at most `maximum`.
  ///
  /// - Throws: 64 where a flag is another number, 78 where a setting is something else.
  func integer(
    _ key: String, flag: Int? = nil, minimum: Int = 0, maximum: Int = .max
  ) throws(Failure) -> Int? {
    let isBounded = maximum < .max
    if let flag {
      guard flag >= minimum, flag <= maximum else {
        let range = isBounded ? "between \(minimum) and \(maximum)" : "at least \(minimum)"
        throw Failure.wrongUsage(
          "expected `--\(Self.flagName(key))` to be \(range), found `\(flag)`")
      }
      return flag
    }
    guard let text = text(key) else { return nil }
    guard let value = Int(text), value >= minimum, value <= maximum else {
      let range = isBounded ? "between \(minimum) and \(maximum)" : "of at least \(minimum)"
      throw Failure.badConfigurationValue(
        key, expected: "a whole number \(range)", found: text, source: source(of: key))
    }
    return value
  }

  /// One of several words; a wrong flag is wrong usage, a wrong setting a configuration error.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, flag: String?, default fallback: Choice, of allowed: [Choice]? = nil
  ) throws(Failure) -> Choice where Choice.RawValue == String {
    guard let text = text(key, flag: flag) else { return fallback }
    let allowed = allowed ?? Array(Choice.allCases)
    if let choice = allowed.first(where: { $0.rawValue == text }) { return choice }
    let words = allowed.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    if flag != nil {
      throw Failure.wrongUsage(
        "expected `--\(Self.flagName(key))` to be one of \(words), found `\(text)`")
    }
    // A format that another command takes is no mistake of the configuration.
    if Choice(rawValue: text) != nil { return fallback }
    throw Failure.badConfigurationValue(
      key, expected: "one of \(words)", found: text, source: source(of: key))
  }

  /// A section as a node with positions; `nil` where the file has none.
  func section(_ key: String) -> Node? { sections[key] }

  /// The keys of a section; empty where the file has none, or nothing in it.
  ///
  /// - Throws: 78 where it is no mapping.
  func mapping(_ key: String) throws(Failure) -> Node.Mapping {
    guard let section = sections[key], section.null == nil else { return [:] }
    guard let mapping = section.mapping else {
      throw Failure(
        .configuration, "C011", "expected settings for `\(key)`", at: place(of: section))
    }
    return mapping
  }

  /// Where something of the file stands.
  func place(of node: Node) -> Diagnostic.Place {
    Diagnostic.Place(
      file: path ?? "candor.yaml", line: node.mark?.line, column: node.mark?.column)
  }

  private func variable(_ key: String) -> String? {
    let name = "CANDOR_" + Self.words(key).map { $0.uppercased() }.joined(separator: "_")
    guard let text = environment[name], !text.isEmpty else { return nil }
    return text
  }

  func source(of key: String) -> String {
    variable(key) != nil ? "the environment" : "`\(path ?? "candor.yaml")`"
  }

  private static func flagName(_ key: String) -> String {
    words(key).map { $0.lowercased() }.joined(separator: "-")
  }

  /// `failOn` as `fail`, `On`.
  private static func words(_ key: String) -> [String] {
    var words: [String] = [""]
    for character in key {
      if character.isUppercase { words.append("") }
      words[words.count - 1].append(character)
    }
    return words
  }
}
