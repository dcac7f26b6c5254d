public import CandorModel

/// What is known of interviews already, so that a walk does not read again what it need not.
///
/// Thread safety: shared by the tasks of a walk; so is the function it was made with.
public struct KnownInterviews: Sendable {
  /// What is known of one interview.
  public enum Knowledge: Sendable, Hashable {
    /// It has been read in this run already and is not to be read again, whatever changed.
    case finished
    /// It was read when the platform said that it had changed last at this moment.
    case changed(Timestamp)
  }

  /// Why an interview was not read.
  public enum Reason: Sendable, Hashable {
    /// The run has it already.
    case finished
    /// The platform says that it is as it was.
    case unchanged
  }

  /// Nothing is known: everything is read.
  public static let none = KnownInterviews { _ in nil }

  private let lookup: @Sendable (String) -> Knowledge?

  /// Makes a record.
  ///
  /// - Parameter lookup: answers what is known of the interview with the platform's identifier;
  ///   `nil` where nothing is. It is asked once or twice for each interview of a list.
  public init(_ lookup: @escaping @Sendable (_ id: String) -> Knowledge?) {
    self.lookup = lookup
  }

  /// Whether something is known of an interview.
  func isKnown(_ id: String) -> Bool { lookup(id) != nil }

  /// Why an interview need not be read; `nil` where it has to be.
  ///
  /// - Parameter changedAt: when the platform says that it changed last; where it does not say,
  ///   only one that the run has already need not be read.
  func reason(_ id: String, changedAt: Timestamp?) -> Reason? {
    switch lookup(id) {
    case nil: nil
    case .finished: .finished
    case .changed(let known): known == changedAt ? .unchanged : nil
    }
  }
}
