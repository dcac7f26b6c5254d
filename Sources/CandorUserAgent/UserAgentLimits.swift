/// How much work one agent may make. Agents are chosen by the candidate.
public struct UserAgentLimits: Sendable, Hashable {
  /// Longest text that is read, in bytes; the rest is cut off and the answer says so. At least 16.
  public var maximumBytes: Int
  /// Steps that matching one pattern may take before the answer is *failed*; PCRE2 counts them.
  /// At least 1,000.
  public var matchLimit: Int

  /// Makes limits.
  ///
  /// - Parameters:
  ///   - maximumBytes: default 2,048: real agents end at some 1,000, and apps that write more put
  ///     nothing into it that is looked for.
  ///   - matchLimit: default 200,000; the heaviest agent of uap-core's test files takes under a
  ///     tenth of it.
  public init(maximumBytes: Int = 2_048, matchLimit: Int = 200_000) {
    self.maximumBytes = max(16, maximumBytes)
    self.matchLimit = max(1_000, matchLimit)
  }
}
