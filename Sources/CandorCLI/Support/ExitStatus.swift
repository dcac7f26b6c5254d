import Foundation

/// What the process tells its caller; contract for scripts and monitors.
struct ExitStatus: Error, Equatable, Comparable {
  let code: Int32

  static let done = ExitStatus(code: 0)
  /// Done, and the answer is no.
  static let negative = ExitStatus(code: 1)
  /// Done with losses, each of them named.
  static let losses = ExitStatus(code: 2)
  static let usage = ExitStatus(code: 64)
  /// Unreadable input, rule or database.
  static let unreadable = ExitStatus(code: 65)
  /// The platform does not answer.
  static let unavailable = ExitStatus(code: 69)
  static let cannotWrite = ExitStatus(code: 73)
  /// Try again later: a lock is held, a rate limit is exhausted.
  static let tryAgain = ExitStatus(code: 75)
  /// Credentials missing or refused.
  static let credentials = ExitStatus(code: 77)
  static let configuration = ExitStatus(code: 78)
  static let interrupted = ExitStatus(code: 130)
  static let terminated = ExitStatus(code: 143)

  /// Where several apply the largest wins.
  static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.code < right.code }

  /// Ends the process.
  func leave() -> Never {
    Output.removeUnfinished()
    exit(code)
  }
}
