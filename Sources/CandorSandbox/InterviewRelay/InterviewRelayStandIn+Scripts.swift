import CandorModel

extension InterviewRelayStandIn {
  static let questionTypes = ["open", "rating", "multiple_choice", "yes_no"]

  /// `/scripts`. They have no permission of their own; those of the campaigns count.
  func scripts(_ call: InterviewRelayCall) throws(InterviewRelayFailure) -> SandboxResponse? {
    let request = call.request
    if request.matches("POST", "scripts") != nil {
      try call.require("campaigns:write")
      return .json(201, try createScript(try call.object(), call))
    }
    if request.matches("POST", "scripts", "import") != nil {
      try call.require("campaigns:write")
      let body = try call.object()
      // An export holds the script under a key of its own; a bare script is taken too.
      return .json(201, try createScript(body["script"] ?? body, call))
    }
    if request.matches("GET", "scripts") != nil {
      try call.require("campaigns:read")
      return try listScripts(call)
    }
    if let id = request.matches("GET", "scripts", ":id")?[0] {
      try call.require("campaigns:read")
      return .json(200, try script(id))
    }
    let patched = request.matches("PATCH", "scripts", ":id")
    if let id = (patched ?? request.matches("PUT", "scripts", ":id"))?[0] {
      try call.require("campaigns:write")
      let fields = try scriptFields(try call.object(), isComplete: false)
      return .json(200, try revise(id, fields, startsVersion: false, call))
    }
    if let id = request.matches("DELETE", "scripts", ":id")?[0] {
      try call.require("campaigns:write")
      try deleteScript(id)
      return .empty(204)
    }
    return nil
  }

  /// A script that has to be there.
  func script(_ id: String) throws(InterviewRelayFailure) -> JSONValue {
    guard let script = read({ $0.scripts[id] }) else { throw .notFound("Script") }
    return script
  }

  private func createScript(
    _ body: JSONValue, _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> JSONValue {
    let fields = try scriptFields(body, isComplete: true)
    return try change { (state) throws(InterviewRelayFailure) in
      if let project = body["projectId"]?.string, state.projects[project] == nil {
        throw .validation("projectId", "is unknown")
      }
      let id = state.newID("scr")
      let script = JSONValue.present(
        [("id", .string(id)), ("status", .string("draft")), ("version", .integer(1))] + fields + [
          ("createdAt", .string(call.now.text)), ("updatedAt", .string(call.now.text)),
        ])
      state.scripts[id] = script
      return script
    }
  }

  private func listScripts(
    _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> SandboxResponse {
    let status = try call.word("status", among: ["draft", "published", "archived"])
    let project = call.request.parameter("projectId")
    let search = call.request.parameter("search")?.lowercased()
    let fitting = read(\.scripts.all).filter { script in
      (status == nil || script["status"]?.string == status)
        && (project == nil || script["projectId"]?.string == project)
        && (search.map { script["name"]?.string?.lowercased().contains($0) ?? false } ?? true)
    }
    return try call.page(fitting) { $0 }
  }

  private func deleteScript(_ id: String) throws(InterviewRelayFailure) {
    try change { (state) throws(InterviewRelayFailure) in
      guard state.scripts[id] != nil else { throw .notFound("Script") }
      let isUsed = state.campaigns.all.contains {
        $0["scriptId"]?.string == id && $0["status"]?.string == "active"
      }
      // That it fails is documented, with which code is not: this one is ours.
      guard !isUsed else {
        throw .conflict("SCRIPT_IN_USE", "Script is used by an active campaign")
      }
      state.scripts[id] = nil
    }
  }

  /// Changes a script. A published one becomes the draft of a next version.
  func revise(
    _ id: String, _ fields: [(String, JSONValue?)], startsVersion: Bool,
    _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> JSONValue {
    try change { (state) throws(InterviewRelayFailure) in
      guard var script = state.scripts[id] else { throw .notFound("Script") }
      if startsVersion || script["status"]?.string == "published" {
        script = script.setting("version", .integer((script["version"]?.integer ?? 1) + 1))
        script = script.setting("status", .string("draft"))
      }
      for (name, value) in fields { if let value { script = script.setting(name, value) } }
      script = script.setting("updatedAt", .string(call.now.text))
      state.scripts[id] = script
      return script
    }
  }

  /// The fields of a script; a complete one has name, prompt and questions.
  func scriptFields(
    _ body: JSONValue, isComplete: Bool
  ) throws(InterviewRelayFailure) -> [(String, JSONValue?)] {
    if isComplete {
      for name in ["name", "systemPrompt", "questions"] where body[name] == nil {
        throw .invalidRequest("Field \(name) is required")
      }
    }
    return [
      ("name", try InterviewRelayCall.optionalText(body, "name", maximum: 100)),
      ("description", try InterviewRelayCall.optionalText(body, "description")),
      ("projectId", try InterviewRelayCall.optionalText(body, "projectId")),
      ("systemPrompt", try InterviewRelayCall.optionalText(body, "systemPrompt", maximum: 50_000)),
      ("questions", try questions(body)),
      ("settings", try InterviewRelayCall.optionalObject(body, "settings")),
    ]
  }

  private func questions(_ body: JSONValue) throws(InterviewRelayFailure) -> JSONValue? {
    guard let value = body["questions"] else { return nil }
    guard let list = value.array else { throw .validation("questions", "must be an array") }
    var ids: Set<String> = []
    var result: [JSONValue] = []
    for (index, question) in list.enumerated() {
      let id = try InterviewRelayCall.text(question, "id")
      guard ids.insert(id).inserted else {
        throw .validation("questions[\(index)].id", "must be unique")
      }
      _ = try InterviewRelayCall.text(question, "text")
      let type = try InterviewRelayCall.text(question, "type")
      guard Self.questionTypes.contains(type) else {
        throw .validation(
          "questions[\(index)].type",
          "must be one of \(Self.questionTypes.joined(separator: ", "))")
      }
      var complete = question
      if question["required"] == nil { complete = complete.setting("required", .bool(true)) }
      if question["order"] == nil { complete = complete.setting("order", .integer(index)) }
      result.append(complete)
    }
    return .array(result)
  }
}
