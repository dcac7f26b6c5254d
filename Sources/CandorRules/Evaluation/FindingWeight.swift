import CandorModel

/// The most that an interview's findings can add up to, before anything is explained.
///
/// Explanations and exceptions only take away, so an interview whose weight is too light for
/// `review` cannot come out as `review` or `priority`: see `OutcomeStage`.
public struct FindingWeight: Sendable, Equatable {
  /// Whether a finding may be medium or high, or something changed that findings may combine.
  public var isHeavy = false
  /// Whether there may be a finding at all, however light.
  public private(set) var hasFindings = false
  /// One bit for each kind of a low finding.
  private var lowKinds: UInt8 = 0

  /// No finding at all.
  public init() {}

  /// Whether this may be enough for `review`.
  public var mayBeFlagged: Bool { isHeavy || lowKinds.nonzeroBitCount >= 3 }

  /// Adds other findings.
  @inline(__always)
  public mutating func formUnion(_ other: FindingWeight) {
    isHeavy = isHeavy || other.isHeavy
    hasFindings = hasFindings || other.hasFindings
    lowKinds |= other.lowKinds
  }

  /// Adds a finding that may be of any severity.
  mutating func addAny() {
    isHeavy = true
    hasFindings = true
  }

  /// Adds a finding.
  mutating func add(_ severity: Severity, of rule: PreparedRule) {
    hasFindings = true
    guard !OutcomeStage.uncountedRules.contains(rule.rule.id) else { return }
    switch severity {
    case .none: break
    case .low: lowKinds |= rule.kind.bit
    case .medium, .high: isHeavy = true
    }
  }
}

extension Contribution.Kind {
  /// Place and combined are one kind where low findings are counted.
  fileprivate var bit: UInt8 {
    switch self {
    case .device: 1
    case .place, .combined: 2
    case .network: 4
    case .client: 8
    case .evidence: 16
    }
  }
}
