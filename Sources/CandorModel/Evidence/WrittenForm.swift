/// How an object is written: the bytes between its values.
///
/// Nearly all objects of an input are written alike, by one program. Where the bytes between the
/// values are those of an object that was read key by key, keys and nesting need no second look,
/// and only the values are read.
///
/// Thread safety: a value of one worker.
struct WrittenForm<Field: Equatable> {
  /// Some bytes and the value behind them.
  struct Part {
    let start: Int
    let count: Int
    let field: Field
  }

  /// The longest form that is kept, in bytes; a longer one holds texts that are no keys.
  private static var maximumBytes: Int { 1024 }
  /// The most values; more are none of a platform's.
  private static var maximumValues: Int { 32 }

  /// The bytes between the values, one behind the other.
  private var bytes: ContiguousArray<UInt8> = []
  private var parts: ContiguousArray<Part> = []
  /// The bytes behind the last value.
  private(set) var tail = 0..<0
  /// The same, a comma, and the bytes before the first value of another such object.
  private(set) var seam = 0..<0
  /// Where values of the object stand that is read key by key.
  private var values: ContiguousArray<(field: Field, start: Int, end: Int)> = []

  /// Whether no form is kept.
  var isEmpty: Bool { parts.isEmpty }

  /// Begins to note the values of another object.
  mutating func begin() { values.removeAll(keepingCapacity: true) }

  /// Notes where a value stands in the line.
  @inline(__always)
  mutating func note(_ field: Field, from start: Int, to end: Int) {
    if values.count <= Self.maximumValues { values.append((field, start, end)) }
  }

  /// Keeps the form of the object whose values were noted.
  mutating func keep(_ line: UnsafePointer<UInt8>, from start: Int, to end: Int) {
    bytes.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    tail = 0..<0
    seam = 0..<0
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
    bytes.append(UInt8(ascii: ","))
    bytes.append(contentsOf: bytes[..<parts[0].count])
    seam = tail.lowerBound..<bytes.count
  }

  /// Lends the bytes and the parts; nothing where no form is kept.
  @inline(__always)
  func withParts<Result>(
    _ body: (UnsafeRawPointer, UnsafeBufferPointer<Part>) -> Result
  ) -> Result? {
    bytes.withUnsafeBytes { bytes in
      parts.withUnsafeBufferPointer { parts in
        guard let base = bytes.baseAddress, !parts.isEmpty else { return nil }
        return body(base, parts)
      }
    }
  }
}

/// What is read of an answer.
enum AnswerField: Equatable {
  case address, agent, attempt, moment
  case stepID, stepIndex, stepTitle, stepType
  /// What no analysis needs.
  case other
}

/// What is read of a line beside its answers.
enum LineField: Equatable {
  case platform, id, hash, status, createdAt, startedAt, completedAt
  case positionID, positionName
  case candidateID, email, name, externalID, declaredCountry
  case seenAddresses, seenAgents, thumbnails
  case answers
  /// What no analysis needs.
  case other
}
