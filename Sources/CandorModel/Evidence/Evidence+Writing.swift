extension Evidence {
  /// Writes the document, keys sorted, one line.
  ///
  /// - Parameters:
  ///   - writer: receives one JSON object.
  ///   - isCanonical: leaves out `seen.thumbnails`, whose links are signed anew each time, and
  ///     `notes`, so that evidence fetched, stored and read again has the same bytes and hash.
  public func write(to writer: inout JSONWriter, isCanonical: Bool = false) {
    writer.beginObject()
    writer.key("answers")
    writer.beginArray()
    for answer in answers { answer.write(to: &writer) }
    writer.endArray()
    if !calls.isEmpty {
      writer.key("calls")
      writer.beginArray()
      for call in calls { call.write(to: &writer) }
      writer.endArray()
    }
    if let candidate, candidate != Candidate() {
      writer.key("candidate")
      candidate.write(to: &writer)
    }
    if !contacts.isEmpty {
      writer.key("contacts")
      writer.beginArray()
      for contact in contacts { contact.write(to: &writer) }
      writer.endArray()
    }
    writer.key("interview")
    interview.write(to: &writer)
    if !isCanonical, !notes.isEmpty {
      writer.key("notes")
      writer.beginArray()
      for note in notes { note.write(to: &writer) }
      writer.endArray()
    }
    writer.member("platform", platform)
    writer.member("schema", Self.schema)
    writeSeen(to: &writer, isCanonical: isCanonical)
    writer.endObject()
  }

  private func writeSeen(to writer: inout JSONWriter, isCanonical: Bool) {
    let thumbnails = isCanonical ? [] : seen.thumbnails
    guard !seen.ipAddresses.isEmpty || !seen.userAgents.isEmpty || !thumbnails.isEmpty else {
      return
    }
    writer.key("seen")
    writer.beginObject()
    if !seen.ipAddresses.isEmpty { writer.member("ipAddresses", seen.ipAddresses) }
    if !thumbnails.isEmpty { writer.member("thumbnails", thumbnails) }
    if !seen.userAgents.isEmpty { writer.member("userAgents", seen.userAgents) }
    writer.endObject()
  }

  /// The document as it is exchanged.
  package var jsonBytes: [UInt8] {
    var writer = JSONWriter(capacity: 4096)
    write(to: &writer)
    return writer.bytes
  }

  /// The canonical bytes whose SHA-256 is `provenance.input`.
  public var canonicalBytes: [UInt8] {
    var writer = JSONWriter(capacity: 4096)
    write(to: &writer, isCanonical: true)
    return writer.bytes
  }
}

extension Answer {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("at", at)
    writer.member("attempt", attempt)
    if !clientHints.isEmpty {
      writer.key("clientHints")
      writer.beginObject()
      for hint in clientHints { writer.member(hint.name, hint.value) }
      writer.endObject()
    }
    if let device, device != DeviceDescription() {
      writer.key("device")
      writer.beginObject()
      writer.optional("browser", device.browser)
      writer.optional("os", device.os)
      writer.optional("type", device.type)
      writer.endObject()
    }
    writer.optional("ip", ip)
    writer.key("step")
    writer.beginObject()
    writer.optional("id", step.id)
    writer.member("index", step.index)
    writer.optional("title", step.title)
    writer.optional("type", step.type)
    writer.endObject()
    writer.optional("userAgent", userAgent)
    writer.endObject()
  }
}

extension Interview {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("completedAt", completedAt)
    writer.member("createdAt", createdAt)
    writer.optional("hash", hash)
    writer.member("id", id)
    if let position, position != Position() {
      writer.key("position")
      writer.beginObject()
      writer.optional("id", position.id)
      writer.optional("name", position.name)
      writer.endObject()
    }
    writer.member("startedAt", startedAt)
    writer.optional("status", status)
    writer.endObject()
  }
}

extension Candidate {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.optional("declaredCountry", declaredCountry)
    writer.optional("email", email)
    writer.optional("externalId", externalId)
    writer.optional("id", id)
    writer.optional("name", name)
    writer.endObject()
  }
}

extension Contact {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("at", at)
    writer.optional("ip", ip)
    writer.member("kind", kind)
    writer.optional("userAgent", userAgent)
    writer.endObject()
  }
}

extension Call {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("at", at)
    if let durationSeconds, durationSeconds.isFinite {
      writer.member("durationSeconds", durationSeconds, decimals: 3)
    }
    writer.optional("phoneCountry", phoneCountry)
    writer.optional("status", status)
    writer.endObject()
  }
}

extension Note {
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("code", code)
    writer.member("message", message)
    writer.optional("path", path)
    writer.endObject()
  }
}

extension JSONWriter {
  /// Writes a text, where there is one: an empty one is none, as to those who read it.
  fileprivate mutating func optional(_ name: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    member(name, text)
  }
}
