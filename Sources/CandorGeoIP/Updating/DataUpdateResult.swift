public import CandorModel

/// What became of one source of an update.
public struct DataUpdateResult: Sendable, Hashable {
  /// How it ended.
  public enum Outcome: Sendable, Hashable {
    /// A new file is in place.
    case updated
    /// What is there is what would have come.
    case unchanged
    /// Nothing was changed; a file that was there is still there.
    case failed(LocationDataError)
  }

  /// The source's name.
  public let name: String
  /// The file's name in the data directory.
  public let fileName: String
  /// How it ended.
  public let outcome: Outcome
  /// When the database that is now in place was built; `nil` for a list and where there is none.
  public let builtAt: Timestamp?
  /// Whether a file of this name is in place now.
  public let isInPlace: Bool

  /// The error of a failed update.
  public var error: LocationDataError? {
    if case .failed(let error) = outcome { error } else { nil }
  }
}

extension LocationDataError {
  static func status(_ status: Int, of subject: String, hasCredentials: Bool) -> Self {
    switch status {
    case 401, 403:
      Self(
        code: .credentialsRefused, subject: subject,
        message: hasCredentials
          ? "the download was refused with status `\(status)`. check account id and licence key"
          : "the download was refused with status `\(status)`. it may need credentials")
    case 404, 410:
      Self(
        code: .notFound, subject: subject,
        message: "there is nothing to download, status `\(status)`. check the configured name")
    case 429, 503:
      Self(
        code: .tryLater, subject: subject,
        message: "the other side asks to come back later, status `\(status)`")
    default:
      Self(
        code: .downloadFailed, subject: subject,
        message: "expected status `200` of the download, found `\(status)`")
    }
  }

  static func damagedDownload(_ subject: String, _ what: String) -> Self {
    Self(
      code: .downloadDamaged, subject: subject,
      message: "the download is damaged, \(what). try again, the old file, if any, was kept")
  }

  static func noAnswer(_ subject: String) -> Self {
    Self(
      code: .downloadFailed, subject: subject,
      message: "the download failed without an answer. check the connection")
  }

  static func older(_ subject: String, _ new: Timestamp, _ old: Timestamp) -> Self {
    Self(
      code: .downloadOlder, subject: subject,
      message: "expected a database built after `\(old.dateText)`, found one of "
        + "`\(new.dateText)`. the newer file was kept, delete it to go back")
  }

  static func tooLarge(_ subject: String, limit: Int) -> Self {
    Self(
      code: .downloadTooLarge, subject: subject,
      message: "expected at most `\(limit)` bytes, found more")
  }
}
