import Foundation
import Testing

/// A user who may not write everything, as root may: who runs the binary where a test takes the right
/// to write away.
enum OtherUser {
  private static let setpriv = "/usr/bin/setpriv"

  /// What starts the binary as that user; empty where it is not root who runs the tests.
  static let launcher =
    getuid() == 0 ? [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", "--"] : []

  /// Whether the binary starts so: root needs setpriv, and a folder that others may enter.
  static let isThere = (try? CandorProcess.run(["--version"], launcher: launcher))?.status == 0

  /// Why a test is skipped without.
  static let comment: Comment =
    "needs the binary to be started by a user who is not root: setpriv, and a folder open to others"
}
