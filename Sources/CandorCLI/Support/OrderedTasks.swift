/// Work that is done beside other work, its results taken in the order in which it began.
///
/// Whoever has as many of them underway as there are workers keeps every worker busy and warms no
/// more caches than that.
struct OrderedTasks<Value: Sendable> {
  private var underway: [Task<Value, Never>] = []

  /// Begins something.
  mutating func begin(_ work: @escaping @Sendable () -> Value) {
    underway.append(Task { work() })
  }

  /// Waits until no more than so many are underway.
  ///
  /// - Parameter take: is given the oldest result, one after another; where it throws, the others
  ///   stay underway.
  mutating func wait(downTo count: Int, _ take: (Value) throws -> Void) async throws {
    while underway.count > count { try take(await underway.removeFirst().value) }
  }
}

extension BlockingFeed {
  /// Does something with every element beside other elements, and takes the results in order.
  ///
  /// A result is held back only while more input waits.
  ///
  /// - Parameters:
  ///   - jobs: how many elements are worked on at once.
  ///   - take: is given the results.
  ///   - pause: is called where everything was taken and nothing waits.
  /// - Throws: what `take` or `pause` threw; or why the feed ended, after everything that came before
  ///   was taken.
  func forEach<Value: Sendable>(
    jobs: Int, work: @escaping @Sendable (Element) -> Value, take: (Value) throws -> Void,
    pause: () throws -> Void = {}
  ) async throws {
    var tasks = OrderedTasks<Value>()
    var isTaking = false
    do {
      try await forEach { element in
        tasks.begin { work(element) }
        isTaking = true
        try await tasks.wait(downTo: isDrained ? 0 : jobs - 1, take)
        if isDrained { try pause() }
        isTaking = false
      }
    } catch {
      if !isTaking { try await tasks.wait(downTo: 0, take) }
      throw error
    }
    try await tasks.wait(downTo: 0, take)
  }
}
