import CandorModel

/// What is read of the bytes of a line.
extension Triage {
  /// The bytes of a text of a line; none where it is not there.
  @inline(__always)
  static func bytes(
    _ span: EvidenceSketch.Span, _ line: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    span.isEmpty
      ? UnsafeBufferPointer(start: nil, count: 0)
      : UnsafeBufferPointer(rebasing: line[span.start..<span.end])
  }

  /// Whether two texts of a line are the same bytes.
  @inline(__always)
  static func isSame(
    _ one: EvidenceSketch.Span, _ other: EvidenceSketch.Span, _ line: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let count = one.end - one.start
    guard count == other.end - other.start, let base = UnsafeRawPointer(line.baseAddress) else {
      return false
    }
    return ByteComparison.areEqual(base + one.start, base + other.start, count: count)
  }

  /// The address in a text, escapes resolved.
  static func reading(_ text: UnsafeBufferPointer<UInt8>) -> Lookup<AddressText.Reading> {
    if let plain = AddressText.plain(text) { return .found(plain) }
    guard text.contains(UInt8(ascii: "\\")) else { return AddressText.read(text) }
    var unescaped = EvidenceSketch.unescaped(text)
    return unescaped.withUTF8 { AddressText.read($0) }
  }
}
