public import CandorModel

/// What one agent says, what of it is a constant, and what that means, for a person to read.
///
/// It holds the agent's own text, which is personal data: it is made for `candor inspect ua` and
/// for nothing that is logged.
public struct AgentExplanation: Sendable {
  /// One fact.
  public struct Line: Sendable, Hashable {
    /// Which fact.
    public let field: ClientField
    /// What it is; absent where it is frozen or not said.
    public let value: String?
    /// Whether it is stated, frozen or absent.
    public let state: FieldState
    /// What that means; absent where the value speaks for itself.
    public let meaning: String?
  }

  /// The agent as it was given, cut to the limit.
  public let agent: String
  /// The specification's three answers.
  public let result: UserAgentResult
  /// What it means.
  public let client: Lookup<Client>
  /// The facts in the order a person asks for them.
  public let lines: [Line]
  /// What else there is to know, as sentences without a full stop.
  public let notes: [String]

  /// Explains an agent.
  ///
  /// - Parameters:
  ///   - agent: the text.
  ///   - hints: User-Agent Client Hints that came with it.
  ///   - parser: reads it.
  public init(_ agent: String, hints: [ClientHint] = [], parser: UserAgentParser) {
    var agent = agent
    let limit = parser.limits.maximumBytes
    self.agent = agent.withUTF8 { String(decoding: $0.prefix(limit), as: UTF8.self) }
    result = parser.parse(agent)
    client = parser.client(for: agent, hints: hints)
    lines = client.value.map(Self.lines) ?? []
    notes = Self.notes(client, result)
  }

  /// Browser, system and class in one line: `Chrome 120 on Windows, desktop`.
  public var headline: String { Self.headline(client) }

  static func headline(_ client: Lookup<Client>) -> String {
    guard let client = client.value else {
      return client.missingReason == .failed
        ? "could not be read within the limits" : "says nothing of browser, system or device"
    }
    var program = client.browser.map { [$0, client.browserVersion].compactMap { $0 } } ?? []
    if let host = client.inAppHost {
      program = ["the built-in browser of \(host)"]
    } else if client.isWebView {
      program = ["a web view"]
    }
    var text = program.isEmpty ? "an unnamed program" : program.joined(separator: " ")
    if let os = client.os {
      text += " on " + [os, client.osVersion].compactMap { $0 }.joined(separator: " ")
    }
    if let model = client.model { text += ", \(model)" }
    if client.deviceClass != .unknown { text += ", \(client.deviceClass.rawValue)" }
    return TerminalText.safe(text)
  }

  /// The screen of `candor inspect ua`: plain text, lines of moderate length, harmless for a
  /// terminal whatever the agent holds.
  public var text: String {
    var rows = [headline, ""]
    rows.append("  agent     " + TerminalText.safe(agent))
    for line in lines {
      let name = Self.label(line.field)
      let value = line.value.map(TerminalText.safe) ?? "-"
      rows.append(
        "  " + Self.padded(name, 10) + Self.padded(value, 24)
          + [line.state.rawValue, line.meaning].compactMap { $0 }.joined(separator: ": "))
    }
    if !notes.isEmpty {
      rows.append("")
      rows += notes.map { "  " + $0 }
    }
    return rows.joined(separator: "\n") + "\n"
  }

  /// Writes `candor.agent/1`: the agent, the three answers, the client, and the states of its
  /// fields.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("agent", agent)
    if let client = client.value {
      writer.key("client")
      client.write(to: &writer)
    }
    result.writeMembers(
      to: &writer,
      beforeOS: { writer in
        if !lines.isEmpty {
          writer.key("fields")
          writer.beginObject()
          for line in lines.sorted(by: { $0.field < $1.field }) {
            writer.member(line.field.rawValue, line.state.rawValue)
          }
          writer.endObject()
        }
        writer.member("headline", headline)
        if let missing = client.missingReason { writer.member("missing", missing.rawValue) }
        if !notes.isEmpty { writer.member("notes", notes) }
      }, beforeUA: { $0.member("schema", "candor.agent/1") })
    writer.endObject()
  }

  // MARK: Making

  private static func lines(_ client: Client) -> [Line] {
    let values: [(ClientField, String?)] = [
      (.browser, client.browser), (.browserVersion, client.browserVersion),
      (.browserMinor, nil), (.engine, client.engine), (.inApp, client.inAppHost),
      (.os, client.os), (.osVersion, client.osVersion),
      (.deviceClass, client.deviceClass == .unknown ? nil : client.deviceClass.rawValue),
      (.brand, client.brand), (.model, client.model),
    ]
    return values.compactMap { field, value in
      let state = client.state(of: field)
      // The minor version is part of the version unless it is a constant of its own, and no app is
      // the normal case.
      if field == .browserMinor, state != .frozen { return nil }
      if field == .inApp, value == nil { return nil }
      return Line(
        field: field, value: value, state: state, meaning: meaning(of: field, state, client))
    }
  }

  private static func meaning(
    of field: ClientField, _ state: FieldState, _ client: Client
  ) -> String? {
    switch (field, state) {
    case (.browserMinor, .frozen):
      return "Chromium always sends 0.0.0 here"
    case (.osVersion, .frozen):
      switch client.os {
      case "Windows": return "Windows 10 and 11 both say `Windows NT 10.0`"
      case "macOS": return "every later macOS says 10.15, and so does an iPad"
      case "Android": return "Chromium says `Android 10` on every phone"
      case "ChromeOS": return "every ChromeOS says 14541.0.0"
      case "iOS", "iPadOS": return "since version 26 browsers stay at iOS 18"
      default: return "a constant of the vendor"
      }
    case (.model, .frozen): return "Chromium says `K` for every model"
    case (.model, .stated) where client.os == "macOS":
      return "an iPad that asks for desktop sites says the same"
    case (.model, .stated) where client.model == "iPhone" || client.model == "iPad":
      return "Apple does not tell which"
    default: return nil
    }
  }

  private static func notes(_ client: Lookup<Client>, _ result: UserAgentResult) -> [String] {
    var notes: [String] = []
    guard let client = client.value else { return notes }
    if let reason = client.automated { notes.append("automated: \(reason.sentence)") }
    if let reason = client.implausible { notes.append("implausible: \(reason.sentence)") }
    if client.isWebView, client.inAppHost == nil {
      notes.append("web view: an app shows the page, and does not say which")
    }
    if client.isCut {
      notes.append("cut: the agent is longer than the limit, its end was not read")
    }
    return notes
  }

  private static func label(_ field: ClientField) -> String {
    switch field {
    case .browser: "browser"
    case .browserVersion: "version"
    case .browserMinor: "minor"
    case .engine: "engine"
    case .inApp: "app"
    case .os: "system"
    case .osVersion: "release"
    case .deviceClass: "class"
    case .brand: "maker"
    case .model: "model"
    }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    // At least one space, so that long values do not run into what follows.
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
