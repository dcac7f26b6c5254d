/// One download that `DataUpdater` asks for.
///
/// Holds credentials: it prints as its address without them, and is never logged whole.
public struct DataRequest: Sendable, Hashable, CustomStringConvertible {
  /// Where to get it.
  public let url: String
  /// User name and password for HTTP Basic authentication (RFC 7617); `nil` for none. Never to be
  /// sent to another host after a redirect.
  public let credentials: Credentials?
  /// The most bytes to take; more is an error.
  public let maximumByteCount: Int

  /// User name and password; they never print.
  public struct Credentials: Sendable, Hashable, CustomStringConvertible,
    CustomDebugStringConvertible, CustomReflectable
  {
    /// The user name: MaxMind's account id.
    public let user: String
    /// The password: MaxMind's licence key.
    public let password: String

    /// Credentials of an account.
    public init(user: String, password: String) {
      self.user = user
      self.password = password
    }

    /// Nothing of them.
    public var description: String { "credentials" }
    /// Nothing of them.
    public var debugDescription: String { "credentials" }
    /// Nothing of them, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
  }

  /// A download.
  public init(url: String, credentials: Credentials? = nil, maximumByteCount: Int) {
    self.url = url
    self.credentials = credentials
    self.maximumByteCount = maximumByteCount
  }

  /// The address without its query, which may hold a key.
  public var description: String { String(url.prefix(while: { $0 != "?" })) }
}

/// What came of a download.
public struct DataResponse: Sendable {
  /// The HTTP status of the last answer, redirects followed.
  public let status: Int
  /// The length that the other side announced for the body as sent; `nil` where it did not.
  public let announcedByteCount: Int?
  /// The body as sent, not unpacked.
  public let body: [UInt8]

  /// An answer.
  public init(status: Int, announcedByteCount: Int? = nil, body: [UInt8]) {
    self.status = status
    self.announcedByteCount = announcedByteCount
    self.body = body
  }
}

/// How `DataUpdater` reaches the outside: downloads and gzip, both of which live elsewhere.
public protocol DataTransport: Sendable {
  /// Makes a download; redirects are followed, credentials go to the first host only.
  ///
  /// - Throws: where no answer came or it was larger than allowed; an answer with an error status is
  ///   returned.
  func download(_ request: DataRequest) async throws -> DataResponse

  /// Unpacks gzip (RFC 1952) and checks its checksum.
  ///
  /// - Throws: where the bytes are not gzip, end early, have a wrong checksum, or unpack to more
  ///   than `maximumByteCount`.
  func gunzip(_ bytes: [UInt8], maximumByteCount: Int) throws -> [UInt8]
}
