/// A regular expression as far as the search for required literals looks at it.
///
/// Whatever is not one of these is `opaque`: it may match anything, so nothing is concluded.
indirect enum PatternNode: Equatable {
  /// Matches exactly this byte sequence.
  case literal([UInt8])
  /// Matches one of these bytes; kept only for a few, larger classes are opaque.
  case oneOf([UInt8])
  /// One after the other.
  case sequence([PatternNode])
  /// One of several.
  case either([PatternNode])
  /// At least and at most so many times; `nil` is without end.
  case repeated(PatternNode, minimum: Int, maximum: Int?)
  /// Matches the empty text under a condition: `^`, `$`, `\b`, look-around.
  case assertion
  /// Anything.
  case opaque
}
