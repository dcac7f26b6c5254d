/// The events of reading a platform, one after another.
///
/// The producer runs only while somebody takes: at most one event waits to be taken, beside those
/// that are fetched ahead. It can be iterated once at a time; every iteration is a new walk.
///
/// Thread safety: the sequence can be shared, an iterator belongs to one task.
public struct EvidenceSequence: AsyncSequence, Sendable {
  /// What comes out.
  public typealias Element = SourceEvent

  typealias Delivery = @Sendable (SourceEvent) async throws -> Void
  private let produce: @Sendable (Delivery) async throws -> Void

  /// Makes a sequence of what a function delivers.
  init(_ produce: @escaping @Sendable (Delivery) async throws -> Void) {
    self.produce = produce
  }

  /// Starts a walk.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(produce) }

  /// Takes events.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let walk: Walk

    init(_ produce: @escaping @Sendable (Delivery) async throws -> Void) {
      walk = Walk(produce)
    }

    /// The next event; `nil` at the end.
    ///
    /// - Throws: `SourceError` where going on makes no sense, `CancellationError` where the task was
    ///   cancelled.
    public mutating func next() async throws -> SourceEvent? { try await walk.next() }

    /// The next event; `nil` at the end.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws -> SourceEvent? {
      try await walk.next()
    }
  }

  /// Owns the producer's task, which ends with it.
  private final class Walk: Sendable {
    private let handover: Handover<SourceEvent>
    private let task: Task<Void, Never>

    init(_ produce: @escaping @Sendable (Delivery) async throws -> Void) {
      let handover = Handover<SourceEvent>()
      self.handover = handover
      task = Task {
        do {
          try await handover.waitUntilWanted()
          try await produce { try await handover.give($0) }
          await handover.finish(nil)
        } catch {
          await handover.finish(error)
        }
      }
    }

    deinit { task.cancel() }

    func next() async throws -> SourceEvent? {
      let handover = handover
      let task = task
      return try await withTaskCancellationHandler {
        try await handover.take()
      } onCancel: {
        task.cancel()
      }
    }
  }
}

/// Hands values from one task to another, one at a time: the giver waits until the value is taken.
///
/// Thread safety: an actor; one task gives, one task takes.
actor Handover<Value: Sendable> {
  private enum End { case finished, failed(any Error) }

  private var value: Value?
  private var end: End?
  private var taker: CheckedContinuation<Void, Never>?
  private var giver: CheckedContinuation<Void, Never>?
  private var isWanted = false

  /// Waits until somebody takes for the first time.
  func waitUntilWanted() async throws {
    while !isWanted { try await waitAsGiver() }
  }

  /// Gives a value and waits until it was taken.
  func give(_ value: Value) async throws {
    try Task.checkCancellation()
    self.value = value
    wakeTaker()
    while self.value != nil { try await waitAsGiver() }
  }

  /// Ends the sequence.
  func finish(_ error: (any Error)?) {
    end = error.map { .failed($0) } ?? .finished
    wakeTaker()
  }

  /// Takes the next value; `nil` at the end.
  func take() async throws -> Value? {
    isWanted = true
    while true {
      if let value {
        self.value = nil
        wakeGiver()
        return value
      }
      switch end {
      case .finished: return nil
      case .failed(let error):
        end = .finished
        throw error
      case nil: break
      }
      wakeGiver()
      await withCheckedContinuation { taker = $0 }
    }
  }

  private func waitAsGiver() async throws {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if Task.isCancelled { continuation.resume() } else { giver = continuation }
      }
    } onCancel: {
      Task { await self.wakeGiver() }
    }
    try Task.checkCancellation()
  }

  private func wakeGiver() {
    giver?.resume()
    giver = nil
  }

  private func wakeTaker() {
    taker?.resume()
    taker = nil
  }
}
