import CandorModel
import CandorReports
import CandorSources
import CandorStore

/// A notification of new findings, as `candor.notification/1` or as a message for Slack.
///
/// It names interviews by the platform's identifier, and rules. Candidates and what was observed,
/// which may name places and addresses, stand in it only where the configuration asks for that.
struct NotificationText {
  static let schema = "candor.notification/1"

  let platform: PlatformName
  let run: StoredRun
  let tally: Tally
  let unchanged: Int
  let now: Timestamp
  let findings: NewFindings
  let namesPeople: Bool

  /// `candor.notification/1`, keys sorted.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("counts")
    writer.beginObject()
    writer.member("done", tally.done as Int?)
    writer.member("flagged", tally.flagged as Int?)
    writer.member("lost", tally.lost as Int?)
    writer.member("unchanged", unchanged as Int?)
    writer.endObject()
    writer.member("finishedAt", now.text)
    writer.key("interviews")
    writer.beginArray()
    for item in findings.items { write(item, &writer) }
    writer.endArray()
    writer.key("newFindings")
    writer.beginObject()
    writer.member("interviews", findings.total as Int?)
    writer.member("priority", findings.counts[.priority, default: 0] as Int?)
    writer.member("review", findings.counts[.review, default: 0] as Int?)
    writer.endObject()
    writer.member("platform", platform.rawValue)
    writer.member("run", run.id as Int64?)
    writer.member("schema", Self.schema)
    writer.member("startedAt", run.startedAt.text)
    writer.endObject()
    return writer.bytes
  }

  private func write(_ item: NewFindings.Item, _ writer: inout JSONWriter) {
    writer.beginObject()
    if namesPeople { writer.member("candidate", item.interview.candidate) }
    writer.key("findings")
    writer.beginArray()
    for finding in item.findings {
      writer.beginObject()
      writer.member("effectiveSeverity", finding.effectiveSeverity.rawValue)
      writer.member("rule", finding.rule)
      if namesPeople { writer.member("summary", finding.summary) }
      writer.endObject()
    }
    writer.endArray()
    writer.member("id", item.interview.id)
    writer.member("outcome", item.outcome.rawValue)
    writer.member("platform", item.interview.platform)
    writer.endObject()
  }

  /// The body of an incoming webhook of Slack, which Mattermost and others take too.
  ///
  /// See <https://api.slack.com/reference/surfaces/formatting>.
  var slack: [UInt8] {
    let priority = findings.counts[.priority, default: 0]
    let noun = findings.total == 1 ? "interview has" : "interviews have"
    // Interviews of other platforms may be linked with those that were read.
    let isOfOne = findings.items.allSatisfy { $0.interview.platform == platform.rawValue }
    let kind = isOfOne ? platform.displayName + " " : ""
    var lines = [
      "*\(findings.total) \(kind)\(noun) new findings*"
        + (priority > 0 ? " (\(priority) with priority)" : "")
    ]
    for item in findings.items {
      let rules = item.findings.map { finding in
        namesPeople ? Self.escaped(finding.summary) : finding.rule
      }
      let candidate = namesPeople ? item.interview.candidate.map { " (\(Self.escaped($0)))" } : nil
      lines.append(
        "• \(item.outcome.rawValue): `\(Self.escaped(item.interview.id))`\(candidate ?? ""): "
          + rules.joined(separator: namesPeople ? "; " : ", "))
    }
    if findings.total > findings.items.count {
      lines.append("and \(findings.total - findings.items.count) more")
    }
    lines.append(
      "run \(run.id): \(tally.closingLine)\(unchanged > 0 ? ", \(unchanged) unchanged" : "")")
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("text", lines.joined(separator: "\n"))
    writer.endObject()
    return writer.bytes
  }

  /// Text in which nothing is a link or a mention.
  private static func escaped(_ text: String) -> String {
    TerminalText.safe(String(text.prefix(300)))
      .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("`", with: "'")
  }
}
