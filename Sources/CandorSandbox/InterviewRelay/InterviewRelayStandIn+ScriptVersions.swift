import CandorModel

extension InterviewRelayStandIn {
  /// `/scripts/{id}/publish`, `/versions`, `/export` and `/media`.
  func scriptVersions(
    _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> SandboxResponse? {
    let request = call.request
    if let id = request.matches("POST", "scripts", ":id", "publish")?[0] {
      try call.require("campaigns:write")
      return .json(
        200,
        try change { (state) throws(InterviewRelayFailure) in
          guard let script = state.scripts[id] else { throw .notFound("Script") }
          let published = script.setting("status", .string("published"))
            .setting("updatedAt", .string(call.now.text))
          state.scripts[id] = published
          return published
        })
    }
    if let id = request.matches("POST", "scripts", ":id", "versions")?[0] {
      try call.require("campaigns:write")
      let body = try call.object()
      let changelog = try InterviewRelayCall.optionalText(body, "changelog")
      let fields = try scriptFields(body, isComplete: false) + [("changelog", changelog)]
      return .json(201, try revise(id, fields, startsVersion: true, call))
    }
    if let id = request.matches("GET", "scripts", ":id", "export")?[0] {
      try call.require("campaigns:read")
      return .json(
        200, .object([("exportedAt", .string(call.now.text)), ("script", try script(id))]))
    }
    if let id = request.matches("POST", "scripts", ":id", "media")?[0] {
      try call.require("campaigns:write")
      _ = try script(id)
      guard !request.body.isEmpty else { throw .invalidRequest("A file is required") }
      let mediaID = update { $0.newID("med") }
      return .json(
        201,
        .object([
          ("id", .string(mediaID)), ("scriptId", .string(id)),
          ("contentType", .string(request.headers["content-type"] ?? "application/octet-stream")),
          ("size", .integer(request.body.count)),
          ("url", .string("https://media.example.com/\(mediaID)")),
        ]))
    }
    return nil
  }
}
