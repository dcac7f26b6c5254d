import CandorTesting
import Foundation

/// A disk that is small enough to be filled, in memory and in a mount namespace of its own: nothing
/// else on the machine sees it.
enum SmallDisk {
  /// What mounts it and starts the binary then; the launcher ends with 99 where that fails.
  ///
  /// - Parameters:
  ///   - point: a folder, where the disk stands while the binary runs.
  ///   - saved: a folder, for copies of the stores that are on it at the end.
  static func launcher(at point: String, saving saved: String) -> [String] {
    let script = """
      mount -t tmpfs -o size=300k none "$0" 2>/dev/null || exit 99
      saved="$1"; shift
      "$@"; code=$?
      cp "$0"/a.sqlite* "$saved"/
      exit $code
      """
    return ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script, point, saved]
  }

  /// Whether this user may mount one, which root may in most places, but not in every container.
  static let isMountable: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    // The folder goes with its last use.
    return withExtendedLifetime(folder) {
      let place = folder.path("")
      let result = try? CandorProcess.run(
        ["--version"], launcher: launcher(at: place, saving: place))
      return result?.status == 0
    }
  }()
}
