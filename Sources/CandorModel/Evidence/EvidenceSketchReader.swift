/// Walks over a line of evidence once and notes the places of what an analysis needs.
///
/// Every function answers whether it could; nobody is told why not, because the ordinary reader
/// goes over a refused line again and says it.
struct EvidenceSketchReader {
  private var scanner: JSONSpanScanner
  private var moments = MomentReader()

  init(_ base: UnsafePointer<UInt8>, count: Int) {
    scanner = JSONSpanScanner(base, count: count)
  }

  mutating func evidence(into sketch: inout EvidenceSketch) -> Bool {
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
      if scanner.isKey("answers") {
        guard keys.add(.answers), answers(into: &sketch) else { return false }
      } else if scanner.isKey("schema") {
        guard keys.add(.schema), scanner.text(), scanner.hasText(Self.schema) else { return false }
      } else if scanner.isKey("platform") {
        guard keys.add(.platform), scanner.text(), !scanner.span.isEmpty else { return false }
        sketch.platform = scanner.span
      } else if scanner.isKey("interview") {
        guard keys.add(.interview), interview(into: &sketch) else { return false }
      } else if scanner.isKey("candidate") {
        guard keys.add(.candidate), candidate(into: &sketch) else { return false }
      } else if scanner.isKey("seen") {
        guard keys.add(.seen), seen(into: &sketch) else { return false }
      } else if scanner.isKey("contacts") || scanner.isKey("calls") || scanner.isKey("notes") {
        guard scanner.emptyList() else { return false }
      } else {
        guard scanner.skip() else { return false }
      }
    }
  }

  private static let schema: StaticString = "candor.evidence/1"

  private mutating func interview(into sketch: inout EvidenceSketch) -> Bool {
    guard scanner.open(UInt8(ascii: "{")) else { return false }
    var keys = Keys()
    var isFirst = true
    while true {
      switch scanner.key(&isFirst) {
      case .refused: return false
      case .end: return keys.has(.id)
      case .entry: break
      }
      if scanner.isKey("id") {
        guard keys.add(.id), text(into: &sketch.id), !scanner.span.isEmpty else { return false }
      } else if scanner.isKey("hash") {
        guard text(into: &sketch.hash) else { return false }
      } else if scanner.isKey("status") {
        guard text(into: &sketch.status) else { return false }
      } else if scanner.isKey("createdAt") {
        guard moment(into: &sketch.createdAt) else { return false }
      } else if scanner.isKey("startedAt") {
        guard moment(into: &sketch.startedAt) else { return false }
      } else if scanner.isKey("completedAt") {
        guard moment(into: &sketch.completedAt) else { return false }
      } else if scanner.isKey("position") {
        guard keys.add(.step), position(into: &sketch) else { return false }
      } else {
        guard scanner.skip() else { return false }
      }
    }
  }

  private mutating func position(into sketch: inout EvidenceSketch) -> Bool {
    if scanner.null() { return true }
    guard scanner.open(UInt8(ascii: "{")) else { return false }
    var isFirst = true
    while true {
      switch scanner.key(&isFirst) {
      case .refused: return false
      case .end: return true
      case .entry: break
      }
      if scanner.isKey("id") {
        guard text(into: &sketch.positionID) else { return false }
      } else if scanner.isKey("name") {
        guard text(into: &sketch.positionName) else { return false }
      } else {
        guard scanner.skip() else { return false }
      }
    }
  }

  private mutating func candidate(into sketch: inout EvidenceSketch) -> Bool {
    if scanner.null() { return true }
    guard scanner.open(UInt8(ascii: "{")) else { return false }
    var isFirst = true
    while true {
      switch scanner.key(&isFirst) {
      case .refused: return false
      case .end: return true
      case .entry: break
      }
      if scanner.isKey("id") {
        guard text(into: &sketch.candidate.id) else { return false }
      } else if scanner.isKey("email") {
        guard text(into: &sketch.candidate.email) else { return false }
      } else if scanner.isKey("name") {
        guard text(into: &sketch.candidate.name) else { return false }
      } else if scanner.isKey("externalId") {
        guard text(into: &sketch.candidate.externalId) else { return false }
      } else if scanner.isKey("declaredCountry") {
        guard text(into: &sketch.candidate.declaredCountry) else { return false }
      } else {
        guard scanner.skip() else { return false }
      }
    }
  }

  private mutating func seen(into sketch: inout EvidenceSketch) -> Bool {
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
      if scanner.isKey("ipAddresses") {
        guard keys.add(.address), texts(into: &sketch.seenAddresses) else { return false }
      } else if scanner.isKey("userAgents") {
        guard keys.add(.agent), texts(into: &sketch.seenAgents) else { return false }
      } else if scanner.isKey("thumbnails") {
        guard keys.add(.index), texts(into: &sketch.thumbnails) else { return false }
      } else {
        guard scanner.skip() else { return false }
      }
    }
  }

  private mutating func answers(into sketch: inout EvidenceSketch) -> Bool {
    if scanner.null() { return true }
    guard scanner.open(UInt8(ascii: "[")) else { return false }
    var isFirst = true
    var answer = EvidenceSketch.Attempt()
    while true {
      switch scanner.element(&isFirst) {
      case .refused: return false
      case .end: return true
      case .entry: break
      }
      let before = answer
      let start = scanner.offset
      if !self.answer(into: &answer, writtenAs: sketch.form, before) {
        scanner.goBack(to: start)
        guard self.answer(into: &answer, before, &sketch.form) else { return false }
        sketch.form.keep(scanner.base, from: start, to: scanner.offset)
      }
      // What neither has is repeated too.
      if before.address.isEmpty, answer.address.isEmpty { answer.repeatsAddress = true }
      if before.agent.isEmpty, answer.agent.isEmpty { answer.repeatsAgent = true }
      sketch.answers.append(answer)
    }
  }

  /// Reads an answer that is written like one before.
  ///
  /// - Parameter before: the answer before, whose texts most answers repeat.
  private mutating func answer(
    into answer: inout EvidenceSketch.Attempt, writtenAs form: borrowing AnswerForm,
    _ before: EvidenceSketch.Attempt
  ) -> Bool {
    guard !form.parts.isEmpty else { return false }
    answer = EvidenceSketch.Attempt()
    return form.bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      for part in form.parts {
        guard scanner.take(base + part.start, count: part.count) else { return false }
        let isRead =
          switch part.field {
          case .address: text(into: &answer.address, &answer.repeatsAddress, like: before.address)
          case .agent: text(into: &answer.agent, &answer.repeatsAgent, like: before.agent)
          case .attempt: count(into: &answer.attempt)
          case .moment: moment(into: &answer.at)
          case .stepID: text(into: &answer.stepID)
          case .stepIndex: count(into: &answer.step)
          case .stepTitle: text(into: &answer.stepTitle)
          case .stepType: text(into: &answer.stepType)
          }
        guard isRead else { return false }
      }
      return scanner.take(base + form.tail.lowerBound, count: form.tail.count)
    }
  }

  /// Reads an answer key by key.
  ///
  /// - Parameters:
  ///   - before: the answer before, whose texts most answers repeat.
  ///   - form: notes where its values stand.
  private mutating func answer(
    into answer: inout EvidenceSketch.Attempt, _ before: EvidenceSketch.Attempt,
    _ form: inout AnswerForm
  ) -> Bool {
    answer = EvidenceSketch.Attempt()
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
      }
    }
  }

  private mutating func step(
    into answer: inout EvidenceSketch.Attempt, _ form: inout AnswerForm
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
      }
    }
  }

  @inline(__always)
  private mutating func count(into number: inout Int) -> Bool {
    guard scanner.integer(), scanner.number >= 0 else { return false }
    number = scanner.number
    return true
  }

  /// Reads a text that mostly is the one of the answer before.
  @inline(__always)
  private mutating func text(
    into span: inout EvidenceSketch.Span, _ repeats: inout Bool, like before: EvidenceSketch.Span
  ) -> Bool {
    repeats = scanner.text(like: before)
    guard repeats || scanner.text() else { return false }
    span = scanner.span
    return true
  }

  private mutating func texts(into spans: inout ContiguousArray<EvidenceSketch.Span>) -> Bool {
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
  private mutating func text(into span: inout EvidenceSketch.Span) -> Bool {
    guard scanner.text() else { return false }
    span = scanner.span
    return true
  }

  private mutating func moment(into moment: inout Timestamp?) -> Bool {
    guard scanner.text() else { return false }
    guard !scanner.span.isEmpty else {
      moment = nil
      return true
    }
    moment = moments.moment(scanner.bytes(of: scanner.span))
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

/// Reads moments one after another; those of one line are mostly of one day.
private struct MomentReader {
  /// The first ten bytes of the last moment, and the start of its day.
  private var day: (head: UInt64, tail: UInt16)?
  private var dayStart: Int64 = 0

  mutating func moment(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
    guard text.count == 20, let raw = UnsafeRawPointer(text.baseAddress), text[10] == 0x54,
      text[13] == 0x3A, text[16] == 0x3A, text[19] == 0x5A
    else { return Timestamp(utf8: text) }
    let head = raw.loadUnaligned(as: UInt64.self)
    let tail = raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    guard let day, day.head == head, day.tail == tail, let hour = Self.pair(text, 11), hour < 24,
      let minute = Self.pair(text, 14), minute < 60, let second = Self.pair(text, 17), second < 60
    else {
      guard let moment = Timestamp(utf8: text) else { return nil }
      let milliseconds = moment.millisecondsSinceEpoch
      let intoDay = milliseconds % 86_400_000
      self.day = (head, tail)
      dayStart = milliseconds - (intoDay < 0 ? intoDay + 86_400_000 : intoDay)
      return moment
    }
    return Timestamp(
      millisecondsSinceEpoch: dayStart + (hour * 3600 + minute * 60 + second) * 1000)
  }

  @inline(__always)
  private static func pair(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int64? {
    let (tens, ones) = (text[index] &- 0x30, text[index + 1] &- 0x30)
    guard tens < 10, ones < 10 else { return nil }
    return Int64(tens) * 10 + Int64(ones)
  }
}
