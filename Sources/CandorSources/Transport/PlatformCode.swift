/// A platform's own name of a failure, which may be shown where its words may not.
enum PlatformCode {
  /// Those that the platforms' documents name, and the words of GraphQL servers for a refused key.
  static let documented = Set(InterviewRelayErrorCode.documented.map(\.rawValue)).union([
    "API_KEY_SUSPENDED", "RATE_LIMIT_EXCEEDED", "RESOURCE_ACCESS_DENIED",
    "FORBIDDEN", "UNAUTHENTICATED", "UNAUTHORIZED",
    "concurrent_limit_exceeded", "incremental_sync_too_large", "invalid_input",
    "invalid_next_cursor", "missing_endpoint_permission", "next_cursor_expired",
    "rate_limit_exceeded", "sync_token_expired", "sync_token_invalid",
  ])

  /// Whether a text can be one, and is no sentence, address or e-mail.
  static func matches(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 60
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
      }
  }
}
