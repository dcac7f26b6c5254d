import CandorModel
import Synchronization

/// What a sandbox was asked, and what it did wrong on purpose.
package struct SandboxStatistics: Sendable, Hashable {
  /// Requests per platform.
  package var requests: [SandboxPlatform: Int] = [:]
  /// Faults on demand, by their name: `429`, `slow`.
  package var faults: [String: Int] = [:]
  /// Requests beyond a key's limit.
  package var limited = 0

  /// As JSON, keys sorted.
  var json: JSONValue {
    func counts(_ counts: [String: Int]) -> JSONValue {
      .object(
        counts.sorted { $0.key < $1.key }.map { (key: $0.key, value: .integer($0.value)) })
    }
    let requests = Dictionary(uniqueKeysWithValues: requests.map { ($0.key.rawValue, $0.value) })
    return .object([
      ("faults", counts(faults)), ("limited", .integer(limited)), ("requests", counts(requests)),
    ])
  }
}

/// Counts for the statistics.
///
/// Thread safety: may be used from any number of tasks; a lock guards the counts.
final class StatisticsCounter: Sendable {
  private let counts = Mutex(SandboxStatistics())

  var statistics: SandboxStatistics { counts.withLock { $0 } }

  func countRequest(_ platform: SandboxPlatform) {
    counts.withLock { $0.requests[platform, default: 0] += 1 }
  }

  func countFault(_ kind: FaultKind) {
    counts.withLock { $0.faults[kind.name, default: 0] += 1 }
  }

  func countLimited() { counts.withLock { $0.limited += 1 } }
}
