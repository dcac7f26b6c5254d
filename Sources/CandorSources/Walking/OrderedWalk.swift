/// Fetches what pages of a list name: several at a time, handed out in the list's order.
///
/// Pages are asked for one after another, ahead of the fetching; what was fetched and not yet
/// handed out is bounded, so a slow taker or one slow answer stops the fetching and memory stays
/// flat however long the list is.
struct OrderedWalk<Unit: Sendable>: Sendable {
  /// What one step along the list gave.
  struct Page: Sendable {
    /// What to fetch.
    var units: [Unit] = []
    /// What to hand out before these units.
    var events: [SourceEvent] = []
  }

  /// What came of one unit.
  enum Outcome: Sendable {
    case events([SourceEvent])
    /// Going on makes no sense; what lies before it is handed out all the same.
    case stop(any Error)
  }

  private enum Finished: Sendable {
    case page(Page?)
    case pageFailed(any Error)
    case unit(Int, Outcome)
  }

  /// Units fetched at the same time.
  var concurrency: Int
  /// The next page; `nil` at the end. It is called again only after it answered.
  var nextPage: @Sendable () async throws -> Page?
  /// What one unit gives.
  var fetch: @Sendable (Unit) async -> Outcome

  /// Walks to the end.
  ///
  /// - Parameter deliver: receives the events in order; the walk waits for it.
  func run(_ deliver: @Sendable (SourceEvent) async throws -> Void) async throws {
    let concurrency = max(1, concurrency)
    // Enough to go on while one answer is late, little enough to stay small.
    let window = concurrency * 4
    try await withThrowingTaskGroup(of: Finished.self) { group in
      var slots: [Int: Outcome] = [:]
      var waiting: [(index: Int, unit: Unit)] = []
      var nextIndex = 0
      var nextDelivery = 0
      var running = 0
      var isPageRunning = false
      var isAtEnd = false

      func start() {
        while running < concurrency, let first = waiting.first,
          first.index - nextDelivery < window
        {
          waiting.removeFirst()
          running += 1
          group.addTask { .unit(first.index, await fetch(first.unit)) }
        }
        if !isAtEnd, !isPageRunning, waiting.count < concurrency,
          nextIndex - nextDelivery < window
        {
          isPageRunning = true
          group.addTask {
            do { return .page(try await nextPage()) } catch { return .pageFailed(error) }
          }
        }
      }

      start()
      while running > 0 || isPageRunning || !slots.isEmpty {
        if let outcome = slots.removeValue(forKey: nextDelivery) {
          nextDelivery += 1
          start()
          switch outcome {
          case .events(let events):
            for event in events { try await deliver(event) }
          case .stop(let error): throw error
          }
          continue
        }
        guard let finished = try await group.next() else { break }
        try Task.checkCancellation()
        switch finished {
        case .unit(let index, let outcome):
          running -= 1
          slots[index] = outcome
        case .page(let page):
          isPageRunning = false
          guard let page else {
            isAtEnd = true
            break
          }
          if !page.events.isEmpty {
            slots[nextIndex] = .events(page.events)
            nextIndex += 1
          }
          for unit in page.units {
            waiting.append((nextIndex, unit))
            nextIndex += 1
          }
        case .pageFailed(let error):
          isPageRunning = false
          isAtEnd = true
          slots[nextIndex] = .stop(error)
          nextIndex += 1
        }
        start()
      }
    }
  }
}
