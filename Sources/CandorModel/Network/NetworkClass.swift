/// What kind of network an address belongs to.
public enum NetworkClass: String, Sendable, Hashable, CaseIterable, Codable {
  /// A household's line.
  case residential
  /// A mobile carrier; the place is that of its gateway.
  case cellular
  /// An organisation's own line.
  case business
  /// A school, a university or a research network.
  case education
  /// A data centre.
  case hosting
  /// A commercial virtual private network.
  case vpn
  /// An open or residential proxy, or one that a company sends its people's traffic through.
  case proxy
  /// An exit of the Tor network.
  case tor
  /// A relay that keeps the user's country, such as iCloud Private Relay.
  case relay
  /// A satellite operator's gateway.
  case satellite
  /// One address announced from many places.
  case anycast
  /// No source knows; never printed.
  case unknown

  /// Whether an address of this class says nothing of a physical place.
  public var hidesPlace: Bool {
    switch self {
    case .hosting, .vpn, .proxy, .tor, .satellite, .anycast: true
    case .residential, .cellular, .business, .education, .relay, .unknown: false
    }
  }
}
