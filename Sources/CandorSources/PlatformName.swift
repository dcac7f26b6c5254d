/// A platform that Candor has a client for.
public enum PlatformName: String, Sendable, CaseIterable {
  /// Hireflix, one-way video interviews.
  case hireflix
  /// InstaView, automated telephone and online interviews.
  case instaview
  /// InterviewRelay, automated voice interviews.
  case interviewrelay
  /// Ashby, an applicant tracking system.
  case ashby

  /// How its owner spells it.
  public var displayName: String {
    switch self {
    case .hireflix: "Hireflix"
    case .instaview: "InstaView"
    case .interviewrelay: "InterviewRelay"
    case .ashby: "Ashby"
    }
  }

  /// Where its API is unless something else is configured.
  public var defaultURL: String {
    switch self {
    case .hireflix: "https://api.hireflix.com/me"
    case .instaview: "https://api.instaview.sk"
    case .interviewrelay: "https://api.interviewrelay.com/v1"
    case .ashby: "https://api.ashbyhq.com"
    }
  }

  /// The environment variable of its key.
  public var keyVariable: String { rawValue.uppercased() + "_API_KEY" }
  /// The environment variable of its URL.
  public var urlVariable: String { rawValue.uppercased() + "_URL" }
}
