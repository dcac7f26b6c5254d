import CandorModel

/// Asks for each campaign of a run once, however many of its sessions are fetched at the same time,
/// and remembers also those that could not be read: one that fails on and on would otherwise open
/// the circuit breaker and end the run.
///
/// Thread safety: an actor; it protects what was listed and what was asked for.
actor CampaignsOnce {
  private typealias Request = Task<InterviewRelayCampaign?, any Error>

  private let client: InterviewRelayClient
  private var listed: [String: InterviewRelayCampaign] = [:]
  private var asked: [String: Request] = [:]

  init(_ client: InterviewRelayClient) { self.client = client }

  /// Keeps what a list told of a campaign.
  func add(_ campaign: InterviewRelayCampaign) { listed[campaign.id] = campaign }

  /// A campaign; `nil` where the key may not read campaigns, or this one cannot be read: it is asked
  /// for its name alone, without which its id has to do.
  ///
  /// - Throws: `SourceError` that ends the run, but for a missing permission; `CancellationError`
  ///   where a task that waits for the answer is cancelled.
  func campaign(_ id: String) async throws -> InterviewRelayCampaign? {
    if let campaign = listed[id] { return campaign }
    let request = asked[id] ?? ask(id)
    asked[id] = request
    return try await withTaskCancellationHandler {
      try await request.value
    } onCancel: {
      request.cancel()
    }
  }

  private func ask(_ id: String) -> Request {
    Task { [client] in
      do {
        return try await client.campaigns.get(id)
      } catch let error as SourceError where error.code == .permissionMissing || !error.endsTheRun {
        return nil
      }
    }
  }
}

extension Note {
  /// That a campaign's own facts could not be read this time.
  static let campaignMissing = Note(
    code: "campaign-missing",
    message: "the platform did not tell what it knows of the campaign, such as the name")
  static let sessionMissing = Note(
    code: "session-missing",
    message:
      "the platform lists this session and does not give it by itself; what the list tells of it "
      + "was read")
}
