/// InterviewRelay's codes for failures, as `SourceError.platformCode` holds them. Others may come.
public struct InterviewRelayErrorCode: RawRepresentable, Sendable, Hashable {
  /// The code as the platform writes it.
  public let rawValue: String

  /// Makes a code; any text is one.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// 400: the body is malformed or lacks required fields.
  public static let invalidRequest = Self(rawValue: "INVALID_REQUEST")
  /// 401: the key is invalid, expired or revoked.
  public static let invalidAPIKey = Self(rawValue: "INVALID_API_KEY")
  /// 402: not enough credits.
  public static let insufficientCredits = Self(rawValue: "INSUFFICIENT_CREDITS")
  /// 403: the key lacks the permission.
  public static let insufficientPermissions = Self(rawValue: "INSUFFICIENT_PERMISSIONS")
  /// 404: there is no such thing.
  public static let resourceNotFound = Self(rawValue: "RESOURCE_NOT_FOUND")
  /// 409: the campaign is paused or archived.
  public static let campaignNotActive = Self(rawValue: "CAMPAIGN_NOT_ACTIVE")
  /// 409: the invite has expired.
  public static let inviteExpired = Self(rawValue: "INVITE_EXPIRED")
  /// 409: the session's state does not allow it.
  public static let sessionNotActive = Self(rawValue: "SESSION_NOT_ACTIVE")
  /// 422: fields failed validation.
  public static let validationError = Self(rawValue: "VALIDATION_ERROR")
  /// 429: too many requests.
  public static let rateLimited = Self(rawValue: "RATE_LIMITED")
  /// 500: an error of the platform.
  public static let internalError = Self(rawValue: "INTERNAL_ERROR")

  /// All codes of the reference, by status.
  static let documented: [Self] = [
    .invalidRequest, .invalidAPIKey, .insufficientCredits, .insufficientPermissions,
    .resourceNotFound, .campaignNotActive, .inviteExpired, .sessionNotActive, .validationError,
    .rateLimited, .internalError,
  ]
}

extension SourceError {
  /// InterviewRelay's code for the failure; absent where it gave none.
  public var interviewRelayCode: InterviewRelayErrorCode? {
    platformCode.map { InterviewRelayErrorCode(rawValue: $0) }
  }
}
