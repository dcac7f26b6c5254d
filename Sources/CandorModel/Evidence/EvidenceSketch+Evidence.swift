extension EvidenceSketch {
  /// The whole of a line that was read, as the ordinary reader reads it.
  ///
  /// - Parameter line: the very line that `read` took.
  package func evidence(of line: UnsafeBufferPointer<UInt8>) -> Evidence {
    let texts = Texts(line: line)
    var evidence = evidence(
      texts,
      candidate: candidate.isEmpty
        ? nil
        : Candidate(
          id: texts.text(candidate.id), email: texts.text(candidate.email),
          name: texts.text(candidate.name), externalId: texts.text(candidate.externalId),
          declaredCountry: texts.text(candidate.declaredCountry)),
      seen: Seen(
        ipAddresses: texts.all(seenAddresses), userAgents: texts.all(seenAgents),
        thumbnails: texts.all(thumbnails)))
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

  /// What is read of it where the facts of all addresses and agents are at hand: which interview it is
  /// of, its times and position, the candidate's identifier and declared country.
  package func heading(of line: UnsafeBufferPointer<UInt8>) -> Evidence {
    let texts = Texts(line: line)
    let country = texts.text(candidate.declaredCountry)
    let reference = reference(texts)
    return evidence(
      texts,
      candidate: reference == nil && country == nil
        ? nil : Candidate(id: reference, declaredCountry: country),
      seen: Seen())
  }

  /// Which interview it is of and whose, with its times and position.
  package func identification(of line: UnsafeBufferPointer<UInt8>) -> Evidence {
    let texts = Texts(line: line)
    return evidence(
      texts,
      candidate: Candidate(
        id: texts.text(candidate.id), email: texts.text(candidate.email),
        externalId: texts.text(candidate.externalId)),
      seen: Seen())
  }

  private func evidence(_ texts: Texts, candidate: Candidate?, seen: Seen) -> Evidence {
    Evidence(
      platform: texts.text(platform) ?? "",
      interview: Interview(
        id: texts.text(id) ?? "", hash: texts.text(hash), status: texts.text(status),
        createdAt: createdAt, startedAt: startedAt, completedAt: completedAt,
        position: positionID.isEmpty && positionName.isEmpty
          ? nil : Position(id: texts.text(positionID), name: texts.text(positionName))),
      candidate: candidate, seen: seen)
  }

  /// Which interview a line is of, as the assessment of the whole line names it.
  package func subject(of line: UnsafeBufferPointer<UInt8>) -> Assessment.Subject {
    let texts = Texts(line: line)
    return Assessment.Subject(
      platform: texts.text(platform) ?? "", id: texts.text(id) ?? "",
      candidate: reference(texts))
  }

  /// How an assessment names the candidate; see `Candidate.reference`.
  private func reference(_ texts: Texts) -> String? {
    texts.known(candidate.externalId) ?? texts.known(candidate.id) ?? texts.known(candidate.email)
  }

  /// Makes text of places in a line.
  private struct Texts {
    let line: UnsafeBufferPointer<UInt8>

    func text(_ span: Span) -> String? {
      span.isEmpty ? nil : EvidenceSketch.text(span, in: line)
    }

    /// The text; `nil` also where it stands for nothing.
    func known(_ span: Span) -> String? {
      let bytes = line[span.start..<span.end]
      // An escape has digits that the text has not.
      return PlaceholderText.hasDigit(bytes) && !bytes.contains(UInt8(ascii: "\\"))
        ? text(span) : Candidate.known(text(span))
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
