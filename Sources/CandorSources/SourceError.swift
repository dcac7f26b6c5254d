public import CandorModel

/// Why a platform or an input could not be read.
///
/// The message never holds a key, an address, a name or an e-mail; it is safe for a log.
public struct SourceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong; more codes may come.
  public struct Code: Sendable, Hashable {
    /// The stable code of the diagnostic, listed in `docs/diagnostics.md`.
    public let diagnostic: String
    /// The exit code a run that stops for it ends with.
    public let exitCode: Int32

    /// No key is configured.
    public static let credentialsMissing = Code(diagnostic: "S001", exitCode: 77)
    /// The platform refused the key.
    public static let unauthorized = Code(diagnostic: "S002", exitCode: 77)
    /// The key lacks a permission.
    public static let permissionMissing = Code(diagnostic: "S003", exitCode: 77)
    /// A key file that others can read, or a key that no header can carry.
    public static let credentialsUnusable = Code(diagnostic: "S004", exitCode: 77)
    /// An endpoint to which no key may be sent, or a setting that makes no sense.
    public static let configuration = Code(diagnostic: "S005", exitCode: 78)
    /// The platform did not answer, or answered with 5xx, after all attempts.
    public static let unavailable = Code(diagnostic: "S006", exitCode: 69)
    /// Too many failures in a row; no further request was made.
    public static let circuitOpen = Code(diagnostic: "S007", exitCode: 69)
    /// The rate limit is used up for longer than a run waits.
    public static let rateLimited = Code(diagnostic: "S008", exitCode: 75)
    /// The answer is not what the platform's documents say.
    public static let invalidResponse = Code(diagnostic: "S009", exitCode: 69)
    /// The answer is larger than allowed.
    public static let responseTooLarge = Code(diagnostic: "S010", exitCode: 69)
    /// The platform does not know the thing asked for.
    public static let notFound = Code(diagnostic: "S011", exitCode: 2)
    /// The platform sent us to another host.
    public static let redirected = Code(diagnostic: "S012", exitCode: 78)
    /// The request took longer than allowed.
    public static let timedOut = Code(diagnostic: "S013", exitCode: 69)
    /// The platform refused the request itself.
    public static let refused = Code(diagnostic: "S014", exitCode: 69)
    /// Pages that do not end.
    public static let endlessPages = Code(diagnostic: "S015", exitCode: 69)
    /// A call with values outside of what the platform's documents allow.
    public static let invalidArgument = Code(diagnostic: "S016", exitCode: 64)
    /// A file that cannot be opened or read.
    public static let unreadableInput = Code(diagnostic: "S101", exitCode: 65)
    /// An input that is larger than may be held.
    public static let inputTooLarge = Code(diagnostic: "S102", exitCode: 65)
    /// A CSV header without the columns that are needed.
    public static let invalidHeader = Code(diagnostic: "S103", exitCode: 65)
    /// A document that is neither evidence nor a saved answer.
    public static let invalidDocument = Code(diagnostic: "S104", exitCode: 65)
    /// Compressed data that is damaged, cut off or larger than allowed.
    public static let damagedCompression = Code(diagnostic: "S105", exitCode: 65)
    /// Several inputs, none of which could be read.
    public static let nothingReadable = Code(diagnostic: "S106", exitCode: 65)
  }

  /// What went wrong.
  public let code: Code
  /// One line: expected before found, no full stop.
  public let message: String
  /// What to do about it.
  public let help: String?
  /// The HTTP status that was answered; absent where no answer came.
  public let status: Int?
  /// The platform's own code for the failure (`RATE_LIMITED`), where it gave one.
  public let platformCode: String?

  /// Makes an error.
  public init(
    _ code: Code, _ message: String, help: String? = nil, status: Int? = nil,
    platformCode: String? = nil
  ) {
    self.code = code
    self.message = message
    self.help = help
    self.status = status
    self.platformCode = platformCode
  }

  /// The same error with the platform's code.
  func with(platformCode: String?) -> SourceError {
    SourceError(code, message, help: help, status: status, platformCode: platformCode)
  }

  /// The error as a diagnostic of severity error.
  public var diagnostic: Diagnostic {
    Diagnostic(.error, code.diagnostic, message, help: help)
  }

  /// The diagnostic's text.
  public var description: String { diagnostic.text }

  /// Whether going on with other items makes no sense: the key, the configuration or the platform
  /// as a whole is at fault.
  package var endsTheRun: Bool {
    switch code {
    case .credentialsMissing, .unauthorized, .credentialsUnusable, .configuration, .circuitOpen,
      .rateLimited, .redirected, .invalidArgument, .permissionMissing:
      true
    default: false
    }
  }
}
