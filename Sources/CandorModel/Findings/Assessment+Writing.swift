extension Assessment {
  /// Writes the document, keys sorted, one line.
  ///
  /// - Parameters:
  ///   - writer: receives one JSON object.
  ///   - wanted: the top-level keys to write beside `schema` and `interview`.
  public func write(to writer: inout JSONWriter, fields wanted: AssessmentFields = .all) {
    write(to: &writer, fields: wanted) {
      interview.write(to: &$0)
    } pause: { _ in
    }
  }

  /// Writes the same, with a pause behind each element of its long lists, in which what was written by
  /// then may be handed over. So the text of a huge one is never held whole.
  ///
  /// - Throws: what `pause` threw.
  package func write<Failure: Error>(
    to writer: inout JSONWriter, fields wanted: AssessmentFields,
    pause: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try write(
      to: &writer, fields: wanted, subject: { interview.write(to: &$0) }, pause: pause)
  }

  /// - Parameter subject: writes which interview it is of.
  @inline(__always)
  fileprivate func write<Failure: Error>(
    to writer: inout JSONWriter, fields wanted: AssessmentFields,
    subject: (inout JSONWriter) -> Void, pause: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    writer.beginObject()
    if wanted.contains(.contributions) {
      writer.key(fixed: "contributions")
      writer.beginArray()
      for contribution in contributions {
        contribution.write(to: &writer)
        try pause(&writer)
      }
      writer.endArray()
    }
    if !exceptions.isEmpty, wanted.contains(.exceptions) { writer.member("exceptions", exceptions) }
    if wanted.contains(.findings) {
      writer.key(fixed: "findings")
      writer.beginArray()
      // By their places: a loop over the elements would copy each.
      for index in findings.indices {
        findings[index].write(to: &writer)
        try pause(&writer)
      }
      writer.endArray()
    }
    writer.key(fixed: "interview")
    subject(&writer)
    if let links, wanted.contains(.links) {
      writer.key(fixed: "links")
      writer.beginArray()
      for link in links { link.write(to: &writer) }
      writer.endArray()
    }
    if wanted.contains(.notEvaluable) {
      writer.key(fixed: "notEvaluable")
      writer.beginArray()
      for index in notEvaluable.indices { notEvaluable[index].write(to: &writer) }
      writer.endArray()
    }
    if wanted.contains(.outcome) { writer.member(fixed: "outcome", outcome.rawValue) }
    if wanted.contains(.outcomeNote) { writer.member(fixed: "outcomeNote", outcomeNote) }
    if wanted.contains(.provenance) {
      writer.key(fixed: "provenance")
      provenance.write(to: &writer)
    }
    writer.member(fixed: "schema", Self.schema)
    if wanted.contains(.timeline) {
      writer.key(fixed: "timeline")
      try timeline.write(to: &writer, cutsAddresses: isPseudonymous, pause: pause)
    }
    writer.endObject()
  }

  /// The document as UTF-8 bytes without a line end.
  public var jsonBytes: [UInt8] {
    var writer = JSONWriter(capacity: 8192)
    write(to: &writer)
    return writer.bytes
  }
}

extension Assessment.Subject {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member(fixed: "candidate", candidate)
    writer.member(fixed: "id", id)
    writer.member(fixed: "platform", platform)
    writer.endObject()
  }
}

/// What is printed of interviews that are clear, with no finding, no note and no exception, but for which
/// interview it is.
package struct ClearFrame: Sendable {
  private let bytes: [UInt8]
  /// Where another interview stands.
  private let place: Range<Int>

  /// - Parameters:
  ///   - clear: of one such interview.
  ///   - wanted: of the keys that such an interview has nothing to say in.
  package init(_ clear: Assessment, fields wanted: AssessmentFields) {
    var writer = JSONWriter()
    var place = 0..<0
    clear.write(to: &writer, fields: wanted) { writer in
      place = writer.range { clear.interview.write(to: &$0) }
    } pause: { _ in
    }
    bytes = writer.bytes
    self.place = place
  }

  /// Writes the document of such an interview.
  package func write(_ subject: Assessment.Subject, to writer: inout JSONWriter) {
    writer.raw(bytes, replacing: place) { subject.write(to: &$0) }
  }
}

