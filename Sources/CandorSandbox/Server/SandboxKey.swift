/// What a key may do.
///
/// So that a client can meet every refusal, some keys are made of the accepted one by a suffix:
/// `sandbox-key-read` may only read, `sandbox-key-none` may do nothing, `sandbox-key-suspended` was
/// suspended, and `sandbox-key-ats` is an InstaView key for several companies.
struct SandboxKey: Sendable, Hashable {
  enum Kind: String, Sendable, CaseIterable {
    case full = ""
    case read = "-read"
    case none = "-none"
    case suspended = "-suspended"
    case ats = "-ats"
  }

  var kind: Kind

  /// Reads a key a client sent.
  ///
  /// - Returns: `nil` for a key that is not accepted.
  init?(_ text: String?, accepted: String) {
    guard let text, let kind = Kind.allCases.first(where: { accepted + $0.rawValue == text })
    else { return nil }
    self.kind = kind
  }

  /// Whether the key has a permission, `campaigns:read` or `read:campaigns`, `candidatesRead`.
  func allows(_ permission: String) -> Bool {
    switch kind {
    case .full, .ats: true
    case .read: permission.lowercased().contains("read")
    case .none, .suspended: false
    }
  }
}
