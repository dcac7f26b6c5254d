public import CandorModel
import Dispatch
import Synchronization

/// Makes a rule pack of files.
///
/// Every file is read, whatever is wrong with the others; a rule with an error is left out.
public struct RulePackLoader: Sendable {
  /// What came of it.
  public struct Result: Sendable {
    /// The pack, without the rules that have errors.
    public let pack: RulePack
    /// What is wrong, sorted by place.
    public let diagnostics: [Diagnostic]

    /// Whether anything was left out.
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
  }

  /// The bounds in force.
  public var limits = RuleLimits()
  /// English names of countries, for summaries.
  public var countries = CountryNames.none
  /// The day that expiry dates are compared with, in UTC: `2026-03-02`; absent where nothing
  /// expires.
  public var referenceDay: String?
  /// Rules of another pack that the same configurations are meant for: what they say of these, and of
  /// parameters that these have, is no mistake where the pack has none.
  public var elsewhere: [Rule] = []

  /// A loader with documented limits, no names of countries and no day of reference.
  public init() {}

  /// Reads a pack.
  ///
  /// - Parameters:
  ///   - files: everything below the rule folder; other files than YAML are not looked at.
  ///   - tunings: configurations, later ones win.
  public func load(_ files: [RuleFile], tunings: [RuleTuning] = []) -> Result {
    var diagnostics: [Diagnostic] = []
    let functions = RuleFunctions(countries: countries)
    let ruleFiles = files.filter(\.isRule).sorted { $0.path < $1.path }
    if ruleFiles.isEmpty { diagnostics.append(RuleDiagnostic.noRules()) }
    if ruleFiles.count > limits.maximumRules {
      diagnostics.append(
        RuleDiagnostic.tooManyRules(limit: limits.maximumRules, actual: ruleFiles.count))
    }
    var rules: [Rule] = []
    var places: [String: String] = [:]
    for (source, rule, found) in readAll(ruleFiles.prefix(limits.maximumRules), functions) {
      diagnostics += bounded(found, file: source)
      guard let rule else { continue }
      if let other = places.updateValue(source.file, forKey: rule.id) {
        places[rule.id] = other
        diagnostics.append(
          RuleDiagnostic.duplicateRuleID(rule.id, other: other, at: placeOfID(rule, source)))
        continue
      }
      rules.append(rule)
    }
    rules.sort { $0.id < $1.id }
    let head = readPack(files.first { $0.isPack }, into: &diagnostics)
    var tuner = RuleTuner(
      rules: rules, elsewhere: elsewhere, limits: limits, functions: functions,
      referenceDay: referenceDay)
    for tuning in tunings { tuner.apply(tuning) }
    diagnostics += tuner.diagnostics
    let pack = RulePack(
      name: head.name, version: head.version,
      hash: Self.hash(files, tunings), rules: tuner.rules, exceptions: tuner.exceptions,
      expiredExceptions: tuner.expiredExceptions)
    return Result(pack: pack, diagnostics: diagnostics.sorted(by: Diagnostic.isOrderedBefore))
  }

  /// Reads files on all processors, because a command waits for it; what comes of it is in the order
  /// of the files.
  private func readAll(
    _ files: ArraySlice<RuleFile>, _ functions: RuleFunctions
  ) -> [(SourceText, Rule?, [Diagnostic])] {
    let files = Array(files)
    let results = Mutex<[(SourceText, Rule?, [Diagnostic])?]>(
      Array(repeating: nil, count: files.count))
    DispatchQueue.concurrentPerform(iterations: files.count) { index in
      let source = SourceText(file: files[index].path, text: files[index].text)
      let (rule, found) = read(source, functions)
      results.withLock { $0[index] = (source, rule, found) }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  private func read(_ source: SourceText, _ functions: RuleFunctions) -> (Rule?, [Diagnostic]) {
    do throws(Diagnostic) {
      var yaml = YAMLReader(source, limits: limits)
      let root = try yaml.read()
      var reader = RuleReader(source, limits: limits, functions: functions)
      let rule = reader.read(root)
      return (rule, reader.diagnostics)
    } catch {
      return (nil, [error])
    }
  }

  private func bounded(_ found: [Diagnostic], file: SourceText) -> [Diagnostic] {
    guard found.count > limits.maximumDiagnostics else { return found }
    let kept = found.sorted(by: Diagnostic.isOrderedBefore).prefix(limits.maximumDiagnostics)
    let rest = found.count - kept.count
    return kept + [RuleDiagnostic.furtherDiagnostics(rest, at: file.wholeFile)]
  }

  /// The line of `id:`; rules that were read have one.
  private func placeOfID(_ rule: Rule, _ source: SourceText) -> Diagnostic.Place {
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let line = lines.firstIndex(where: { $0.hasPrefix("id:") }) else {
      return source.wholeFile
    }
    let start = source.lineRange(line + 1).lowerBound
    return source.place(start, start + 2)
  }

  private func readPack(
    _ file: RuleFile?, into diagnostics: inout [Diagnostic]
  ) -> (name: String, version: String) {
    guard let file else { return ("custom", "0.0.0") }
    let source = SourceText(file: file.path, text: file.text)
    do throws(Diagnostic) {
      var reader = YAMLReader(source, limits: limits)
      let root = try reader.read()
      guard
        let fields = YAMLFields(
          root, path: "", known: ["name", "version", "description"], source: source,
          into: &diagnostics)
      else { return ("custom", "0.0.0") }
      fields.require("name", into: &diagnostics)
      fields.require("version", into: &diagnostics)
      let name = fields.text("name", into: &diagnostics) ?? "custom"
      let version = fields.text("version", into: &diagnostics) ?? "0.0.0"
      if SemanticVersion(version) == nil {
        diagnostics.append(
          RuleDiagnostic.invalidVersion("version", version, at: fields.valuePlace("version")))
      }
      return (name, version)
    } catch {
      diagnostics.append(error)
      return ("custom", "0.0.0")
    }
  }

  /// Tests decide nothing, so they are no part of it.
  private static func hash(_ files: [RuleFile], _ tunings: [RuleTuning]) -> String {
    var bytes: [UInt8] = []
    for file in files.sorted(by: { $0.path < $1.path }) where file.isRule || file.isPack {
      bytes += "\(file.path) \(Digest.text(of: Array(file.text.utf8)))\n".utf8
    }
    for tuning in tunings where !tuning.isEmpty { bytes += "\(tuning.canonicalText)\n".utf8 }
    return Digest.text(of: bytes)
  }
}
