public import CandorModel

extension UserAgentParser.Worker {
  /// Writes what is known of one agent as one JSON object: the specification's three answers and
  /// the client, as `candor inspect ua --batch` prints it.
  ///
  /// - Parameters:
  ///   - agent: bytes of any kind; one line of input without its line feed.
  ///   - writer: gets the object, keys sorted, and no line feed. `failed` names the questions that
  ///     hit a limit; it is left out where none did. A text that was cut says so in `client`, also
  ///     where nothing else is known.
  public func write(_ agent: UnsafeBufferPointer<UInt8>, to writer: inout JSONWriter) {
    var facts = ClientFacts()
    let result = read(agent) { reading in
      reading.read(into: &facts)
      return reading.result()
    }
    let client = Placeholder.matches(agent) ? .absent : client(result, facts)
    writer.beginObject()
    if let client = client.value {
      writer.key("client")
      client.write(to: &writer)
    } else if result.isCut {
      writer.key("client")
      writer.beginObject()
      writer.key("cut")
      writer.bool(true)
      writer.endObject()
    }
    result.writeMembers(to: &writer)
    writer.endObject()
  }
}

extension UserAgentResult {
  /// Writes the members `device`, `failed`, `os` and `ua` into an open object.
  ///
  /// - Parameters:
  ///   - writer: gets them.
  ///   - beforeOS: writes what sorts between `failed` and `os`.
  ///   - beforeUA: writes what sorts between `os` and `ua`.
  func writeMembers(
    to writer: inout JSONWriter, beforeOS: (inout JSONWriter) -> Void = { _ in },
    beforeUA: (inout JSONWriter) -> Void = { _ in }
  ) {
    writer.key("device")
    writer.beginObject()
    writer.member("brand", device.brand)
    writer.member("family", device.family)
    writer.member("model", device.model)
    writer.endObject()
    if !failed.isEmpty { writer.member("failed", failed.map(\.rawValue).sorted()) }
    beforeOS(&writer)
    writer.key("os")
    os.write(to: &writer)
    beforeUA(&writer)
    writer.key("ua")
    browser.write(to: &writer)
  }
}

extension UserAgentResult.Versioned {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("family", family)
    writer.member("major", major)
    writer.member("minor", minor)
    writer.member("patch", patch)
    writer.member("patchMinor", patchMinor)
    writer.endObject()
  }
}
