import CandorModel

/// Turns sessions of InterviewRelay into evidence: one parsed device, times, who.
enum InterviewRelayMapping {
  /// The evidence of one session.
  ///
  /// - Parameters:
  ///   - session: as the platform sent it.
  ///   - campaign: it belongs to; absent where it was not asked for.
  ///   - keys: which metadata keys hold an address or agent that the embedding site stored.
  static func evidence(
    _ session: InterviewRelaySession, campaign: InterviewRelayCampaign?,
    keys: MetadataKeys = MetadataKeys()
  ) -> Evidence {
    var result = Evidence(
      platform: PlatformName.interviewrelay.rawValue, interview: Interview(id: session.id))
    result.interview.status = session.status
    result.interview.createdAt = session.createdAt
    result.interview.startedAt = session.startedAt
    result.interview.completedAt = session.completedAt
    if let id = session.campaignID ?? campaign?.id {
      result.interview.position = Position(id: id, name: campaign?.name)
    }
    if session.participantEmail != nil || session.participantName != nil {
      result.candidate = Candidate(
        email: session.participantEmail, name: session.participantName)
    }
    if let device = session.device {
      // The platform takes the device down once, when the invitation's link is opened.
      result.answers = [
        Answer(step: Step(index: 0, type: "session"), at: session.openedAt, device: device)
      ]
    }
    if let consent = session.consentAddress {
      result.contacts.append(Contact(kind: "consent", at: session.consentAt, ip: consent))
    }
    if let contact = keys.contact(in: session.metadata) { result.contacts.append(contact) }
    if !result.contacts.contains(where: { $0.ip != nil }) {
      result.notes.append(
        Note(code: "no-address", message: "InterviewRelay gives no address of this session"))
    }
    result.notes.append(
      session.device == nil
        ? Note(code: "no-device", message: "the platform gives no device of this session")
        : Note(
          code: "derived-device",
          message: "the device is the platform's own summary, not a user agent"))
    return result
  }

  /// The sessions of a saved answer, and how many of its entries are none; `nil` where it is none of
  /// InterviewRelay's.
  static func sessions(
    inSaved json: JSONValue
  ) -> (read: [InterviewRelaySession], missing: Int)? {
    if let one = session(json) { return ([one], 0) }
    guard let items = json["data"]?.array else { return nil }
    guard
      items.contains(where: isSession)
        || json["pagination"] != nil && items.allSatisfy({ $0 == .null })
    else { return nil }
    let sessions = items.compactMap(session)
    return (sessions, items.count - sessions.count)
  }

  private static func session(_ json: JSONValue) -> InterviewRelaySession? {
    isSession(json) ? InterviewRelaySession(json) : nil
  }

  private static func isSession(_ json: JSONValue) -> Bool {
    json["campaignId"] != nil || json["participant"] != nil || json["device"] != nil
  }
}
