/// Walks over a line of evidence once and notes the places of what an analysis needs.
///
/// Every function answers whether it could; nobody is told why not, because the ordinary reader
/// goes over a refused line again and says it.
struct EvidenceSketchReader {
  var scanner: JSONSpanScanner

  init(_ base: UnsafePointer<UInt8>, count: Int) {
    scanner = JSONSpanScanner(base, count: count)
  }

  mutating func evidence(
    into sketch: inout EvidenceSketch, _ forms: inout EvidenceForms
  ) -> Bool {
    if evidenceWritten(likeOneOf: &forms, into: &sketch) { return true }
    forms.noted.begin()
    guard anyEvidence(into: &sketch, &forms) else { return false }
    forms.keepLine(scanner.base, to: scanner.offset)
    return true
  }

  /// Reads a line key by key.
  private mutating func anyEvidence(
    into sketch: inout EvidenceSketch, _ forms: inout EvidenceForms
  ) -> Bool {
    guard scanner.open(UInt8(ascii: "{")) else { return false }
    var keys = Keys()
    var isFirst = true
    while true {
      switch scanner.key(&isFirst) {
      case .refused: return false
      case .end:
        return keys.has(.schema) && keys.has(.platform) && keys.has(.interview)
          && keys.has(.answers) && scanner.isAtEnd()
      case .entry: break
      }
      let start = scanner.offset
      if scanner.isKey("answers") {
        guard keys.add(.answers), answers(into: &sketch, &forms.answer) else { return false }
        forms.noted.note(.answers, from: start, to: scanner.offset)
      } else if scanner.isKey("schema") {
        guard keys.add(.schema), scanner.text(), scanner.hasText(Self.schema) else { return false }
      } else if scanner.isKey("platform") {
        guard keys.add(.platform), text(into: &sketch.platform), !sketch.platform.isEmpty else {
          return false
        }
        forms.noted.note(.platform, from: start, to: scanner.offset)
      } else if scanner.isKey("interview") {
        guard keys.add(.interview), interview(into: &sketch, &forms.noted) else { return false }
      } else if scanner.isKey("candidate") {
        guard keys.add(.candidate), candidate(into: &sketch, &forms.noted) else { return false }
      } else if scanner.isKey("seen") {
        guard keys.add(.seen), seen(into: &sketch, &forms.noted) else { return false }
      } else if scanner.isKey("contacts") || scanner.isKey("calls") || scanner.isKey("notes") {
        guard scanner.emptyList() else { return false }
      } else {
        guard scanner.skip() else { return false }
        forms.noted.note(.other, from: start, to: scanner.offset)
      }
    }
  }

  private static let schema: StaticString = "candor.evidence/1"

  private mutating func interview(
    into sketch: inout EvidenceSketch, _ form: inout WrittenForm<LineField>
  ) -> Bool {
    guard scanner.open(UInt8(ascii: "{")) else { return false }
    var keys = Keys()
    var isFirst = true
    while true {
      switch scanner.key(&isFirst) {
      case .refused: return false
      case .end: return keys.has(.id)
      case .entry: break
      }
      let start = scanner.offset
      if scanner.isKey("id") {
        guard keys.add(.id), text(into: &sketch.id), !scanner.span.isEmpty else { return false }
        form.note(.id, from: start, to: scanner.offset)
      } else if scanner.isKey("hash") {
        guard text(into: &sketch.hash) else { return false }
        form.note(.hash, from: start, to: scanner.offset)
      } else if scanner.isKey("status") {
        guard text(into: &sketch.status) else { return false }
        form.note(.status, from: start, to: scanner.offset)
      } else if scanner.isKey("createdAt") {
        guard moment(into: &sketch.createdAt) else { return false }
        form.note(.createdAt, from: start, to: scanner.offset)
      } else if scanner.isKey("startedAt") {
        guard moment(into: &sketch.startedAt) else { return false }
        form.note(.startedAt, from: start, to: scanner.offset)
      } else if scanner.isKey("completedAt") {
        guard moment(into: &sketch.completedAt) else { return false }
        form.note(.completedAt, from: start, to: scanner.offset)
      } else if scanner.isKey("position") {
        guard keys.add(.step), position(into: &sketch, &form) else { return false }
      } else {
        guard scanner.skip() else { return false }
        form.note(.other, from: start, to: scanner.offset)
      }
    }
  }