extension Finding {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member(fixed: "effectiveSeverity", effectiveSeverity.rawValue)
    writer.member(fixed: "exception", exception)
    writer.key(fixed: "explanations")
    writer.beginArray()
    for index in explanations.indices {
      writer.beginObject()
      writer.member(fixed: "code", explanations[index].code)
      writer.member(fixed: "effect", explanations[index].effect.rawValue)
      writer.key(fixed: "observations")
      explanations[index].observations.write(to: &writer)
      writer.member(fixed: "text", explanations[index].text)
      writer.endObject()
    }
    writer.endArray()
    writer.key(fixed: "innocentReasons")
    writer.beginArray()
    for index in innocentReasons.indices { writer.string(innocentReasons[index]) }
    writer.endArray()
    writer.key(fixed: "observations")
    observations.write(to: &writer)
    writer.member(fixed: "rule", rule)
    writer.member(fixed: "ruleHash", ruleHash)
    writer.member(fixed: "ruleVersion", ruleVersion)
    writer.member(fixed: "severity", severity.rawValue)
    writer.member(fixed: "summary", summary)
    writer.key(fixed: "values")
    values.write(to: &writer)
    writer.endObject()
  }
}

extension [Int] {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginArray()
    for number in self { writer.number(number) }
    writer.endArray()
  }
}

extension [FindingValue] {
  /// Writes the values as one object, sorted by name.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    // Rules mostly name their values in order.
    let isSorted = indices.dropFirst().allSatisfy { !self[$0].isNamed(before: self[$0 - 1]) }
    let values = isSorted ? self : sorted { $0.isNamed(before: $1) }
    for index in values.indices { values[index].write(to: &writer) }
    writer.endObject()
  }
}

extension FindingValue {
  fileprivate func isNamed(before other: FindingValue) -> Bool {
    name.utf8.lexicographicallyPrecedes(other.name.utf8)
  }

  // Inlined, because a value would be copied to be handed over.
  @inline(__always)
  fileprivate func write(to writer: inout JSONWriter) {
    writer.key(name)
    switch content {
    case .text(let text): writer.string(text)
    case .integer(let number): writer.number(number)
    case .number(let number, let decimals): writer.number(number, decimals: decimals)
    case .flag(let flag): writer.bool(flag)
    case .texts(let texts):
      writer.beginArray()
      for text in texts { writer.string(text) }
      writer.endArray()
    }
  }
}

extension NotEvaluable {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member(fixed: "reason", reason.rawValue)
    writer.member(fixed: "rule", rule)
    writer.member(fixed: "text", text)
    writer.endObject()
  }
}

extension Contribution {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member(fixed: "finding", finding)
    writer.member(fixed: "kind", kind.rawValue)
    writer.member(fixed: "severity", severity.rawValue)
    writer.endObject()
  }
}

extension Link {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key(fixed: "counts")
    counts.write(to: &writer)
    writer.member(fixed: "id", id)
    writer.member(fixed: "kind", kind)
    writer.member("members", members)
    writer.endObject()
  }
}

extension Provenance {
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key(fixed: "databases")
    writer.beginArray()
    for database in databases {
      writer.beginObject()
      writer.member(fixed: "builtAt", database.builtAt)
      writer.member(fixed: "hash", database.hash)
      writer.member(fixed: "type", database.type)
      writer.endObject()
    }
    writer.endArray()
    writer.member(fixed: "engine", engine)
    writer.member(fixed: "input", input)
    writer.member(fixed: "referenceDate", referenceDate)
    writer.key(fixed: "rulePack")
    writer.beginObject()
    writer.member(fixed: "hash", rulePack.hash)
    writer.member(fixed: "name", rulePack.name)
    writer.member(fixed: "version", rulePack.version)
    writer.endObject()
    writer.member(fixed: "userAgents", userAgents)
    writer.endObject()
  }
}
