public import CandorModel

/// The rules that run together, with what a configuration made of them.
///
/// Thread safety: immutable; shared by all tasks.
public struct RulePack: Sendable {
  /// The name in `pack.yaml`; `custom` where there is none.
  public let name: String
  /// The version in `pack.yaml` (SemVer); `0.0.0` where there is none.
  public let version: String
  /// `sha256:` and a hash of every file that acts and of the configuration.
  public let hash: String
  /// The rules, sorted by id, also those that are switched off.
  public let rules: [Rule]
  /// The exceptions that act on the day of reference, in the order of the configuration.
  public let exceptions: [RuleException]
  /// The exceptions that no longer act.
  public let expiredExceptions: [RuleException]

  /// How an assessment names the pack.
  public var provenance: Provenance.RulePack {
    Provenance.RulePack(name: name, version: version, hash: hash)
  }

  /// The rule of an id; `nil` where there is none.
  public func rule(_ id: String) -> Rule? { rules.first { $0.id == id } }
}

/// A file of a rule folder.
public struct RuleFile: Sendable, Hashable {
  /// The path inside of the folder, as diagnostics name it, `/` between its parts.
  public let path: String
  /// Its text.
  public let text: String

  /// Makes a file.
  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  /// Whether it holds a rule: YAML that is neither a test file nor the pack's own.
  public var isRule: Bool { isYAML && !isTests && !isPack }
  /// Whether it holds the tests of a rule.
  public var isTests: Bool { path.hasSuffix(".tests.yaml") || path.hasSuffix(".tests.yml") }
  /// Whether it names the pack.
  public var isPack: Bool {
    path == "pack.yaml" || path == "pack.yml" || path.hasSuffix("/pack.yaml")
      || path.hasSuffix("/pack.yml")
  }
  private var isYAML: Bool { path.hasSuffix(".yaml") || path.hasSuffix(".yml") }
}
