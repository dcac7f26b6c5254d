public import CandorModel

/// Why the store cannot do what was asked.
///
/// It names files and processes, never a person, an address or an agent.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong; new codes may come.
  public struct Code: Sendable, Hashable {
    /// The stable code of docs/diagnostics.md.
    public let diagnostic: String
    /// The exit code of a command that ends with it.
    public let exitCode: Int32

    /// Another process writes to the store.
    public static let locked = Code(diagnostic: "D001", exitCode: 75)
    /// The file cannot be opened or made.
    public static let cannotOpen = Code(diagnostic: "D002", exitCode: 73)
    /// The file is no store of ours.
    public static let notAStore = Code(diagnostic: "D003", exitCode: 65)
    /// The file was written by a later version.
    public static let laterVersion = Code(diagnostic: "D004", exitCode: 65)
    /// The disk is full or the file is read-only.
    public static let cannotWrite = Code(diagnostic: "D005", exitCode: 73)
    /// A row holds what cannot be in it.
    public static let damaged = Code(diagnostic: "D006", exitCode: 65)
    /// There is no such run, interview or candidate.
    public static let notFound = Code(diagnostic: "D007", exitCode: 65)
    /// A decision that the policy does not allow.
    public static let notAllowed = Code(diagnostic: "D008", exitCode: 64)
    /// There is no file where a store should be read.
    public static let noStore = Code(diagnostic: "D009", exitCode: 65)
    /// A name stands for several interviews.
    public static let ambiguous = Code(diagnostic: "D010", exitCode: 64)
    /// The file was written by an earlier version and may not be brought up to date.
    public static let earlierVersion = Code(diagnostic: "D014", exitCode: 65)
    /// The file may not be written, and its journal holds what is not in it yet.
    public static let unwrittenJournal = Code(diagnostic: "D015", exitCode: 65)
  }

  /// What went wrong.
  public let code: Code
  /// What was expected and what was found.
  public let message: String
  /// What to do about it.
  public let help: String?

  /// Makes an error.
  public init(_ code: Code, _ message: String, help: String? = nil) {
    self.code = code
    self.message = message
    self.help = help
  }

  /// The error as a diagnostic.
  public var diagnostic: Diagnostic {
    Diagnostic(.error, code.diagnostic, message, help: help)
  }

  /// The diagnostic's text.
  public var description: String { diagnostic.text }
}
