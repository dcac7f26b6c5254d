/// How much of a long input is under way at once: so much for all workers together, however many there
/// are.
enum UnderWay {
  /// The bytes of lines that a worker is given at once. What they become waits until everything
  /// before it is printed.
  static func blockBytes(jobs: Int) -> Int { min(1 << 20, max(1 << 17, (1 << 22) / jobs)) }

  /// How many blocks wait for a worker. They are read faster than many workers take them, so more
  /// would keep nobody busier.
  static func waiting(jobs: Int) -> Int { min(2 * jobs, 8) }
}
