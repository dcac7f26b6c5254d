/// Finds files in a tar archive (POSIX.1-2001 `ustar`, with the long names of GNU and pax skipped
/// over).
///
/// MaxMind's archives hold one folder with the database and its licence texts.
struct TarArchive {
  /// The most entries that are looked at.
  static let maximumEntries = 1_000

  /// A file within the archive.
  struct Entry: Equatable {
    var name: String
    var contents: Range<Int>
  }

  /// What is wrong with an archive.
  enum Damage: Error, Equatable {
    case endsEarly
    case wrongHeader
    case tooManyEntries

    var text: String {
      switch self {
      case .endsEarly: "the archive ends within a file"
      case .wrongHeader: "the archive has a header whose checksum is wrong"
      case .tooManyEntries: "the archive has more than \(TarArchive.maximumEntries) entries"
      }
    }
  }

  private static let blockSize = 512

  /// The regular files in the order of the archive.
  static func files(in bytes: [UInt8]) throws(Damage) -> [Entry] {
    var entries: [Entry] = []
    var offset = 0
    var count = 0
    while offset < bytes.count {
      guard offset + blockSize <= bytes.count else { throw .endsEarly }
      let header = bytes[offset..<(offset + blockSize)]
      // Two blocks of zeros end an archive; one is enough to know.
      if header.allSatisfy({ $0 == 0 }) { break }
      count += 1
      guard count <= maximumEntries else { throw .tooManyEntries }
      guard hasRightChecksum(header), let size = number(header, at: 124, length: 12) else {
        throw .wrongHeader
      }
      let start = offset + blockSize
      guard size <= bytes.count - start else { throw .endsEarly }
      let kind = header[offset + 156]
      if kind == 0 || kind == UInt8(ascii: "0") {
        entries.append(Entry(name: name(header), contents: start..<(start + size)))
      }
      let padded = (size + blockSize - 1) / blockSize * blockSize
      offset = start + padded
    }
    return entries
  }

  /// The sum of the header's bytes, with its own field counted as spaces.
  private static func hasRightChecksum(_ header: ArraySlice<UInt8>) -> Bool {
    var sum = 0
    for (index, byte) in header.enumerated() {
      sum += (148..<156).contains(index) ? 0x20 : Int(byte)
    }
    return number(header, at: 148, length: 8) == sum
  }

  private static func name(_ header: ArraySlice<UInt8>) -> String {
    func text(_ offset: Int, _ length: Int) -> String {
      let start = header.startIndex + offset
      return String(
        decoding: header[start..<(start + length)].prefix(while: { $0 != 0 }), as: UTF8.self)
    }
    let prefix = text(257, 5) == "ustar" ? text(345, 155) : ""
    return prefix.isEmpty ? text(0, 100) : "\(prefix)/\(text(0, 100))"
  }

  /// An octal number in text, or with the first bit set a big-endian one.
  private static func number(
    _ header: ArraySlice<UInt8>, at offset: Int, length: Int
  ) -> Int? {
    let start = header.startIndex + offset
    let field = header[start..<(start + length)]
    if let first = field.first, first & 0x80 != 0 {
      var value = Int(first & 0x7f)
      for byte in field.dropFirst() {
        guard value <= Int.max >> 8 else { return nil }
        value = value << 8 | Int(byte)
      }
      return value
    }
    var value = 0
    var digits = 0
    for byte in field {
      if byte == UInt8(ascii: " ") || byte == 0 {
        if digits == 0 { continue }
        break
      }
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) else { return nil }
      value = value << 3 | Int(byte - UInt8(ascii: "0"))
      digits += 1
    }
    return digits > 0 ? value : nil
  }
}
