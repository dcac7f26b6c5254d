import CandorModel
import CandorTesting
import Synchronization
import Testing

@testable import CandorSources

/// Lists that break off without saying so: what came is kept, and what is missing is told.
struct BrokenListTests {
  // MARK: InterviewRelay

  private func interviewRelay(
    campaigns: @escaping @Sendable (Int) -> String = { _ in #"{"data":[{"id":"cam_1"}]}"# },
    sessions: @escaping @Sendable (Int) -> String
  ) async throws -> Walked {
    let server = try StubServer { request, _ in
      let offset = Int(request.target.split(separator: "offset=").last ?? "") ?? 0
      if request.target.contains("/sessions?") { return .json(sessions(offset)) }
      if request.target.contains("/campaigns?") { return .json(campaigns(offset)) }
      let id = request.target.split(separator: "/").last ?? ""
      return .json(#"{"id":"\#(id)","status":"completed"}"#)
    }
    let source = InterviewRelaySource(
      try InterviewRelayClient(
        key: try testKey(), endpoint: try server.endpoint("/v1"),
        configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(includesAll: true)))
    await source.shutdown()
    return walked
  }

  private static func sessions(_ range: Range<Int>) -> String {
    range.map { #"{"id":"ses_\#($0)"}"# }.joined(separator: ",")
  }

  private static func ids(_ count: Int) -> [String] { (0..<count).map { "ses_\($0)" } }

  /// The envelope is documented; a server of another generation leaves parts of it out.
  @Test(arguments: [
    #"{"data":[ITEMS]}"#, #"{"data":[ITEMS],"pagination":{}}"#, "[ITEMS]",
    #"{"data":[ITEMS],"pagination":{"total":150}}"#,
  ])
  func sessionsWithoutPaginationAreAllRead(envelope: String) async throws {
    let walked = try await interviewRelay { offset in
      envelope.replacing("ITEMS", with: Self.sessions(offset..<min(offset + 100, 150)))
    }
    #expect(walked.ids == Self.ids(150))
    #expect(walked.losses.isEmpty)
    #expect(walked.error == nil)
  }

  @Test(arguments: [
    #"{"sessions":[]}"#, "{}", #"{"data":null,"pagination":{"total":0,"hasMore":false}}"#,
    #"{"data":{"id":"ses_0"}}"#, #"{"data":[],"pagination":{"total":7,"hasMore":true}}"#,
  ])
  func answersThatAreNoListOfSessionsAreLosses(answer: String) async throws {
    let walked = try await interviewRelay { _ in answer }
    #expect(walked.evidence.isEmpty)
    #expect(walked.losses.map(\.id) == ["cam_1"])
    #expect(walked.losses.map(\.diagnostic.code) == ["S009"])
    #expect(walked.error == nil)
  }

  @Test func anOffsetThatIsNotHeededEnds() async throws {
    let walked = try await interviewRelay { _ in
      #"{"data":[\#(Self.sessions(0..<100))],"pagination":{"hasMore":true}}"#
    }
    #expect(walked.ids == Self.ids(100))
    #expect(walked.losses.map(\.id) == ["cam_1"])
    #expect(walked.losses.map(\.diagnostic.code) == ["S015"])
  }

  @Test func campaignsThatBreakOffAreToldAndTheOthersRead() async throws {
    let walked = try await interviewRelay { offset in
      offset == 0
        ? #"{"data":[{"id":"cam_1"},{"name":"n"}],"pagination":{"hasMore":true}}"# : "{}"
    } sessions: { _ in
      #"{"data":[\#(Self.sessions(0..<2))],"pagination":{"hasMore":false}}"#
    }
    #expect(walked.ids == Self.ids(2))
    #expect(walked.losses.map(\.id) == ["campaigns", "campaigns"])
    #expect(walked.error == nil)
  }

  /// The fewest that a page promised have to be there at the end; one that comes again is no other.
  @Test(arguments: [
    (["7", "7"], true), (["7", "6"], true), (["5", "7"], false), (["7", "5"], false),
    (["7", "null"], true), (["null", "null"], false),
  ])
  func fewerEntriesThanPromisedAreTold(totals: [String], isTold: Bool) async throws {
    let pages = [#"{"id":"A0"},{"id":"A1"},{"name":"n"}"#, #"{"id":"A1"},{"id":"A2"},{"id":"A3"}"#]
    let page: @Sendable (Int, String) -> String = { offset, prefix in
      let number = min(offset / 3, 1)
      return #"{"data":[\#(pages[number].replacing("A", with: prefix))],"#
        + #""pagination":{"total":\#(totals[number]),"hasMore":\#(number == 0)}}"#
    }
    let sessions = try await interviewRelay { page($0, "ses_") }
    #expect(sessions.ids == Self.ids(4))
    let campaigns = try await interviewRelay {
      page($0, "cam_")
    } sessions: { _ in
      #"{"data":[]}"#
    }
    for (walked, list) in [(sessions, "cam_1"), (campaigns, "campaigns")] {
      #expect(walked.losses.map(\.id) == Array(repeating: list, count: isTold ? 2 : 1))
      let least = totals.compactMap(Int.init).min() ?? 0
      let message = "`\(list)`: expected \(least) entries on all pages together, found 5"
      #expect(walked.losses.contains { $0.diagnostic.message == message } == isTold)
      #expect(walked.error == nil)
    }
  }

  /// What leaves a list while it is read moves others over the border between two pages.
  @Test(arguments: [1, 30, 100])
  func whatOthersLeaveBehindIsRead(leaving: Int) async throws {
    let isSecond = Mutex(false)
    let walked = try await interviewRelay { offset in
      // Some of the first page are gone when the second is asked for.
      let isShorter = isSecond.withLock { isSecond in
        isSecond = isSecond || offset > 0
        return isSecond
      }
      let all = isShorter ? Array(leaving..<250) : Array(0..<250)
      let page = all.dropFirst(offset).prefix(100)
      let items = page.map { #"{"id":"ses_\#($0)"}"# }.joined(separator: ",")
      return #"{"data":[\#(items)],"#
        + #""pagination":{"total":\#(all.count),"hasMore":\#(offset + page.count < all.count)}}"#
    }
    #expect(walked.ids.sorted() == Self.ids(250).sorted())
    #expect(walked.losses.isEmpty)
    #expect(walked.error == nil)
  }

  /// InstaView counts pages.
  @Test(arguments: [1, 3, 4])
  func whatOthersLeaveBehindIsReadByPages(leaving: Int) async throws {
    let isSecond = Mutex(false)
    let server = try StubServer { request, _ in
      guard request.target.contains("/candidates?") else {
        let id = request.target.split(separator: "candidateId=").last?.prefix { $0 != "&" } ?? ""
        return .json(#"{"data":[{"id":"i-\#(id)"}],"total":1}"#)
      }
      let number = request.target.split(separator: "page=").last?.prefix { $0 != "&" } ?? ""
      let page = Int(number) ?? 1
      let isShorter = isSecond.withLock { isSecond in
        isSecond = isSecond || page > 1
        return isSecond
      }
      let all = isShorter ? Array(leaving..<14) : Array(0..<14)
      let items = all.dropFirst((page - 1) * 4).prefix(4).map { #"{"id":"c\#($0)"}"# }
      return .json(
        #"{"data":[\#(items.joined(separator: ","))],"total":\#(all.count),"#
          + #""totalPages":\#((all.count + 3) / 4)}"#)
    }
    let source = InstaViewSource(
      try InstaViewClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(includesAll: true)))
    await source.shutdown()
    #expect(walked.ids.sorted() == (0..<14).map { "i-c\($0)" }.sorted())
    #expect(walked.losses.isEmpty)
    withExtendedLifetime(server) {}
  }

  /// Sums of what a platform says must not overflow.
  @Test(arguments: ["9223372036854775807", "-9223372036854775808", "1e308", "\"many\""])
  func absurdTotalsEndNothing(total: String) async throws {
    let walked = try await interviewRelay { _ in
      #"{"data":[{"id":"cam_1"},{"id":"cam_2"}],"pagination":{"total":\#(total),"hasMore":false}}"#
    } sessions: { _ in
      #"{"data":[{"id":"ses_0"}],"pagination":{"total":\#(total),"hasMore":false}}"#
    }
    #expect(walked.ids == Self.ids(1))
    #expect(walked.losses.isEmpty)
    let other = try await hireflix(positions: #"[{"id":"p"},{"id":"q"}]"#) { _ in
      #"{"results":[{"id":"a"}],"lastCursor":null,"total":\#(total)}"#
    }
    #expect(other.ids == ["a"])
    #expect(other.losses.isEmpty)
    let server = try StubServer { request, _ in
      let item = request.target.contains("/candidates?") ? #"{"id":"c"}"# : #"{"id":"i"}"#
      return .json(
        #"{"data":[\#(item)],"total":\#(total),"limit":\#(total),"totalPages":1}"#)
    }
    let source = InstaViewSource(
      try InstaViewClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let instaView = await walk(source.evidence(.init(includesAll: true)))
    await source.shutdown()
    #expect(instaView.ids == ["i"])
    #expect(instaView.losses.isEmpty)
  }

  // MARK: Hireflix

  private func hireflix(
    positions: String = #"[{"id":"p"}]"#, list: @escaping @Sendable (Bool) -> String
  ) async throws -> Walked {
    let server = try StubServer { request, _ in
      let query = try? json(request.text)
      switch query?["operationName"]?.string ?? "" {
      case "Positions": return .json(#"{"data":{"positions":\#(positions)}}"#)
      case "PositionInterviews":
        let isFirst = query?["variables"]?["cursor"] == nil
        return .json(#"{"data":{"position":{"id":"p","interviewList":\#(list(isFirst))}}}"#)
      default:
        let id = query?["variables"]?["id"]?.string ?? ""
        return .json(#"{"data":{"interview":{"id":"\#(id)","steps":[],"ipAddresses":[]}}}"#)
      }
    }
    let source = try server.hireflix(options: .init(batchSize: 1, pageSize: 2))
    let walked = await walk(source.evidence(HireflixSelection(includesAll: true)))
    await source.shutdown()
    return walked
  }

  @Test(arguments: [
    "null", "{}", #"{"results":null,"lastCursor":"c"}"#, #"{"results":{},"lastCursor":"c"}"#,
  ])
  func positionsWithoutAListAreLosses(list: String) async throws {
    let walked = try await hireflix { _ in list }
    #expect(walked.evidence.isEmpty)
    #expect(walked.losses.map(\.id) == ["p"])
    #expect(walked.losses.map(\.diagnostic.code) == ["S009"])
    #expect(walked.error == nil)
  }

  /// A page that lost its results is no empty page, which would be the end.
  @Test func aSecondPageWithoutResultsIsALoss() async throws {
    let walked = try await hireflix { isFirst in
      isFirst
        ? #"{"results":[{"id":"a"},{"id":"b"}],"lastCursor":"c"}"#
        : #"{"results":null,"lastCursor":"d"}"#
    }
    #expect(walked.ids == ["a", "b"])
    #expect(walked.losses.map(\.diagnostic.code) == ["S009"])
  }

  @Test(arguments: [
    // A full page, fewer than there are, and all that there are.
    (#"{"results":[{"id":"a"},{"id":"b"}],"lastCursor":null}"#, 1),
    (#"{"results":[{"id":"a"}],"lastCursor":null,"total":2}"#, 1),
    (#"{"results":[{"id":"a"}],"lastCursor":null}"#, 0),
    (#"{"results":[{"id":"a"},{"id":"b"}],"lastCursor":null,"total":2}"#, 0),
  ])
  func aMissingCursorIsToldWhereSomethingIsMissing(list: String, losses: Int) async throws {
    let walked = try await hireflix { _ in list }
    #expect(walked.ids.first == "a")
    #expect(walked.losses.count == losses)
    #expect(walked.losses.allSatisfy { $0.id == "p" && $0.diagnostic.code == "S009" })
  }

  /// The end is an empty page; the fewest that a page promised have to be there by then.
  @Test(arguments: [
    (#""total":120"#, #""total":120"#, true), (#""total":120"#, #""count":0"#, true),
    (#""total":3"#, #""total":2"#, false), (#""total":2"#, #""total":3"#, false),
    (#""count":2"#, #""count":0"#, false),
  ])
  func anEmptyPageBeforeTheTotalIsTold(
    first: String, second: String, isTold: Bool
  ) async throws {
    let walked = try await hireflix { isFirst in
      isFirst
        ? #"{"results":[{"id":"a"},{"id":"b"}],"lastCursor":"c",\#(first)}"#
        : #"{"results":[],"lastCursor":"c",\#(second)}"#
    }
    #expect(walked.ids == ["a", "b"])
    let message = "`p`: expected 120 entries on all pages together, found 2"
    #expect(walked.losses.map(\.diagnostic.message) == (isTold ? [message] : []))
  }

  /// One page that is refused says nothing about the others; the very first one does.
  @Test(arguments: [200, 400], [["p", "q", "r"], ["q", "r"]])
  func aRefusedPageCostsItsPosition(status: Int, positions: [String]) async throws {
    let server = try StubServer { request, _ in
      let query = try? json(request.text)
      let id = query?["variables"]?["id"]?.string ?? ""
      guard query?["operationName"]?.string == "PositionInterviews" else {
        return .json(#"{"data":{"interview":{"id":"\#(id)","steps":[],"ipAddresses":[]}}}"#)
      }
      let isFirst = query?["variables"]?["cursor"] == nil
      if id == "q", !isFirst {
        return .json(#"{"errors":[{"message":"could not decode cursor"}]}"#, status: status)
      }
      let results = isFirst ? #"{"id":"of-\#(id)"}"# : ""
      return .json(
        #"{"data":{"position":{"id":"\#(id)","interviewList":{"results":[\#(results)],"#
          + #""lastCursor":"c"}}}}"#)
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(.init(positions: positions)))
    await source.shutdown()
    #expect(walked.error == nil)
    #expect(walked.ids == positions.map { "of-\($0)" })
    #expect(walked.losses.map(\.id) == ["q"])
    #expect(walked.losses.map(\.diagnostic.code) == ["S014"])
  }

  /// What comes twice does not stand for what is missing; what has no id is told by itself.
  @Test(
    arguments: [
      (#"{"id":"b"},{"id":"c"}"#, 4, ["a", "b", "c"], 3), (#"{"id":"b"},{"id":"c"}"#, 3, nil, nil),
      (#"{"id":"b"},{}"#, 3, nil, nil), (#"{"id":"b"},{}"#, 4, ["a", "b"], 3),
    ] as [(String, Int, [String]?, Int?)])
  func pagesThatOverlapHideNothing(
    second: String, total: Int, ids: [String]?, found: Int?
  ) async throws {
    let server = try StubServer { request, _ in
      let query = try? json(request.text)
      let id = query?["variables"]?["id"]?.string ?? ""
      guard query?["operationName"]?.string == "PositionInterviews" else {
        return .json(#"{"data":{"interview":{"id":"\#(id)","steps":[],"ipAddresses":[]}}}"#)
      }
      let page =
        switch query?["variables"]?["cursor"]?.string {
        case nil: (results: #"{"id":"a"},{"id":"b"}"#, cursor: "1")
        case "1": (results: second, cursor: "2")
        default: (results: "", cursor: "2")
        }
      return .json(
        #"{"data":{"position":{"id":"p","interviewList":{"results":[\#(page.results)],"#
          + #""lastCursor":"\#(page.cursor)","total":\#(total)}}}}"#)
    }
    let source = try server.hireflix(options: .init(batchSize: 1, pageSize: 2))
    let walked = await walk(source.evidence(.init(positions: ["p"])))
    await source.shutdown()
    if let ids { #expect(walked.ids == ids) }
    let message = found.map {
      "`p`: expected \(total) entries on all pages together, found \($0)"
    }
    let told = walked.losses.map(\.diagnostic.message).filter { $0.contains("together") }
    #expect(told == (message.map { [$0] } ?? []))
  }

  @Test func positionsWithoutAnIDAreToldAndTheOthersRead() async throws {
    let walked = try await hireflix(
      positions: #"[null,5,{"id":null},{"name":"x"},{"id":""},{"id":"p"}]"#
    ) { _ in #"{"results":[{"id":"a"}],"lastCursor":null}"# }
    #expect(walked.ids == ["a"])
    #expect(walked.losses.map(\.id) == ["positions"])
    #expect(walked.losses.first?.diagnostic.message.contains("found 5 without") == true)
  }

  // MARK: InstaView and Ashby

  @Test func aPageThatIsNotHeededEnds() async throws {
    let server = try StubServer { request, _ in
      request.target.contains("/candidates?")
        ? .json(#"{"data":[{"id":"c"}],"total":900,"totalPages":9}"#)
        : .json(#"{"data":[{"id":"i","candidateId":"c"}],"total":900,"totalPages":9}"#)
    }
    let source = InstaViewSource(
      try InstaViewClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(includesAll: true)))
    await source.shutdown()
    #expect(walked.ids == ["i"])
    #expect(walked.losses.map(\.id).sorted() == ["c", "candidates, page 2"])
    #expect(walked.losses.allSatisfy { $0.diagnostic.code == "S015" })
    #expect(walked.error == nil)
  }

  /// A platform may give fewer entries a page than were asked for.
  ///
  /// - Parameters:
  ///   - envelope: of a page; `ITEMS` and `TOTAL` stand for what they say.
  ///   - total: what the platform says that there are.
  private func instaView(
    _ envelope: String, total: Int, agentID: String? = nil
  ) async throws -> Walked {
    let server = try StubServer { request, _ in
      if request.target.hasPrefix("/candidates/") { return .json(#"{"id":"c"}"#) }
      let page = Int(request.target.split(separator: "page=").last?.prefix { $0 != "&" } ?? "") ?? 0
      let items = (max(0, page - 1) * 20..<max(page * 20, 0)).filter { $0 < 45 }
        .map { #"{"id":"i\#($0)","candidateId":"c"}"# }.joined(separator: ",")
      return .json(
        envelope.replacing("ITEMS", with: items).replacing("TOTAL", with: String(total)))
    }
    let source = InstaViewSource(
      try InstaViewClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(candidates: ["c"], agentID: agentID)))
    await source.shutdown()
    return walked
  }

  @Test(arguments: [
    #"{"success":true,"data":{"data":[ITEMS],"total":TOTAL}}"#,
    #"{"data":[ITEMS],"total":TOTAL,"totalPages":1}"#,
    #"{"data":{"items":[ITEMS],"pagination":{"total":TOTAL,"hasNextPage":false}}}"#,
  ])
  func pagesAreReadUntilThereAreAsManyAsPromised(envelope: String) async throws {
    let walked = try await instaView(envelope, total: 45)
    #expect(walked.ids == (0..<45).map { "i\($0)" })
    #expect(walked.losses.isEmpty)
  }

  @Test func fewerThanPromisedAreALoss() async throws {
    let walked = try await instaView(#"{"data":[ITEMS],"total":TOTAL}"#, total: 50)
    #expect(walked.ids.count == 45)
    #expect(
      walked.losses.map(\.diagnostic.message) == [
        "`c`: expected 50 entries on all pages together, found 45"
      ])
    // Also where it says besides that there is no more: one of the two is wrong.
    let sure = try await instaView(#"{"data":[ITEMS],"total":TOTAL,"totalPages":3}"#, total: 50)
    #expect(sure.ids.count == 45)
    #expect(sure.losses.count == 1)
    // A total may count what a filter leaves out.
    let filtered = try await instaView(
      #"{"data":[ITEMS],"total":TOTAL,"totalPages":3}"#, total: 50, agentID: "g")
    #expect(filtered.losses.isEmpty)
  }

  @Test(arguments: [
    #"{"data":{"items":[],"pagination":{"hasNextPage":true}}}"#,
    #"{"data":{"items":[],"pagination":{"hasNextPage":"true"}}}"#, #"{"data":[],"totalPages":3}"#,
  ])
  func anEmptyPageThatPromisesMoreIsALoss(envelope: String) async throws {
    let walked = try await instaView(envelope, total: 45)
    #expect(walked.evidence.isEmpty)
    #expect(
      walked.losses.map(\.diagnostic.message) == [
        "`c`: expected further entries, found an empty page that promises some"
      ])
    let all = try await instaView(#"{"data":[],"total":0,"totalPages":3}"#, total: 0)
    #expect(all.losses.isEmpty)
  }

  @Test(arguments: [
    #"{"data":[ITEMS],"total":"TOTAL","limit":"100"}"#,
    #"{"data":{"items":[ITEMS],"pagination":{"total":"TOTAL","hasNextPage":"false"}}}"#,
  ])
  func numbersWrittenAsTextCount(envelope: String) async throws {
    let walked = try await instaView(envelope, total: 45)
    #expect(walked.ids == (0..<45).map { "i\($0)" })
    #expect(walked.losses.isEmpty)
  }

  @Test(arguments: [
    #"{"success":true,"results":[{"id":"1","ipAddress":"1.1.1.1"}],"moreDataAvailable":true}"#,
    #"{"success":true,"results":[{"id":"1","ipAddress":"1.1.1.1"},{"ipAddress":"2.2.2.2"}]}"#,
  ])
  func visitsThatBreakOffAreLosses(answer: String) async throws {
    let server = try StubServer { request, _ in
      request.target.hasSuffix("listClientInfo")
        ? .json(answer) : .json(#"{"success":true,"results":{"id":"c"}}"#)
    }
    let source = AshbySource(
      try AshbyClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(candidates: ["c"])))
    await source.shutdown()
    #expect(walked.evidence.map { $0.contacts.count } == [1])
    #expect(walked.losses.map(\.id) == ["c"])
    #expect(walked.losses.map(\.diagnostic.code) == ["S009"])
  }

  private func visits(
    _ page: @escaping @Sendable (_ cursor: String?, _ number: Int) -> String
  ) async throws -> (walked: Walked, requests: Int) {
    let server = try StubServer { request, number in
      let cursor = (try? json(request.text))?["cursor"]?.string
      return request.target.hasSuffix("listClientInfo")
        ? .json(page(cursor, number)) : .json(#"{"success":true,"results":{"id":"c"}}"#)
    }
    let source = AshbySource(
      try AshbyClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(candidates: ["c"])))
    await source.shutdown()
    return (walked, server.requests.count)
  }

  private static func visit(_ id: String, next: String?) -> String {
    let more = next.map { #"true,"nextCursor":"\#($0)""# } ?? "false"
    return #"{"success":true,"results":[{"id":"\#(id)","ipAddress":"1.1.1.1","#
      + #""createdAt":"2026-03-02T09:00:00Z"}],"moreDataAvailable":\#(more)}"#
  }

  @Test(arguments: [#""moreDataAvailable":true"#, #""moreDataAvailable":"true""#, #""other":1"#])
  func aCursorIsFollowedUnlessThereIsNoMore(more: String) async throws {
    let (walked, _) = try await visits { cursor, _ in
      cursor == nil
        ? Self.visit("first", next: "c").replacing(#""moreDataAvailable":true"#, with: more)
        : Self.visit("second", next: "d").replacing(
          #""moreDataAvailable":true"#, with: #""moreDataAvailable":false"#)
    }
    #expect(walked.evidence.map { $0.contacts.count } == [2])
    #expect(walked.losses.isEmpty)
  }

  @Test func visitsReadBeforeACursorStandsStillAreKept() async throws {
    let (walked, _) = try await visits { cursor, _ in
      Self.visit(cursor ?? "first", next: "same")
    }
    #expect(walked.evidence.map { $0.contacts.count } == [2])
    #expect(walked.losses.map(\.diagnostic.code) == ["S015"])
    // So that they are read again next time.
    #expect(walked.changes.allSatisfy { $0 == nil })
  }

  private static let expired =
    #"{"success":false,"errorInfo":{"code":"next_cursor_expired","message":"too late"}}"#

  @Test func visitsWhoseCursorExpiredAreAskedForAnew() async throws {
    let (walked, requests) = try await visits { cursor, number in
      guard let cursor else { return Self.visit("first", next: "c\(number)") }
      return cursor == "c0" ? Self.expired : Self.visit("second", next: nil)
    }
    #expect(walked.evidence.map { $0.contacts.count } == [2])
    #expect(walked.losses.isEmpty)
    #expect(walked.changes == [Timestamp("2026-03-02T09:00:00Z")])
    #expect(requests == 5)
  }

  @Test func visitsWhoseCursorExpiresAgainAreKeptAsFarAsTheyCame() async throws {
    let (walked, _) = try await visits { cursor, number in
      cursor == nil ? Self.visit("first", next: "c\(number)") : Self.expired
    }
    #expect(walked.evidence.map { $0.contacts.count } == [1])
    #expect(walked.losses.map(\.diagnostic.code) == ["S014"])
  }
}
