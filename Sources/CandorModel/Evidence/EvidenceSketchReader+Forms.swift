/// What is read of lines and answers that are written like one before.
extension EvidenceSketchReader {
  // MARK: Lines

  /// Reads a line that is written like one before.
  ///
  /// - Returns: whether it is; where it is not, everything stands as if nothing had been read.
  mutating func evidenceWritten(
    likeOneOf forms: inout EvidenceForms, into sketch: inout EvidenceSketch
  ) -> Bool {
    if evidenceWritten(like: forms.line, &forms.answer, into: &sketch) { return true }
    for other in forms.others.indices {
      swap(&forms.line, &forms.others[other])
      if evidenceWritten(like: forms.line, &forms.answer, into: &sketch) { return true }
    }
    return false
  }

  private mutating func evidenceWritten(
    like form: borrowing WrittenForm<LineField>, _ answerForm: inout WrittenForm<AnswerField>,
    into sketch: inout EvidenceSketch
  ) -> Bool {
    let tail = form.tail
    let isRead = form.withParts { bytes, parts in
      for index in parts.indices {
        let part = parts[index]
        guard scanner.take(bytes + part.start, count: part.count),
          value(part.field, into: &sketch, &answerForm)
        else { return false }
      }
      return scanner.take(bytes + tail.lowerBound, count: tail.count) && scanner.isAtEnd()
    }
    guard let isRead else { return false }
    if isRead { return true }
    scanner.go(to: 0)
    sketch.reset()
    return false
  }

  @inline(__always)
  private mutating func value(
    _ field: LineField, into sketch: inout EvidenceSketch,
    _ answerForm: inout WrittenForm<AnswerField>
  ) -> Bool {
    switch field {
    case .platform: text(into: &sketch.platform) && !sketch.platform.isEmpty
    case .id: text(into: &sketch.id) && !sketch.id.isEmpty
    case .hash: text(into: &sketch.hash)
    case .status: text(into: &sketch.status)
    case .createdAt: moment(into: &sketch.createdAt)
    case .startedAt: moment(into: &sketch.startedAt)
    case .completedAt: moment(into: &sketch.completedAt)
    case .positionID: text(into: &sketch.positionID)
    case .positionName: text(into: &sketch.positionName)
    case .candidateID: text(into: &sketch.candidate.id)
    case .email: text(into: &sketch.candidate.email)
    case .name: text(into: &sketch.candidate.name)
    case .externalID: text(into: &sketch.candidate.externalId)
    case .declaredCountry: text(into: &sketch.candidate.declaredCountry)
    case .seenAddresses: texts(into: &sketch.seenAddresses)
    case .seenAgents: texts(into: &sketch.seenAgents)
    case .thumbnails: texts(into: &sketch.thumbnails)
    case .answers: answers(into: &sketch, &answerForm)
    case .other: scanner.skip()
    }
  }
}
