/// How two agents stand to each other: the steps of the device lattice, from the same to another
/// kind of device, and apart from them the two marks under which nothing is compared.
public enum ClientRelation: String, Sendable, CaseIterable, Comparable {
  /// Both say the same.
  case identical
  /// The same browser or system, one or two major versions on.
  case updated
  /// What they say cannot be told apart.
  case compatible
  /// Same system and class, no known model that differs, another browser.
  case differentBrowser
  /// Same system and class, both models known, and they differ.
  case differentModel
  /// Same class, another system.
  case differentOS
  /// Desktop, phone, tablet, television, console: another of them.
  case differentClass
  /// Apart: at least one of the two carries a mark of automation, so no device is compared.
  case automated
  /// Apart: at least one of the two says what cannot be true.
  case implausible

  /// Whether two devices are seen: `differentModel` and above. `differentBrowser` and below stay in
  /// one run; the marks that stand apart say nothing of devices.
  public var isDifferentDevice: Bool {
    switch self {
    case .differentModel, .differentOS, .differentClass: true
    default: false
    }
  }

  /// Whether it is a step of the lattice.
  package var isOnLattice: Bool { self != .automated && self != .implausible }

  /// In the order of the lattice; the marks apart come last.
  public static func < (left: ClientRelation, right: ClientRelation) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .identical: 0
    case .updated: 1
    case .compatible: 2
    case .differentBrowser: 3
    case .differentModel: 4
    case .differentOS: 5
    case .differentClass: 6
    case .automated: 7
    case .implausible: 8
    }
  }
}
