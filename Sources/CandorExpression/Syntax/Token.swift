/// A word of the source.
struct Token: Sendable {
  enum Kind: Sendable, Equatable {
    case identifier(String)
    /// A name between back-ticks, for fields that are not identifiers.
    case quotedIdentifier(String)
    /// `true`, `false`, `null`, `in`.
    case keyword(String)
    /// A word that may be a field but not a variable.
    case reserved(String)
    /// The magnitude of an integer; the sign is the parser's, so that the least `int` can be read.
    case int(UInt64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case punctuation(String)
    case end
  }

  let kind: Kind
  let range: SourceRange

  /// What to call the token in a message.
  var description: String {
    switch kind {
    case .identifier(let name), .keyword(let name), .reserved(let name): "`\(name)`"
    case .quotedIdentifier(let name): "`\(name)` in back-ticks"
    case .int, .uint, .double: "a number"
    case .string: "a text"
    case .bytes: "bytes"
    case .punctuation(let text): "`\(text)`"
    case .end: "the end of the expression"
    }
  }
}
