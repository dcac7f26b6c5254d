import CandorModel
import CandorSources
import CandorStore

/// The last line on standard error: how many were done, flagged and lost, whatever happened.
enum ClosingLine {
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
    default: return nil
    }
  }
}
