/// Where each byte of a scalar's text stands in the file.
///
/// A YAML reader hands out block, folded and quoted scalars with their lines joined and their
/// escapes resolved, so an offset into the text says nothing about the file. Nothing but white space
/// and escapes is changed on the way; walking both texts side by side finds every byte again.
struct ScalarAlignment: Sendable {
  /// One offset into the file for each byte of the text, and one for its end.
  private let offsets: [Int]

  /// Walks the text of a scalar beside the file.
  ///
  /// - Returns: `nil` where the two do not fit, for example behind an explicit tag; the caller then
  ///   points at the scalar as a whole.
  init?(of node: YAMLNode, in source: SourceText) {
    guard let scalar = node.scalar else { return nil }
    var walker = Walker(text: Array(scalar.text.utf8), source: source.bytes, start: node.start)
    guard let offsets = walker.walk(scalar.style) else { return nil }
    self.offsets = offsets
  }

  /// The offset into the file of an offset into the text.
  func offset(_ textOffset: Int) -> Int { offsets[min(max(0, textOffset), offsets.count - 1)] }

  /// The stretch of the file for a stretch of the text.
  func range(_ start: Int, _ end: Int) -> (start: Int, end: Int) {
    let first = offset(start)
    guard end > start else { return (first, first) }
    // The byte behind the last one may stand on another line, so the last one itself is looked up.
    return (first, offset(end - 1) + 1)
  }
}

extension ScalarAlignment {
  private struct Walker {
    let text: [UInt8]
    let source: [UInt8]
    var position: Int
    var offsets: [Int] = []

    init(text: [UInt8], source: [UInt8], start: Int) {
      self.text = text
      self.source = source
      position = start
      offsets.reserveCapacity(text.count + 1)
    }

    mutating func walk(_ style: YAMLScalar.Style) -> [Int]? {
      guard position < source.count || text.isEmpty else { return nil }
      switch style {
      case .plain: break
      case .singleQuoted, .doubleQuoted: position += 1
      case .literal, .folded:
        // The header may hold indicators and a comment; the text begins on the next line.
        while position < source.count, SourceText.lineBreakLength(source, at: position) == 0 {
          position += 1
        }
      }
      while offsets.count < text.count {
        guard step(style) else { return nil }
      }
      offsets.append(position)
      return offsets
    }

    /// Finds the next byte, or several where an escape stands for them.
    private mutating func step(_ style: YAMLScalar.Style) -> Bool {
      guard position < source.count else { return Self.isSpace(text[offsets.count]) && take(0) }
      let wanted = text[offsets.count]
      let found = source[position]
      if style == .doubleQuoted, found == UInt8(ascii: "\\") { return escape() }
      if style == .singleQuoted, found == UInt8(ascii: "'") {
        guard wanted == found else { return false }
        return take(2)
      }
      if found == wanted { return take(1) }
      if Self.isSpace(found) {
        // A folded line break is one space of the text and any indentation of the file.
        if Self.isSpace(wanted), !restIsSpace() { return take(0) }
        position += 1
        return true
      }
      return Self.isSpace(wanted) && take(0)
    }

    /// Whether more white space of the file could still be the wanted one.
    private func restIsSpace() -> Bool {
      var index = position
      while index < source.count, Self.isSpace(source[index]) {
        if source[index] == text[offsets.count] { return true }
        index += 1
      }
      return false
    }

    private mutating func take(_ length: Int) -> Bool {
      offsets.append(position)
      position += length
      return true
    }

    private mutating func escape() -> Bool {
      guard position + 1 < source.count else { return false }
      var length = 2
      switch source[position + 1] {
      case UInt8(ascii: "x"): length = 4
      case UInt8(ascii: "u"): length = 6
      case UInt8(ascii: "U"): length = 10
      case 0x0A, 0x0D:
        // An escaped line break stands for nothing, nor does the indentation behind it.
        position += 2
        while position < source.count, Self.isSpace(source[position]) { position += 1 }
        return true
      default: break
      }
      let lead = text[offsets.count]
      let count = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      guard offsets.count + count <= text.count else { return false }
      for _ in 0..<count { offsets.append(position) }
      position += length
      return true
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
      byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
  }
}
