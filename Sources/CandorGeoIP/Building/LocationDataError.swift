/// Why location data could not be built, fetched or put in its place.
///
/// Names files without their folders, and never an address, a key or an account.
public struct LocationDataError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of mistake; more kinds can be added.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name.
    public let rawValue: String

    /// A code of this name.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// A source file is not there or cannot be read.
    public static let sourceUnreadable = Code(rawValue: "source-unreadable")
    /// A source file is not what it should be.
    public static let sourceDamaged = Code(rawValue: "source-damaged")
    /// A file could not be written.
    public static let cannotWrite = Code(rawValue: "cannot-write")
    /// A download was refused because of its credentials, or they are missing.
    public static let credentialsRefused = Code(rawValue: "credentials-refused")
    /// There is nothing at the address of a download.
    public static let notFound = Code(rawValue: "download-not-found")
    /// The other side asks to come back later.
    public static let tryLater = Code(rawValue: "download-try-later")
    /// The other side answered with an error, or not at all.
    public static let downloadFailed = Code(rawValue: "download-failed")
    /// What came is not what was announced: cut short, a wrong checksum, a web page.
    public static let downloadDamaged = Code(rawValue: "download-damaged")
    /// What came is larger than the limit.
    public static let downloadTooLarge = Code(rawValue: "download-too-large")
    /// What came is older than what is there.
    public static let downloadOlder = Code(rawValue: "download-older")
  }

  /// The kind of mistake.
  public let code: Code
  /// The file or source it is about.
  public let subject: String
  /// What was expected and found, and what to do.
  public let message: String

  /// `subject: message`.
  public var description: String { "\(subject): \(message)" }
}

extension LocationDataError {
  static func unreadable(_ subject: String) -> Self {
    Self(
      code: .sourceUnreadable, subject: subject,
      message: "the source file cannot be read. check that the package was unpacked")
  }

  static func damaged(_ subject: String, _ what: String) -> Self {
    Self(
      code: .sourceDamaged, subject: subject,
      message: "the source file is damaged, \(what). fetch the package again")
  }

  static func cannotWrite(_ subject: String, reason: String) -> Self {
    Self(
      code: .cannotWrite, subject: subject,
      message: "the file cannot be written, \(reason). the old file, if any, was kept")
  }

  static func writer(_ subject: String, _ error: MMDBWriterError) -> Self {
    Self(code: .sourceDamaged, subject: subject, message: error.description)
  }
}
