import CandorGeoIP
import Foundation

/// Where Candor keeps what it needs, by the XDG base directory specification.
///
/// See <https://specifications.freedesktop.org/basedir-spec/latest/>: a variable that is not set or
/// empty stands for its default below `HOME`.
struct DataDirectories {
  private let environment: [String: String]

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.environment = environment
  }

  /// Location data and the store: `$XDG_DATA_HOME/candor`.
  var data: String { directory("XDG_DATA_HOME", ".local/share") + "/candor" }

  /// What can be made again: `$XDG_CACHE_HOME/candor`.
  var cache: String { directory("XDG_CACHE_HOME", ".cache") + "/candor" }

  /// The store where `--store` names none.
  var store: String { data + "/candor.sqlite" }

  /// The data directory as the location service sees it.
  var location: DataDirectory { DataDirectory(path: data) }

  private func directory(_ variable: String, _ fallback: String) -> String {
    if let path = environment[variable], !path.isEmpty { return path }
    return (environment["HOME"] ?? "") + "/" + fallback
  }
}
