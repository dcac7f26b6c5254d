public import CandorModel

extension GeoIP {
  /// Why a line of the batch has no place to offer.
  public enum BatchError: String, Sendable, Hashable {
    /// The text is no address, or a placeholder for one.
    case invalidAddress = "invalid-address"
    /// The address is of a range that has no place.
    case notLocatable = "not-locatable"
  }

  /// The line that `candor inspect ip --batch` answers to one line of input, without a line feed:
  /// `{"address","error","input","missing","network","place"}`, what is not known left out. `missing`
  /// names what a damaged record kept from being known, which is no word that there is nothing.
  ///
  /// - Parameter bytes: the line without its line feed; invalid UTF-8 is repaired in `input`.
  public func batchLine(utf8 bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var writer = JSONWriter(capacity: 384)
    write(utf8: bytes, schema: nil, to: &writer)
    return writer.bytes
  }

  /// The same for a string.
  public func batchLine(for text: String) -> String {
    var text = text
    return text.withUTF8 { String(decoding: batchLine(utf8: $0), as: UTF8.self) }
  }

  /// Writes what is known of an address: `candor.address/1`, the line of the batch with a schema.
  public func writeAddress(_ text: String, to writer: inout JSONWriter) {
    var text = text
    text.withUTF8 { write(utf8: $0, schema: "candor.address/1", to: &writer) }
  }

  private func write(
    utf8 bytes: UnsafeBufferPointer<UInt8>, schema: String?, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    switch facts(utf8: bytes) {
    case .found(let facts):
      writer.key("address")
      facts.address.write(to: &writer, text: facts.address.text)
      if !facts.isLocatable {
        Self.write(.notLocatable, "the address is \(facts.address.scope.phrase)", to: &writer)
      }
      writer.member("input", facts.address.raw)
      Self.writeFailures(of: facts, to: &writer)
      facts.writeLocation(to: &writer)
    case .absent, .notAttempted:
      Self.write(.invalidAddress, "the text stands for no address", to: &writer)
      writer.member("input", String(decoding: bytes, as: UTF8.self))
    case .failed:
      Self.write(
        .invalidAddress, "expected an IPv4 or IPv6 address, found something else", to: &writer)
      writer.member("input", String(decoding: bytes, as: UTF8.self))
    }
    writer.member("schema", schema)
    writer.endObject()
  }

  private static func writeFailures(of facts: AddressFacts, to writer: inout JSONWriter) {
    // Every line comes by here, and nearly none has anything to tell.
    guard facts.notes.contains(.databaseFailed) else { return }
    let isNetworkFailed = facts.network.missingReason == .failed
    let isPlaceFailed = facts.place.missingReason == .failed
    guard isNetworkFailed || isPlaceFailed else { return }
    writer.key("missing")
    writer.beginObject()
    if isNetworkFailed { writer.member("network", MissingReason.failed.rawValue) }
    if isPlaceFailed { writer.member("place", MissingReason.failed.rawValue) }
    writer.endObject()
  }

  private static func write(
    _ error: BatchError, _ message: String, to writer: inout JSONWriter
  ) {
    writer.key("error")
    writer.beginObject()
    writer.member("code", error.rawValue)
    writer.member("message", message)
    writer.endObject()
  }
}

extension AddressScope {
  /// The scope in words, to follow "the address is".
  public var phrase: String {
    switch self {
    case .global: "reachable from the whole Internet"
    case .private: "private (RFC 1918) and has no place"
    case .shared: "behind a carrier's NAT (RFC 6598) and has no place"
    case .loopback: "a loopback address and has no place"
    case .linkLocal: "link-local and has no place"
    case .uniqueLocal: "unique-local (RFC 4193) and has no place"
    case .documentation: "of a range for documentation and has no place"
    case .multicast: "a multicast address and has no place"
    case .benchmarking: "of a range for benchmarks and has no place"
    case .unspecified: "the unspecified address and has no place"
    case .reserved: "of a reserved range and has no place"
    }
  }
}
