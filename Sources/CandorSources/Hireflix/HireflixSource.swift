import CandorModel

/// Reads interviews of Hireflix through its GraphQL API.
///
/// Two documented queries give the evidence of an interview. Lists of positions give ids, times,
/// candidates and status; for interviews named by id a third query asks for these, and may fail.
///
/// Thread safety: shared by any number of tasks; the connection and what was learnt about the
/// platform's dialect are shared too.
public struct HireflixSource: InterviewPlatform {
  /// Settings beside those of the connection.
  public struct Options: Sendable {
    /// Interviews asked for in one request, 1 to 50. One means the documented queries as they are;
    /// more means aliased copies of them. Where the platform refuses that, one by one.
    public var batchSize: Int
    /// Interviews of a page of a position's list, 1 to 100.
    public var pageSize: Int

    /// Makes options.
    public init(batchSize: Int = HireflixSource.defaultBatchSize, pageSize: Int = 50) {
      self.batchSize = batchSize
      self.pageSize = pageSize
    }
  }

  /// Interviews per request unless something else is asked for, found by measurement against a
  /// local stand-in: more gains little and makes one lost answer dearer.
  public static let defaultBatchSize = 10

  /// The most interviews of one request.
  package static let maximumBatchSize = 50

  let api: HireflixAPI
  let options: Options
  let dialect = HireflixDialect()

  /// Makes a source.
  ///
  /// - Parameters:
  ///   - key: sent as `X-API-KEY`.
  ///   - endpoint: the whole endpoint; absent for Hireflix's own.
  ///   - configuration: of the connection. Hireflix names no rate limit, so beyond loopback no more
  ///     than eight requests a second are sent unless this says otherwise.
  /// - Throws: `invalidArgument` for sizes out of range, `configuration` for what makes no sense.
  public init(
    key: APIKey, endpoint: Endpoint? = nil,
    configuration: TransportConfiguration = TransportConfiguration(), options: Options = Options()
  ) throws(SourceError) {
    guard (1...Self.maximumBatchSize).contains(options.batchSize) else {
      throw .outOfRange("the batch size", 1...Self.maximumBatchSize, options.batchSize)
    }
    guard (1...100).contains(options.pageSize) else {
      throw .outOfRange("the page size", 1...100, options.pageSize)
    }
    var configuration = configuration
    configuration.requestsPerSecond = configuration.requestsPerSecond ?? 8
    self.options = options
    api = HireflixAPI(
      transport: try PlatformTransport(
        endpoint: try Endpoint.resolve(endpoint, .hireflix),
        authentication: .header(name: "X-API-KEY", key), configuration: configuration))
  }

  /// Which platform it is.
  public var name: PlatformName { .hireflix }

  /// What was asked of the platform so far.
  public var statistics: TransportStatistics {
    get async { await api.transport.statistics }
  }

  /// Closes the connections.
  public func shutdown() async { await api.transport.shutdown() }

  /// Reads the selected interviews: those named by id first, then position by position, newest
  /// first. An interview that comes up twice is read once.
  ///
  /// Lists tell when an interview changed last. For interviews named by id that are known already
  /// the small query about who and when is asked first.
  public func evidence(
    _ selection: HireflixSelection, known: KnownInterviews
  ) -> EvidenceSequence {
    EvidenceSequence { deliver in
      var extra = try HireflixQueries.ExtraFields(selection.extraFields)
      extra.areSettings = selection.extraFieldsAreSettings
      let question = Question(selection: selection, extra: extra, known: known)
      let walker = HireflixWalker(source: self, selection: selection)
      let walk = OrderedWalk<[HireflixListed]>(
        concurrency: api.transport.configuration.concurrency,
        nextPage: { try await walker.next() },
        fetch: { units in
          await fetch(units, question)
        })
      let counter = ProgressCounter()
      try await walk.run { event in
        try await deliver(event)
        if let progress = await counter.count(event, total: walker.total) {
          try await deliver(.progress(progress))
        }
      }
    }
  }
}

extension HireflixSource {
  /// What is asked of every interview.
  struct Question: Sendable {
    var selection: HireflixSelection
    var extra: HireflixQueries.ExtraFields
    var known: KnownInterviews
  }
}

/// An interview to fetch, with what its list told.
struct HireflixListed: Sendable {
  var id: String
  /// Absent where it was named by id, and the context query has to tell.
  var facts: HireflixFacts?
  /// What the list does not tell and the context query may.
  var lacking: Set<HireflixField> = []
  /// Errors of the list about it, their paths relative to the interview.
  var errors: [GraphQLAnswer.Failure] = []

  /// Whether the context query tells more.
  ///
  /// - Parameter context: the fields that the platform takes in it.
  func needsContext(_ context: Set<HireflixField>) -> Bool {
    !context.isEmpty && (facts == nil || !lacking.isDisjoint(with: context))
  }
}

/// What the platform was found to accept.
///
/// Thread safety: an actor; it protects the accepted forms.
actor HireflixDialect {
  private(set) var takesBatches = true
  private(set) var listQuery = HireflixListQuery()
  /// What the context query asks for; empty where the platform takes none of it.
  private(set) var context = HireflixQueries.contextSelections[0]
  private var contextLevel = 0
  private var unknownFields: Set<HireflixField> = []

  func refuseBatches() { takesBatches = false }
  func accept(_ query: HireflixListQuery) { listQuery = query }

  /// Notes that the context query was refused with these fields. Others may have found that out
  /// already.
  ///
  /// - Parameter named: the fields that the refusal names; none where it names nothing, and the next
  ///   poorer selection has to be tried.
  func refuseContext(_ refused: Set<HireflixField>, naming named: Set<HireflixField>) {
    guard refused == context else { return }
    if !context.isDisjoint(with: named) {
      unknownFields.formUnion(named)
      context.subtract(named)
      return
    }
    while context == refused, !context.isEmpty {
      contextLevel += 1
      context =
        contextLevel < HireflixQueries.contextSelections.count
        ? HireflixQueries.contextSelections[contextLevel].subtracting(unknownFields) : []
    }
  }
}

/// Counts what was handed out.
actor ProgressCounter {
  private var done = 0

  func count(_ event: SourceEvent, total: Int?) -> SourceProgress? {
    switch event {
    case .evidence, .known, .lost: done += 1
    case .note, .progress: return nil
    }
    return SourceProgress(done: done, total: total.map { max($0, done) })
  }
}

extension SourceError {
  static func outOfRange(_ what: String, _ range: ClosedRange<Int>, _ found: Int) -> SourceError {
    SourceError(
      .invalidArgument,
      "expected \(what) to be \(range.lowerBound) to \(range.upperBound), found `\(found)`")
  }
}
