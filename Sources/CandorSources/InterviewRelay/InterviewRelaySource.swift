public import CandorModel

/// Which sessions of InterviewRelay to read.
public struct InterviewRelaySelection: Sendable, Hashable {
  /// Sessions by id, read in this order, before those of campaigns.
  public var sessions: [String]
  /// Campaigns by id, whose sessions are read oldest first.
  public var campaigns: [String]
  /// Every campaign.
  public var includesAll: Bool
  /// Only sessions of one of these statuses; empty for all.
  public var statuses: [String]
  /// Only sessions from this moment on. Of campaigns the platform decides by which of its times; of
  /// those that are named by id it is when they were made, and one that does not say is left out.
  public var from: Timestamp?
  /// Only sessions up to this moment, by the same time.
  public var to: Timestamp?

  /// Makes a selection.
  public init(
    sessions: [String] = [], campaigns: [String] = [], includesAll: Bool = false,
    statuses: [String] = [], from: Timestamp? = nil, to: Timestamp? = nil
  ) {
    self.sessions = sessions
    self.campaigns = campaigns
    self.includesAll = includesAll
    self.statuses = statuses
    self.from = from
    self.to = to
  }

  /// Whether a session that was made at a moment is between the bounds.
  func isInBounds(_ moment: Timestamp?) -> Bool {
    guard from != nil || to != nil else { return true }
    guard let moment else { return false }
    return from.map { $0 <= moment } ?? true && to.map { moment <= $0 } ?? true
  }
}

/// Reads sessions of InterviewRelay as evidence: one parsed device, times, participant.
///
/// Thread safety: shared by any number of tasks.
public struct InterviewRelaySource: InterviewPlatform {
  private let client: InterviewRelayClient
  private let keys: MetadataKeys

  /// Makes a source.
  ///
  /// - Parameters:
  ///   - client: that asks the platform.
  ///   - metadataKeys: under which an embedding site stored an address or agent, where it did.
  public init(_ client: InterviewRelayClient, metadataKeys: MetadataKeys = MetadataKeys()) {
    self.client = client
    keys = metadataKeys
  }

  /// Which platform it is.
  public var name: PlatformName { .interviewrelay }
  /// What was asked of the platform so far.
  public var statistics: TransportStatistics { get async { await client.statistics } }
  /// Closes the connections.
  public func shutdown() async { await client.shutdown() }

  /// Whether the platform gives sessions by themselves, as far as a run has found out.
  ///
  /// Thread safety: an actor; it protects what was found out.
  private actor Details {
    private(set) var hasAnswered = false
    func answered() { hasAnswered = true }
  }

  private struct Listed: Sendable {
    var id: String
    var session: InterviewRelaySession?
    /// In whose list it stands; absent for one that was named by id.
    var campaignID: String?
  }

  /// Reads the selected sessions, each once.
  ///
  /// Sessions carry no time of their last change. One that is completed counts as unchanged while
  /// that time is the same; any other is read again, and so is one whose campaign could not be read.
  public func evidence(
    _ selection: InterviewRelaySelection, known: KnownInterviews
  ) -> EvidenceSequence {
    EvidenceSequence { deliver in
      let campaigns = CampaignsOnce(client)
      let walker = Walker(client: client, campaigns: campaigns, selection: selection)
      let details = Details()
      let walk = OrderedWalk<Listed>(
        concurrency: client.rest.transport.configuration.concurrency,
        nextPage: { try await walker.next() },
        fetch: { await fetch($0, campaigns, details, selection, known) })
      let counter = ProgressCounter()
      try await walk.run { event in
        try await deliver(event)
        if let progress = await counter.count(event, total: walker.total) {
          try await deliver(.progress(progress))
        }
      }
    }
  }

  private func fetch(
    _ listed: Listed, _ campaigns: CampaignsOnce, _ details: Details,
    _ selection: InterviewRelaySelection, _ known: KnownInterviews
  ) async -> OrderedWalk<Listed>.Outcome {
    do {
      // Whether a list gives whole sessions is not documented; what its entries leave out tells.
      var session = listed.session
      if let reason = known.reason(listed.id, changedAt: session?.completedAt) {
        return .events([.known(id: listed.id, reason)])
      }
      var isMissing = false
      if session.map({ $0.device == nil || $0.isInPart(keys) }) ?? true {
        do {
          session = try await client.sessions.get(listed.id)
          await details.answered()
        } catch let error as SourceError where error.code == .notFound && session != nil {
          // Not every generation of the API has that endpoint; what the list told is kept.
          guard await !details.hasAnswered else { throw error }
          isMissing = true
        }
      }
      guard var session else { return .events([]) }
      if let status = session.status, !selection.statuses.isEmpty,
        !selection.statuses.contains(status)
      {
        return .events([])
      }
      // The platform applies bounds to its lists alone.
      if listed.campaignID == nil, !selection.isInBounds(session.createdAt) {
        return .events([])
      }
      if let reason = known.reason(listed.id, changedAt: session.completedAt) {
        return .events([.known(id: listed.id, reason)])
      }
      var changedAt = session.completedAt
      var campaign: InterviewRelayCampaign?
      var isCampaignMissing = false
      if let id = listed.campaignID ?? session.campaignID {
        campaign = try await campaigns.campaign(id)
        isCampaignMissing = campaign == nil
        if session.campaignID == nil { session.campaignID = id }
      }
      var evidence = InterviewRelayMapping.evidence(session, campaign: campaign, keys: keys)
      if isCampaignMissing { evidence.notes.append(.campaignMissing) }
      if isMissing { evidence.notes.append(.sessionMissing) }
      // What is not whole is read again next time.
      if isCampaignMissing || isMissing { changedAt = nil }
      return .events([.evidence(evidence, changedAt: changedAt)])
    } catch let error as SourceError where !error.endsTheRun {
      return .events([.lost(SourceLoss(listed.id, error))])
    } catch {
      return .stop(error)
    }
  }

