/// Text as character data of HTML, SVG and XML, in an element or a quoted attribute.
package enum Markup {
  /// The text with the five characters of markup escaped, and U+FFFD in the place of what XML 1.0 cannot
  /// hold in any form: control characters but tab and line feed, U+FFFE and U+FFFF.
  ///
  /// A carriage return goes with the control characters, since readers of XML and HTML make a line feed
  /// of it. Bytes are looked at and not characters: a quote with a combining mark behind it is another
  /// character and still ends an attribute.
  package static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: mayNeedCare) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 32)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): result += "&amp;".utf8
      case UInt8(ascii: "<"): result += "&lt;".utf8
      case UInt8(ascii: ">"): result += "&gt;".utf8
      case UInt8(ascii: "\""): result += "&quot;".utf8
      case UInt8(ascii: "'"): result += "&#39;".utf8
      case UInt8(ascii: "\t"), UInt8(ascii: "\n"): result.append(byte)
      case 0..<0x20: result += "\u{FFFD}".utf8
      // U+FFFE and U+FFFF are `EF BF BE` and `EF BF BF`, U+FFFD is `EF BF BD`.
      case 0xBE...0xBF where result.suffix(2).elementsEqual([0xEF, 0xBF]): result.append(0xBD)
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func mayNeedCare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"), 0xEF:
      true
    case UInt8(ascii: "\t"), UInt8(ascii: "\n"): false
    default: byte < 0x20
    }
  }
}
