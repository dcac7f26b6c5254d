public import CandorModel

/// What comes out of reading a platform, in the order of the walk.
public enum SourceEvent: Sendable {
  /// One interview, and when the platform says that it changed last; absent where it does not say.
  case evidence(Evidence, changedAt: Timestamp? = nil)
  /// An interview that is known already and was not read again.
  case known(id: String, KnownInterviews.Reason)
  /// Something that was asked for and could not be read; the rest goes on.
  case lost(SourceLoss)
  /// Something the operator should know that concerns no single interview.
  case note(Diagnostic)
  /// How far the walk is.
  case progress(SourceProgress)
}

/// Something that was asked for and could not be read.
public struct SourceLoss: Sendable, Hashable {
  /// The platform's identifier of the interview, or of the position, campaign or candidate whose
  /// pages end here.
  public var id: String
  /// Why.
  public var diagnostic: Diagnostic
  /// Whether the identifier is a person's, as where a platform lists interviews by candidate.
  public var isOfPerson: Bool

  /// Makes a loss.
  public init(id: String, diagnostic: Diagnostic, isOfPerson: Bool = false) {
    self.id = id
    self.diagnostic = diagnostic
    self.isOfPerson = isOfPerson
  }

  /// A loss for an error, named in its message.
  init(_ id: String, _ error: SourceError, isOfPerson: Bool = false) {
    var diagnostic = error.diagnostic
    // An e-mail cut in its middle would be none.
    let name = AskedName.isEmail(id) ? id : String(id.prefix(80))
    diagnostic.message = "\(AskedName.text(name)): \(error.message)"
    self.init(id: id, diagnostic: diagnostic, isOfPerson: isOfPerson)
  }

  /// The loss of a list's entries that cannot even be asked for; none where there are none.
  static func entriesWithoutID(
    _ count: Int, of list: String, isOfPerson: Bool = false
  ) -> [SourceEvent] {
    guard count > 0 else { return [] }
    let error = SourceError(
      .invalidResponse, "expected every entry to have an `id`, found \(count) without",
      help: "the other entries were read; tell the platform's support")
    return [.lost(SourceLoss(list, error, isOfPerson: isOfPerson))]
  }
}

/// How far a walk is.
public struct SourceProgress: Sendable, Hashable {
  /// Interviews handed out or lost so far.
  public var done: Int
  /// Interviews there are in all; absent while that is not known.
  public var total: Int?

  /// Makes a progress.
  public init(done: Int, total: Int? = nil) {
    self.done = done
    self.total = total
  }
}

/// A platform that interviews can be read from.
public protocol InterviewPlatform: Sendable {
  /// Which interviews.
  associatedtype Selection: Sendable

  /// Which platform it is.
  var name: PlatformName { get }

  /// Reads the selected interviews, but for those that are known already.
  ///
  /// Nothing is asked of the platform before the sequence is iterated, and never much more than was
  /// taken from it. Letting go of the iterator ends the requests.
  ///
  /// - Parameter known: tells which interviews need not be read; they are named in the place where
  ///   they would have come.
  /// - Returns: the interviews in the order of the walk, each once, between them losses and notes.
  ///   It throws `SourceError` where going on makes no sense; what came before it was handed out.
  func evidence(_ selection: Selection, known: KnownInterviews) -> EvidenceSequence

  /// What was asked of the platform so far.
  var statistics: TransportStatistics { get async }

  /// Closes the connections.
  func shutdown() async
}

extension InterviewPlatform {
  /// Reads all of the selected interviews.
  public func evidence(_ selection: Selection) -> EvidenceSequence {
    evidence(selection, known: .none)
  }
}
