import ArgumentParser
import CandorKit
import CandorModel
import CandorReports
import CandorRules
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

  func run() async throws { throw PlatformHelp.noPlatform("audit") }
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
  @OptionGroup var since: Selectors.Since
  @OptionGroup var audit: AuditOptions
  @OptionGroup var linking: LinkingOptions
  @OptionGroup var analysis: AnalysisOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reports: ReportOptions
  @OptionGroup var common: CommonOptions

  /// An audit that only has to be run.
  private typealias Prepared = (
    run: AuditRun, source: Selectors.Platform, selection: Selectors.Platform.Selection
  )

  func run() async throws {
    let start = Timestamp.now
    let settings: Settings
    do { settings = try common.settings() } catch {
      // Of a configuration that cannot be used nobody knows which store and figures it names.
      let abort = AuditAbort(
        platform: Selectors.platform, start: start, storePath: audit.store ?? "",
        metricsFile: audit.metricsFile)
      throw audit.dryRun ? error : abort.end(error)
    }
    let storePath = audit.storePath(settings)
    let metricsFile = audit.metricsPath(settings)
    let outputPath = settings.text("output", flag: output.output)
    for path in [outputPath, metricsFile] {
      if let path { try StoreGuard.check(path, store: storePath) }
    }
    try SameFile.check(
      metrics: metricsFile, output: outputPath, isPage: (try? output.format(settings)) == .html)
    let abort = AuditAbort(
      platform: Selectors.platform, start: start, storePath: storePath, metricsFile: metricsFile)
    let prepared: Prepared?
    do { prepared = try prepare(settings, abort) } catch {
      throw audit.dryRun ? error : abort.end(error)
    }
    guard let prepared else { return }
    try await prepared.run.run(prepared.source, prepared.selection)
  }

  /// Settles what is going to be done, before anything is asked of anybody.
  ///
  /// - Returns: `nil` where only that was asked for.
  private func prepare(
    _ settings: Settings, _ abort: AuditAbort
  ) throws -> Prepared? {
    let environment = ProcessInfo.processInfo.environment
    let selectors = try selectors.completed(by: settings)
    let selection = try selectors.selection(now: .now)
    let source = try selectors.source(settings, environment: environment)
    let privacy = try analysis.privacy(settings)
    // A key that is not there yet is made at the first time, and a dry run makes nothing.
    let pseudonymizer = audit.dryRun ? nil : try PrivacyKey.pseudonymizer(privacy)
    let notice = try AuditNotice(
      settings, flag: audit.notify, platform: Selectors.platform, pseudonymizer: pseudonymizer,
      environment: environment)
    let retention = try RetentionPolicy(settings)
    let plan = AuditPlan(
      platform: Selectors.platform,
      host: try PlatformConnection.route(Selectors.platform, settings, environment: environment).0
        .host,
      selection: "\(Selectors.platform.rawValue) \(selectors.canonicalText)",
      bounds: selectors.bounds,
      sinceLast: try selectors.asksForChanges || since.isLast(),
      storePath: audit.storePath(settings),
      // What names nobody is not kept beside what names somebody.
      keepsEvidence: retention.keepsEvidence && privacy == .full,
      format: try output.format(settings),
      outputPath: settings.text("output", flag: output.output).flatMap { $0 == "-" ? nil : $0 },
      metricsFile: audit.metricsPath(settings),
      notifiedHost: notice?.host, isPseudonymous: privacy == .pseudonymous,
      isLinked: try linking.isOn(settings))
    let setup = AnalysisSetup(settings: settings, options: analysis)
    if audit.dryRun {
      try describe(plan, setup, settings)
      return nil
    }
    let form = try AuditForm(settings, analysis, output, reports)
    // Rules and databases are looked at before anything is fetched.
    let investigator = try setup.investigator()
    let run = AuditRun(
      plan: plan, abort: abort, investigator: investigator, form: form, notice: notice,
      retention: retention, isVerbose: try analysis.parts.isVerbose(settings))
    return (run, source, selection)
  }

  /// Says what would be done.
  private func describe(
    _ plan: AuditPlan, _ setup: AnalysisSetup, _ settings: Settings
  ) throws {
    let date = try analysis.agents.referenceDate(settings, today: .now)
    let engine = try setup.ruleEngine(date)
    let text = try plan.description(
      rules: engine.pack, databases: setup.databasePaths(),
      pseudonymizer: plan.isPseudonymous ? PrivacyKey.existing() : nil)
    let standardOutput = try Output(path: nil)
    try standardOutput.write(text)
    try standardOutput.close()
  }
}

/// What an audit takes of any platform.
struct AuditOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Keep runs and assessments in this store.", valueName: "path"))
  var store: String?

  @Flag(help: "Say what would be done; fetch nothing, write nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Write figures of the run to this file, for Prometheus' node_exporter.", valueName: "path"))
  var metricsFile: String?

  @Option(help: ArgumentHelp("Post new findings to this webhook.", valueName: "url"))
  var notify: String?

  func storePath(_ settings: Settings) -> String {
    settings.text("store", flag: store) ?? DataDirectories().store
  }

  func metricsPath(_ settings: Settings) -> String? {
    settings.text("metricsFile", flag: metricsFile)
  }
}

/// How an audit prints.
struct AuditForm {
  let form: AnalysisRun.Form
  let output: Output
  let report: TerminalReport

  init(
    _ settings: Settings, _ analysis: AnalysisOptions, _ output: OutputOptions,
    _ reports: ReportOptions
  ) throws {
    let format = try output.format(settings)
    form = AnalysisRun.Form(
      format: format,
      failOn: try analysis.failOn(settings),
      pseudonymizer: try analysis.pseudonymizer(settings),
      report: try reports.plan(settings, format, output))
    self.output = try output.open(settings)
    report = try output.terminal(
      self.output, settings, language: reports.language(settings))
  }
}
