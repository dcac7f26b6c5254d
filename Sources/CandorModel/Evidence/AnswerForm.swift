/// How an answer is written: the bytes between its values.
///
/// Nearly all answers of an input are written alike, by one program. Where the bytes between the
/// values are those of an answer that was read key by key, keys and nesting need no second look,
/// and only the values are read.
///
/// Thread safety: a value of one worker.
struct AnswerForm {
  /// What is read of an answer.
  enum Field: Equatable {
    case address, agent, attempt, moment
    case stepID, stepIndex, stepTitle, stepType
  }

  /// Some bytes and the value behind them.
  struct Part {
    let start: Int
    let count: Int
    let field: Field
  }

  /// The longest form that is kept, in bytes; a longer one holds texts that are no keys.
  private static let maximumBytes = 1024
  /// The most values; more are none of a platform's.
  private static let maximumValues = 32

  /// The bytes between the values, one behind the other.
  private(set) var bytes: ContiguousArray<UInt8> = []
  private(set) var parts: ContiguousArray<Part> = []
  /// The bytes behind the last value.
  private(set) var tail = 0..<0
  /// Where values of the answer stand that is read key by key.
  private var values: ContiguousArray<(field: Field, start: Int, end: Int)> = []

  /// Begins to note the values of another answer.
  mutating func begin() { values.removeAll(keepingCapacity: true) }

  /// Notes where a value stands in the line.
  @inline(__always)
  mutating func note(_ field: Field, from start: Int, to end: Int) {
    if values.count <= Self.maximumValues { values.append((field, start, end)) }
  }

  /// Keeps the form of the answer whose values were noted.
  mutating func keep(_ line: UnsafePointer<UInt8>, from start: Int, to end: Int) {
    bytes.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    tail = 0..<0
    let valueBytes = values.reduce(0) { $0 + $1.end - $1.start }
    guard !values.isEmpty, values.count <= Self.maximumValues,
      end - start - valueBytes <= Self.maximumBytes
    else { return }
    var next = start
    for value in values {
      parts.append(Part(start: bytes.count, count: value.start - next, field: value.field))
      bytes.append(contentsOf: UnsafeBufferPointer(start: line + next, count: value.start - next))
      next = value.end
    }
    tail = bytes.count..<bytes.count + end - next
    bytes.append(contentsOf: UnsafeBufferPointer(start: line + next, count: end - next))
  }
}
