/// Breaks sentences into lines of a terminal.
package enum WordWrap {
  /// The text in lines of at most so many columns.
  ///
  /// - Parameters:
  ///   - text: one paragraph.
  ///   - width: of the terminal, in columns; at least 20 are used.
  ///   - first: what stands before the first line.
  ///   - rest: what stands before the others.
  package static func lines(
    _ text: String, width: Int, first: String = "", rest: String? = nil
  ) -> [String] {
    let rest = rest ?? String(repeating: " ", count: DisplayWidth.columns(first))
    let width = max(20, width)
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in text.split(separator: " ", omittingEmptySubsequences: true).map(String.init) {
      let needed = DisplayWidth.columns(word) + (isEmpty ? 0 : 1)
      if !isEmpty, DisplayWidth.columns(line) + needed > width {
        lines.append(line)
        line = rest
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
      // A word longer than the line is cut into pieces rather than lost behind the edge.
      while DisplayWidth.columns(line) > width, let (head, tail) = cut(line, at: width) {
        lines.append(head)
        line = rest + tail
      }
    }
    if !isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  private static func cut(_ line: String, at width: Int) -> (String, String)? {
    var used = 0
    for index in line.indices {
      used += DisplayWidth.columns(String(line[index]))
      if used > width {
        guard index > line.startIndex else { return nil }
        return (String(line[..<index]), String(line[index...]))
      }
    }
    return nil
  }
}
