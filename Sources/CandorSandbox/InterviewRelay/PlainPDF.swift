/// A PDF file of plain lines: small, complete, and readable by every viewer.
///
/// See ISO 32000-1, sections 7.5 (file structure) and 9.4 (text).
enum PlainPDF {
  private static let linesPerPage = 52

  /// The file's bytes.
  ///
  /// - Parameter lines: cut at 95 characters; what is not in Latin-1 becomes a question mark.
  static func bytes(_ lines: [String]) -> [UInt8] {
    var pages: [[String]] = []
    for start in stride(from: 0, to: max(1, lines.count), by: linesPerPage) {
      pages.append(Array(lines[min(start, lines.count)...].prefix(linesPerPage)))
    }
    // Objects 1 and 2 are the catalogue and the page tree, 3 is the font; then page and content
    // take turns.
    let kids = pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
    var objects: [[UInt8]] = [
      Array("<< /Type /Catalog /Pages 2 0 R >>".utf8),
      Array("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>".utf8),
      Array(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".utf8),
    ]
    for (index, page) in pages.enumerated() {
      objects.append(
        Array(
          ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font "
            + "<< /F1 3 0 R >> >> /Contents \(5 + 2 * index) 0 R >>").utf8))
      var content = Array("BT /F1 10 Tf 50 790 Td 14 TL\n".utf8)
      for line in page {
        content.append(UInt8(ascii: "("))
        content += escaped(line)
        content += Array(") Tj T*\n".utf8)
      }
      content += Array("ET".utf8)
      objects.append(
        Array("<< /Length \(content.count) >>\nstream\n".utf8) + content
          + Array("\nendstream".utf8))
    }

    var file = Array("%PDF-1.4\n".utf8)
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(file.count)
      file += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
    }
    let table = file.count
    var trailer = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      trailer += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    trailer += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\n"
    trailer += "startxref\n\(table)\n%%EOF\n"
    return file + Array(trailer.utf8)
  }

  private static func escaped(_ line: String) -> [UInt8] {
    line.prefix(95).unicodeScalars.flatMap { scalar -> [UInt8] in
      switch scalar {
      case "(", ")", "\\": [UInt8(ascii: "\\"), UInt8(scalar.value)]
      default:
        (0x20...0x7E).contains(scalar.value) || (0xA0...0xFF).contains(scalar.value)
          ? [UInt8(scalar.value)] : [UInt8(ascii: "?")]
      }
    }
  }
}
