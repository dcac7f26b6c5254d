import CandorModel

/// The text of a file with its lines, for places in diagnostics.
struct SourceText: Sendable {
  /// The file as the user named it.
  let file: String
  /// The bytes, without a byte order mark.
  let bytes: [UInt8]
  /// Where each line begins. Line breaks are those of YAML 1.1, which libyaml counts: LF, CR, CR LF,
  /// NEL (U+0085), LS (U+2028) and PS (U+2029); with fewer, its line numbers would not fit ours.
  private let lineStarts: [Int]

  init(file: String, text: String) {
    self.file = file
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    self.bytes = bytes
    var starts = [0]
    var index = 0
    while index < bytes.count {
      let length = Self.lineBreakLength(bytes, at: index)
      if length > 0 {
        index += length
        starts.append(index)
      } else {
        index += 1
      }
    }
    lineStarts = starts
  }

  /// The text without its byte order mark.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// How many bytes of a line break begin at an offset; 0 for none.
  static func lineBreakLength(_ bytes: [UInt8], at index: Int) -> Int {
    switch bytes[index] {
    case 0x0A: return 1
    case 0x0D: return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
    case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
    case 0xE2:
      guard index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return 0 }
      return bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9 ? 3 : 0
    default: return 0
    }
  }

  /// The byte offset of a line and a column, both counted from 1, columns in Unicode scalars as
  /// libyaml counts them.
  func offset(line: Int, scalarColumn: Int) -> Int {
    guard line >= 1, line <= lineStarts.count else { return bytes.count }
    return offset(lineStarts[line - 1], advancedByScalars: scalarColumn - 1)
  }

  /// The byte offset so many Unicode scalars behind another.
  func offset(_ start: Int, advancedByScalars count: Int) -> Int {
    var index = start
    var left = count
    while left > 0, index < bytes.count {
      index += 1
      while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
      left -= 1
    }
    return index
  }

  /// The line of a byte offset, counted from 1.
  func line(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    return low + 1
  }

  /// The bytes of a line, counted from 1, without its line break.
  func lineRange(_ line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : bytes.count
    while end > start {
      if bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D {
        end -= 1
      } else if end - start >= 2, Self.lineBreakLength(bytes, at: end - 2) == 2 {
        end -= 2
      } else if end - start >= 3, Self.lineBreakLength(bytes, at: end - 3) == 3 {
        end -= 3
      } else {
        break
      }
    }
    return start..<end
  }

  /// The place of a stretch of bytes; only its part on the first line is marked.
  func place(_ start: Int, _ end: Int? = nil) -> Diagnostic.Place {
    let start = min(max(0, start), bytes.count)
    let line = line(of: start)
    let range = lineRange(line)
    let column = String(
      decoding: bytes[range.lowerBound..<max(range.lowerBound, start)], as: UTF8.self)
    let stop = max(start, min(end ?? start, range.upperBound))
    let marked = String(decoding: bytes[start..<stop], as: UTF8.self)
    return Diagnostic.Place(
      file: file, line: line, column: column.count + 1,
      source: Self.shown(String(decoding: bytes[range], as: UTF8.self), column: column.count),
      length: max(1, marked.count))
  }

  /// The line as it is shown above a caret; nothing where the caret would be far to the right.
  private static func shown(_ line: String, column: Int) -> String? {
    guard line.count > maximumShownLength else { return line }
    return column < maximumShownLength ? line.prefix(maximumShownLength) + "..." : nil
  }

  private static let maximumShownLength = 200

  /// The place that means the whole file.
  var wholeFile: Diagnostic.Place { Diagnostic.Place(file: file) }
}
