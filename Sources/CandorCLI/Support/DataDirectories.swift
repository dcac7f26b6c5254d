import CandorGeoIP
import Foundation

/// Where Candor keeps what it needs, by the XDG base directory specification.
///
/// See <https://specifications.freedesktop.org/basedir-spec/latest/>: a variable that is not set or
/// empty stands for its default below `HOME`, which stands for the system's home folder in turn.
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
    return Self.home(environment) + "/" + fallback
  }

  /// The folder of whoever runs it: `HOME`, and without that what the system has.
  static func home(_ environment: [String: String]) -> String {
    if let home = environment["HOME"], !home.isEmpty { return home }
    guard let user = getpwuid(getuid()), let folder = user.pointee.pw_dir else { return "" }
    return String(cString: folder)
  }
}
