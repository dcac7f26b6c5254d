extension EvidenceSketch {
  /// Writes the canonical bytes of the evidence in a line that was read, from which
  /// `provenance.input` is made: those of `evidence(of:)`, without making it.
  ///
  /// - Parameter line: the very line that `read` took.
  package func writeCanonical(of line: UnsafeBufferPointer<UInt8>, to writer: inout JSONWriter) {
    guard !line.contains(UInt8(ascii: "\\")) else {
      // Escapes may be written in several ways, of which one is canonical.
      evidence(of: line).write(to: &writer, isCanonical: true)
      return
    }
    let texts = PlainTexts(line: line)
    writer.beginObject()
    writer.key(fixed: "answers")
    writer.beginArray()
    for answer in answers { answer.write(to: &writer, texts) }
    writer.endArray()
    candidate.write(to: &writer, texts)
    writeInterview(to: &writer, texts)
    texts.write("platform", platform, to: &writer)
    writer.member(fixed: "schema", Evidence.schema)
    if !seenAddresses.isEmpty || !seenAgents.isEmpty {
      writer.key(fixed: "seen")
      writer.beginObject()
      texts.write("ipAddresses", seenAddresses, to: &writer)
      texts.write("userAgents", seenAgents, to: &writer)
      writer.endObject()
    }
    writer.endObject()
  }

  private func writeInterview(to writer: inout JSONWriter, _ texts: PlainTexts) {
    writer.key(fixed: "interview")
    writer.beginObject()
    writer.member(fixed: "completedAt", completedAt)
    writer.member(fixed: "createdAt", createdAt)
    texts.write("hash", hash, to: &writer)
    texts.write("id", id, to: &writer)
    if !positionID.isEmpty || !positionName.isEmpty {
      writer.key(fixed: "position")
      writer.beginObject()
      texts.write("id", positionID, to: &writer)
      texts.write("name", positionName, to: &writer)
      writer.endObject()
    }
    writer.member(fixed: "startedAt", startedAt)
    texts.write("status", status, to: &writer)
    writer.endObject()
  }
}

extension EvidenceSketch.Attempt {
  fileprivate func write(to writer: inout JSONWriter, _ texts: PlainTexts) {
    writer.beginObject()
    writer.member(fixed: "at", at)
    writer.member(fixed: "attempt", attempt)
    texts.write("ip", address, to: &writer)
    writer.key(fixed: "step")
    writer.beginObject()
    texts.write("id", stepID, to: &writer)
    writer.member(fixed: "index", step)
    texts.write("title", stepTitle, to: &writer)
    texts.write("type", stepType, to: &writer)
    writer.endObject()
    texts.write("userAgent", agent, to: &writer)
    writer.endObject()
  }
}

extension EvidenceSketch.Person {
  /// Writes nothing of a candidate of whom nothing is known.
  fileprivate func write(to writer: inout JSONWriter, _ texts: PlainTexts) {
    let members: [(StaticString, EvidenceSketch.Span)] = [
      ("declaredCountry", declaredCountry), ("email", email), ("externalId", externalId),
      ("id", id), ("name", name),
    ]
    guard members.contains(where: { !$0.1.isEmpty }) else { return }
    writer.key(fixed: "candidate")
    writer.beginObject()
    for (name, span) in members { texts.write(name, span, to: &writer) }
    writer.endObject()
  }
}

/// The texts of a line without escapes, which are written as they were read.
private struct PlainTexts {
  let line: UnsafeBufferPointer<UInt8>

  /// Writes a member, or nothing where there is no text.
  @inline(__always)
  func write(_ name: StaticString, _ span: EvidenceSketch.Span, to writer: inout JSONWriter) {
    guard !span.isEmpty else { return }
    writer.key(fixed: name)
    writer.plain(UnsafeBufferPointer(rebasing: line[span.start..<span.end]))
  }

  /// Writes a member, or nothing where there is no element.
  func write(
    _ name: StaticString, _ spans: ContiguousArray<EvidenceSketch.Span>,
    to writer: inout JSONWriter
  ) {
    guard !spans.isEmpty else { return }
    writer.key(fixed: name)
    writer.beginArray()
    for span in spans {
      writer.plain(UnsafeBufferPointer(rebasing: line[span.start..<span.end]))
    }
    writer.endArray()
  }
}
