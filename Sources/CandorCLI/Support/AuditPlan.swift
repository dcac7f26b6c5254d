import CandorKit
import CandorModel
import CandorReports
import CandorRules
import CandorSources
import CandorStore
import Foundation

/// What an audit is going to do, settled before anything is asked of anybody.
struct AuditPlan {
  static let schema = "candor.audit-plan/1"

  let platform: PlatformName
  /// The host that is asked.
  let host: String
  /// What is asked, in a canonical form: what runs are known by.
  let selection: String
  /// Bounds of time beside it, as they were given; they are no part of the selection.
  let bounds: [String]
  let sinceLast: Bool
  let storePath: String
  let keepsEvidence: Bool
  let format: Format
  /// Where results go; absent for standard output.
  let outputPath: String?
  let metricsFile: String?
  /// The host that is notified; absent for nobody.
  let notifiedHost: String?
  let isPseudonymous: Bool
  /// Whether interviews are compared with each other and with those of the store.
  let isLinked: Bool

  /// Says what the audit would do: as text, or as JSON where that was asked for.
  ///
  /// - Parameter pseudonymizer: by whose key runs without names are known; absent where there is none.
  /// - Throws: where the store that is there is none.
  func description(
    rules: RulePack, databases: [String], pseudonymizer: Pseudonymizer?
  ) throws -> String {
    let glance = try StoreGlance(
      path: storePath, selection: selection, platform: platform.rawValue,
      notBefore: AuditJournal.oldestTakenUp(at: .now),
      pseudonym: pseudonymizer.map { $0.pseudonym(of:) })
    return format == .json || format == .ndjson
      ? PrintedJSON.escaped(json(glance, rules, databases)) : text(glance, rules, databases)
  }

  private func text(_ glance: StoreGlance?, _ rules: RulePack, _ databases: [String]) -> String {
    var lines = [
      ("platform", "\(platform.displayName), asked at \(host)"),
      ("selection", ([selection] + bounds).joined(separator: " ")),
      ("reads", reads(glance)),
      (
        "store",
        "\(storePath)\(glance == nil ? " (to be made)" : ""): assessments and "
          + (keepsEvidence ? "evidence" : "hashes of evidence")
      ),
      ("rules", "\(rules.name) \(rules.version)"),
      ("location", databases.isEmpty ? "none" : databases.joined(separator: ", ")),
      ("results", "\(format.rawValue) to \(outputPath ?? "standard output")"),
    ]
    if isPseudonymous { lines.append(("privacy", "pseudonymous")) }
    if let metricsFile { lines.append(("metrics", metricsFile)) }
    if let notifiedHost { lines.append(("notifies", "\(notifiedHost), of new findings")) }
    let width = lines.map(\.0.count).max() ?? 0
    let body = lines.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + TerminalText.safe(value) + "\n"
    }
    return body.joined() + "nothing was fetched and nothing was written\n"
  }

  private func reads(_ glance: StoreGlance?) -> String {
    var text = "everything that is selected"
    if sinceLast {
      text =
        glance?.lastEnded.map {
          "what is new or changed since run \($0.id), \($0.endText)"
        } ?? "everything that is selected, since no run of this selection has ended yet"
    }
    if let open = glance?.open {
      text +=
        "; takes up run \(open.id), which began at \(open.startedAt.text) and did not end, if rules, "
        + "databases, patterns for agents, version of Candor and privacy are still the same; reads "
        + "everything that is selected if not"
    }
    return text
  }

  private func json(_ glance: StoreGlance?, _ rules: RulePack, _ databases: [String]) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("bounds", bounds)
    writer.member("databases", databases)
    writer.member("evidence", keepsEvidence ? "kept" : "hash")
    writer.member("format", format.rawValue)
    writer.member("host", host)
    writer.member("metricsFile", metricsFile)
    writer.member("notifies", notifiedHost)
    writer.member("output", outputPath)
    writer.member("platform", platform.rawValue)
    writer.member("privacy", isPseudonymous ? "pseudonymous" : "full")
    writer.key("rulePack")
    writer.beginObject()
    writer.member("hash", rules.hash)
    writer.member("name", rules.name)
    writer.member("version", rules.version)
    writer.endObject()
    writer.member("schema", Self.schema)
    writer.member("selection", selection)
    if sinceLast, let run = glance?.lastEnded {
      writer.key("since")
      Self.write(run, &writer)
    }
    writer.key("sinceLast")
    writer.bool(sinceLast)
    writer.member("store", storePath)
    if let run = glance?.open {
      writer.key("takesUp")
      Self.write(run, &writer)
    }
    writer.endObject()
    return writer.text + "\n"
  }

  private static func write(_ run: StoredRun, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("finishedAt", run.finishedAt?.text)
    writer.member("run", run.id as Int64?)
    writer.member("startedAt", run.startedAt.text)
    writer.endObject()
  }
}
