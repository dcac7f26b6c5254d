import CandorModel

/// Takes assessments one after another and prints them in one form.
protocol AssessmentSink {
  /// Takes the next assessment.
  mutating func write(_ assessment: Assessment) throws
  /// Prints what was held back and ends the output.
  mutating func finish(_ tally: Tally) throws
}

/// What a run did, for the closing line and the exit code.
struct Tally {
  private(set) var counts: [Outcome: Int] = [:]
  private(set) var isFailOnReached = false
  var lost = 0

  mutating func count(_ assessment: Assessment, failOn: FailOn) {
    counts[assessment.outcome, default: 0] += 1
    if failOn.isReached(by: assessment.outcome) { isFailOnReached = true }
  }

  var done: Int { counts.values.reduce(0, +) }
  var flagged: Int { counts[.review, default: 0] + counts[.priority, default: 0] }

  /// The last line on standard error.
  var closingLine: String { "\(done) done, \(flagged) flagged, \(lost) lost" }

  var status: ExitStatus {
    lost > 0 ? .losses : isFailOnReached ? .negative : .done
  }
}

/// One assessment a line and nothing else.
struct NDJSONSink: AssessmentSink {
  let output: Output
  let fields: Set<String>?
  private var writer = JSONWriter(capacity: 1 << 14)

  init(output: Output, fields: Set<String>? = nil) {
    self.output = output
    self.fields = fields
  }

  mutating func write(_ assessment: Assessment) throws {
    writer.removeAll()
    assessment.write(to: &writer, fields: fields)
    writer.newline()
    try output.write(writer.bytes)
  }

  mutating func finish(_ tally: Tally) throws { try output.close() }
}

/// An array of assessments.
struct JSONSink: AssessmentSink {
  let output: Output
  let fields: Set<String>?
  private var writer = JSONWriter(capacity: 1 << 14)
  private var isFirst = true

  init(output: Output, fields: Set<String>? = nil) {
    self.output = output
    self.fields = fields
  }

  mutating func write(_ assessment: Assessment) throws {
    try output.write(isFirst ? "[" : ",\n")
    isFirst = false
    writer.removeAll()
    assessment.write(to: &writer, fields: fields)
    try output.write(writer.bytes)
  }

  mutating func finish(_ tally: Tally) throws {
    try output.write(isFirst ? "[]\n" : "]\n")
    try output.close()
  }
}
