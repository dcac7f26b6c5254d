import CandorModel

/// How much of a long input is under way at once: so much for all workers together, however many there
/// are.
enum UnderWay {
  /// The bytes of lines that a worker is given at once; fewer of very short lines, so that these are
  /// not more than ordinary ones. What they become waits until everything before it is printed.
  static func blockBytes(jobs: Int) -> Int { min(1 << 20, max(1 << 17, (1 << 22) / jobs)) }

  /// The bytes of the longest line that is assessed beside others. What becomes of a longer one can be
  /// fifty times as large, so it is assessed where it is printed, and printed as it is written.
  static func lineBytes(jobs: Int) -> Int { blockBytes(jobs: jobs) / 4 }

  /// How much text is made of a block beside others; what is left of the block then is assessed as long
  /// lines are. Each worker may have so much under way, and another one's may wait to be printed.
  static func textBytes(jobs: Int) -> Int { (1 << 27) / (jobs + 1) }

  /// Whether an interview is assessed as long lines are.
  static func isHuge(_ evidence: Evidence, jobs: Int) -> Bool {
    // An answer in few words is as long.
    evidence.answers.count > lineBytes(jobs: jobs) / 64
  }

  /// How many blocks wait for a worker. They are read faster than many workers take them, so more
  /// would keep nobody busier.
  static func waiting(jobs: Int) -> Int { min(2 * jobs, 8) }

  /// How many of some pieces of work may be under way: as many as there are workers, and fewer where they
  /// are large; one at least.
  ///
  /// - Parameter byteCounts: of the pieces, the latest last.
  static func count(ofLatest byteCounts: [Int], jobs: Int) -> Int {
    var (count, bytes) = (0, 0)
    for byteCount in byteCounts.reversed() {
      bytes += byteCount
      guard count < jobs, count == 0 || bytes <= 1 << 24 else { break }
      count += 1
    }
    return max(1, count)
  }
}
