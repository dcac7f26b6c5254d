import Benchmark

extension BenchmarkMetric {
  /// Wall time of one call, in nanoseconds; differs from machine to machine.
  static let nanoseconds = BenchmarkMetric.custom("ns a call", useScalingFactor: false)
  /// Time of one call, in steps of a hash that is counted out beside it.
  ///
  /// A step is a multiplication that waits for the one before it, some four cycles on any processor
  /// of today: the figure is much the same on fast and slow machines, so it can be checked in.
  static let cost = BenchmarkMetric.custom("steps a call", useScalingFactor: false)
}

/// Registers one stage.
///
/// - Parameters:
///   - name: also the name of its file in `Thresholds/`.
///   - calls: how many are timed together, some milliseconds.
///   - prepare: makes the data, and answers what is to be timed; it is given the number of the call.
func stage(_ name: String, calls: Int, prepare: @escaping () throws -> (Int) -> Void) {
  Benchmark(
    name,
    configuration: Benchmark.Configuration(
      metrics: [.nanoseconds, .cost], units: [.nanoseconds: .count, .cost: .count],
      warmupIterations: 2, maxDuration: .seconds(5), maxIterations: 40,
      // A stage that takes half as long again is looked at; nanoseconds are for reading only.
      thresholds: [
        .cost: BenchmarkThresholds(relative: [.p90: 50]),
        .nanoseconds: BenchmarkThresholds(relative: [.p90: 10_000]),
      ])
  ) { (benchmark: Benchmark, call: (Int) -> Void) in
    // The least of several, so that what else the machine does counts little.
    var own = Duration.seconds(3600)
    var step = Duration.seconds(3600)
    for round in 0..<5 {
      let first = (benchmark.currentIteration * 5 + round) * calls
      step = min(step, ContinuousClock().measure { blackHole(Reference.hash()) })
      own = min(own, ContinuousClock().measure { for index in 0..<calls { call(first + index) } })
    }
    let nanoseconds = own / .nanoseconds(1) / Double(calls)
    benchmark.measurement(.nanoseconds, Int(nanoseconds.rounded()))
    let steps = nanoseconds / (step / .nanoseconds(1) / Double(Reference.steps))
    benchmark.measurement(.cost, Int(steps.rounded()))
  } setup: {
    try prepare()
  }
}

/// Work whose cycles can be counted: FNV-1a, a step for each byte.
enum Reference {
  static let steps = 1 << 18
  private static let bytes = (0..<steps).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  static func hash() -> UInt64 {
    bytes.withUnsafeBufferPointer { bytes in
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01b3 }
      return hash
    }
  }
}