  /// Steps along sessions named by id, then along campaigns and their pages.
  ///
  /// Thread safety: an actor; it protects the place in the walk.
  private actor Walker {
    private let client: InterviewRelayClient
    private let known: CampaignsOnce
    private let selection: InterviewRelaySelection
    private var hasGivenNamed = false
    private var campaigns: ArraySlice<String>?
    private var current: Place?
    private var seen: Set<String>
    private var sum: Int? = 0

    /// Where in the sessions of a campaign the walk is.
    private struct Place {
      var id: String
      var paging = InterviewRelayPaging()
      var pages = 0
    }

    init(
      client: InterviewRelayClient, campaigns: CampaignsOnce, selection: InterviewRelaySelection
    ) {
      self.client = client
      known = campaigns
      self.selection = selection
      seen = Set(selection.sessions)
    }

    /// Sessions in all; `nil` while not known.
    var total: Int? {
      guard campaigns?.isEmpty == true || !walksCampaigns, current.map({ $0.pages > 0 }) ?? true
      else { return nil }
      return sum.map { $0 + selection.sessions.count }
    }

    private var walksCampaigns: Bool { selection.includesAll || !selection.campaigns.isEmpty }

    func next() async throws -> OrderedWalk<Listed>.Page? {
      if !hasGivenNamed {
        hasGivenNamed = true
        var once: Set<String> = []
        let ids = selection.sessions.filter { once.insert($0).inserted }
        return OrderedWalk.Page(units: ids.map { Listed(id: $0) })
      }
      guard walksCampaigns else { return nil }
      if campaigns == nil { return OrderedWalk.Page(events: try await listCampaigns()) }
      if current == nil {
        guard let id = campaigns?.popFirst() else { return nil }
        current = Place(id: id)
      }
      return try await nextPage()
    }

    /// Finds out which campaigns there are.
    ///
    /// - Returns: the losses among them.
    private func listCampaigns() async throws -> [SourceEvent] {
      var ids: [String] = []
      var once: Set<String> = []
      for id in selection.campaigns where once.insert(id).inserted { ids.append(id) }
      var losses: [SourceEvent] = []
      if selection.includesAll {
        // Oldest first, so that what is added meanwhile moves nothing to another page.
        let list = try client.campaigns.list(.init(sort: "createdAt", order: "asc"))
        var paging = InterviewRelayPaging()
        do {
          for number in 0... {
            guard number < list.maximumPages else { throw SourceError.tooManyPages(number) }
            let page = try await list.page(offset: paging.offset.next)
            let step = paging.advance(past: page, ids: page.elements.map(\.id))
            losses += SourceLoss.entriesWithoutID(step.nameless, of: Self.campaignList)
            for campaign in page.elements {
              await known.add(campaign)
              if once.insert(campaign.id).inserted { ids.append(campaign.id) }
            }
            guard step.hasMore else { break }
            guard !step.isRepeated else { throw SourceError.samePage }
          }
          if let error = paging.missing {
            losses.append(.lost(SourceLoss(Self.campaignList, error)))
          }
        } catch let error as SourceError where error.code == .notFound && paging.offset.next == 0 {
          throw error.ofNothingListed(
            .interviewrelay, checking: "which workspace the key belongs to,")
        } catch let error as SourceError where !error.endsTheRun && paging.offset.next > 0 {
          // What was listed so far can be read all the same.
          losses.append(.lost(SourceLoss(Self.campaignList, error)))
          sum = nil
        }
      }
      campaigns = ids[...]
      return losses
    }

    private static let campaignList = "campaigns"

    private func nextPage() async throws -> OrderedWalk<Listed>.Page {
      guard var place = current else { return OrderedWalk.Page() }
      let limit = 100
      do {
        guard place.pages < client.rest.transport.configuration.maximumPages else {
          throw SourceError.tooManyPages(place.pages)
        }
        // Before its sessions, so that those that are fetched together do not each ask for it.
        _ = try await known.campaign(place.id)
        let list = try client.sessions.list(
          campaign: place.id,
          .init(
            status: selection.statuses.count == 1 ? selection.statuses.first : nil,
            from: selection.from, to: selection.to, sort: "createdAt", order: "asc", limit: limit))
        let page = try await list.page(offset: place.paging.offset.next)
        if place.pages == 0 { sum = sum.flatMap { sum in page.total.map { sum + $0 } } }
        let step = place.paging.advance(past: page, ids: page.elements.map(\.id))
        if step.isRepeated { throw SourceError.samePage }
        place.pages += 1
        current = step.hasMore ? place : nil
        let missing = step.hasMore ? nil : place.paging.missing
        let fresh = page.elements.filter { seen.insert($0.id).inserted }
        return OrderedWalk.Page(
          units: fresh.map { Listed(id: $0.id, session: $0, campaignID: place.id) },
          events: SourceLoss.entriesWithoutID(step.nameless, of: place.id)
            + (missing.map { [.lost(SourceLoss(place.id, $0))] } ?? []))
      } catch let error as SourceError where !error.endsTheRun {
        current = nil
        sum = nil
        let loss = SourceLoss(place.id, error)
        return OrderedWalk.Page(events: [.lost(loss)])
      }
    }
  }
}
