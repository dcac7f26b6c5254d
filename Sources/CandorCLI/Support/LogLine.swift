import CandorModel

/// One line of the log as JSON (`candor.log/1`), keys sorted.
struct LogLine {
  static let schema = "candor.log/1"

  let time: Timestamp
  let level: String
  let message: String
  var diagnostic: Diagnostic?
  /// How many were done, flagged and lost; in the closing line only.
  var tally: Tally?

  init(_ diagnostic: Diagnostic, time: Timestamp) {
    self.time = time
    level = diagnostic.severity == .note ? "info" : diagnostic.severity.rawValue
    message = diagnostic.message
    self.diagnostic = diagnostic
  }

  init(_ message: String, tally: Tally? = nil, time: Timestamp) {
    self.time = time
    level = "info"
    self.message = message
    self.tally = tally
  }

  /// The line with its end.
  var text: String {
    let place = diagnostic?.place
    var writer = JSONWriter(capacity: 256)
    writer.beginObject()
    writer.member("code", diagnostic?.code)
    writer.member("column", place?.column)
    writer.member("done", tally?.done)
    writer.member("file", place?.file)
    writer.member("flagged", tally?.flagged)
    writer.member("help", diagnostic?.help)
    writer.member("level", level)
    writer.member("line", place?.line)
    writer.member("lost", tally?.lost)
    writer.member("message", message)
    writer.member("schema", Self.schema)
    writer.member("time", time.text)
    writer.endObject()
    writer.newline()
    return PrintedJSON.escaped(writer.text)
  }
}
