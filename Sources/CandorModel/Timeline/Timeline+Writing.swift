extension Timeline {
  /// - Parameter pause: may hand over what was written by then.
  @inline(__always)
  func write<Failure: Error>(
    to writer: inout JSONWriter, cutsAddresses: Bool,
    pause: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    writer.beginObject()
    writer.key(fixed: "observations")
    writer.beginArray()
    var written = ObservationBytes()
    // By their places: a loop over the elements would copy each.
    for index in observations.indices {
      observations[index].write(to: &writer, cutsAddresses: cutsAddresses, &written)
      let end = writer.bytes.count
      try pause(&writer)
      // What was handed over cannot be repeated.
      if writer.bytes.count != end { written = ObservationBytes() }
    }
    writer.endArray()
    writer.member(fixed: "pattern", pattern?.rawValue)
    writer.key(fixed: "runs")
    writer.beginArray()
    for run in runs {
      writer.beginObject()
      writer.member(fixed: "device", run.device)
      writer.member(fixed: "first", run.first)
      writer.member(fixed: "last", run.last)
      writer.member(fixed: "place", run.place)
      writer.endObject()
      try pause(&writer)
    }
    writer.endArray()
    writer.key(fixed: "switches")
    writer.beginArray()
    for index in transitions.indices where transitions[index].endsRun {
      transitions[index].write(to: &writer)
      try pause(&writer)
    }
    writer.endArray()
    writer.endObject()
  }
}

extension Switch {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key(fixed: "changed")
    writer.beginArray()
    for aspect in changed { writer.string(aspect.rawValue) }
    writer.endArray()
    writer.member(fixed: "device", device?.rawValue)
    writer.member(fixed: "direction", direction?.rawValue)
    writer.member(fixed: "distanceKm", distanceKm, decimals: 1)
    writer.member(fixed: "from", from)
    if gapKnown != .unknown {
      writer.member(fixed: "gapKnown", gapKnown.rawValue)
      writer.member(fixed: "gapSeconds", gapSeconds, decimals: 0)
    }
    writer.member(fixed: "minimumDistanceKm", minimumDistanceKm, decimals: 1)
    // Where both were given at the same moment the speed has no number.
    if let minimumSpeedKmh, minimumSpeedKmh.isFinite {
      writer.member(fixed: "minimumSpeedKmh", minimumSpeedKmh, decimals: 0)
    }
    writer.member(fixed: "place", place?.rawValue)
    if let speedKmh, speedKmh.isFinite { writer.member(fixed: "speedKmh", speedKmh, decimals: 0) }
    writer.member(fixed: "to", to)
    writer.endObject()
  }
}

extension Observation {
  /// The address as it is shown: whole, or cut to its network (/24 for IPv4, /48 for IPv6).
  ///
  /// - Returns: `nil` where there is no address.
  public func addressText(isCut: Bool) -> String? {
    guard let address = address.value?.address else { return nil }
    return isCut ? address.address.shownNetwork.description : address.text
  }

  /// - Parameter written: what was written of observations before; most have the same facts.
  fileprivate func write(
    to writer: inout JSONWriter, cutsAddresses: Bool, _ written: inout ObservationBytes
  ) {
    let (address, client) = (self.address.identity, self.client.identity)
    if let address, let client, let frame = written.frame,
      frame.address == address, frame.client == client, frame.attempt == attempt
    {
      writer.repeat(upToKey: frame.head)
      writer.number(answer)
      writer.member(fixed: "at", at)
      writer.repeat(upToKey: frame.middle)
      writer.number(index)
      writer.repeat(upToKey: frame.tail)
      writer.number(step)
      writer.endObject()
      return
    }
    let head = writer.nextPlace
    writer.beginObject()
    if case .found(let facts) = self.address {
      writer.key(fixed: "address")
      if let known = written.address, known.facts == address {
        writer.repeat(known.range)
      } else {
        let range = writer.range {
          facts.address.write(to: &$0, text: addressText(isCut: cutsAddresses))
        }
        written.address = (ObjectIdentifier(facts), range)
        written.location = nil
      }
    }
    writer.key(fixed: "answer")
    let headEnd = writer.nextPlace
    writer.number(answer)
    writer.member(fixed: "at", at)
    let middle = writer.nextPlace
    writer.member(fixed: "attempt", attempt)
    if case .found(let found) = self.client {
      writer.key(fixed: "client")
      if let known = written.client, known.client == client {
        writer.repeat(known.range)
      } else {
        written.client = (ObjectIdentifier(found), writer.range { found.write(to: &$0) })
      }
    }
    writer.key(fixed: "index")
    let middleEnd = writer.nextPlace
    writer.number(index)
    let tail = writer.nextPlace
    writeMissing(to: &writer)
    if case .found(let facts) = self.address {
      if let location = written.location {
        writer.repeat(location)
      } else {
        written.location = writer.range { facts.writeLocation(to: &$0) }
      }
    }
    writer.key(fixed: "step")
    let tailEnd = writer.nextPlace
    writer.number(step)
    writer.endObject()
    guard let address, let client else {
      written.frame = nil
      return
    }
    written.frame = ObservationBytes.Frame(
      address: address, client: client, attempt: attempt, head: head..<headEnd,
      middle: middle..<middleEnd, tail: tail..<tailEnd)
  }

  /// Why what is left out is not there.
  private func writeMissing(to writer: inout JSONWriter) {
    if case .found(let facts) = address, case .found = client, facts.networkFacts.isFound,
      facts.placeFacts.isFound
    {
      return
    }
    let missing: [(key: StaticString, reason: MissingReason)] = [
      ("address", address.missingReason), ("client", client.missingReason),
      ("network", network.missingReason), ("place", place.missingReason),
    ].compactMap { key, reason in reason.map { (key, $0) } }
    guard !missing.isEmpty else { return }
    writer.key(fixed: "missing")
    writer.beginObject()
    for (key, reason) in missing { writer.member(fixed: key, reason.rawValue) }
    writer.endObject()
  }
}

extension NormalizedAddress {
  /// Writes the value of `address`.
  ///
  /// - Parameter text: of the address, or what is shown of it.
  package func write(to writer: inout JSONWriter, text: String?) {
    writer.beginObject()
    writer.member(fixed: "scope", scope.rawValue)
    writer.member(fixed: "text", text)
    writer.member(fixed: "version", version)
    writer.endObject()
  }
}

extension AddressFacts {
  /// Writes the members `network` and `place`, as far as they are known.
  package func writeLocation(to writer: inout JSONWriter) {
    if let network = network.value {
      writer.key(fixed: "network")
      network.write(to: &writer)
    }
    if let place = place.value {
      writer.key(fixed: "place")
      place.write(to: &writer)
    }
  }
}

/// Where in the text stands what was written of the observation before.
///
/// The objects are told by their identity: the timeline that is written holds them.
private struct ObservationBytes {
  var address: (facts: ObjectIdentifier, range: Range<Int>)?
  /// Network and place of that address.
  var location: Range<Int>?
  var client: (client: ObjectIdentifier, range: Range<Int>)?
  /// The whole of it but for its numbers and its time; absent where address or agent is not known.
  var frame: Frame?

  /// What stands between the numbers of an observation, which another repeats that differs in nothing
  /// but these and its time.
  struct Frame {
    let address: ObjectIdentifier
    let client: ObjectIdentifier
    let attempt: Int
    /// Up to the number of the answer.
    let head: Range<Int>
    /// From the attempt up to the index.
    let middle: Range<Int>
    /// From behind the index up to the step.
    let tail: Range<Int>
  }
}
