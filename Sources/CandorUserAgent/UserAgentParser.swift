public import CandorModel
import CandorUserAgentPatterns
import Synchronization

/// Reads user agents after the uap-core specification, and what they mean for people.
///
/// ```swift
/// let parser = try UserAgentParser.builtIn(referenceDate: Timestamp("2026-03-02"))
/// let client = parser.client(for: agent).value
/// ```
///
/// Work on many agents goes through a `Worker`, which keeps its memory.
///
/// ## Thread safety
/// Immutable and shared by any number of tasks without a lock. Patterns are compiled on first use,
/// into slots that change once.
public final class UserAgentParser: Sendable {
  /// Which entries stand in front of the file's.
  public enum Overlay: Sendable {
    /// Candor's own (`datasets/useragents/overlay.yaml`), made at build time.
    case builtIn
    /// None: the file alone answers.
    case none
    /// The entries of this text, which is YAML of the same form.
    case text(String)
  }

  /// Where the answers come from, for provenance.
  public struct Source: Sendable, Hashable {
    /// What the file is called: `uap-core`, or what the caller named it.
    public let name: String
    /// SHA-256 of the file, in lower-case hexadecimal.
    public let hash: String
    /// The file's regular expressions, all three lists together.
    public let expressionCount: Int
    /// SHA-256 of the overlay; absent where there is none.
    public let overlayHash: String?
    /// The overlay's regular expressions.
    public let overlayExpressionCount: Int
  }

  /// Where the answers come from.
  public let source: Source
  /// The limits on one agent.
  public let limits: UserAgentLimits
  /// The date from which "far in the future" counts; absent where no version is too high.
  public let referenceDate: Timestamp?

  let core: ParserCore
  private let pool = WorkerPool()

  /// - Parameter shape: of these tables, where it was made before.
  private init(
    core: AgentTable, overlay: AgentTable?, shape: ParserCore.Shape? = nil,
    referenceDate: Timestamp?, limits: UserAgentLimits
  ) {
    self.source = Source(
      name: core.name, hash: core.hash, expressionCount: core.entries.count,
      overlayHash: overlay?.hash, overlayExpressionCount: overlay?.entries.count ?? 0)
    self.limits = limits
    self.referenceDate = referenceDate
    self.core = ParserCore(
      shape ?? ParserCore.Shape([overlay, core].compactMap { $0 }), limits: limits,
      referenceDate: referenceDate)
  }

  /// The parser over the expressions in the binary: those of the `uap-core` package it was built
  /// with, behind Candor's own.
  ///
  /// - Parameters:
  ///   - overlay: what stands in front.
  ///   - referenceDate: from when on "far in the future" counts; `nil` leaves that mark out.
  ///   - limits: on one agent.
  /// - Throws: `UserAgentError` where an overlay given as text is not of the form.
  public static func builtIn(
    overlay: Overlay = .builtIn, referenceDate: Timestamp?,
    limits: UserAgentLimits = UserAgentLimits()
  ) throws(UserAgentError) -> UserAgentParser {
    guard case .builtIn = overlay else {
      return UserAgentParser(
        core: try table(BuiltInTables.core), overlay: try table(overlay),
        referenceDate: referenceDate, limits: limits)
    }
    let tables = try builtInTables.get()
    return UserAgentParser(
      core: tables.core, overlay: tables.overlay, shape: tables.shape,
      referenceDate: referenceDate, limits: limits)
  }

  /// Makes what `builtIn` is made of, so that it is there when it is asked for; for a thread that
  /// has nothing better to do.
  public static func prepareBuiltIn() {
    // Whatever is wrong is told by `builtIn`.
    _ = builtInTables
  }

  private static let builtInTables = Result {
    () throws(UserAgentError) -> (core: AgentTable, overlay: AgentTable?, shape: ParserCore.Shape)
    in
    let core = try table(BuiltInTables.core)
    let overlay = try table(Overlay.builtIn)
    return (core, overlay, ParserCore.Shape([overlay, core].compactMap { $0 }))
  }

