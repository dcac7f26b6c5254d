import Foundation

/// Waits for a pipe or a terminal that answers "not now".
///
/// Whether a descriptor is blocking belongs to the open file, and so to everybody who has it: a parent
/// with an event loop of its own makes standard input and output answer so here, too.
package enum Readiness {
  /// Whether a call that failed is to be made again: a signal came, or nothing was there yet.
  package static func mayRepeat(after code: Int32) -> Bool { code == EINTR || code == EAGAIN }

  /// The same for reading, once there is something to read or the other end is gone.
  package static func mayRead(_ descriptor: Int32, after code: Int32) -> Bool {
    mayRepeat(descriptor, after: code, waitingFor: POLLIN)
  }

  /// The same for writing, once something can be written or the other end is gone.
  package static func mayWrite(_ descriptor: Int32, after code: Int32) -> Bool {
    mayRepeat(descriptor, after: code, waitingFor: POLLOUT)
  }

  private static func mayRepeat(
    _ descriptor: Int32, after code: Int32, waitingFor event: Int32
  ) -> Bool {
    if code == EAGAIN {
      var watched = pollfd(fd: descriptor, events: Int16(event), revents: 0)
      _ = poll(&watched, 1, -1)
    }
    return mayRepeat(after: code)
  }
}
