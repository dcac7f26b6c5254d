extension Evidence {
  /// Reads one evidence document.
  ///
  /// Unknown keys are stepped over. `null` and empty text are absent, wherever text may stand; a
  /// list that is `null` is an empty one, `answers` too.
  /// A moment that is not RFC 3339 is an error: evidence that says a time and means none would
  /// be judged wrongly. So is a date alone, or a time without seconds, but for when the interview
  /// was made, by which nothing is measured.
  ///
  /// - Parameter bytes: one JSON object in UTF-8.
  /// - Throws: where it is no JSON, of another `schema`, or lacks a required key.
  public init(json bytes: some Sequence<UInt8>) throws(JSONError) {
    let result: Result<Evidence, JSONError> = Array(bytes).withUnsafeBufferPointer { buffer in
      do throws(JSONError) { return .success(try Evidence(jsonBuffer: buffer)) } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  /// Reads one evidence document from bytes that outlive the call.
  package init(jsonBuffer: UnsafeBufferPointer<UInt8>) throws(JSONError) {
    var scanner = JSONScanner(jsonBuffer)
    self = try scanner.evidence()
    try scanner.end()
  }
}

extension JSONScanner {
  /// The next value as an evidence document.
  package mutating func evidence() throws(JSONError) -> Evidence {
    _ = try peek()
    let start = offset
    var schema: String?
    var platform: String?
    var interview: Interview?
    var hasAnswers = false
    var evidence = Evidence(platform: "", interview: Interview(id: ""))
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      if matches(key, "schema") {
        let place = key.start
        schema = try optionalText()
        guard schema == Evidence.schema else {
          throw JSONError(.invalidValue, at: place, expected: "`schema` to be `\(Evidence.schema)`")
        }
      } else if matches(key, "platform") {
        platform = try nonEmptyText()
      } else if matches(key, "interview") {
        interview = try self.interview()
      } else if matches(key, "answers") {
        hasAnswers = true
        evidence.answers = try list { (scanner: inout JSONScanner) throws(JSONError) in
          try scanner.answer()
        }
      } else if matches(key, "candidate") {
        if try !takeNull() { evidence.candidate = try candidate() }
      } else if matches(key, "seen") {
        if try !takeNull() { evidence.seen = try seen() }
      } else if matches(key, "contacts") {
        evidence.contacts = try list { (scanner: inout JSONScanner) throws(JSONError) in
          try scanner.contact()
        }
      } else if matches(key, "calls") {
        evidence.calls = try list { (scanner: inout JSONScanner) throws(JSONError) in
          try scanner.call()
        }
      } else if matches(key, "notes") {
        evidence.notes = try list { (scanner: inout JSONScanner) throws(JSONError) in
          try scanner.note()
        }
      } else {
        try skipValue()
      }
    }
    guard schema != nil else { throw missing("schema", start) }
    guard let platform else { throw missing("platform", start) }
    guard let interview else { throw missing("interview", start) }
    guard hasAnswers else { throw missing("answers", start) }
    evidence.platform = platform
    evidence.interview = interview
    return evidence
  }

  private mutating func interview() throws(JSONError) -> Interview {
    let start = offset
    var interview = Interview(id: "")
    var id: String?
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      if matches(key, "id") {
        id = try nonEmptyText()
      } else if matches(key, "hash") {
        interview.hash = try nonEmptyText()
      } else if matches(key, "status") {
        interview.status = try nonEmptyText()
      } else if matches(key, "createdAt") {
        interview.createdAt = try timestamp(mayBeDate: true)
      } else if matches(key, "startedAt") {
        interview.startedAt = try timestamp()
      } else if matches(key, "completedAt") {
        interview.completedAt = try timestamp()
      } else if matches(key, "position") {
        if try !takeNull() { interview.position = try position() }
      } else {
        try skipValue()
      }
    }
    guard let id else { throw missing("interview.id", start) }
    interview.id = id
    return interview
  }

  private mutating func position() throws(JSONError) -> Position? {
    var position = Position()
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      if matches(key, "id") {
        position.id = try nonEmptyText()
      } else if matches(key, "name") {
        position.name = try nonEmptyText()
      } else {
        try skipValue()
      }
    }
    return position == Position() ? nil : position
  }

  private mutating func candidate() throws(JSONError) -> Candidate? {
    var candidate = Candidate()
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      if matches(key, "id") {
        candidate.id = try nonEmptyText()
      } else if matches(key, "email") {
        candidate.email = try nonEmptyText()
      } else if matches(key, "name") {
        candidate.name = try nonEmptyText()
      } else if matches(key, "externalId") {
        candidate.externalId = try nonEmptyText()
      } else if matches(key, "declaredCountry") {
        candidate.declaredCountry = try nonEmptyText()
      } else {
        try skipValue()
      }
    }
    return candidate == Candidate() ? nil : candidate
  }

  private mutating func seen() throws(JSONError) -> Seen {
    var seen = Seen()
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      if matches(key, "ipAddresses") {
        seen.ipAddresses = try texts()
      } else if matches(key, "userAgents") {
        seen.userAgents = try texts()
      } else if matches(key, "thumbnails") {
        seen.thumbnails = try texts()
      } else {
        try skipValue()
      }
    }
    return seen
  }

  private mutating func answer() throws(JSONError) -> Answer {
    _ = try peek()
    let start = offset
    var step: Step?
    var answer = Answer(step: Step(index: 0))
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      if matches(key, "step") {
        step = try self.step()
      } else if matches(key, "attempt") {
        if try !takeNull() { answer.attempt = try count() }
      } else if matches(key, "ip") {
        answer.ip = try nonEmptyText()
      } else if matches(key, "userAgent") {
        answer.userAgent = try nonEmptyText()
      } else if matches(key, "at") {
        answer.at = try timestamp()
      } else if matches(key, "device") {
        if try !takeNull() { answer.device = try device() }
      } else if matches(key, "clientHints") {
        if try !takeNull() { answer.clientHints = try hints() }
      } else {
        try skipValue()
      }
    }
    guard let step else { throw missing("answers[].step.index", start) }
    answer.step = step
    return answer
  }

  private mutating func step() throws(JSONError) -> Step {
    _ = try peek()
    let start = offset
    var step = Step(index: 0)
    var index: Int?
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      if matches(key, "id") {
        step.id = try nonEmptyText()
      } else if matches(key, "index") {
        if try !takeNull() { index = try count() }
      } else if matches(key, "title") {
        step.title = try nonEmptyText()
      } else if matches(key, "type") {
        step.type = try nonEmptyText()
      } else {
        try skipValue()
      }
    }
    guard let index else { throw missing("answers[].step.index", start) }
    step.index = index
    return step
  }

  private mutating func device() throws(JSONError) -> DeviceDescription? {
    var device = DeviceDescription()
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      if matches(key, "browser") {
        device.browser = try nonEmptyText()
      } else if matches(key, "os") {
        device.os = try nonEmptyText()
      } else if matches(key, "type") {
        device.type = try nonEmptyText()
      } else {
        try skipValue()
      }
    }
    return device == DeviceDescription() ? nil : device
  }

  private mutating func hints() throws(JSONError) -> [ClientHint] {
    var hints: [String: String] = [:]
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      let name = try text(key)
      let kind = try peek()
      guard kind == .string || kind == .null else {
        try skipValue()
        continue
      }
      if let value = try nonEmptyText() {
        // As it is written last.
        hints[name] = nil
        hints[name] = value
      }
    }
    return hints.map { ClientHint(name: $0, value: $1) }.sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
  }

  private mutating func contact() throws(JSONError) -> Contact {
    var contact = Contact(kind: "contact")
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      if matches(key, "kind") {
        contact.kind = try nonEmptyText() ?? contact.kind
      } else if matches(key, "at") {
        contact.at = try timestamp()
      } else if matches(key, "ip") {
        contact.ip = try nonEmptyText()
      } else if matches(key, "userAgent") {
        contact.userAgent = try nonEmptyText()
      } else {
        try skipValue()
      }
    }
    return contact
  }

  private mutating func call() throws(JSONError) -> Call {
    var call = Call()
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      if matches(key, "at") {
        call.at = try timestamp()
      } else if matches(key, "durationSeconds") {
        if try !takeNull() { call.durationSeconds = try double() }
      } else if matches(key, "status") {
        call.status = try nonEmptyText()
      } else if matches(key, "phoneCountry") {
        call.phoneCountry = try nonEmptyText()
      } else {
        try skipValue()
      }
    }
    return call
  }

  private mutating func note() throws(JSONError) -> Note {
    var note = Note(code: "note", message: "")
    try beginObject()
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      if matches(key, "code") {
        note.code = try nonEmptyText() ?? note.code
      } else if matches(key, "message") {
        note.message = try nonEmptyText() ?? ""
      } else if matches(key, "path") {
        note.path = try nonEmptyText()
      } else {
        try skipValue()
      }
    }
    return note
  }

  private mutating func nonEmptyText() throws(JSONError) -> String? {
    guard let text = try optionalText(), !text.isEmpty else { return nil }
    return text
  }

  /// The next value as a number that counts something, from 0.
  private mutating func count() throws(JSONError) -> Int {
    _ = try peek()
    let start = offset
    let count = try integer()
    guard count >= 0 else {
      throw JSONError(.invalidNumber, at: start, expected: "a whole number from 0")
    }
    return count
  }

  /// The next value as a moment.
  ///
  /// - Parameter mayBeDate: whether the second may be missing; it is the first then.
  private mutating func timestamp(mayBeDate: Bool = false) throws(JSONError) -> Timestamp? {
    _ = try peek()
    let start = offset
    guard let text = try nonEmptyText() else { return nil }
    guard let timestamp = mayBeDate ? Timestamp(text) : Timestamp(complete: text) else {
      throw JSONError(
        .invalidValue, at: start,
        expected: "a moment as RFC 3339 text such as `2026-03-02T09:00:00Z`")
    }
    return timestamp
  }

  private mutating func texts() throws(JSONError) -> [String] {
    var texts: [String] = []
    try eachElement { (scanner: inout JSONScanner) throws(JSONError) in
      if let text = try scanner.nonEmptyText() { texts.append(text) }
    }
    return texts
  }

  private mutating func list<Element>(
    _ read: (inout JSONScanner) throws(JSONError) -> Element
  ) throws(JSONError) -> [Element] {
    var elements: [Element] = []
    try eachElement { (scanner: inout JSONScanner) throws(JSONError) in
      elements.append(try read(&scanner))
    }
    return elements
  }

  /// Steps through an array; `null` counts as an empty one.
  private mutating func eachElement(
    _ body: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    if try takeNull() { return }
    try beginArray()
    var isFirst = true
    while try nextElement(&isFirst) { try body(&self) }
  }

  private func missing(_ key: String, _ offset: Int) -> JSONError {
    JSONError(.missingKey, at: offset, expected: "the key `\(key)`")
  }
}
