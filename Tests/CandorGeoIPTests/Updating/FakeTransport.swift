import CandorModel
import Foundation

@testable import CandorGeoIP

/// A world of canned answers by address; what is not there is a 404.
///
/// Its "gzip" is the two magic bytes before the contents, and unpacking is taking them off.
final class FakeTransport: DataTransport, @unchecked Sendable {
  // Unchecked: tests use one from one task, and the lock keeps the list of requests whole.
  struct NoAnswer: Error {}

  private let lock = NSLock()
  private var answers: [String: DataResponse] = [:]
  private var failing: Set<String> = []
  private var seen: [DataRequest] = []

  var requests: [DataRequest] { lock.withLock { seen } }

  func forget() { lock.withLock { seen = [] } }

  func answer(
    _ url: String, status: Int = 200, _ body: [UInt8], announcing count: Int? = nil
  ) {
    lock.withLock {
      answers[url] = DataResponse(
        status: status, announcedByteCount: count ?? body.count, body: body)
    }
  }

  func fail(_ url: String) { _ = lock.withLock { failing.insert(url) } }

  func download(_ request: DataRequest) async throws -> DataResponse {
    try lock.withLock {
      seen.append(request)
      if failing.contains(request.url) { throw NoAnswer() }
      return answers[request.url] ?? DataResponse(status: 404, body: Array("not found".utf8))
    }
  }

  func gunzip(_ bytes: [UInt8], maximumByteCount: Int) throws -> [UInt8] {
    guard bytes.starts(with: [0x1f, 0x8b]), bytes.last != 0xee else { throw NoAnswer() }
    return Array(bytes.dropFirst(2))
  }

  static func gzip(_ bytes: [UInt8]) -> [UInt8] { [0x1f, 0x8b] + bytes }

  /// A tar archive of some files, in the `ustar` form.
  static func tar(_ files: [(name: String, contents: [UInt8])]) -> [UInt8] {
    var archive: [UInt8] = []
    for (name, contents) in files {
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, at offset: Int) {
        for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
      }
      func octal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: digits - text.utf8.count) + text
      }
      put(name, at: 0)
      put("0000644", at: 100)
      put(octal(contents.count, digits: 11), at: 124)
      put("        ", at: 148)
      put(name.hasSuffix("/") ? "5" : "0", at: 156)
      put("ustar", at: 257)
      put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0 ", at: 148)
      archive += header + contents
      archive += [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
    }
    return archive + [UInt8](repeating: 0, count: 1_024)
  }

  /// A small database of a type.
  static func database(
    type: String, epoch: UInt64, country: String = "ES"
  ) throws -> [UInt8] {
    var writer = MMDBWriter(
      metadata: .init(databaseType: type, buildEpoch: epoch, description: ["en": "a test"]))
    try writer.insert(
      ["country": ["iso_code": .string(country)]],
      into: IPPrefix(IPAddress(v4: 0x5338_0000), length: 14))
    return try writer.encoded()
  }
}
