import ArgumentParser
import CandorKit
import CandorModel
import CandorRules
import CandorSources
import CandorStore

/// What a change of rules would have changed.
struct RulesBacktestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Compare two rule folders over evidence: findings and outcomes that would change.",
    discussion: """
      Without files, --store names the store whose interviews are taken, each as it was read last; else \
      evidence comes from standard input.

      Where reviewers have decided about the interviews (candor review decide), precision and recall \
      before and after stand beside; the decisions are those of --store, or of the store in the data \
      directory. Each interview is assessed by itself: rules of the scopes candidate and link, which \
      compare interviews, are left out.
      """)

  @Argument(help: ArgumentHelp("Evidence files; - for standard input.", valueName: "file"))
  var files: [String] = []

  @Option(
    help: ArgumentHelp("Compare against this folder; the built-in rules.", valueName: "dir"))
  var against: String?

  @OptionGroup var location: StoreOptions
  @OptionGroup var analysis: AnalysisParts
  @OptionGroup var output: ResultOptions<TextOrJSON>
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let format = try output.format(settings)
    let setup = AnalysisSetup(settings: settings, options: analysis)
    let (before, after) = try setup.investigators(against: against)
    let decisions = try StoredDecisions(location, settings)
    var backtest = RuleBacktest()
    var workers = (before: before.makeWorker(), after: after.makeWorker())
    var lost = 0
    var done = 0
    func add(_ evidence: Evidence) {
      let interview = workers.after.enrich(evidence)
      backtest.add(
        before: workers.before.assess(interview), after: workers.after.assess(interview),
        decision: decisions[evidence])
      done += 1
    }
    if files.isEmpty, location.store != nil {
      try forEachStored(settings, add)
    } else {
      try EvidenceReader(files.isEmpty ? ["-"] : files).forEach(
        evidence: add,
        lost: {
          Console.shared.report($0)
          lost += 1
        })
    }
    let sink = try output.open(settings)
    if format == .json {
      var writer = JSONWriter()
      backtest.report.write(to: &writer)
      try sink.write(json: writer.text + "\n")
    } else {
      try sink.write(TerminalText.safeLines(backtest.report.text()))
    }
    try sink.close()
    Console.shared.line("\(done) done, \(backtest.report.changedCount) changed, \(lost) lost")
    if lost > 0 { throw ExitStatus.losses }
  }

  /// The latest evidence of each stored interview.
  private func forEachStored(_ settings: Settings, _ body: (Evidence) -> Void) throws {
    var left = 0
    try location.open(settings).eachLatest(withEvidence: true, besideOthers: false) { stored in
      guard let bytes = stored.evidence, let evidence = try? Evidence(json: bytes) else {
        left += 1
        return
      }
      body(evidence)
    }
    if left > 0 {
      Console.shared.line(
        "\(CountText.of(left, "interview")) without evidence in the store left out")
    }
  }
}