  private mutating func position(
    into sketch: inout EvidenceSketch, _ form: inout WrittenForm<LineField>
  ) -> Bool {
    if scanner.null() { return true }
    guard scanner.open(UInt8(ascii: "{")) else { return false }
    var isFirst = true
    while true {
      switch scanner.key(&isFirst) {
      case .refused: return false
      case .end: return true
      case .entry: break
      }
      let start = scanner.offset
      if scanner.isKey("id") {
        guard text(into: &sketch.positionID) else { return false }
        form.note(.positionID, from: start, to: scanner.offset)
      } else if scanner.isKey("name") {
        guard text(into: &sketch.positionName) else { return false }
        form.note(.positionName, from: start, to: scanner.offset)
      } else {
        guard scanner.skip() else { return false }
        form.note(.other, from: start, to: scanner.offset)
      }
    }
  }

  private mutating func candidate(
    into sketch: inout EvidenceSketch, _ form: inout WrittenForm<LineField>
  ) -> Bool {
    if scanner.null() { return true }
    guard scanner.open(UInt8(ascii: "{")) else { return false }
    var isFirst = true
    while true {
      switch scanner.key(&isFirst) {
      case .refused: return false
      case .end: return true
      case .entry: break
      }
      let start = scanner.offset
      if scanner.isKey("id") {
        guard text(into: &sketch.candidate.id) else { return false }
        form.note(.candidateID, from: start, to: scanner.offset)
      } else if scanner.isKey("email") {
        guard text(into: &sketch.candidate.email) else { return false }
        form.note(.email, from: start, to: scanner.offset)
      } else if scanner.isKey("name") {
        guard text(into: &sketch.candidate.name) else { return false }
        form.note(.name, from: start, to: scanner.offset)
      } else if scanner.isKey("externalId") {
        guard text(into: &sketch.candidate.externalId) else { return false }
        form.note(.externalID, from: start, to: scanner.offset)
      } else if scanner.isKey("declaredCountry") {
        guard text(into: &sketch.candidate.declaredCountry) else { return false }
        form.note(.declaredCountry, from: start, to: scanner.offset)
      } else {
        guard scanner.skip() else { return false }
        form.note(.other, from: start, to: scanner.offset)
      }
    }
  }

  private mutating func seen(
    into sketch: inout EvidenceSketch, _ form: inout WrittenForm<LineField>
  ) -> Bool {
    if scanner.null() { return true }
    guard scanner.open(UInt8(ascii: "{")) else { return false }
    var keys = Keys()
    var isFirst = true
    while true {
      switch scanner.key(&isFirst) {
      case .refused: return false
      case .end: return true
      case .entry: break
      }
      let start = scanner.offset
      if scanner.isKey("ipAddresses") {
        guard keys.add(.address), texts(into: &sketch.seenAddresses) else { return false }
        form.note(.seenAddresses, from: start, to: scanner.offset)
      } else if scanner.isKey("userAgents") {
        guard keys.add(.agent), texts(into: &sketch.seenAgents) else { return false }
        form.note(.seenAgents, from: start, to: scanner.offset)
      } else if scanner.isKey("thumbnails") {
        guard keys.add(.index), texts(into: &sketch.thumbnails) else { return false }
        form.note(.thumbnails, from: start, to: scanner.offset)
      } else {
        guard scanner.skip() else { return false }
        form.note(.other, from: start, to: scanner.offset)
      }
    }
  }

  mutating func answers(
    into sketch: inout EvidenceSketch, _ form: inout WrittenForm<AnswerField>
  ) -> Bool {
    if scanner.null() { return true }
    guard scanner.open(UInt8(ascii: "[")) else { return false }
    var isFirst = true
    while true {
      switch answersWritten(as: form, into: &sketch.answers, &isFirst) {
      case .refused: return false
      case .end: return true
      case .entry: break
      }
      let start = scanner.offset
      var answer = EvidenceSketch.Attempt()
      let before = sketch.answers.last ?? answer
      guard self.answer(into: &answer, before, &form) else { return false }
      form.keep(scanner.base, from: start, to: scanner.offset)
      // What neither has is repeated too.
      if before.address.isEmpty, answer.address.isEmpty { answer.repeatsAddress = true }
      if before.agent.isEmpty, answer.agent.isEmpty { answer.repeatsAgent = true }
      sketch.answers.append(answer)
    }
  }

