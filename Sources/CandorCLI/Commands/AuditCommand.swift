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
    subcommands: [
      AuditPlatformCommand<HireflixSelectors>.self, AuditPlatformCommand<InstaViewSelectors>.self,
      AuditPlatformCommand<InterviewRelaySelectors>.self,
      AuditPlatformCommand<AshbySelectors>.self,
    ])
}

/// An audit of one platform.
struct AuditPlatformCommand<Selectors: PlatformSelectors>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Selectors.platform.rawValue,
      abstract: "Audit \(Selectors.platform.displayName) interviews.",
      discussion: PlatformHelp.credentials(Selectors.platform))
  }

  @OptionGroup var selectors: Selectors
  @OptionGroup var audit: AuditOptions
  @OptionGroup var analysis: AnalysisOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reports: ReportOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let form = try AuditForm(settings, analysis, output, reports, common)
    let selection = try selectors.selection(now: .now)
    let source = try selectors.source(
      settings, environment: ProcessInfo.processInfo.environment)
    // Rules and databases are looked at before anything is fetched.
    let investigator = try AnalysisSetup(settings: settings, options: analysis).investigator()
    let run = try AuditRun(
      platform: source.name.rawValue, selection: selectors.canonicalText,
      investigator: investigator, form: form, storePath: audit.storePath(settings))
    try await run.run(source, selection)
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
    _ reports: ReportOptions, _ common: CommonOptions
  ) throws {
    let format = try output.format(settings, allowed: Format.allCases)
    form = AnalysisRun.Form(
      format: format,
      failOn: try analysis.failOn(settings),
      isQuiet: try settings.bool("quiet", flag: common.quiet),
      pseudonymizer: try PrivacyKey.pseudonymizer(analysis.privacy(settings)),
      report: try reports.plan(settings, format, output))
    self.output = try output.open(settings)
    report = .fitting(
      self.output, noColor: try settings.bool("noColor", flag: output.noColor),
      environment: ProcessInfo.processInfo.environment)
  }
}
