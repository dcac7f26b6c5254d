/// How much a finding weighs.
public enum Severity: String, Sendable, Comparable, CaseIterable, Codable {
  /// Explained, or only recorded.
  case none
  case low
  case medium
  case high

  /// From none to high.
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  /// One step lower; `none` stays.
  public var lowered: Severity {
    switch self {
    case .none, .low: .none
    case .medium: .low
    case .high: .medium
    }
  }

  private var rank: Int {
    switch self {
    case .none: 0
    case .low: 1
    case .medium: 2
    case .high: 3
    }
  }
}

/// Where an interview goes next. A routing decision, never a verdict on a person.
public enum Outcome: String, Sendable, CaseIterable, Codable {
  /// Nothing was found that a person should look at.
  case clear
  /// Somebody should look.
  case review
  /// Somebody should look first at this.
  case priority
  /// Nothing could be judged.
  case notAssessable = "not-assessable"

  /// The place in a list sorted by urgency: priority, review, not assessable, clear.
  public var urgency: Int {
    switch self {
    case .priority: 0
    case .review: 1
    case .notAssessable: 2
    case .clear: 3
    }
  }
}
