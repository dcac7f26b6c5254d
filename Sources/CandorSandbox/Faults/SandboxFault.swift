/// A way an answer goes wrong.
package enum FaultKind: Sendable, Hashable {
  /// Answered with an HTTP status: 408, 429, 500, 502, 503 or 504.
  case status(Int)
  /// Answered late.
  case slow
  /// The answer breaks off in the middle of its body; what was asked for was done.
  case cut
  /// The connection is reset before anything is done or answered.
  case reset

  private static let statuses = [408, 429, 500, 502, 503, 504]

  /// How all kinds are written.
  static var allNames: [String] { statuses.map(String.init) + ["slow", "cut", "reset"] }

  /// Reads a kind as the command line writes it.
  init?(_ text: some StringProtocol) {
    switch text {
    case "slow": self = .slow
    case "cut": self = .cut
    case "reset": self = .reset
    default:
      guard let status = Int(text), Self.statuses.contains(status) else { return nil }
      self = .status(status)
    }
  }

  /// How the kind is written.
  var name: String {
    switch self {
    case .status(let status): String(status)
    case .slow: "slow"
    case .cut: "cut"
    case .reset: "reset"
    }
  }
}

/// A fault and how often it happens.
package struct SandboxFault: Sendable, Hashable {
  /// What goes wrong.
  package var kind: FaultKind
  /// The share of requests it happens to, from 0 to 1.
  package var rate: Double

  /// Makes a fault.
  package init(_ kind: FaultKind, rate: Double) {
    self.kind = kind
    self.rate = rate
  }

  /// Reads `KIND:RATE`: `429:0.1`, `slow:0.02`; the rate is a decimal number.
  ///
  /// - Throws: `SandboxError` with the kinds there are.
  package init(parsing text: String) throws(SandboxError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    // Swift reads hexadecimal numbers too.
    guard parts.count == 2, let kind = FaultKind(parts[0]), !parts[1].lowercased().contains("x"),
      let rate = Double(parts[1]), (0...1).contains(rate)
    else { throw .invalidFault(text) }
    self.init(kind, rate: rate)
  }
}
