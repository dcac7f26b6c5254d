import CandorKit
import CandorModel
import CandorReports
import CandorSources
import Foundation

/// What a monitor wants to know of a run, as text for node_exporter's textfile collector.
///
/// Labels come from fixed lists: the platforms, the outcomes, the codes of docs/diagnostics.md. The
/// form is that of <https://prometheus.io/docs/instrumenting/exposition_formats/>.
struct AuditMetrics {
  let platform: PlatformName
  let start: Timestamp
  let end: Timestamp
  let tally: Tally
  let unchanged: Int
  /// The code of each loss.
  let losses: [String]
  let statistics: TransportStatistics
  let status: ExitStatus
  /// When a run last ended without losses; absent where none did.
  let lastSuccess: Timestamp?

  private struct Sample {
    var labels: [(name: String, value: String)] = []
    var value: String
  }

  /// The file's content.
  var text: String {
    var text = ""
    func family(_ name: String, _ help: String, _ samples: [Sample]) {
      guard !samples.isEmpty else { return }
      text += "# HELP candor_\(name) \(help)\n# TYPE candor_\(name) gauge\n"
      for sample in samples {
        let labels = [("platform", platform.rawValue)] + sample.labels.map { ($0.name, $0.value) }
        let list = labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
        text += "candor_\(name){\(list)} \(sample.value)\n"
      }
    }
    func one(_ value: some BinaryInteger) -> [Sample] { [Sample(value: String(value))] }

    family(
      "audit_duration_seconds", "How long the last run took.",
      [Sample(value: DecimalText.text(start.seconds(to: end), decimals: 3))])
    family("audit_exit_code", "The exit code of the last run; 0 is success.", one(status.code))
    family(
      "audit_interviews", "Interviews that the last run assessed, by outcome.",
      Outcome.allCases.map { outcome in
        Sample(
          labels: [("outcome", outcome.rawValue)], value: String(tally.counts[outcome, default: 0]))
      })
    family(
      "audit_interviews_unchanged",
      "Interviews that had not changed and were not assessed again.", one(unchanged))
    family(
      "audit_last_run_timestamp_seconds", "When the last run ended, in seconds since 1970.",
      one(end.millisecondsSinceEpoch / 1000))
    family(
      "audit_last_success_timestamp_seconds",
      "When a run last ended without losses, in seconds since 1970.",
      lastSuccess.map { one($0.millisecondsSinceEpoch / 1000) } ?? [])
    let codes = Dictionary(grouping: losses, by: { $0 }).mapValues(\.count)
    family("audit_lost", "What the last run could not read or send.", one(tally.lost))
    family(
      "audit_lost_by_code",
      "What the last run could not read, by the code of the diagnostic.",
      codes.sorted { $0.key < $1.key }.map {
        Sample(labels: [("code", $0.key)], value: String($0.value))
      })
    family(
      "audit_requests", "Requests that the last run sent, repetitions included.",
      one(statistics.requests))
    family(
      "audit_requests_rate_limited", "Answers to the last run with status 429.",
      one(statistics.rateLimited))
    family("audit_retries", "Requests that the last run repeated.", one(statistics.retries))
    family(
      "build_info", "The version of Candor; the value is always 1.",
      [Sample(labels: [("version", CandorKit.version)], value: "1")])
    return text
  }

  /// When a run last ended without losses, as an earlier file says; `nil` where it says nothing.
  static func lastSuccess(of platform: PlatformName, in path: String) -> Timestamp? {
    let start = "candor_audit_last_success_timestamp_seconds{platform=\"\(platform.rawValue)\"} "
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix(start) }
    guard let seconds = line.flatMap({ Int64($0.dropFirst(start.count)) }),
      (0...Self.latestSecond).contains(seconds)
    else { return nil }
    return Timestamp(millisecondsSinceEpoch: seconds * 1000)
  }

  /// The end of the year 9999: a later time in a file is none that was written by a run.
  private static let latestSecond: Int64 = 253_402_300_799

  /// Puts the file in the place of the earlier one, readable by everybody: it names nobody.
  func write(to path: String) throws {
    do {
      let file = try Output(path: path, mode: 0o644)
      try file.write(text)
      try file.close()
    } catch let failure as Failure {
      throw Failure(
        .cannotWrite, "A004", failure.diagnostic.message,
        help: "name a folder that you may write to with --metrics-file")
    }
  }
}
