import CandorModel
import Synchronization

/// Which interviews of InstaView to read.
public struct InstaViewSelection: Sendable, Hashable {
  /// Candidates by id, in this order.
  public var candidates: [String]
  /// Every candidate of the company; InstaView lists interviews by candidate only.
  public var includesAll: Bool
  /// Only interviews of one of these statuses; empty for all.
  public var statuses: [InstaViewClient.Status]
  /// Only interviews of one voice agent.
  public var agentID: String?

  /// Makes a selection.
  public init(
    candidates: [String] = [], includesAll: Bool = false,
    statuses: [InstaViewClient.Status] = [], agentID: String? = nil
  ) {
    self.candidates = candidates
    self.includesAll = includesAll
    self.statuses = statuses
    self.agentID = agentID
  }

  /// Whether a candidate's interviews are asked for by a filter.
  var isFiltered: Bool { agentID != nil || statuses.count == 1 }
}

/// Reads interviews of InstaView as evidence: history, call attempts, times, telephone country.
///
/// Thread safety: shared by any number of tasks.
public struct InstaViewSource: InterviewPlatform {
  private let client: InstaViewClient
  private let keys: MetadataKeys
  private let filter = StatusFilter()

  /// Whether the platform takes a status to list interviews by, which its documents leave open.
  private final class StatusFilter: Sendable {
    let isRefused = Atomic(false)
  }

  /// Makes a source.
  ///
  /// - Parameters:
  ///   - client: that asks the platform, with the company to ask about.
  ///   - metadataKeys: under which the company stored an address or agent, where it did.
  public init(_ client: InstaViewClient, metadataKeys: MetadataKeys = MetadataKeys()) {
    self.client = client
    keys = metadataKeys
  }

  /// Which platform it is.
  public var name: PlatformName { .instaview }
  /// What was asked of the platform so far.
  public var statistics: TransportStatistics { get async { await client.statistics } }
  /// Closes the connections.
  public func shutdown() async { await client.shutdown() }

  private struct Listed: Sendable {
    var id: String
    var candidate: InstaViewCandidate?
  }

  /// Reads the selected interviews, candidate by candidate, each once.
  public func evidence(
    _ selection: InstaViewSelection, known: KnownInterviews
  ) -> EvidenceSequence {
    EvidenceSequence { deliver in
      let walker = Walker(client: client, selection: selection)
      let walk = OrderedWalk<Listed>(
        concurrency: client.rest.transport.configuration.concurrency,
        nextPage: { try await walker.next() },
        fetch: { await fetch($0, selection, known) })
      let counter = ProgressCounter()
      try await walk.run { event in
        try await deliver(event)
        if let progress = await counter.count(event, total: nil) {
          try await deliver(.progress(progress))
        }
      }
    }
  }

  private func fetch(
    _ listed: Listed, _ selection: InstaViewSelection, _ known: KnownInterviews
  ) async -> OrderedWalk<Listed>.Outcome {
    var events: [SourceEvent] = []
    do {
      var candidate = listed.candidate
      if candidate == nil {
        do {
          candidate = try await client.candidate(listed.id)
        } catch let error as SourceError where error.code == .permissionMissing {
          // The interviews may be readable all the same; only name and telephone are not known.
          candidate = nil
        }
      }
      var seen: Set<String> = []
      var paging = InstaViewPaging(isFiltered: selection.isFiltered)
      pages: while true {
        let answer = try await interviews(of: listed.id, selection, page: paging.page)
        var others = 0
        for interview in answer.elements where seen.insert(interview.id).inserted {
          if let candidate = interview.candidateID,
            !AskedIdentifier.areSame(candidate, listed.id)
          {
            others += 1
            continue
          }
          guard includes(interview, selection) else { continue }
          if let reason = known.reason(interview.id, changedAt: interview.updatedAt) {
            events.append(.known(id: interview.id, reason))
            continue
          }
          var evidence = InstaViewMapping.evidence(
            interview, candidate: candidate, askedID: listed.id, keys: keys)
          if candidate == nil { evidence.notes.append(.candidateMissing) }
          // What is not whole is read again next time.
          events.append(
            .evidence(evidence, changedAt: candidate == nil ? nil : interview.updatedAt))
        }
        events += SourceLoss.entriesWithoutID(
          answer.unreadable, of: listed.id, isOfPerson: true)
        events += SourceLoss.entriesOfOthers(others, of: listed.id)
        switch paging.advance(past: answer, ids: answer.elements.map(\.id)) {
        case .next: continue pages
        case .end: break pages
        case .broken(let ending):
          events.append(.lost(SourceLoss(listed.id, ending, isOfPerson: true)))
          break pages
        }
      }
    } catch let error as SourceError where !error.endsTheRun {
      events.append(.lost(SourceLoss(listed.id, error, isOfPerson: true)))
    } catch {
      return .stop(error)
    }
    return .events(events)
  }

