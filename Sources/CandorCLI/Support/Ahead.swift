import Foundation
import Synchronization

/// Computes a value on a thread of its own until somebody asks for it.
///
/// Thread safety: the result is behind a lock and is set once.
final class Ahead<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  /// Begins at once.
  ///
  /// - Parameter body: reads only what nobody changes meanwhile.
  init(_ body: @escaping () throws -> Value) {
    // Only the thread calls it.
    nonisolated(unsafe) let body = body
    let thread = Thread { [self] in
      let made = Result { try body() }
      result.withLock { $0 = made }
      isDone.signal()
    }
    // What reads regular expressions is used to the main thread's stack.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// The value, waited for.
  ///
  /// - Throws: what computing it threw.
  var value: Value {
    get throws {
      isDone.wait()
      isDone.signal()
      guard let made = result.withLock({ $0 }) else {
        preconditionFailure("the signal comes behind the result")
      }
      return try made.get()
    }
  }
}
