import Foundation

/// Waits for a pipe or a terminal that answers "not now".
///
/// Whether a descriptor is blocking belongs to the open file, and so to everybody who has it: a parent
/// with an event loop of its own makes standard input and output answer so here, too.
package enum Readiness {
  /// Whether an error tells that the descriptor is to be waited for.
  package static func isMissing(_ code: Int32) -> Bool { code == EAGAIN || code == EWOULDBLOCK }

  /// Returns when there is something to read, the other end is gone, or a signal came.
  package static func waitToRead(_ descriptor: Int32) { wait(descriptor, POLLIN) }

  /// Returns when something can be written, the other end is gone, or a signal came.
  package static func waitToWrite(_ descriptor: Int32) { wait(descriptor, POLLOUT) }

  private static func wait(_ descriptor: Int32, _ event: Int32) {
    var watched = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    _ = poll(&watched, 1, -1)
  }
}
