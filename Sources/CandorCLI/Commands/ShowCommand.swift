import ArgumentParser
import CandorKit
import CandorModel
import CandorReports
import CandorStore
import Foundation

/// One stored assessment, explained.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the latest stored assessment of an interview.",
    discussion: """
      --for candidate prints what the person concerned can be told, as text or html. --replay makes \
      the assessment again of the stored evidence and prints it: with the rules and databases of the \
      time these are the same bytes; else it says what differs and ends with 1. Every look is noted \
      in the access log.
      """)

  @Argument(help: ArgumentHelp("The interview: id, or platform/id.", valueName: "interview"))
  var interview: String

  @Option(name: .customLong("for"), help: ArgumentHelp("reviewer or candidate.", valueName: "whom"))
  var audience: String?

  @Flag(help: "Make the assessment again of the stored evidence, and compare.")
  var replay = false

  @OptionGroup var location: StoreOptions
  @OptionGroup var reader: ReaderOptions
  @OptionGroup var analysis: AnalysisOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reports: ReportOptions
  @OptionGroup var common: CommonOptions

  /// Whom a report is for.
  private enum Audience: String, CaseIterable {
    case reviewer, candidate
  }

  func run() async throws {
    let settings = try common.settings()
    let audience = try settings.choice("for", flag: audience, default: Audience.reviewer)
    let forms: [Format] = audience == .candidate ? [.text, .html] : Format.allCases
    let format = try output.format(settings, allowed: forms)
    let failOn = try analysis.failOn(settings)
    let pseudonymizer = try analysis.pseudonymizer(settings)
    let plan = try reports.plan(settings, format, output)
    try checkUsage()
    let store = try location.open(settings)
    let stored = try store.requiredAssessment(interview: interview)
    try store.noteLook(by: try reader.reader(), action: "show", at: [stored.name])
    let found = try StoredInterview(stored, in: store)
    let again = replay ? try Replay(found, settings: settings, options: analysis.parts) : nil
    var interview = found.reported(pseudonymizer)
    let history = ReviewHistory(
      try store.decisions(of: stored.name), isCut: pseudonymizer != nil)
    interview.lookedAt = history.lookedAt(try store.reviewItem(stored.name.text).state)
    var document = found.document
    if let again {
      interview.assessment = pseudonymizer?.apply(to: again.assessment) ?? again.assessment
      document = again.document
    }
    if pseudonymizer != nil { document = interview.assessment.jsonBytes }
    let sink = try output.open(settings)
    switch (audience, format) {
    case (.candidate, .html):
      try sink.write(CandidateReport(plan?.context ?? ReportContext()).html(interview))
    case (.candidate, _):
      let language = try reports.language(settings)
      try sink.write(
        CandidateReport(ReportContext(language: language))
          .text(interview, width: try output.terminal(sink, settings).width))
    case (.reviewer, .json), (.reviewer, .ndjson):
      try sink.write(json: document)
      try sink.write("\n")
    case (.reviewer, .text):
      let language = try reports.language(settings)
      let report = try output.terminal(sink, settings, language: language)
      if report.isBrief {
        try sink.write(report.line(interview.assessment))
      } else {
        try sink.write(report.block(interview.assessment))
        try sink.write(history.text(in: language))
      }
    case (.reviewer, _):
      guard let plan else { break }
      var report = plan.form.makeReport(plan.context)
      try sink.write(report.add(interview))
      try plan.write(report.finish(), to: sink)
    }
    try sink.close()
    try end(found, again, failOn: failOn)
  }

  private func end(_ found: StoredInterview, _ again: Replay?, failOn: FailOn) throws {
    var tally = Tally()
    tally.count(found.assessment.outcome, failOn: failOn)
    var status = tally.status
    if let again {
      if again.differences.isEmpty {
        Console.shared.line("replayed: the same bytes")
      } else {
        Console.shared.line("replayed: not the same bytes; different are \(again.sentence)")
        status = max(status, .negative)
      }
    }
    Console.shared.line(tally.closingLine)
    throw status
  }

  /// Flags that nobody would read.
  private func checkUsage() throws {
    guard !replay else { return }
    let unread: [(flag: String, isGiven: Bool)] = [
      ("rules", analysis.rules != nil), ("verbose", analysis.verbose),
    ]
    for (flag, isGiven) in unread + analysis.lookUpFlags where isGiven {
      throw Failure.wrongUsage(
        "expected `--\(flag)` together with `--replay` only: stored assessments are not made anew")
    }
  }
}
