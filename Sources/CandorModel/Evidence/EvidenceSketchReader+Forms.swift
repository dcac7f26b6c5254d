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

  // MARK: Answers

  /// Reads answers as long as they are written in a form.
  ///
  /// - Returns: `entry` where another one comes that is written otherwise.
  mutating func answersWritten(
    as form: borrowing WrittenForm<AnswerField>,
    into answers: inout ContiguousArray<EvidenceSketch.Attempt>, _ isFirst: inout Bool
  ) -> JSONSpanScanner.Next {
    let (tail, seam) = (form.tail, form.seam)
    let next = form.withParts { bytes, parts in
      let repeated = Self.repeated(in: parts)
      // Where those values of the answer before stand, with the bytes around them.
      var placeBefore = 0..<0
      var before = answers.last ?? EvidenceSketch.Attempt()
      // How many bytes of an answer were taken with the end of the one before.
      var begun = 0
      while true {
        if begun == 0 {
          let next = scanner.element(&isFirst)
          guard next == .entry else { return next }
        }
        let start = scanner.offset &- begun
        var answer = EvidenceSketch.Attempt()
        var place = 0
        var index = 0
        if begun > 0 {
          guard value(parts[0].field, into: &answer, before) else {
            scanner.go(to: start)
            return .entry
          }
          index = 1
        }
        while index < parts.count {
          if index == repeated.lowerBound {
            place = scanner.offset
            if scanner.takeAgain(placeBefore) {
              // The same bytes, read the same way.
              let distance = place &- placeBefore.lowerBound
              answer.address = before.address.moved(by: distance)
              answer.agent = before.agent.moved(by: distance)
              answer.repeatsAddress = true
              answer.repeatsAgent = true
              if repeated.count > 2 { answer.attempt = before.attempt }
              placeBefore = place..<scanner.offset
              index = repeated.upperBound
              continue
            }
          }
          let part = parts[index]
          guard scanner.take(bytes + part.start, count: part.count),
            value(part.field, into: &answer, before)
          else { break }
          index &+= 1
          if index == repeated.upperBound { placeBefore = place..<scanner.offset }
        }
        // What is repeated from the first value on is compared with what stands before it.
        begun = index == parts.count && repeated.lowerBound > 0 ? parts[0].count : 0
        if begun > 0, !scanner.take(bytes + seam.lowerBound, count: seam.count) { begun = 0 }
        guard
          begun > 0
            || index == parts.count && scanner.take(bytes + tail.lowerBound, count: tail.count)
        else {
          scanner.go(to: start)
          return .entry
        }
        // What neither has is repeated too.
        if before.address.isEmpty, answer.address.isEmpty { answer.repeatsAddress = true }
        if before.agent.isEmpty, answer.agent.isEmpty { answer.repeatsAgent = true }
        answers.append(answer)
        before = answer
      }
    }
    return next ?? scanner.element(&isFirst)
  }

  /// The parts of address and agent where one comes directly behind the other, and that of the
  /// attempt directly before them: mostly all are those of the answer before, and then so are the
  /// bytes between them. Empty where they do not come so.
  private static func repeated(
    in parts: UnsafeBufferPointer<WrittenForm<AnswerField>.Part>
  ) -> Range<Int> {
    for index in parts.indices.dropFirst() {
      switch (parts[index - 1].field, parts[index].field) {
      case (.address, .agent), (.agent, .address):
        let isAttemptBefore = index > 1 && parts[index - 2].field == .attempt
        return (isAttemptBefore ? index - 2 : index - 1)..<index + 1
      default: break
      }
    }
    return 0..<0
  }

  @inline(__always)
  private mutating func value(
    _ field: AnswerField, into answer: inout EvidenceSketch.Attempt,
    _ before: EvidenceSketch.Attempt
  ) -> Bool {
    switch field {
    case .address: text(into: &answer.address, &answer.repeatsAddress, like: before.address)
    case .agent: text(into: &answer.agent, &answer.repeatsAgent, like: before.agent)
    case .attempt: count(into: &answer.attempt)
    case .moment: moment(into: &answer.at)
    case .stepID: text(into: &answer.stepID)
    case .stepIndex: count(into: &answer.step)
    case .stepTitle: text(into: &answer.stepTitle)
    case .stepType: text(into: &answer.stepType)
    case .other: scanner.skip()
    }
  }
}
