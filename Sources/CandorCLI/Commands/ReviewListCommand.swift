import ArgumentParser
import CandorKit
import CandorModel
import CandorReports
import CandorStore
import Foundation

/// The queue by urgency.
struct ReviewListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what waits for a reviewer, the most urgent first.",
    discussion: """
      States: open, second (waits for a second reviewer), unsure and escalated wait; decided, clear, \
      purged and erased do not. --state all lists all.
      """)

  @OptionGroup var queue: QueueOptions

  @Option(
    help: ArgumentHelp("Only in this state, or all; may be repeated.", valueName: "state"))
  var state: [String] = []

  @Option(help: ArgumentHelp("List at most so many; 100.", valueName: "n"))
  var limit: Int?

  @OptionGroup var naming: PrivacyOptions
  @OptionGroup var options: StoreCommandOptions

  func run() async throws {
    let command = try options.begin()
    var filter = try queue.filter(now: .now)
    filter.states =
      state.contains("all")
      ? ReviewState.allCases : try state.map { try QueueOptions.word($0, flag: "--state") }
    if let limit, limit < 1 {
      throw Failure.wrongUsage("expected `--limit` to be at least 1, found `\(limit)`")
    }
    let pseudonymizer = try naming.pseudonymizer(command.settings)
    let store = try command.openStore()
    let items = try store.queue(filter, limit: limit ?? 100)
    let counts = try store.queueCounts(filter)
    let sink = try command.openOutput()
    try sink.write(
      command.format == .json
        ? PrintedJSON.escaped(try Self.json(items, counts, in: store, pseudonymizer)) + "\n"
        : try Self.text(
          items, counts, try command.terminal(sink), in: store, pseudonymizer,
          isFiltered: filter != ReviewFilter()))
    try sink.close()
  }

  private static func text(
    _ items: [ReviewItem], _ counts: [Outcome: Int], _ report: TerminalReport, in store: Store,
    _ pseudonymizer: Pseudonymizer?, isFiltered: Bool
  ) throws -> String {
    var text = ""
    for item in items {
      text += report.line(try assessment(item, in: store, pseudonymizer) ?? item.placeholder)
      var facts = item.state == .open ? [] : [item.state.rawValue]
      if item.state == .second { facts = ["waits for a second reviewer"] }
      if let last = try store.decisions(of: item.name).last, item.state != .open {
        facts.append("\(last.verdict.rawValue) by \(TerminalText.safe(last.reviewer))")
      }
      if !facts.isEmpty { text += "               \(facts.joined(separator: ", "))\n" }
    }
    let total = counts.values.reduce(0, +)
    if total > items.count { text += "and \(total - items.count) more\n" }
    let parts = [Outcome.priority, .review, .notAssessable, .clear].compactMap { outcome in
      counts[outcome].map { "\($0) \(outcome.rawValue)" }
    }
    guard total > 0 else {
      return isFiltered ? "no such interview is in the queue\n" : "nothing waits for a reviewer\n"
    }
    return text + "\n\(CountText.of(total, "interview")): \(parts.joined(separator: ", "))\n"
  }

  private static func json(
    _ items: [ReviewItem], _ counts: [Outcome: Int], in store: Store,
    _ pseudonymizer: Pseudonymizer?
  ) throws -> String {
    var writer = JSONWriter(capacity: 4096)
    writer.beginObject()
    writer.key("counts")
    writer.beginObject()
    for (outcome, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      writer.member(outcome.rawValue, count)
    }
    writer.endObject()
    writer.key("interviews")
    writer.beginArray()
    for item in items {
      let assessment = try assessment(item, in: store, pseudonymizer)
      writer.beginObject()
      writer.member("assessedAt", item.assessedAt.text)
      item.name.write(to: &writer, candidate: assessment?.interview.candidate)
      writer.member("outcome", item.outcome.rawValue)
      writer.member("position", item.position)
      writer.member("state", item.state.rawValue)
      writer.member("summary", assessment?.leadingFinding?.summary)
      writer.member("waitingSince", item.waitingSince?.text)
      writer.endObject()
    }
    writer.endArray()
    writer.member("schema", "candor.review-queue/1")
    writer.member("total", counts.values.reduce(0, +))
    writer.endObject()
    return writer.text
  }

  private static func assessment(
    _ item: ReviewItem, in store: Store, _ pseudonymizer: Pseudonymizer?
  ) throws -> Assessment? {
    guard let document = try store.assessment(item.assessment)?.document,
      let assessment = try? Assessment(json: document)
    else { return nil }
    return pseudonymizer?.apply(to: assessment) ?? assessment
  }
}

extension ReviewItem {
  /// What is left of an assessment whose document is gone.
  fileprivate var placeholder: Assessment {
    Assessment(
      interview: Assessment.Subject(platform: name.platform, id: name.interview),
      outcome: outcome, outcomeNote: "its documents are gone", findings: [], notEvaluable: [],
      contributions: [], timeline: Timeline(observations: [], order: .step),
      provenance: Provenance(
        engine: "", rulePack: Provenance.RulePack(name: "", version: "", hash: ""), databases: [],
        input: ""))
  }
}
