import CandorGeoIP
import CandorModel
import CandorTimeline

extension Triage {
  /// What linking keeps of the line that was looked at last, and which interview that is.
  mutating func linkRecord(
    _ line: UnsafeBufferPointer<UInt8>
  ) -> (record: LinkRecord, platform: String, id: String) {
    if stretches.isEmpty { _ = divide() }
    let evidence = sketch.identification(of: line)
    var traces = LinkTraces(position: evidence.interview.position)
    for stretch in stretches {
      let located = stretch.address.located.value
      let (first, last) = span(of: stretch)
      traces.add(
        address: located?.address, network: located.map { index.compared($0).network },
        agent: agentIndex.linkKey(of: stretch.agent), from: first, to: last)
    }
    let record = traces.record(
      of: evidence.interview,
      identities: LinkRecord.identities(of: evidence.candidate, platform: evidence.platform))
    return (record, evidence.platform, evidence.interview.id)
  }

  /// When the first and the last answer of a stretch were given, of those that tell.
  private func span(of stretch: Stretch) -> (first: Timestamp?, last: Timestamp?) {
    var (first, last): (Timestamp?, Timestamp?) = (nil, nil)
    for answer in stretch.answers {
      guard let at = sketch.answers[answer].at else { continue }
      if first.map({ at < $0 }) ?? true { first = at }
      if last.map({ at > $0 }) ?? true { last = at }
    }
    return (first, last)
  }
}
