import CandorModel

extension InterviewRelayStandIn {
  /// `/sessions/{id}/transcript`, `/pdf` and `/files`.
  func sessionDocuments(
    _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> SandboxResponse? {
    let request = call.request
    if let id = request.matches("GET", "sessions", ":id", "transcript")?[0] {
      try call.require("sessions:read")
      return try transcript(id, call)
    }
    if let id = request.matches("GET", "sessions", ":id", "pdf")?[0] {
      try call.require("sessions:read")
      return try pdf(id, call)
    }
    if let id = request.matches("GET", "sessions", ":id", "files")?[0] {
      try call.require("sessions:read")
      _ = try session(id)
      return try call.page(read { $0.files[id] ?? [] }) { $0 }
    }
    if let id = request.matches("POST", "sessions", ":id", "files")?[0] {
      try call.require("sessions:write")
      _ = try session(id)
      return .json(201, try upload(to: id, call))
    }
    return nil
  }

  /// The transcript of a session that is completed; before that there is none.
  private func transcript(of id: String) throws(InterviewRelayFailure) -> Transcript {
    let session = try session(id)
    guard session["status"]?.string == "completed",
      let evidence = read({ $0.evidence(ofSession: id) })
    else { throw .notFound("Transcript") }
    return Transcript(evidence)
  }

  private func transcript(
    _ id: String, _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> SandboxResponse {
    let format = try call.word("format", among: ["json", "text", "srt", "vtt"], default: "json")
    let sentiment = try call.flag("include_sentiment", default: true)
    let keywords = try call.flag("include_keywords", default: false)
    let speaker = try call.word("speaker", among: ["ai", "participant", "all"], default: "all")
    var transcript = try transcript(of: id)
    if try call.flag("redact_pii", default: false) { transcript = transcript.redacted() }
    if let one = speaker.flatMap(Transcript.Speaker.init) { transcript = transcript.filtered(one) }
    switch format {
    case "text": return .text(200, transcript.text)
    case "srt":
      return .text(200, transcript.subRip, type: "application/x-subrip; charset=utf-8")
    case "vtt": return .text(200, transcript.webVTT, type: "text/vtt; charset=utf-8")
    default:
      return .json(
        200, transcript.json(includesSentiment: sentiment, includesKeywords: keywords))
    }
  }

  private func pdf(
    _ id: String, _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> SandboxResponse {
    let insights = try call.flag("include_insights", default: true)
    let times = try call.flag("include_timestamps", default: true)
    let sentiment = try call.flag("include_sentiment", default: true)
    let branding = try call.word(
      "branding", among: ["default", "minimal", "custom"], default: "default")
    let transcript = try transcript(of: id)
    var lines = branding == "minimal" ? [] : ["InterviewRelay sandbox", ""]
    lines.append("Session \(transcript.sessionID)")
    if insights { lines += ["", "Insights: none, this is a sandbox"] }
    lines.append("")
    for utterance in transcript.utterances {
      let time = times ? "[\(Transcript.time(utterance.start, "."))] " : ""
      let mood = sentiment ? " (neutral)" : ""
      lines.append("\(time)\(utterance.speaker.rawValue): \(utterance.text)\(mood)")
    }
    return SandboxResponse(
      status: 200,
      headers: [
        ("Content-Type", "application/pdf"),
        ("Content-Disposition", "attachment; filename=\"\(transcript.sessionID).pdf\""),
      ], body: PlainPDF.bytes(lines))
  }

  /// Takes a file. How it is encoded is not documented: any body is taken, and counted.
  private func upload(
    to session: String, _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> JSONValue {
    guard !call.request.body.isEmpty else { throw .invalidRequest("A file is required") }
    return try change { (state) throws(InterviewRelayFailure) in
      let file = JSONValue.object([
        ("id", .string(state.newID("fil"))), ("sessionId", .string(session)),
        (
          "contentType",
          .string(call.request.headers["content-type"] ?? "application/octet-stream")
        ), ("size", .integer(call.request.body.count)), ("createdAt", .string(call.now.text)),
      ])
      state.files[session, default: []].append(file)
      return file
    }
  }
}