  /// A page of a candidate's interviews; those of other statuses are left out by `includes` anyway.
  private func interviews(
    of candidate: String, _ selection: InstaViewSelection, page: Int
  ) async throws -> InstaViewClient.Page<InstaViewInterview> {
    func ask(_ status: InstaViewClient.Status?) async throws
      -> InstaViewClient.Page<InstaViewInterview>
    {
      try await client.interviews(
        .init(candidateID: candidate, agentID: selection.agentID, status: status), page: page)
    }
    guard selection.statuses.count == 1, let status = selection.statuses.first,
      !filter.isRefused.load(ordering: .relaxed)
    else { return try await ask(nil) }
    do { return try await ask(status) } catch let error as SourceError
      where error.status == 400 || error.status == 422
    {
      let answer = try await ask(nil)
      filter.isRefused.store(true, ordering: .relaxed)
      return answer
    }
  }

  private func includes(
    _ interview: InstaViewInterview, _ selection: InstaViewSelection
  ) -> Bool {
    guard !selection.statuses.isEmpty, let status = interview.status else { return true }
    // The page about deleting writes CANCELED.
    let word = status == "CANCELED" ? InstaViewClient.Status.cancelled.rawValue : status
    return selection.statuses.contains { $0.rawValue == word }
  }

  /// Steps along candidates named by id, then along all of them.
  ///
  /// Thread safety: an actor; it protects the place in the walk.
  private actor Walker {
    private let client: InstaViewClient
    private let selection: InstaViewSelection
    private var hasGivenNamed = false
    private var paging = InstaViewPaging()
    private var isAtEnd = false
    private var seen: Set<String> = []

    init(client: InstaViewClient, selection: InstaViewSelection) {
      self.client = client
      self.selection = selection
    }

    func next() async throws -> OrderedWalk<Listed>.Page? {
      if !hasGivenNamed {
        hasGivenNamed = true
        let ids = selection.candidates.filter { seen.insert($0).inserted }
        return OrderedWalk.Page(units: ids.map { Listed(id: $0) })
      }
      guard selection.includesAll, !isAtEnd else { return nil }
      let page = paging.page
      do {
        let answer = try await client.candidates(page: page)
        let list = "candidates, page \(page)"
        var ending: SourceError?
        switch paging.advance(past: answer, ids: answer.elements.map(\.id)) {
        case .next: break
        case .end: isAtEnd = true
        case .broken(let error):
          isAtEnd = true
          ending = error
        }
        let fresh = answer.elements.filter { seen.insert($0.id).inserted }
        return OrderedWalk.Page(
          units: fresh.map { Listed(id: $0.id, candidate: $0) },
          events: SourceLoss.entriesWithoutID(answer.unreadable, of: list)
            + (ending.map { [.lost(SourceLoss(list, $0))] } ?? []))
      } catch let error as SourceError where error.code == .notFound && page == 1 {
        // It is the key that does not fit the company.
        throw error.ofNothingListed(
          .instaview, checking: "which company the key belongs to, and `--company`;")
      } catch let error as SourceError
        where error.status == 400 && page == 1 && client.companyID == nil
      {
        throw SourceError(
          error.code, error.message,
          help: "a key of several companies needs `--company ID` (`company` in the configuration)",
          status: error.status, platformCode: error.platformCode)
      } catch let error as SourceError where !error.endsTheRun && page > 1 {
        isAtEnd = true
        let loss = SourceLoss("candidates, page \(page)", error)
        return OrderedWalk.Page(events: [.lost(loss)])
      }
    }
  }
}
