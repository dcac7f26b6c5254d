import ArgumentParser
import CandorKit
import CandorModel
import CandorRules
import CandorSources
import CandorTimeline
import Foundation

/// Why a rule fired on an interview, or what would have to differ.
struct RulesExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show every part of a rule's condition with its value on one interview.",
    discussion: "--privacy pseudonymous cuts addresses to their networks.")

  @Argument(help: ArgumentHelp("The rule.", valueName: "rule"))
  var rule: String

  @Argument(help: ArgumentHelp("Evidence files; - for standard input.", valueName: "file"))
  var files: [String] = ["-"]

  @Option(
    help: ArgumentHelp(
      "The interview, or a file that holds it; the first one.", valueName: "id"))
  var interview: String?

  @Flag(help: "Show every place where the rule was tried, not only the nearest.")
  var complete = false

  @OptionGroup var analysis: AnalysisParts
  @OptionGroup var naming: PrivacyOptions
  @Option(name: .long, help: ArgumentHelp("Write results to this file.", valueName: "path"))
  var output: String?
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let investigator = try AnalysisSetup(settings: settings, options: analysis).investigator()
    guard let compiled = investigator.rules.pack.rule(rule) else {
      let nearest = NearestName.find(rule, among: investigator.rules.pack.rules.map(\.id))
      throw Failure.wrongUsage(
        "expected a rule of the pack, found `\(rule)`",
        help: nearest.map { "did you mean `\($0)`?" } ?? "`candor rules list` lists them")
    }
    var (files, wanted) = (files, interview)
    if files == ["-"], let file = wanted, FileManager.default.fileExists(atPath: file) {
      (files, wanted) = ([file], nil)
    }
    let explainer = RuleExplainer(
      compiled, exceptions: investigator.rules.pack.exceptions,
      countries: CountryNames(try BuiltInParts.countries()))
    if compiled.scope.needsSeveralInterviews {
      let linked = LinkedExplanation(
        rule: compiled, explainer: explainer, investigator: investigator)
      let explanation = try linked.explain(
        EvidenceReader(files), interview: wanted, lost: { Console.shared.report($0) })
      guard let explanation else { throw Self.notFound }
      try print(explanation, settings)
      return
    }
    var found: Evidence?
    try EvidenceReader(files).forEach(
      evidence: {
        if found == nil, wanted == nil || $0.interview.id == wanted { found = $0 }
      },
      lost: { Console.shared.report($0) })
    guard let found else { throw Self.notFound }
    var worker = investigator.makeWorker()
    let enriched = worker.enrich(found)
    try print(
      explainer.explain(enriched, investigator.timeline.timeline(of: enriched)), settings)
  }

  private func print(_ explanation: RuleExplanation, _ settings: Settings) throws {
    var text = explanation.text(isComplete: complete)
    // A condition sees neither names nor raw agents.
    if try naming.privacy(settings) == .pseudonymous {
      text = PersonalText.cutting(text)
    }
    let sink = try Output(path: settings.text("output", flag: output))
    try sink.write(TerminalText.safeLines(text))
    try sink.close()
  }

  private static let notFound = Failure(
    .unreadable, "C060", "the evidence does not hold the interview")
}
