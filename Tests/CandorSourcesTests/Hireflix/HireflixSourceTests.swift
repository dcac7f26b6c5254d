import CandorModel
import CandorSandbox
import Testing

@testable import CandorSources

/// The client against the stand-in, over real sockets.
struct HireflixSourceTests {
  private func source(
    _ addresses: SandboxAddresses, key: String = SandboxConfiguration.defaultKey,
    options: HireflixSource.Options = .init(), concurrency: Int = 4
  ) throws -> HireflixSource {
    try HireflixSource(
      key: try APIKey(key), endpoint: try Endpoint(addresses.url(of: .hireflix)),
      configuration: quickConfiguration(concurrency: concurrency), options: options)
  }

  @Test(arguments: [1, 7, 50])
  func everythingArrivesOnce(batchSize: Int) async throws {
    let dataset = try SandboxDataset.demo()
    let walked = try await SandboxServer.withRunning(SandboxConfiguration(dataset: dataset)) {
      _, addresses in
      let source = try source(addresses, options: .init(batchSize: batchSize, pageSize: 3))
      let walked = await walk(source.evidence(HireflixSelection(includesAll: true)))
      await source.shutdown()
      return walked
    }
    #expect(walked.error == nil)
    #expect(walked.losses.isEmpty)
    #expect(walked.ids.count == dataset.interviews.count)
    #expect(Set(walked.ids) == Set(dataset.interviews.map(\.interview.id)))
    #expect(walked.lastProgress?.done == dataset.interviews.count)
    let original = Dictionary(
      uniqueKeysWithValues: dataset.interviews.map { ($0.interview.id, $0) })
    for evidence in walked.evidence {
      let source = try #require(original[evidence.interview.id])
      // Steps of other kinds are known to be there, and nothing of them can be selected.
      let known = zip(evidence.answers, source.answers).filter { _, original in
        original.step.type.map { HireflixQueries.stepTypes.contains($0) } ?? true
      }
      #expect(evidence.answers.count == source.answers.count)
      #expect(known.map(\.0.ip) == known.map(\.1.ip))
      #expect(known.map(\.0.userAgent) == known.map(\.1.userAgent))
      let unknown = evidence.notes.count { $0.code == "unknown-step-type" }
      #expect(known.count + unknown == source.answers.count)
      #expect(evidence.candidate?.email == source.candidate?.email)
      #expect(evidence.interview.completedAt == source.interview.completedAt)
      #expect(evidence.interview.position?.name == source.interview.position?.name)
    }
  }

  @Test func oneInterviewIsTheSameHoweverItIsAskedFor() async throws {
    let dataset = try SandboxDataset.demo()
    let ids = dataset.interviews.prefix(4).map(\.interview.id)
    try await SandboxServer.withRunning(SandboxConfiguration(dataset: dataset)) { _, addresses in
      let single = try source(addresses, options: .init(batchSize: 1))
      let batch = try source(addresses, options: .init(batchSize: 10))
      let named = await walk(single.evidence(HireflixSelection(interviews: ids)))
      let batched = await walk(batch.evidence(HireflixSelection(interviews: ids)))
      let listed = await walk(batch.evidence(HireflixSelection(includesAll: true)))
      #expect(named.ids == ids)
      func bytes(_ walked: Walked) -> [[UInt8]] {
        walked.evidence.filter { ids.contains($0.interview.id) }
          .sorted { $0.interview.id < $1.interview.id }.map(\.canonicalBytes)
      }
      #expect(bytes(named) == bytes(batched))
      #expect(bytes(named) == bytes(listed))
      await single.shutdown()
      await batch.shutdown()
    }
  }

