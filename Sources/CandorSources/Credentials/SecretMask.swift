import CandorModel
import Foundation

/// Takes a key out of what a platform says of a failure, so that no message repeats it.
///
/// Servers put what they were sent into their messages, whole or in part. Every part of eight
/// characters or more is recognised: as it is, percent-encoded, in Base64 (Basic authentication), in
/// capital and small letters.
struct SecretMask: Sendable {
  /// What stands in the key's place.
  static let replacement = "[key]"
  /// Characters of the shortest part that is recognised.
  static let shortestPart = 8
  /// A text below this many characters is no key that could be kept secret.
  private static let shortestKey = 4

  /// Members of an answer that tell of a failure; all others are data and stay as they came.
  private static let failureKeys: Set<String> = [
    "code", "detail", "details", "error", "errorInfo", "errors", "extensions", "message", "title",
  ]

  /// Parts of the key as numbers of their bytes, by their length, which is at most eight.
  private let parts: [Int: Set<UInt64>]

  /// Makes a mask.
  ///
  /// - Parameter secret: the key; `nil` where none is sent.
  init(_ secret: String?) {
    var parts: [Int: Set<UInt64>] = [:]
    for form in secret.map(Self.forms) ?? [] {
      let bytes = form.utf8.map(Self.folded)
      let length = min(Self.shortestPart, bytes.count)
      guard length >= Self.shortestKey else { continue }
      for start in 0...(bytes.count - length) {
        let part = bytes[start..<start + length].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        parts[length, default: []].insert(part)
      }
    }
    self.parts = parts
  }

  /// The text without the key.
  func masked(_ text: String) -> String {
    guard !parts.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var isSecret = [Bool](repeating: false, count: bytes.count)
    var isFound = false
    for (length, known) in parts {
      let kept = UInt64.max >> UInt64(64 - 8 * length)
      var window: UInt64 = 0
      for (index, byte) in bytes.enumerated() {
        window = (window << 8 | UInt64(Self.folded(byte))) & kept
        guard index >= length - 1, known.contains(window) else { continue }
        for place in (index - length + 1)...index { isSecret[place] = true }
        isFound = true
      }
    }
    guard isFound else { return text }
    var result: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if !isSecret[index] {
        result.append(byte)
      } else if index == 0 || !isSecret[index - 1] {
        result += Array(Self.replacement.utf8)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The answer without the key in what it says of a failure, error objects among its data included.
  func maskedFailure(_ answer: JSONValue) -> JSONValue {
    guard !parts.isEmpty, case .object(var members) = answer else { return answer }
    for index in members.indices {
      if Self.failureKeys.contains(members[index].key) {
        members[index].value = masked(members[index].value)
      } else if members[index].key == "data" {
        members[index].value = maskedData(members[index].value)
      }
    }
    return .object(members)
  }

  private func masked(_ value: JSONValue) -> JSONValue {
    switch value {
    // A name of a failure that is documented may share a word with the key: `API_KEY_SUSPENDED`.
    case .string(let text): .string(PlatformCode.documented.contains(text) ? text : masked(text))
    case .array(let elements): .array(elements.map { masked($0) })
    case .object(let members): .object(members.map { (key: $0.key, value: masked($0.value)) })
    case .null, .bool, .number: value
    }
  }

  /// Data without the key in the error objects that GraphQL gives in place of what was asked for.
  /// Those in a list are entries that nothing is told of.
  private func maskedData(_ value: JSONValue) -> JSONValue {
    guard case .object(let members) = value else { return value }
    if HireflixMapping.isErrorObject(value) { return masked(value) }
    return .object(members.map { (key: $0.key, value: maskedData($0.value)) })
  }

  /// The ways in which a server may write a key that it was sent.
  private static func forms(_ secret: String) -> [String] {
    var forms = [secret, PlatformRequest.encode(secret)]
    // Base64 takes three bytes at once (RFC 4648, section 4), so what stands before the key decides
    // which of its bytes begin a group.
    for start in 0...(secret.utf8.count < shortestPart ? 0 : 2) {
      let rest = String(secret.dropFirst(start))
      for text in [rest, rest + ":"] {
        let base64 = Data(text.utf8).base64EncodedString()
        let forURLs = base64.replacing("+", with: "-").replacing("/", with: "_")
        forms += [base64, PlatformRequest.encode(base64), forURLs]
      }
    }
    return forms
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
