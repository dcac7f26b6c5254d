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
      writer.member("browser", device.browser)
      writer.member("os", device.os)
      writer.member("type", device.type)
      writer.endObject()
    }
    writer.member("ip", ip)
    writer.key("step")
    writer.beginObject()
    writer.member("id", step.id)
    writer.member("index", step.index)
    writer.member("title", step.title)
    writer.member("type", step.type)
    writer.endObject()
    writer.member("userAgent", userAgent)
    writer.endObject()
  }
}

extension Interview {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("completedAt", completedAt)
    writer.member("createdAt", createdAt)
    writer.member("hash", hash)
    writer.member("id", id)
    if let position, position != Position() {
      writer.key("position")
      writer.beginObject()
      writer.member("id", position.id)
      writer.member("name", position.name)
      writer.endObject()
    }
    writer.member("startedAt", startedAt)
    writer.member("status", status)
    writer.endObject()
  }
}

extension Candidate {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("declaredCountry", declaredCountry)
    writer.member("email", email)
    writer.member("externalId", externalId)
    writer.member("id", id)
    writer.member("name", name)
    writer.endObject()
  }
}

extension Contact {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("at", at)
    writer.member("ip", ip)
    writer.member("kind", kind)
    writer.member("userAgent", userAgent)
    writer.endObject()
  }
}

extension Call {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("at", at)
    writer.member("durationSeconds", durationSeconds, decimals: 3)
    writer.member("phoneCountry", phoneCountry)
    writer.member("status", status)
    writer.endObject()
  }
}

extension Note {
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("code", code)
    writer.member("message", message)
    writer.member("path", path)
    writer.endObject()
  }
}
