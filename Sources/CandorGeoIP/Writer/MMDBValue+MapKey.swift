extension MMDBValue {
  /// The key of a map.
  ///
  /// The format compares keys by their bytes, and Swift compares texts by what they look like: `é`
  /// as one scalar and as two are two keys of a file and one text. Order and hash go by bytes, too.
  public struct MapKey: Sendable, Hashable, Comparable, ExpressibleByStringLiteral {
    /// The key as UTF-8 text.
    public let text: String

    /// Makes a key of a text.
    public init(_ text: String) { self.text = text }

    /// Makes a key of a literal.
    public init(stringLiteral value: String) { text = value }

    /// Whether both have the same bytes.
    public static func == (left: MapKey, right: MapKey) -> Bool {
      left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// In the order of their bytes.
    public static func < (left: MapKey, right: MapKey) -> Bool {
      left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
      var key = text
      key.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}
