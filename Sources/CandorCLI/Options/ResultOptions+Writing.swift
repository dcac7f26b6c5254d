import CandorModel
import CandorStore

extension ResultOptions {
  /// Writes the whole answer of a command that gives one.
  func write(_ text: String, _ settings: Settings) throws {
    let sink = try open(settings)
    try sink.write(text)
    try sink.close()
  }
}

extension InterviewName {
  /// Writes the interview as all forms of JSON name it.
  func write(to writer: inout JSONWriter, candidate: String? = nil) {
    writer.key("interview")
    writer.beginObject()
    writer.member("candidate", candidate)
    writer.member("id", interview)
    writer.member("platform", platform)
    writer.endObject()
  }
}