  @Test func unknownInterviewAndPositionAreLosses() async throws {
    let dataset = try SandboxDataset.demo()
    let known = dataset.interviews[0].interview.id
    for reports in [true, false] {
      let configuration = SandboxConfiguration(
        dataset: dataset, hireflix: HireflixBehaviour(reportsUnknownInterviews: reports))
      try await SandboxServer.withRunning(configuration) { _, addresses in
        let source = try source(addresses)
        let walked = await walk(
          source.evidence(
            HireflixSelection(
              interviews: ["000000000000000000000000", known, known],
              positions: ["111111111111111111111111"])))
        #expect(walked.error == nil)
        #expect(walked.ids == [known])
        #expect(
          walked.losses.map(\.id) == ["000000000000000000000000", "111111111111111111111111"])
        #expect(walked.losses.map(\.diagnostic.code) == ["S011", "S011"])
        await source.shutdown()
      }
    }
  }

  @Test func wrongKeyEndsTheRun() async throws {
    try await SandboxServer.withRunning(
      SandboxConfiguration(dataset: try SandboxDataset.demo())
    ) { _, addresses in
      let source = try source(addresses, key: "another-key")
      for selection in [
        HireflixSelection(includesAll: true), HireflixSelection(interviews: ["x"]),
      ] {
        let walked = await walk(source.evidence(selection))
        #expect(walked.sourceError?.code == .unauthorized)
        #expect(walked.sourceError?.code.exitCode == 77)
      }
      await source.shutdown()
    }
  }

  @Test func statusAndTimeSelect() async throws {
    let dataset = try SandboxDataset.demo()
    let statuses = Set(dataset.interviews.compactMap(\.interview.status))
    try await SandboxServer.withRunning(SandboxConfiguration(dataset: dataset)) { _, addresses in
      let source = try source(addresses)
      for status in statuses.sorted() {
        let walked = await walk(
          source.evidence(HireflixSelection(includesAll: true, statuses: [status])))
        #expect(walked.error == nil)
        #expect(
          Set(walked.ids)
            == Set(
              dataset.interviews.filter { $0.interview.status == status }.map(\.interview.id)))
      }
      let times = dataset.interviews.compactMap(\.interview.completedAt).sorted()
      let middle = times[times.count / 2]
      let walked = await walk(
        source.evidence(HireflixSelection(includesAll: true, since: middle)))
      let expected = dataset.interviews.filter {
        ($0.interview.completedAt ?? $0.interview.createdAt).map { $0 >= middle } ?? true
      }
      #expect(Set(walked.ids) == Set(expected.map(\.interview.id)))
      await source.shutdown()
    }
  }

  /// The platform's filter takes today's words alone.
  @Test(arguments: [
    (["completed"], "to_evaluate"), (["finished"], "to_evaluate"),
    (["completed", "finished"], "to_evaluate"), (["preselected"], "shortlisted"),
    (["archived"], "discarded"),
  ])
  func olderWordsSelectWhatTheyMeanToday(words: [String], today: String) async throws {
    let dataset = try SandboxDataset.demo()
    let meant = dataset.interviews.filter { $0.interview.status == today }.map(\.interview.id)
    #expect(HireflixSelection(statuses: words).filterStatus == today)
    #expect(HireflixSelection(statuses: words + ["pending"]).filterStatus == nil)
    try await SandboxServer.withRunning(SandboxConfiguration(dataset: dataset)) { _, addresses in
      let source = try source(addresses)
      let walked = await walk(
        source.evidence(HireflixSelection(includesAll: true, statuses: words)))
      #expect(walked.error == nil)
      #expect(walked.losses.isEmpty)
      #expect(Set(walked.ids) == Set(meant))
      await source.shutdown()
    }
  }

  @Test func selectedFieldThatIsUnknownFailsAndIsNamed() async throws {
    let dataset = try SandboxDataset.demo()
    try await SandboxServer.withRunning(SandboxConfiguration(dataset: dataset)) { _, addresses in
      let source = try source(addresses)
      let walked = await walk(
        source.evidence(
          HireflixSelection(includesAll: true, extraFields: ["answers.shoeSize"])))
      #expect(walked.sourceError?.code == .invalidArgument)
      #expect(walked.sourceError?.message.contains("shoeSize") == true)
      let fine = await walk(
        source.evidence(HireflixSelection(includesAll: true, extraFields: ["updatedAt"])))
      #expect(fine.error == nil)
      #expect(fine.ids.count == dataset.interviews.count)
      await source.shutdown()
    }
  }

  @Test func refusedBatchesAreAskedOneByOne() async throws {
    let dataset = try SandboxDataset.demo()
    let configuration = SandboxConfiguration(
      dataset: dataset, hireflix: HireflixBehaviour(maximumAliases: 0))
    try await SandboxServer.withRunning(configuration) { _, addresses in
      let source = try source(addresses)
      let walked = await walk(source.evidence(HireflixSelection(includesAll: true)))
      #expect(walked.error == nil)
      #expect(walked.losses.isEmpty)
      #expect(walked.ids.count == dataset.interviews.count)
      await source.shutdown()
    }
  }

  /// The proof of issue: all faults on, nothing lost, each once, in order.
  @Test(.timeLimit(.minutes(3)))
  func twoThousandInterviewsArriveThroughAllFaults() async throws {
    let dataset = try SandboxDataset.demo().repeated(count: 2000)
    let faults = try ["429:0.1", "503:0.05", "slow:0.02", "cut:0.02", "reset:0.01"]
      .map { try SandboxFault(parsing: $0) }
    func run(_ faults: [SandboxFault]) async throws -> Walked {
      var configuration = SandboxConfiguration(
        dataset: dataset, faults: faults, seed: 7, slowDelay: .milliseconds(200))
      configuration.faultRetryAfter = nil
      return try await SandboxServer.withRunning(configuration) { server, addresses in
        let source = try source(addresses, concurrency: 8)
        let walked = await walk(source.evidence(HireflixSelection(includesAll: true)))
        let statistics = await source.statistics
        if !faults.isEmpty {
          #expect(statistics.retries > 20)
          #expect(server.statistics.faults.count == 5)
        }
        await source.shutdown()
        return walked
      }
    }
    let calm = try await run([])
    let stormy = try await run(faults)
    #expect(stormy.error == nil)
    #expect(stormy.losses.isEmpty)
    #expect(stormy.ids.count == 2000)
    #expect(stormy.ids == calm.ids)
    #expect(stormy.evidence.map(\.canonicalBytes) == calm.evidence.map(\.canonicalBytes))
  }
}
