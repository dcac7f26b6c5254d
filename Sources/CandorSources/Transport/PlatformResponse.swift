import CandorModel

/// What a platform answered, body unpacked.
struct PlatformResponse: Sendable {
  /// The HTTP status; 429 also where the body alone says that the rate limit is used up.
  var status: Int
  /// Names in lower case, in the order of the answer.
  var headers: [(name: String, value: String)]
  var body: [UInt8]
  /// The body as JSON, the key masked in what it says of a failure; absent where it is none.
  var json: JSONValue?

  /// The first value of a header, by its lower-case name.
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  var isSuccess: Bool { (200..<300).contains(status) }
}

/// Why no answer came.
enum TransportFailure: Error, Sendable, Hashable {
  /// No connection: refused, no such host.
  case connect
  /// A connection, and no encrypted one: a certificate that is not trusted, or no TLS at all.
  case encryption
  /// The connection broke, or the answer was cut off.
  case interrupted
  /// A time limit ran out.
  case timeout
  /// A size limit was exceeded; the sentence says which and by how much.
  case tooLarge(String)
  /// The bytes are not what their headers say.
  case garbled(String)
}

/// How one attempt at a request ended.
enum AttemptOutcome: Sendable {
  case response(PlatformResponse)
  case failure(TransportFailure)
}
