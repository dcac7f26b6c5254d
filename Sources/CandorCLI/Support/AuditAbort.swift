import CandorModel
import CandorSources
import CandorStore

/// How an audit ends that never began: its store, its rules or its key cannot be used. A monitor sees
/// that as it sees any other end, by figures, closing line and exit code.
struct AuditAbort {
  let platform: PlatformName
  let start: Timestamp
  let storePath: String
  let metricsFile: String?

  /// Tells what went wrong, writes the figures and prints the closing line.
  ///
  /// - Parameter error: a code alone where what went wrong was told already.
  /// - Returns: what to throw. Wrong usage is told to whoever typed it, and to nobody else.
  func end(_ error: any Error) -> any Error {
    guard let status = Failure(error)?.status ?? error as? ExitStatus, status != .usage
    else { return error }
    var ending = AuditEnding([error])
    if let metricsFile {
      let metrics = AuditMetrics(
        platform: platform, start: start, end: .now, tally: Tally(), unchanged: 0, losses: [],
        statistics: TransportStatistics(), status: status,
        lastSuccess: lastSuccess(metricsFile))
      ending.attempt { try metrics.write(to: metricsFile) }
    }
    return ending.end(Tally())
  }

  /// As the store has it; where that cannot be read, as the figures of the run before have it.
  private func lastSuccess(_ metricsFile: String) -> Timestamp? {
    if let store = try? Store(path: storePath, access: .read),
      let moment = try? store.lastSuccess(platform: platform.rawValue)
    {
      return moment
    }
    return AuditMetrics.lastSuccess(of: platform, in: metricsFile)
  }
}
