import ArgumentParser
import CandorModel
import CandorReports
import CandorRules
import CandorStore
import Foundation

/// A report over stored assessments.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Report over stored assessments: the latest of each interview.",
    discussion: """
      Text is sorted by urgency; ndjson, json and csv by platform and interview. --fairness prints \
      how often interviews are flagged, by country, network class, system and browser, over the \
      store or over files with evidence or assessments. --precision prints per rule how often \
      reviewers agreed; --new-since reports what is new since a run or has another outcome.
      """)

  @Argument(
    help: ArgumentHelp(
      "With --fairness: evidence or assessments (NDJSON) instead of the store.", valueName: "file"))
  var files: [String] = []

  @Option(help: ArgumentHelp("Report over this store.", valueName: "path"))
  var store: String?

  @Flag(help: "Flag rates by country, network class, system and browser.")
  var fairness = false

  @Flag(help: "Per rule, how often reviewers agreed with what it found.")
  var precision = false

  @Option(
    help: ArgumentHelp(
      """
      Only interviews that are new since this run, or have another outcome: a number, `last`, or \
      `last-1` for the one before.
      """, valueName: "run"))
  var newSince: String?

  @OptionGroup var linking: LinkingOptions
  @OptionGroup var analysis: AnalysisOptions
  @OptionGroup var output: ResultOptions<ReportForms>
  @OptionGroup var reports: ReportOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    try checkUsage()
    if fairness {
      try FairnessRun(settings: settings, command: self).run()
    } else if precision {
      let format = try output.format(settings, allowed: ReportForms.precision)
      let precision = try RulePrecision(try openStore(settings))
      try output.write(
        format == .json ? PrintedJSON.escaped(precision.json) : precision.text, settings)
    } else {
      try report(settings)
    }
  }

  /// The store that is read; nothing is written to it.
  func openStore(_ settings: Settings) throws -> Store {
    try Store(
      path: settings.text("store", flag: store) ?? DataDirectories().store, access: .read)
  }

  /// Flags that would be read by nobody.
  private func checkUsage() throws {
    guard fairness || files.isEmpty else {
      throw Failure.wrongUsage(
        "expected files together with `--fairness` only",
        help: "`candor analyze` makes assessments of files")
    }
    let kinds = [fairness, precision, newSince != nil].filter { $0 }
    guard kinds.count <= 1 else {
      throw Failure.wrongUsage(
        "expected one of `--fairness`, `--precision` and `--new-since`, found \(kinds.count)")
    }
    if let newSince { try RunName.check(newSince) }
    if fairness {
      let unread: [(flag: String, isGiven: Bool)] = [
        ("csv-rows", reports.csvRows != nil), ("language", reports.language != nil),
      ]
      for (flag, isGiven) in unread where isGiven {
        throw Failure.wrongUsage("`--\(flag)` means nothing together with `--fairness`")
      }
    }
    if precision {
      let unread: [(flag: String, isGiven: Bool)] = [
        ("rules", analysis.rules != nil), ("fail-on", analysis.failOn != nil),
        ("privacy", analysis.privacy != nil), ("no-links", linking.noLinks),
        ("csv-rows", reports.csvRows != nil), ("language", reports.language != nil),
        ("ua-overlay", analysis.agents.uaOverlay), ("verbose", analysis.verbose),
      ]
      for (flag, isGiven) in unread where isGiven {
        throw Failure.wrongUsage("`--\(flag)` means nothing together with `--precision`")
      }
    }
    guard files.isEmpty || store == nil else {
      throw Failure.wrongUsage("expected files or `--store`, found both")
    }
    guard files.isEmpty else { return }
    let unread: [(flag: String, isGiven: Bool)] = [
      ("rules", analysis.rules != nil && (fairness || linking.noLinks)),
      ("verbose", analysis.verbose && (fairness || linking.noLinks)),
    ]
    for (flag, isGiven) in unread + analysis.lookUpFlags where isGiven {
      throw Failure.wrongUsage(
        "`--\(flag)` means something with files only: stored assessments are not made anew")
    }
  }

  /// A report that only has to be printed.
  private struct Prepared {
    let store: Store
    /// What is printed; everything for `nil`.
    let changed: Set<InterviewName>?
    let printer: AssessmentPrinter
    /// What links are made with; `nil` where there are to be none.
    let rules: RuleEngine?
  }

  private func report(_ settings: Settings) throws {
    let prepared: Prepared
    do { prepared = try prepare(settings) } catch { throw ClosingLine.notBegun(error) }
    let printer = prepared.printer
    do {
      try print(prepared)
      try printer.finish()
    } catch {
      throw ClosingLine.ending(error, printer.tally)
    }
    Console.shared.closing(printer.tally)
    throw printer.tally.status
  }

  /// Opens what is read and what prints.
  private func prepare(_ settings: Settings) throws -> Prepared {
    let format = try output.format(settings)
    let form = AnalysisRun.Form(
      format: format, failOn: try analysis.failOn(settings),
      pseudonymizer: try analysis.pseudonymizer(settings),
      report: try reports.plan(settings, format, output))
    let store = try openStore(settings)
    let changed = try newSince.map {
      try store.changedInterviews(since: try RunName.number($0, in: store))
    }
    let sink = try output.open(settings)
    let printer = try AssessmentPrinter(
      form: form, output: sink,
      report: output.terminal(sink, settings, language: reports.language(settings)))
    let rules =
      try linking.isOn(settings)
      ? AnalysisSetup(settings: settings, options: analysis).ruleEngine(
        analysis.agents.referenceDate(settings, today: .now)) : nil
    return Prepared(store: store, changed: changed, printer: printer, rules: rules)
  }

  private func print(_ prepared: Prepared) throws {
    let (store, printer) = (prepared.store, prepared.printer)
    func isWanted(_ assessment: Assessment) -> Bool {
      guard let changed = prepared.changed else { return true }
      let subject = assessment.interview
      return changed.contains(
        InterviewName(platform: subject.platform, interview: subject.id))
    }
    func lose(_ diagnostic: Diagnostic) throws {
      try printer.print(AssessmentPrinter.Piece(lost: diagnostic))
    }
    if let rules = prepared.rules {
      try StoreLinking(store, rules: rules).forEach(
        each: { item in
          if isWanted(item.beside) { try printer.print(item.beside, evidence: item.evidence) }
        },
        lost: lose)
    } else {
      try StoredAssessments(store: store, besideOthers: false).forEach(
        withEvidence: printer.form.report != nil,
        assessment: { if isWanted($0) { try printer.print($0, evidence: $1) } }, lost: lose)
    }
  }
}
