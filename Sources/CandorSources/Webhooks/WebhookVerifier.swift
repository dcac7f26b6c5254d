public import CandorModel
import Crypto
import Foundation

/// Checks that a webhook was sent by the platform, by its signature over the raw bytes of the body.
///
/// A body that was parsed and written again has other bytes and another signature: hand over what
/// came over the wire. Signatures are compared in constant time.
public struct WebhookVerifier: Sendable {
  /// How the digest is written.
  public enum Encoding: Sendable {
    /// Base64 with padding.
    case base64
    /// Hexadecimal, either case.
    case hexadecimal
  }

  /// What a signature looks like.
  public struct Scheme: Sendable {
    /// The header that carries it.
    public var header: String
    /// What stands before the digest, such as `sha256=`.
    public var prefix: String
    /// How the digest is written.
    public var encoding: Encoding
    /// The header with the time that is signed along, as `<time>.<body>`; absent for the body alone.
    public var timestampHeader: String?
    /// Seconds that the time may differ from ours.
    public var toleranceSeconds: Double

    /// Makes a scheme.
    public init(
      header: String, prefix: String = "", encoding: Encoding, timestampHeader: String? = nil,
      toleranceSeconds: Double = 300
    ) {
      self.header = header
      self.prefix = prefix
      self.encoding = encoding
      self.timestampHeader = timestampHeader
      self.toleranceSeconds = toleranceSeconds
    }

    /// Hireflix: `x-hireflix-signature`, Base64.
    public static let hireflix = Scheme(header: "x-hireflix-signature", encoding: .base64)
    /// InterviewRelay's newer scheme: time and body, hexadecimal, five minutes.
    public static let interviewRelay = Scheme(
      header: "x-interviewrelay-signature", encoding: .hexadecimal,
      timestampHeader: "x-interviewrelay-timestamp")
    /// InterviewRelay's other scheme: the body alone, hexadecimal.
    public static let interviewRelayBody = Scheme(
      header: "x-webhook-signature", encoding: .hexadecimal)
    /// Ashby: `Ashby-Signature: sha256=<hexadecimal>`.
    public static let ashby = Scheme(
      header: "ashby-signature", prefix: "sha256=", encoding: .hexadecimal)
    /// Candor's own notifications: time in seconds and body, hexadecimal, five minutes.
    public static let candor = Scheme(
      header: "x-candor-signature", prefix: "sha256=", encoding: .hexadecimal,
      timestampHeader: "x-candor-timestamp")
  }

  /// Why a webhook is not taken.
  public enum Refusal: Error, Sendable, Hashable {
    /// There is no signature, or no time where one is signed.
    case missingSignature
    /// The signature is not written as the scheme says.
    case malformedSignature
    /// The signature is another one: another secret, or another body.
    case wrongSignature
    /// The time is too far from ours: it may be a copy of an old webhook.
    case outsideTolerance
  }

  private let key: SymmetricKey
  private let scheme: Scheme

  /// Makes a verifier.
  ///
  /// - Parameters:
  ///   - secret: of the webhook; its UTF-8 bytes are the key, a prefix such as `whsec_` included.
  ///   - scheme: of the platform. InstaView documents neither header nor encoding: a scheme of your
  ///     own, made after looking at what it sends, does it.
  public init(secret: APIKey, scheme: Scheme) {
    key = SymmetricKey(data: Array(secret.secret.utf8))
    self.scheme = scheme
  }

  /// Checks a webhook.
  ///
  /// - Parameters:
  ///   - body: the raw bytes.
  ///   - headers: names in any case, and values.
  ///   - now: the time to hold the signed one against.
  /// - Throws: why it is not to be trusted.
  public func verify(
    body: [UInt8], headers: [(name: String, value: String)], now: Timestamp
  ) throws(Refusal) {
    func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
    guard let text = header(scheme.header), !text.isEmpty else { throw .missingSignature }
    guard text.hasPrefix(scheme.prefix) else { throw .malformedSignature }
    let digest: [UInt8]? =
      switch scheme.encoding {
      case .base64:
        Data(base64Encoded: String(text.dropFirst(scheme.prefix.count))).map { [UInt8]($0) }
      case .hexadecimal: Self.hexadecimal(text.dropFirst(scheme.prefix.count))
      }
    guard let digest, digest.count == SHA256.byteCount else { throw .malformedSignature }
    var message = body
    if let name = scheme.timestampHeader {
      guard let time = header(name), !time.isEmpty else { throw .missingSignature }
      guard let number = Double(time), number.isFinite, number > 0 else {
        throw .malformedSignature
      }
      message = Array(time.utf8) + [UInt8(ascii: ".")] + body
      // `isValidAuthenticationCode` compares in constant time.
      guard HMAC<SHA256>.isValidAuthenticationCode(digest, authenticating: message, using: key)
      else { throw .wrongSignature }
      // Milliseconds; below 10^11 they would lie in 1973, so it is seconds.
      let seconds = number < 1e11 ? number : number / 1000
      let difference = seconds - Double(now.millisecondsSinceEpoch) / 1000
      guard abs(difference) <= scheme.toleranceSeconds else { throw .outsideTolerance }
      return
    }
    guard HMAC<SHA256>.isValidAuthenticationCode(digest, authenticating: message, using: key)
    else { throw .wrongSignature }
  }

  private static func hexadecimal(_ text: Substring) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
