import ArgumentParser
import CandorKit
import CandorModel
import CandorReports
import CandorSources
import CandorStore
import Foundation

/// Fetch, analyse, store, report: the main job, and what a schedule runs.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Fetch interviews from a platform, assess them and report.",
    subcommands: [Hireflix.self])

  struct Hireflix: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "hireflix", abstract: "Audit Hireflix interviews.",
      discussion: """
        The key comes from HIREFLIX_API_KEY, or from the file that HIREFLIX_API_KEY_FILE names; \
        HIREFLIX_URL names another endpoint.
        """)

    @OptionGroup var selectors: HireflixSelectors
    @OptionGroup var audit: AuditOptions
    @OptionGroup var analysis: AnalysisOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let settings = try common.settings()
      let form = try AuditForm(settings, analysis, output, common)
      let selection = try selectors.selection(now: .now)
      let environment = ProcessInfo.processInfo.environment
      let source = try selectors.source(settings, environment: environment)
      let investigator = try AnalysisSetup(settings: settings, options: analysis).investigator()
      let run = try AuditRun(
        platform: source.name.rawValue, selection: selection.canonicalText,
        investigator: investigator, form: form, storePath: audit.storePath(settings))
      try await run.run(source, selection)
    }
  }
}

/// What an audit takes of any platform.
struct AuditOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Keep runs and assessments in this store.", valueName: "path"))
  var store: String?

  func storePath(_ settings: Settings) -> String {
    settings.text("store", flag: store) ?? DataDirectories().store
  }
}

/// How an audit prints.
struct AuditForm {
  let form: AnalysisRun.Form
  let output: Output
  let report: TerminalReport

  init(
    _ settings: Settings, _ analysis: AnalysisOptions, _ output: OutputOptions,
    _ common: CommonOptions
  ) throws {
    form = AnalysisRun.Form(
      format: try output.format(settings, allowed: [.text, .json, .ndjson]),
      failOn: try analysis.failOn(settings),
      isQuiet: try settings.bool("quiet", flag: common.quiet),
      pseudonymizer: try PrivacyKey.pseudonymizer(analysis.privacy(settings)))
    self.output = try output.open(settings)
    report = .fitting(
      self.output, noColor: try settings.bool("noColor", flag: output.noColor),
      environment: ProcessInfo.processInfo.environment)
  }
}
