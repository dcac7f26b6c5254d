import CandorModel
import Synchronization
import Testing

@testable import CandorSources

struct OrderedWalkTests {
  private actor Pages {
    private var next = 0
    private let count: Int
    private let size: Int
    private(set) var asked = 0

    init(count: Int, size: Int) {
      self.count = count
      self.size = size
    }

    func page() -> OrderedWalk<Int>.Page? {
      asked += 1
      guard next < count else { return nil }
      let units = Array(next..<min(count, next + size))
      next += size
      return OrderedWalk.Page(units: units)
    }
  }

  private func event(_ number: Int) -> SourceEvent {
    .lost(SourceLoss(id: String(number), diagnostic: Diagnostic(.note, "T", "t")))
  }

  @Test func orderIsKeptWhateverComesFirst() async throws {
    let pages = Pages(count: 200, size: 7)
    let running = Mutex((now: 0, most: 0))
    let delivered = Mutex<[String]>([])
    let walk = OrderedWalk<Int>(
      concurrency: 5, nextPage: { await pages.page() },
      fetch: { unit in
        running.withLock {
          $0.now += 1
          $0.most = max($0.most, $0.now)
        }
        try? await Task.sleep(for: .microseconds((unit * 7919) % 2000))
        running.withLock { $0.now -= 1 }
        return .events([event(unit)])
      })
    try await walk.run { event in
      if case .lost(let loss) = event { delivered.withLock { $0.append(loss.id) } }
    }
    #expect(delivered.withLock { $0 } == (0..<200).map(String.init))
    #expect(running.withLock { $0.most } == 5)
  }

  @Test func slowTakerHoldsTheFetching() async throws {
    let pages = Pages(count: 100_000, size: 100)
    let fetched = Mutex(0)
    let sequence = EvidenceSequence { deliver in
      try await OrderedWalk<Int>(
        concurrency: 4, nextPage: { await pages.page() },
        fetch: { unit in
          fetched.withLock { $0 += 1 }
          return .events([event(unit)])
        }
      ).run(deliver)
    }
    var iterator: EvidenceSequence.AsyncIterator? = sequence.makeAsyncIterator()
    #expect(fetched.withLock { $0 } == 0)
    for _ in 0..<10 { _ = try await iterator?.next() }
    try await Task.sleep(for: .milliseconds(50))
    // Ten taken, at most four times the concurrency ahead of them.
    #expect(fetched.withLock { $0 } <= 10 + 4 * 4 + 4)
    #expect(await pages.asked <= 3)
    iterator = nil
    try await Task.sleep(for: .milliseconds(20))
    let after = fetched.withLock { $0 }
    try await Task.sleep(for: .milliseconds(30))
    #expect(fetched.withLock { $0 } == after)
  }

  @Test func stopEndsAfterWhatLiesBeforeIt() async {
    let pages = Pages(count: 20, size: 20)
    let sequence = EvidenceSequence { deliver in
      try await OrderedWalk<Int>(
        concurrency: 8, nextPage: { await pages.page() },
        fetch: { unit in
          unit == 12 ? .stop(SourceError(.unauthorized, "no")) : .events([event(unit)])
        }
      ).run(deliver)
    }
    let walked = await walk(sequence)
    #expect(walked.losses.map(\.id) == (0..<12).map(String.init))
    #expect(walked.sourceError?.code == .unauthorized)
  }

  @Test func cancellingTheTakerEndsTheWalk() async throws {
    let sequence = EvidenceSequence { _ in try await Task.sleep(for: .seconds(30)) }
    let task = Task { await walk(sequence) }
    try await Task.sleep(for: .milliseconds(30))
    let start = ContinuousClock.now
    task.cancel()
    let walked = await task.value
    #expect(walked.error is CancellationError)
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