  /// The parser over another file of uap-core's form.
  ///
  /// - Parameters:
  ///   - regexesYAML: the file's bytes.
  ///   - name: what provenance calls it.
  ///   - overlay: what stands in front; by default nothing, so that the file alone answers.
  ///   - cache: where the read table is kept, so that YAML is read only when the file changed.
  ///   - referenceDate: from when on "far in the future" counts; `nil` leaves that mark out.
  ///   - limits: on one agent.
  /// - Throws: `UserAgentError`, with the line, where the file is not of the form or holds a
  ///   pattern that cannot be compiled.
  public convenience init(
    regexesYAML: [UInt8], name: String, overlay: Overlay = .none,
    cache: UserAgentTableCache? = nil, referenceDate: Timestamp?,
    limits: UserAgentLimits = UserAgentLimits()
  ) throws(UserAgentError) {
    let core = try UserAgentTableCache.table(of: regexesYAML, name: name, cache: cache)
    self.init(
      core: core, overlay: try Self.table(overlay), referenceDate: referenceDate, limits: limits)
  }

  /// Parses one agent.
  public func parse(_ agent: String) -> UserAgentResult {
    withWorker { $0.parse(agent) }
  }

  /// Parses one agent given as bytes, which need not be UTF-8: wrong sequences are read as U+FFFD.
  public func parse(_ agent: UnsafeBufferPointer<UInt8>) -> UserAgentResult {
    withWorker { $0.parse(agent) }
  }

  /// A worker of one's own, for one task at a time.
  public func makeWorker() -> Worker { Worker(core) }

  /// Lends a worker; another task gets another one.
  public func withWorker<Result>(_ body: (Worker) throws -> Result) rethrows -> Result {
    let worker = pool.take() ?? Worker(core)
    defer { pool.put(worker) }
    return try body(worker)
  }

  private static func table(_ overlay: Overlay) throws(UserAgentError) -> AgentTable? {
    switch overlay {
    case .none: return nil
    case .builtIn: return try table(BuiltInTables.overlay)
    case .text(let text):
      return try UserAgentTableCache.table(of: Array(text.utf8), name: "overlay", cache: nil)
    }
  }

  private static func table(_ encoded: StaticString) throws(UserAgentError) -> AgentTable {
    do {
      return try AgentTable(
        encoded: UnsafeBufferPointer(
          start: encoded.utf8Start, count: encoded.utf8CodeUnitCount))
    } catch {
      throw UserAgentError(error, in: "built-in")
    }
  }
}

/// Workers that are not in use.
///
/// ## Thread safety
/// A few slots, each taken and filled by one atomic exchange, so nobody waits. A worker is in a
/// slot or with one task, never both.
private final class WorkerPool: Sendable {
  private let first = Atomic<UInt>(0)
  private let second = Atomic<UInt>(0)
  private let third = Atomic<UInt>(0)
  private let fourth = Atomic<UInt>(0)

  deinit {
    while take() != nil {}
  }

  func take() -> UserAgentParser.Worker? {
    take(first) ?? take(second) ?? take(third) ?? take(fourth)
  }

  func put(_ worker: UserAgentParser.Worker) {
    let value = UInt(bitPattern: Unmanaged.passRetained(worker).toOpaque())
    if put(value, first) || put(value, second) || put(value, third) || put(value, fourth) {
      return
    }
    release(value)
  }

  private func take(_ slot: borrowing Atomic<UInt>) -> UserAgentParser.Worker? {
    guard slot.load(ordering: .relaxed) != 0 else { return nil }
    let value = slot.exchange(0, ordering: .acquiringAndReleasing)
    guard let pointer = UnsafeRawPointer(bitPattern: value) else { return nil }
    return Unmanaged<UserAgentParser.Worker>.fromOpaque(pointer).takeRetainedValue()
  }

  private func put(_ value: UInt, _ slot: borrowing Atomic<UInt>) -> Bool {
    slot.compareExchange(expected: 0, desired: value, ordering: .acquiringAndReleasing).exchanged
  }

  private func release(_ value: UInt) {
    guard let pointer = UnsafeRawPointer(bitPattern: value) else { return }
    Unmanaged<UserAgentParser.Worker>.fromOpaque(pointer).release()
  }
}
