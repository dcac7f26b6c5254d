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
