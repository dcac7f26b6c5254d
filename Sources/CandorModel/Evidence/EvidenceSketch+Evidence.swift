extension EvidenceSketch {
  /// The whole of a line that was read, as the ordinary reader reads it.
  ///
  /// - Parameters:
  ///   - line: the very line that `read` took.
  ///   - withAnswers: whether the answers are wanted, which are most of it.
  package func evidence(
    of line: UnsafeBufferPointer<UInt8>, withAnswers: Bool = true
  ) -> Evidence {
    let texts = Texts(line: line)
    var evidence = Evidence(
      platform: texts.text(platform) ?? "",
      interview: Interview(
        id: texts.text(id) ?? "", hash: texts.text(hash), status: texts.text(status),
        createdAt: createdAt, startedAt: startedAt, completedAt: completedAt,
        position: positionID.isEmpty && positionName.isEmpty
          ? nil : Position(id: texts.text(positionID), name: texts.text(positionName))),
      candidate: candidate.isEmpty
        ? nil
        : Candidate(
          id: texts.text(candidate.id), email: texts.text(candidate.email),
          name: texts.text(candidate.name), externalId: texts.text(candidate.externalId),
          declaredCountry: texts.text(candidate.declaredCountry)),
      seen: Seen(
        ipAddresses: texts.all(seenAddresses), userAgents: texts.all(seenAgents),
        thumbnails: texts.all(thumbnails)))
    guard withAnswers else { return evidence }
    evidence.answers.reserveCapacity(answers.count)
    var address: String?
    var agent: String?
    for answer in answers {
      // One text is shared by the answers that repeat it.
      if !answer.repeatsAddress { address = texts.text(answer.address) }
      if !answer.repeatsAgent { agent = texts.text(answer.agent) }
      evidence.answers.append(
        Answer(
          step: Step(
            id: texts.text(answer.stepID), index: answer.step, title: texts.text(answer.stepTitle),
            type: texts.text(answer.stepType)),
          attempt: answer.attempt, ip: address, userAgent: agent, at: answer.at))
    }
    return evidence
  }

  /// Which interview a line is of, as the assessment of the whole line names it.
  package func subject(of line: UnsafeBufferPointer<UInt8>) -> Assessment.Subject {
    let texts = Texts(line: line)
    return Assessment.Subject(
      platform: texts.text(platform) ?? "", id: texts.text(id) ?? "",
      candidate: texts.text(candidate.externalId) ?? texts.text(candidate.id)
        ?? texts.text(candidate.email))
  }

  /// Makes text of places in a line.
  private struct Texts {
    let line: UnsafeBufferPointer<UInt8>

    func text(_ span: Span) -> String? {
      span.isEmpty ? nil : EvidenceSketch.text(span, in: line)
    }

    func all(_ spans: ContiguousArray<Span>) -> [String] {
      var texts: [String] = []
      texts.reserveCapacity(spans.count)
      for span in spans where !span.isEmpty { texts.append(EvidenceSketch.text(span, in: line)) }
      return texts
    }
  }

  /// The text of a string that was read, escapes resolved.
  package static func text(_ span: Span, in line: UnsafeBufferPointer<UInt8>) -> String {
    text(of: UnsafeBufferPointer(rebasing: line[span.start..<span.end]))
  }

  /// The text of the bytes of a string that was checked before, escapes resolved.
  package static func text(of bytes: UnsafeBufferPointer<UInt8>) -> String {
    bytes.contains(UInt8(ascii: "\\")) ? unescaped(bytes) : String(decoding: bytes, as: UTF8.self)
  }

  /// The same of bytes that hold an escape.
  package static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let quoted = [UInt8(ascii: "\"")] + Array(bytes) + [UInt8(ascii: "\"")]
    return quoted.withUnsafeBufferPointer { buffer in
      var scanner = JSONScanner(buffer)
      return ((try? scanner.optionalText()) ?? nil) ?? ""
    }
  }
}
