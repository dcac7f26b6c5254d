import CandorKit
import CandorModel
import CandorSources
import CandorStore

/// The last line on standard error: how many were done, flagged and lost, whatever happened.
enum ClosingLine {
  /// Ends a run that could not begin.
  ///
  /// - Returns: what to throw. Wrong usage is told to whoever typed it, without the line.
  static func notBegun(_ error: any Error) -> any Error {
    Failure(error)?.status == .usage ? error : ending(error, Tally())
  }

  /// Tells of an error, then prints the line.
  ///
  /// - Returns: what to throw: the exit code alone, since the error was told.
  static func ending(_ error: any Error, _ tally: Tally) -> any Error {
    guard let failure = Failure(error) else {
      if error is ExitStatus { Console.shared.closing(tally) }
      return error
    }
    Console.shared.report(failure.diagnostic)
    Console.shared.closing(tally)
    return failure.status
  }
}

extension Failure {
  /// The failure that an error of our modules is for a command; `nil` for other errors.
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as SourceError:
      self.init(ExitStatus(code: error.code.exitCode), error.diagnostic)
    case let error as StoreError:
      self.init(ExitStatus(code: error.code.exitCode), error.diagnostic)
    case let error as BuiltInError:
      self.init(
        .unreadable, error.code == .missing ? "C050" : "C051", error.description,
        help: "build Candor again from its whole source")
    default: return nil
    }
  }
}
