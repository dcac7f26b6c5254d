import Dispatch
import Foundation
import Synchronization

/// Hands elements from a thread that may block to a task that waits for them, in order.
///
/// Reading standard input blocks for as long as its writer says nothing. Done here and not in the
/// task that prints, what was read before leaves at once, and a signal finds somebody at home.
///
/// Thread safety: one thread produces, one task takes; `close` may be called by anybody.
final class BlockingFeed<Element: Sendable>: Sendable {
  private let elements: AsyncThrowingStream<Element, any Error>
  private let continuation: AsyncThrowingStream<Element, any Error>.Continuation
  /// Holds the producer back while so many wait.
  private let room: DispatchSemaphore
  private let waiting = Atomic(0)
  private let isClosed = Atomic(false)

  /// Starts a thread that calls `next` until it answers `nil` or throws.
  ///
  /// - Parameter capacity: how many elements may wait to be taken.
  init(capacity: Int, next: @escaping () throws -> Element?) {
    (elements, continuation) = AsyncThrowingStream.makeStream()
    room = DispatchSemaphore(value: capacity)
    // Only the thread calls it.
    nonisolated(unsafe) let next = next
    let thread = Thread { [self] in
      do {
        while !isClosed.load(ordering: .acquiring), let element = try next() {
          room.wait()
          waiting.add(1, ordering: .relaxed)
          continuation.yield(element)
        }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    // What reads regular expressions and nested JSON is used to the main thread's stack.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Whether nothing waits to be taken, so that the next element may be long in coming.
  var isDrained: Bool { waiting.load(ordering: .relaxed) == 0 }

  /// Calls `body` with every element; what came before an error or `close` is handed over first.
  func forEach(_ body: (Element) async throws -> Void) async throws {
    for try await element in elements {
      waiting.subtract(1, ordering: .relaxed)
      room.signal()
      try await body(element)
    }
  }

  /// Ends it: nothing more is read, what waits can still be taken.
  func close() {
    isClosed.store(true, ordering: .releasing)
    continuation.finish()
    room.signal()
  }
}
