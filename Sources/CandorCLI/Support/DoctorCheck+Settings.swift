import ArgumentParser
import CandorModel
import CandorReports
import CandorSources
import CandorStore
import Foundation

extension DoctorCheck {
  /// The settings that a run would end with; empty where all can be used.
  ///
  /// - Parameter problems: those that every command ends with.
  static func settings(
    _ settings: Settings, _ problems: [Settings.Problem]
  ) async throws -> [DoctorCheck] {
    var checks = problems.map { failed($0.setting, $0.failure) }
    let told = Set(problems.map(\.setting))
    for (name, read) in try readings(settings) where !told.contains(name) {
      do { try read() } catch { checks.append(failed(name, error)) }
    }
    if let path = settings.text("store"),
      let check = unwritable("store", path, makesFolders: true)
    {
      checks.append(check)
    }
    if let path = settings.text("metricsFile") {
      do throws(Failure) {
        try StoreGuard.check(path, store: settings.text("store"))
        if let check = unwritable("metricsFile", path) { checks.append(check) }
      } catch { checks.append(failed("metricsFile", error)) }
    }
    if let url = settings.text("notify") {
      let environment = ProcessInfo.processInfo.environment
      do {
        let secret = try Credentials.secret("CANDOR_NOTIFY_SECRET", environment: environment)
        let sender = try NotificationSender(url: url, secret: secret, environment: environment)
        await sender.shutdown()
      } catch { checks.append(failed("notify", error)) }
    }
    return checks
  }

  private typealias Reading = (name: String, read: () throws -> Void)

  /// How commands read the settings that have few values.
  private static func readings(_ settings: Settings) throws -> [Reading] {
    let analysis = try AnalysisOptions.parse([])
    let reports = try ReportOptions.parse([])
    let today = Timestamp.now
    func choice<Choice: RawRepresentable & CaseIterable>(
      _ key: String, _ fallback: Choice
    ) -> Reading where Choice.RawValue == String {
      (key, { _ = try settings.choice(key, flag: nil, default: fallback) })
    }
    var readings: [Reading] = [
      // A flag may stand above these two here, and not in front of the next command.
      choice("format", Format.text), choice("logFormat", LogFormat.text),
      choice("csvRows", CSVReport.Rows.finding), choice("notifyFormat", AuditNotice.Form.json),
      choice("only", AnalyzeCommand.Only.all),
      ("failOn", { _ = try analysis.failOn(settings) }),
      ("fields", { _ = try AnalyzeCommand.fieldSet(settings, flag: nil) }),
      ("language", { _ = try reports.language(settings) }),
      ("links", { _ = try settings.links(default: true) }),
      ("maxLosses", { _ = try settings.integer("maxLosses") }),
      ("privacy", { _ = try analysis.privacy(settings) }),
      ("privacy key", { _ = try PrivacyKey.existing() }),
      (
        "store",
        { _ = try settings.text("store").flatMap { try StoreGlance(path: $0, selection: "") } }
      ),
      ("referenceDate", { _ = try analysis.parts.agents.referenceDate(settings, today: today) }),
      ("select", { _ = try HireflixSelectors.fields(settings) }),
    ]
    for key in ["noColor", "notifyPersonal", "quiet", "uaOverlay", "verbose"] {
      readings.append((key, { _ = try settings.bool(key) }))
    }
    readings.append(
      (
        "jobs",
        {
          _ = try settings.integer("jobs", minimum: 1, maximum: AnalyzeCommand.maximumJobs)
        }
      ))
    for key in ["maxInputBytes", "maxLineBytes"] {
      readings.append((key, { _ = try settings.integer(key, minimum: 1) }))
    }
    let maximum = HireflixSource.maximumBatchSize
    readings.append(
      ("batchSize", { _ = try settings.integer("batchSize", minimum: 1, maximum: maximum) }))
    let environment = ProcessInfo.processInfo.environment
    readings.append(
      (
        "CANDOR_CA_FILE",
        {
          // Proxies are left to the platforms: which of them one is for depends on the host.
          try TransportConfiguration(
            environment: environment, endpoint: try Endpoint("http://localhost")
          ).checkAuthorities()
        }
      ))
    for platform in PlatformName.allCases {
      readings.append(
        (
          "platforms.\(platform.rawValue)",
          {
            _ = try PlatformConnection.route(platform, settings, environment: environment)
            let own = PlatformSettings(platform, settings)
            _ = try own.count("batchSize", maximum: maximum)
            _ = try own.fields()
          }
        ))
    }
    return readings
  }
}
