import CandorModel
import CandorTesting
import Testing

@testable import CandorSources

struct CampaignsOnceTests {
  private static let completedAt = "2026-03-02T09:00:00Z"

  /// Walks over three completed sessions of one campaign.
  ///
  /// - Parameters:
  ///   - isNamed: whether the sessions are selected by id, and the campaign is not.
  ///   - reply: to each request for the campaign.
  /// - Returns: what came, and how often the campaign was asked for.
  private func sessions(
    isNamed: Bool, _ reply: StubReply
  ) async throws -> (walked: Walked, requests: Int) {
    let server = try StubServer { request, _ in
      func session(_ id: some StringProtocol, _ campaign: String = "") -> String {
        #"{"id":"\#(id)",\#(campaign)"completedAt":"\#(Self.completedAt)","#
          + #""device":{"browser":"Chrome 120"}}"#
      }
      if request.target.contains("/sessions?") {
        let list = (0..<3).map { session("ses_\($0)") }.joined(separator: ",")
        return .json(#"{"data":[\#(list)]}"#)
      }
      guard request.target.contains("/sessions/") else { return reply }
      let id = request.target.split(separator: "/").last ?? ""
      return .json(session(id, #""campaignId":"cam_1","#))
    }
    let source = InterviewRelaySource(
      try InterviewRelayClient(
        key: try testKey(), endpoint: try server.endpoint("/v1"),
        configuration: quickConfiguration()))
    let selection =
      isNamed
      ? InterviewRelaySelection(sessions: ["ses_0", "ses_1", "ses_2"])
      : InterviewRelaySelection(campaigns: ["cam_1"])
    let walked = await walk(source.evidence(selection))
    await source.shutdown()
    return (walked, server.requests.count { $0.target.hasSuffix("/campaigns/cam_1") })
  }

  /// What fails for this one campaign costs its name until the next walk, and is not asked for again
  /// in this one.
  @Test(arguments: [200, 403, 404, 422, 500], [true, false])
  func aCampaignThatCannotBeReadIsNotedAndItsSessionsReadAgain(
    status: Int, isNamed: Bool
  ) async throws {
    let body = status == 200 ? #"{"id":"cam_1","name":"Backend"}"# : #"{"error":{"code":"NO"}}"#
    let (walked, requests) = try await sessions(isNamed: isNamed, .json(body, status: status))
    #expect(walked.error == nil)
    #expect(walked.losses.isEmpty)
    #expect(walked.ids == ["ses_0", "ses_1", "ses_2"])
    let isRead = status == 200
    let position = Position(id: "cam_1", name: isRead ? "Backend" : nil)
    #expect(walked.evidence.allSatisfy { $0.interview.position == position })
    let codes = ["no-address", "derived-device"] + (isRead ? [] : ["campaign-missing"])
    #expect(walked.evidence.allSatisfy { $0.notes.map(\.code) == codes })
    let changedAt = isRead ? Timestamp(Self.completedAt) : nil
    #expect(walked.changes == [changedAt, changedAt, changedAt])
    #expect(requests == (status == 500 ? RetryPolicy().maximumAttempts : 1))
  }

  /// What makes going on senseless ends the run, as it does everywhere else.
  @Test(arguments: [401, 429], [true, false])
  func aRefusedKeyAndAnExhaustedLimitEndTheRun(status: Int, isNamed: Bool) async throws {
    let (walked, _) = try await sessions(
      isNamed: isNamed, .json("{}", status: status, headers: [("Retry-After", "3600")]))
    #expect(walked.evidence.isEmpty)
    #expect(walked.sourceError?.code == (status == 401 ? .unauthorized : .rateLimited))
  }

  @Test(.timeLimit(.minutes(1)))
  func cancellationIsNotTakenForAFailureOfTheCampaign() async throws {
    let server = try StubServer { _, _ in .silence(seconds: 1) }
    let client = try InterviewRelayClient(
      key: try testKey(), endpoint: try server.endpoint("/v1"),
      configuration: quickConfiguration())
    let campaigns = CampaignsOnce(client)
    let task = Task { try await campaigns.campaign("cam_1") }
    while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    await client.shutdown()
  }
}
