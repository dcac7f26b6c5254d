public import CandorModel

/// Which candidates of Ashby to read.
public struct AshbySelection: Sendable, Hashable {
  /// Candidates by id, in this order.
  public var candidates: [String]

  /// Makes a selection.
  public init(candidates: [String] = []) { self.candidates = candidates }
}

/// Reads what Ashby kept of candidates' visits, as evidence of the candidate.
///
/// Thread safety: shared by any number of tasks.
public struct AshbySource: InterviewPlatform {
  private let client: AshbyClient
  private let countries: CountryLookup

  /// Makes a source.
  ///
  /// - Parameters:
  ///   - client: that asks the platform.
  ///   - countries: whose names the platform writes for the country that a candidate states; without
  ///     a table only codes of two letters are understood.
  public init(_ client: AshbyClient, countries: CountryTable = .empty) {
    self.client = client
    self.countries = CountryLookup(countries)
  }

  /// Which platform it is.
  public var name: PlatformName { .ashby }
  /// What was asked of the platform so far.
  public var statistics: TransportStatistics { get async { await client.statistics } }
  /// Closes the connections.
  public func shutdown() async { await client.shutdown() }

  /// Reads the selected candidates, each once.
  ///
  /// A candidate counts as unchanged while the latest record is the same; to know that the records
  /// have to be asked for.
  public func evidence(
    _ selection: AshbySelection, known: KnownInterviews
  ) -> EvidenceSequence {
    EvidenceSequence { deliver in
      var once: Set<String> = []
      let ids = selection.candidates.filter { once.insert($0).inserted }
      let pages = PagesOnce(ids)
      let walk = OrderedWalk<String>(
        concurrency: client.rest.transport.configuration.concurrency,
        nextPage: { await pages.next() }, fetch: { await fetch($0, known) })
      let counter = ProgressCounter()
      try await walk.run { event in
        try await deliver(event)
        if let progress = await counter.count(event, total: ids.count) {
          try await deliver(.progress(progress))
        }
      }
    }
  }

  private func fetch(
    _ id: String, _ known: KnownInterviews
  ) async -> OrderedWalk<String>.Outcome {
    if let reason = known.reason(id, changedAt: nil) { return .events([.known(id: id, reason)]) }
    do {
      let visits = try await client.clientRecords(candidateID: id)
      // Without all of its records, and their times, nobody knows whether a list is as it was.
      let isWhole = visits.ending == nil && visits.others == 0
      let isDated = visits.records.allSatisfy { $0.createdAt != nil }
      var changedAt = isWhole && isDated ? visits.records.compactMap(\.createdAt).max() : nil
      var losses = SourceLoss.entriesWithoutID(visits.unreadable, of: id, isOfPerson: true)
      losses += SourceLoss.entriesOfOthers(visits.others, of: id)
      if let ending = visits.ending {
        losses.append(.lost(SourceLoss(id, ending, isOfPerson: true)))
      }
      if !isWhole, visits.records.isEmpty { return .events(losses) }
      if let reason = known.reason(id, changedAt: changedAt) {
        return .events([.known(id: id, reason)])
      }
      var candidate: AshbyCandidate?
      do {
        candidate = try await client.candidate(id)
      } catch let error as SourceError
        where !error.endsTheRun || error.code == .permissionMissing
      {
        // Name and stated country are not needed to compare visits.
        candidate = nil
        if error == .otherCandidate {
          losses.append(.lost(SourceLoss(id, error, isOfPerson: true)))
        }
      }
      var evidence = AshbyMapping.evidence(
        candidateID: AskedIdentifier.asTold(
          [candidate?.id] + visits.records.map(\.candidateID), asked: id),
        records: visits.records, candidate: candidate, countries: countries)
      if candidate == nil {
        evidence.notes.append(.candidateMissing)
        // They may come next time.
        changedAt = nil
      }
      return .events(losses + [.evidence(evidence, changedAt: changedAt)])
    } catch let error as SourceError where !error.endsTheRun {
      return .events([.lost(SourceLoss(id, error, isOfPerson: true))])
    } catch {
      return .stop(error)
    }
  }

  /// Gives all ids as one page.
  private actor PagesOnce {
    private var ids: [String]?

    init(_ ids: [String]) { self.ids = ids }

    func next() -> OrderedWalk<String>.Page? {
      defer { ids = nil }
      return ids.map { OrderedWalk.Page(units: $0) }
    }
  }
}
