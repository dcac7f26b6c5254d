/// One attempt at answering one step.
public struct Answer: Sendable, Hashable {
  /// The step that was answered.
  public var step: Step
  /// Which attempt it is, from 0; the order of attempts inside a step is the platform's.
  public var attempt: Int
  /// The address, as the platform wrote it; absent where it wrote none.
  public var ip: String?
  /// The agent, as the platform wrote it; absent where it wrote none.
  public var userAgent: String?
  /// When it was given; absent where the platform does not say.
  public var at: Timestamp?
  /// The device in the platform's own words, where it tells that instead of an agent.
  public var device: DeviceDescription?
  /// User-Agent Client Hints: header name to raw value, sorted by name.
  public var clientHints: [ClientHint]

  /// Makes an answer.
  public init(
    step: Step, attempt: Int = 0, ip: String? = nil, userAgent: String? = nil,
    at: Timestamp? = nil, device: DeviceDescription? = nil, clientHints: [ClientHint] = []
  ) {
    self.step = step
    self.attempt = attempt
    self.ip = ip
    self.userAgent = userAgent
    self.at = at
    self.device = device
    self.clientHints = clientHints
  }
}

/// A question of an interview.
public struct Step: Sendable, Hashable {
  /// The platform's identifier.
  public var id: String?
  /// Its place in the interview, from 0.
  public var index: Int
  /// The question.
  public var title: String?
  /// The platform's name for its kind.
  public var type: String?

  /// Makes a step.
  public init(id: String? = nil, index: Int, title: String? = nil, type: String? = nil) {
    self.id = id
    self.index = index
    self.title = title
    self.type = type
  }
}

/// A device in a platform's own words: `Chrome 120`, `macOS 14.2`, `desktop`.
public struct DeviceDescription: Sendable, Hashable {
  /// Browser with version.
  public var browser: String?
  /// Operating system with version.
  public var os: String?
  /// `desktop`, `mobile`, `tablet` or another word of the platform.
  public var type: String?

  /// Makes a description.
  public init(browser: String? = nil, os: String? = nil, type: String? = nil) {
    self.browser = browser
    self.os = os
    self.type = type
  }
}

/// One User-Agent Client Hints header (`Sec-CH-UA-*`), as it was sent.
public struct ClientHint: Sendable, Hashable {
  /// The header's name.
  public var name: String
  /// Its raw value, quotes included.
  public var value: String

  /// Makes a hint.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
