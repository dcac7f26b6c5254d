/// A platform's API key. It prints as `APIKey(redacted)`, also inside other values.
public struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The key itself, for the one header it belongs into.
  let secret: String

  /// Makes a key.
  ///
  /// - Parameter secret: visible ASCII; white space around it is cut off.
  /// - Throws: `credentialsUnusable` where it is empty or no header can carry it.
  public init(_ secret: String) throws(SourceError) {
    let trimmed = secret.drop(while: Self.isSpace)
    let end = trimmed.lastIndex { !Self.isSpace($0) }
    guard let end else { throw .emptyKey }
    let key = trimmed[...end]
    // Anything else could break out of the header (RFC 9110, section 5.5).
    guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .unprintableKey }
    self.secret = String(key)
  }

  /// Never the key.
  public var description: String { "APIKey(redacted)" }
  /// Never the key.
  public var debugDescription: String { description }
  /// Never the key.
  public var customMirror: Mirror { Mirror(self, children: [:]) }

  private static func isSpace(_ character: Character) -> Bool { character.isWhitespace }
}

extension SourceError {
  static let emptyKey = SourceError(
    .credentialsUnusable, "expected an API key, found nothing",
    help: "put the key, and nothing else, into the variable or the file")
  static let unprintableKey = SourceError(
    .credentialsUnusable,
    "expected an API key of visible ASCII characters, found white space or control characters",
    help: "copy the key again; it is one line without spaces")
}
