/// What the uap-core specification makes of an agent: browser, system and device.
///
/// Specification: <https://github.com/ua-parser/uap-core/blob/master/docs/specification.md>
public struct UserAgentResult: Sendable, Hashable {
  /// A family with its version parts.
  public struct Versioned: Sendable, Hashable {
    /// The family; `Other` where nothing matched, as the specification has it.
    public var family: String
    /// The first part of the version, as text; absent where it is not said.
    public var major: String?
    /// The second part.
    public var minor: String?
    /// The third part.
    public var patch: String?
    /// The fourth part.
    public var patchMinor: String?

    /// Makes a family with version parts.
    public init(
      family: String = UserAgentResult.otherFamily, major: String? = nil, minor: String? = nil,
      patch: String? = nil, patchMinor: String? = nil
    ) {
      self.family = family
      self.major = major
      self.minor = minor
      self.patch = patch
      self.patchMinor = patchMinor
    }
  }

  /// A device.
  public struct Device: Sendable, Hashable {
    /// The family; `Other` where nothing matched.
    public var family: String
    /// The maker; absent where it is not said.
    public var brand: String?
    /// The model; absent where it is not said.
    public var model: String?

    /// Makes a device.
    public init(
      family: String = UserAgentResult.otherFamily, brand: String? = nil, model: String? = nil
    ) {
      self.family = family
      self.brand = brand
      self.model = model
    }
  }

  /// One of the three questions.
  public enum Domain: String, Sendable, CaseIterable {
    /// The browser.
    case browser = "ua"
    /// The operating system.
    case system = "os"
    /// The device.
    case device
  }

  /// What the specification calls a family that no expression matched.
  public static let otherFamily = "Other"

  /// The browser (`user_agent_parsers`).
  public var browser = Versioned()
  /// The operating system (`os_parsers`).
  public var os = Versioned()
  /// The device (`device_parsers`).
  public var device = Device()
  /// The questions that could not be answered within the limits; their answer is `Other`.
  public var failed: [Domain] = []
  /// Whether the text was longer than the limit and only its beginning was read.
  public var isCut = false

  /// Makes the answer where nothing matched.
  public init() {}
}
