/// How the lines and answers read so far are written.
///
/// Thread safety: a value of one worker.
package struct EvidenceForms {
  /// That of the last answer that was read key by key.
  var answer = WrittenForm<AnswerField>()
  /// That of the last line.
  var line = WrittenForm<LineField>()
  /// Those of lines before: some carry times, or who it was, and some do not.
  var others = ContiguousArray(repeating: WrittenForm<LineField>(), count: 3)
  /// What is noted of the line that is read key by key.
  var noted = WrittenForm<LineField>()
  private var oldest = 0

  package init() {}

  /// Keeps the form of the line that was read key by key, in place of the oldest one.
  mutating func keepLine(_ bytes: UnsafePointer<UInt8>, to end: Int) {
    noted.keep(bytes, from: 0, to: end)
    guard !noted.isEmpty else { return }
    swap(&line, &others[oldest])
    swap(&line, &noted)
    oldest = (oldest + 1) % others.count
  }
}
