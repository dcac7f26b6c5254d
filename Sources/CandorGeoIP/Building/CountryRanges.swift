import CandorModel
import Foundation

/// The country of address ranges, as the `geoip` and `geoip6` files of the Tor project have it.
///
/// One range a line: first address, last address, country of two letters, with commas between; the
/// addresses are decimal numbers in `geoip` and IPv6 text in `geoip6`. Lines that begin with `#`
/// are comments; one of them, `# Generated: Thu, 25 Jun 2026 04:33:59 GMT`, names the date of the
/// export that the file was made of. Source: https://spec.torproject.org/, and the files.
struct CountryRanges {
  /// The longest line that is read; real ones have at most 82 bytes.
  static let maximumLineBytes = 1_024

  private let data: Data
  private let fileName: String

  /// The date of the data, seconds since 1970; `nil` where no comment names it.
  let generatedAt: UInt64?

  /// Opens a file and reads its leading comments.
  init(path: String) throws(LocationDataError) {
    let name = URL(filePath: path).lastPathComponent
    guard let data = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) else {
      throw .unreadable(name)
    }
    self.init(data: data, fileName: name)
  }

  init(data: Data, fileName: String) {
    self.data = data
    self.fileName = fileName
    var found: UInt64?
    for line in data.prefix(8_192).split(separator: UInt8(ascii: "\n")) {
      guard line.first == UInt8(ascii: "#") else { break }
      let text = String(decoding: line, as: UTF8.self)
      if let range = text.range(of: "Generated:") {
        found = Self.epoch(ofHTTPDate: text[range.upperBound...])
      }
    }
    generatedAt = found
  }

  /// Calls `body` with every range in the order of the file.
  ///
  /// - Throws: `sourceDamaged` with the line of the first one that is no range, and what `body`
  ///   throws.
  func forEachRange(
    _ body: (IPAddress, IPAddress, String) throws(LocationDataError) -> Void
  ) throws(LocationDataError) {
    let result: Result<Void, LocationDataError> = data.withUnsafeBytes { raw in
      do throws(LocationDataError) {
        try walk(raw.bindMemory(to: UInt8.self), body)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  private func walk(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ body: (IPAddress, IPAddress, String) throws(LocationDataError) -> Void
  ) throws(LocationDataError) {
    var start = 0
    var lineNumber = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      lineNumber += 1
      var line = UnsafeBufferPointer(rebasing: bytes[start..<end])
      start = end + 1
      if line.last == UInt8(ascii: "\r") { line = UnsafeBufferPointer(rebasing: line.dropLast()) }
      if line.isEmpty || line[0] == UInt8(ascii: "#") { continue }
      guard let (first, last, country) = Self.range(in: line) else {
        throw .damaged(
          fileName, "line \(lineNumber) is not `first address,last address,country`")
      }
      try body(first, last, country)
    }
  }

  private static func range(
    in line: UnsafeBufferPointer<UInt8>
  ) -> (IPAddress, IPAddress, String)? {
    guard line.count <= maximumLineBytes else { return nil }
    let comma = UInt8(ascii: ",")
    guard let one = line.firstIndex(of: comma),
      let two = line[(one + 1)...].firstIndex(of: comma), line.count - two == 3,
      let first = address(UnsafeBufferPointer(rebasing: line[..<one])),
      let last = address(UnsafeBufferPointer(rebasing: line[(one + 1)..<two])),
      first.family == last.family, first <= last
    else { return nil }
    let letters = line[(two + 1)...]
    guard letters.allSatisfy({ (0x41...0x5a).contains($0) || $0 == UInt8(ascii: "?") }) else {
      return nil
    }
    return (first, last, String(decoding: letters, as: UTF8.self))
  }

  /// An IPv6 address, or an IPv4 one as a decimal number.
  private static func address(_ text: UnsafeBufferPointer<UInt8>) -> IPAddress? {
    if text.contains(UInt8(ascii: ":")) { return IPAddress(utf8: text) }
    guard (1...10).contains(text.count) else { return nil }
    var number: UInt64 = 0
    for byte in text {
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      number = number * 10 + UInt64(digit)
    }
    return UInt32(exactly: number).map { IPAddress(v4: $0) }
  }

  /// The moment of `Thu, 25 Jun 2026 04:33:59 GMT` (RFC 9110 section 5.6.7).
  static func epoch(ofHTTPDate text: some StringProtocol) -> UInt64? {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2]))
    else { return nil }
    let padded = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    guard let moment = Timestamp("\(words[3])-\(padded)-\(words[1])T\(words[4])Z"),
      moment.millisecondsSinceEpoch >= 0
    else { return nil }
    return UInt64(moment.millisecondsSinceEpoch / 1_000)
  }
}
