/// The relation of two agents, with why it is so.
public struct ClientComparison: Sendable, Hashable {
  /// Why two agents stand in their relation.
  public enum Reason: String, Sendable, CaseIterable {
    /// Both say the same.
    case sameFacts = "same-facts"
    /// The browser is one or two major versions on, or a minor one.
    case browserUpdated = "browser-updated"
    /// The operating system was updated, maybe with the browser that belongs to it.
    case systemUpdated = "system-updated"
    /// A version went down: two machines or a rollback.
    case versionDown = "version-down"
    /// Three major versions or more on: an update after a long time, or two machines.
    case versionGap = "version-gap"
    /// One of the two freezes what the other states.
    case frozenFields = "frozen-fields"
    /// One of the two does not say what the other states.
    case unknownFields = "unknown-fields"
    /// An in-app browser or web view and another browser on the same kind of phone.
    case inAppBrowser = "in-app-browser"
    /// An iPad sends the agent of a Mac.
    case iPadOrMac = "ipad-or-mac"
    /// A phone that asks for the desktop site sends a computer's agent.
    case desktopSite = "desktop-site"
    /// One of the two names its Linux distribution, the other does not.
    case linuxDistribution = "linux-distribution"
    /// Another browser.
    case otherBrowser = "other-browser"
    /// Another model.
    case otherModel = "other-model"
    /// Another operating system.
    case otherSystem = "other-system"
    /// Another class of device.
    case otherClass = "other-class"
    /// A mark of automation: the agent says nothing of a person's device.
    case automatedAgent = "automated-agent"

    /// What it means, as a sentence without a full stop.
    public var sentence: String {
      switch self {
      case .sameFacts: "both agents say the same"
      case .browserUpdated: "the same browser, updated; browsers do this by themselves"
      case .systemUpdated: "the same device after an update of its system"
      case .versionDown: "a version went down, which means two machines or a rollback"
      case .versionGap:
        "three or more major versions apart: an update after a long time, or two machines"
      case .frozenFields:
        "one agent states what the other replaces by a constant, so they cannot be told apart"
      case .unknownFields: "one agent does not say what the other states"
      case .inAppBrowser:
        "a browser and the built-in browser of an app, which is normal on one device"
      case .iPadOrMac: "an iPad sends the agent of a Mac, so the two are never provably different"
      case .desktopSite:
        "a phone that asks for the desktop site sends a computer's agent; same browser and version"
      case .linuxDistribution: "one agent names its Linux distribution, the other only Linux"
      case .otherBrowser: "another browser on what may be the same device"
      case .otherModel: "two models of device"
      case .otherSystem: "two operating systems"
      case .otherClass: "two classes of device"
      case .automatedAgent: "an automated agent says nothing of a person's device"
      }
    }
  }

  /// A step of the lattice, or `automated`.
  public let relation: ClientRelation
  /// Why.
  public let reason: Reason
  /// Which way versions went where nothing else of the device changed; `nil` where they did not.
  public let direction: Switch.Direction?
  /// The mark under which the answer has to be read: `automated` or `implausible`; `nil` where
  /// neither agent carries one.
  public let apart: ClientRelation?

  /// Makes a comparison.
  public init(
    _ relation: ClientRelation, _ reason: Reason, direction: Switch.Direction? = nil,
    apart: ClientRelation? = nil
  ) {
    self.relation = relation
    self.reason = reason
    self.direction = direction
    self.apart = apart
  }

  func marked(_ apart: ClientRelation?) -> ClientComparison {
    ClientComparison(relation, reason, direction: direction, apart: apart)
  }
}
