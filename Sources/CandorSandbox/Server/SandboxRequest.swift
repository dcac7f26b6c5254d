import CandorModel

/// A request as the stand-ins see it, whatever server it came through.
struct SandboxRequest: Sendable {
  /// `GET`, `POST` and so on, in capitals.
  var method: String
  /// The path below the platform's prefix, percent signs decoded, cut at the slashes.
  var path: [String]
  /// The query parameters in their order, decoded.
  var query: [RequestTarget.QueryItem] = []
  /// Header names in small letters.
  var headers: [String: String] = [:]
  /// The body.
  var body: [UInt8] = []

  /// The first value of a query parameter; `nil` where it is missing.
  func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// The token of `Authorization: Bearer TOKEN`; the scheme's letters may be large or small.
  var bearerToken: String? { credentials(scheme: "bearer") }

  /// What follows the scheme in `Authorization`; `nil` for another scheme or none.
  func credentials(scheme: String) -> String? {
    guard let header = headers["authorization"] else { return nil }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == scheme else { return nil }
    return parts[1].drop { $0 == " " }.description
  }
}

/// An answer of a stand-in.
struct SandboxResponse: Sendable {
  var status: Int
  /// Names as they are sent; the order stays.
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []

  /// A JSON answer, keys in the order given.
  static func json(_ status: Int, _ value: JSONValue) -> SandboxResponse {
    SandboxResponse(
      status: status,
      headers: [("Content-Type", "application/json; charset=utf-8")],
      body: OrderedJSON.bytes(value))
  }

  /// Text of some type.
  static func text(
    _ status: Int, _ text: String, type: String = "text/plain; charset=utf-8"
  ) -> SandboxResponse {
    SandboxResponse(status: status, headers: [("Content-Type", type)], body: Array(text.utf8))
  }

  /// An answer without a body.
  static func empty(_ status: Int) -> SandboxResponse { SandboxResponse(status: status) }
}

/// JSON whose keys keep their order: GraphQL answers fields in the order they were asked for, and
/// the other platforms' answers read as in their documents.
enum OrderedJSON {
  static func bytes(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    write(value, to: &writer)
    return writer.bytes
  }

  private static func write(_ value: JSONValue, to writer: inout JSONWriter) {
    switch value {
    case .array(let elements):
      writer.beginArray()
      for element in elements { write(element, to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.key(member.key)
        write(member.value, to: &writer)
      }
      writer.endObject()
    default: value.write(to: &writer)
    }
  }
}

extension JSONValue {
  /// A whole number.
  static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

  /// A number in its shortest form.
  static func decimal(_ value: Double) -> JSONValue {
    .number(value == value.rounded() ? String(Int(value)) : String(value))
  }

  /// A text, or null.
  static func optional(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

  /// An object without the members that are `nil`.
  static func present(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { name, value in value.map { (key: name, value: $0) } })
  }

  /// This object with a member replaced, or added at the end.
  func setting(_ key: String, _ value: JSONValue) -> JSONValue {
    guard case .object(var members) = self else { return self }
    if let index = members.firstIndex(where: { $0.key == key }) {
      members[index].value = value
    } else {
      members.append((key, value))
    }
    return .object(members)
  }
}
