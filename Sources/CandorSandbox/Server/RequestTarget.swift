/// The path and query of a request, decoded.
struct RequestTarget: Hashable, Sendable {
  var path: [String]
  var query: [QueryItem]

  struct QueryItem: Hashable, Sendable {
    var name: String
    var value: String
  }

  /// Reads what stands behind the host: `/interviews?page=2&limit=10`.
  ///
  /// Slashes at the end mean nothing. Text that is not UTF-8 once decoded is repaired.
  init(_ text: String) {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = (parts.first ?? "").split(separator: "/").map { Self.decoded($0, plusIsSpace: false) }
    let pairs = parts.count > 1 ? parts[1].split(separator: "&") : []
    query = pairs.map { pair in
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return QueryItem(
        name: Self.decoded(halves[0], plusIsSpace: true),
        value: halves.count > 1 ? Self.decoded(halves[1], plusIsSpace: true) : "")
    }
  }

  private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String {
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    var index = 0
    while index < source.count {
      if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
        let byte = UInt8(String(decoding: source[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        bytes.append(byte)
        index += 3
      } else {
        let byte = source[index]
        bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
