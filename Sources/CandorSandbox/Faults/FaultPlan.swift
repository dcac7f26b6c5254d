import Synchronization

/// Decides which requests go wrong.
///
/// The decision follows from the seed, the request and how often that same request came before,
/// and from nothing else. So a run with several connections meets the same faults whatever order
/// they are served in, and a repeated request has a new chance.
///
/// Thread safety: may be used from any number of tasks; a lock guards the counts.
final class FaultPlan: Sendable {
  private let faults: [SandboxFault]
  private let seed: UInt64
  /// How often each request came, by its fingerprint.
  private let arrivals = Mutex<[UInt64: UInt32]>([:])

  init(_ faults: [SandboxFault], seed: UInt64) throws(SandboxError) {
    let total = faults.reduce(0) { $0 + $1.rate }
    guard total <= 1 + 1e-9 else { throw .excessiveFaults(total: total) }
    self.faults = faults.filter { $0.rate > 0 }
    self.seed = seed
  }

  /// The fault of a request that arrives now; mostly none.
  func next(for request: SandboxRequest, platform: SandboxPlatform) -> FaultKind? {
    guard !faults.isEmpty else { return nil }
    let fingerprint = Self.fingerprint(of: request, platform: platform)
    let arrival = arrivals.withLock { counts in
      counts[fingerprint, default: 0] += 1
      return counts[fingerprint, default: 0]
    }
    let draw = Self.fraction(
      Self.mixed(fingerprint ^ Self.mixed(Self.mixed(seed) &+ UInt64(arrival))))
    var threshold = 0.0
    for fault in faults {
      threshold += fault.rate
      if draw < threshold { return fault.kind }
    }
    return nil
  }

  /// A hash that is the same in every run, unlike Swift's own (FNV-1a).
  private static func fingerprint(of request: SandboxRequest, platform: SandboxPlatform) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ bytes: some Sequence<UInt8>) {
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
    }
    add(platform.rawValue.utf8)
    add(request.method.utf8)
    for part in request.path { add(part.utf8) }
    for item in request.query {
      add(item.name.utf8)
      add(item.value.utf8)
    }
    add(request.body)
    return hash
  }

  /// The step of SplitMix64: neighbouring numbers come out unrelated.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// From 0 up to, and without, 1.
  private static func fraction(_ value: UInt64) -> Double {
    Double(value >> 11) * 0x1p-53
  }
}
