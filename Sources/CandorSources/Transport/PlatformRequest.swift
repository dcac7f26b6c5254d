/// One request to a platform, before the key is put into it.
struct PlatformRequest: Sendable {
  /// HTTP method in capitals.
  var method: String
  /// Behind the endpoint's prefix: begins with `/` or is empty; already percent-encoded.
  var path: String
  /// Query names and values, not yet encoded, in the order to send.
  var query: [(name: String, value: String)] = []
  /// Header names and values beside those the transport sets.
  var headers: [(name: String, value: String)] = []
  /// The body with its content type; absent for none.
  var body: Body?
  /// Whether sending it twice does no harm: a read, or a write with an `Idempotency-Key`.
  var isRepeatable: Bool
  /// Whether a successful answer has to be JSON.
  var expectsJSON = true
  /// The permission the platform's documents ask for, for the message when it is missing.
  var permission: String?
  /// What is asked for, in words without personal data: `the positions`.
  var subject: String

  struct Body: Sendable {
    var bytes: [UInt8]
    var contentType: String
  }

  /// The path and query as they stand in the request line.
  var target: String {
    guard !query.isEmpty else { return path }
    let pairs = query.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }
    return path + "?" + pairs.joined(separator: "&")
  }

  /// Text with everything but the unreserved characters of RFC 3986 percent-encoded.
  static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