  /// Reads an answer key by key.
  ///
  /// - Parameters:
  ///   - before: the answer before, whose texts most answers repeat.
  ///   - form: notes where its values stand.
  private mutating func answer(
    into answer: inout EvidenceSketch.Attempt, _ before: EvidenceSketch.Attempt,
    _ form: inout WrittenForm<AnswerField>
  ) -> Bool {
    form.begin()
    guard scanner.open(UInt8(ascii: "{")) else { return false }
    var keys = Keys()
    var isFirst = true
    while true {
      switch scanner.key(&isFirst) {
      case .refused: return false
      case .end: return keys.has(.step)
      case .entry: break
      }
      let start = scanner.offset
      if scanner.isKey("step") {
        guard keys.add(.step), step(into: &answer, &form) else { return false }
      } else if scanner.isKey("attempt") {
        guard keys.add(.attempt) else { return false }
        if !scanner.null() {
          guard count(into: &answer.attempt) else { return false }
          form.note(.attempt, from: start, to: scanner.offset)
        }
      } else if scanner.isKey("ip") {
        guard keys.add(.address),
          text(into: &answer.address, &answer.repeatsAddress, like: before.address)
        else { return false }
        form.note(.address, from: start, to: scanner.offset)
      } else if scanner.isKey("userAgent") {
        guard keys.add(.agent),
          text(into: &answer.agent, &answer.repeatsAgent, like: before.agent)
        else { return false }
        form.note(.agent, from: start, to: scanner.offset)
      } else if scanner.isKey("at") {
        guard moment(into: &answer.at) else { return false }
        form.note(.moment, from: start, to: scanner.offset)
      } else if scanner.isKey("device") || scanner.isKey("clientHints") {
        // They say what device it was; only the ordinary path weighs them.
        guard scanner.null() else { return false }
      } else {
        guard scanner.skip() else { return false }
        form.note(.other, from: start, to: scanner.offset)
      }
    }
  }

  private mutating func step(
    into answer: inout EvidenceSketch.Attempt, _ form: inout WrittenForm<AnswerField>
  ) -> Bool {
    guard scanner.open(UInt8(ascii: "{")) else { return false }
    var keys = Keys()
    var isFirst = true
    while true {
      switch scanner.key(&isFirst) {
      case .refused: return false
      case .end: return keys.has(.index)
      case .entry: break
      }
      let start = scanner.offset
      if scanner.isKey("index") {
        guard keys.add(.index), count(into: &answer.step) else { return false }
        form.note(.stepIndex, from: start, to: scanner.offset)
      } else if scanner.isKey("id") {
        guard text(into: &answer.stepID) else { return false }
        form.note(.stepID, from: start, to: scanner.offset)
      } else if scanner.isKey("title") {
        guard text(into: &answer.stepTitle) else { return false }
        form.note(.stepTitle, from: start, to: scanner.offset)
      } else if scanner.isKey("type") {
        guard text(into: &answer.stepType) else { return false }
        form.note(.stepType, from: start, to: scanner.offset)
      } else {
        guard scanner.skip() else { return false }
        form.note(.other, from: start, to: scanner.offset)
      }
    }
  }

  @inline(__always)
  mutating func count(into number: inout Int) -> Bool {
    guard scanner.integer(), scanner.number >= 0 else { return false }
    number = scanner.number
    return true
  }

  /// Reads a text that mostly is the one of the answer before.
  @inline(__always)
  mutating func text(
    into span: inout EvidenceSketch.Span, _ repeats: inout Bool, like before: EvidenceSketch.Span
  ) -> Bool {
    repeats = scanner.text(like: before)
    guard repeats || scanner.text() else { return false }
    span = scanner.span
    return true
  }

  mutating func texts(into spans: inout ContiguousArray<EvidenceSketch.Span>) -> Bool {
    if scanner.null() { return true }
    guard scanner.open(UInt8(ascii: "[")) else { return false }
    var isFirst = true
    while true {
      switch scanner.element(&isFirst) {
      case .refused: return false
      case .end: return true
      case .entry: break
      }
      guard scanner.text() else { return false }
      if !scanner.span.isEmpty { spans.append(scanner.span) }
    }
  }

  @inline(__always)
  mutating func text(into span: inout EvidenceSketch.Span) -> Bool {
    guard scanner.text() else { return false }
    span = scanner.span
    return true
  }

  mutating func moment(into moment: inout Timestamp?) -> Bool {
    if let plain = scanner.plainMoment() {
      moment = plain
      return true
    }
    guard scanner.text() else { return false }
    guard !scanner.span.isEmpty else {
      moment = nil
      return true
    }
    // Dates alone are left to the ordinary reader, which knows where one may stand.
    moment = Timestamp(utf8: scanner.bytes(of: scanner.span), isComplete: true)
    return moment != nil
  }
}

/// The keys that came in an object so far. What comes twice is left to the ordinary reader.
private struct Keys {
  enum Key: UInt16 {
    case schema, platform, interview, answers, candidate, seen
    case id, step, attempt, address, agent, index
  }

  private var bits: UInt16 = 0

  func has(_ key: Key) -> Bool { bits & 1 << key.rawValue != 0 }

  mutating func add(_ key: Key) -> Bool {
    let isNew = !has(key)
    bits |= 1 << key.rawValue
    return isNew
  }
}
