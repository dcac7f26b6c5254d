extension Timeline {
  func write(to writer: inout JSONWriter, cutsAddresses: Bool) {
    writer.beginObject()
    writer.key("observations")
    writer.beginArray()
    for observation in observations {
      observation.write(to: &writer, cutsAddresses: cutsAddresses)
    }
    writer.endArray()
    writer.member("pattern", pattern?.rawValue)
    writer.key("runs")
    writer.beginArray()
    for run in runs {
      writer.beginObject()
      writer.member("device", run.device)
      writer.member("first", run.first)
      writer.member("last", run.last)
      writer.member("place", run.place)
      writer.endObject()
    }
    writer.endArray()
    writer.key("switches")
    writer.beginArray()
    for transition in transitions where transition.endsRun { transition.write(to: &writer) }
    writer.endArray()
    writer.endObject()
  }
}

extension Switch {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("changed", changed.map(\.rawValue))
    writer.member("device", device?.rawValue)
    writer.member("direction", direction?.rawValue)
    writer.member("distanceKm", distanceKm, decimals: 1)
    writer.member("from", from)
    if gapKnown != .unknown {
      writer.member("gapKnown", gapKnown.rawValue)
      writer.member("gapSeconds", gapSeconds, decimals: 0)
    }
    writer.member("minimumDistanceKm", minimumDistanceKm, decimals: 1)
    // Where both were given at the same moment the speed has no number.
    if let minimumSpeedKmh, minimumSpeedKmh.isFinite {
      writer.member("minimumSpeedKmh", minimumSpeedKmh, decimals: 0)
    }
    writer.member("place", place?.rawValue)
    if let speedKmh, speedKmh.isFinite { writer.member("speedKmh", speedKmh, decimals: 0) }
    writer.member("to", to)
    writer.endObject()
  }
}

extension Observation {
  /// The address as it is shown: whole, or cut to its network (/24 for IPv4, /48 for IPv6).
  ///
  /// - Returns: `nil` where there is no address.
  public func addressText(isCut: Bool) -> String? {
    guard let address = address.value?.address else { return nil }
    guard isCut else { return address.text }
    let length = address.address.family == .v4 ? 24 : 48
    return "\(address.address.masked(to: length))/\(length)"
  }

  func write(to writer: inout JSONWriter, cutsAddresses: Bool) {
    writer.beginObject()
    if let address = address.value?.address {
      writer.key("address")
      writer.beginObject()
      writer.member("scope", address.scope.rawValue)
      writer.member("text", addressText(isCut: cutsAddresses))
      writer.member("version", address.version)
      writer.endObject()
    }
    writer.member("answer", answer)
    writer.member("at", at?.text)
    writer.member("attempt", attempt)
    if let client = client.value {
      writer.key("client")
      client.write(to: &writer)
    }
    writer.member("index", index)
    writeMissing(to: &writer)
    if let network = network.value {
      writer.key("network")
      network.write(to: &writer)
    }
    if let place = place.value {
      writer.key("place")
      place.write(to: &writer)
    }
    writer.member("step", step)
    writer.endObject()
  }

  /// Why what is left out is not there.
  private func writeMissing(to writer: inout JSONWriter) {
    let missing: [(key: String, reason: MissingReason)] = [
      ("address", address.missingReason), ("client", client.missingReason),
      ("network", network.missingReason), ("place", place.missingReason),
    ].compactMap { key, reason in reason.map { (key, $0) } }
    guard !missing.isEmpty else { return }
    writer.key("missing")
    writer.beginObject()
    for (key, reason) in missing { writer.member(key, reason.rawValue) }
    writer.endObject()
  }
}
