public import CandorModel
import Synchronization

/// Keeps the rules of a long-running use and replaces them while it runs.
///
/// For programs that use the library; commands of `candor` read the rules once.
///
/// Thread safety: any task may read or reload; who reads keeps the engine it was given until it
/// asks again.
public final class RulePackHolder: Sendable {
  /// What a reload did.
  public enum Outcome: Sendable {
    /// The files and the configuration are the same as before.
    case unchanged
    /// The new rules are in force; warnings may have come with them.
    case replaced(hash: String, diagnostics: [Diagnostic])
    /// The new files have errors, the old rules stay in force.
    case kept(diagnostics: [Diagnostic])
  }

  /// Protects the engine in force.
  private let state: Mutex<RuleEngine>
  private let loader: RulePackLoader

  /// - Parameters:
  ///   - engine: in force at first.
  ///   - loader: reads new files.
  public init(_ engine: RuleEngine, loader: RulePackLoader) {
    state = Mutex(engine)
    self.loader = loader
  }

  /// The engine in force.
  public var engine: RuleEngine { state.withLock { $0 } }

  /// Reads files and puts them into force, unless anything is wrong with them.
  ///
  /// - Parameters:
  ///   - files: everything below the rule folder.
  ///   - tunings: configurations, later ones win.
  public func reload(_ files: [RuleFile], tunings: [RuleTuning] = []) -> Outcome {
    // Compiling takes long; readers are not kept waiting for it.
    let loaded = loader.load(files, tunings: tunings)
    if loaded.hasErrors { return .kept(diagnostics: loaded.diagnostics) }
    let old = engine
    if loaded.pack.hash == old.pack.hash,
      loaded.pack.expiredExceptions.count == old.pack.expiredExceptions.count
    {
      return .unchanged
    }
    let new = RuleEngine(
      pack: loaded.pack, countries: loader.countries, language: old.language)
    state.withLock { $0 = new }
    return .replaced(hash: loaded.pack.hash, diagnostics: loaded.diagnostics)
  }
}
