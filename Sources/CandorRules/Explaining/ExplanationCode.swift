/// The innocent explanations that are computed from the evidence; raw values are permanent.
///
/// Source of each: the facts of detection on addresses and agents.
public enum ExplanationCode: String, Sendable, CaseIterable {
  /// IPv4 and IPv6 of one provider, or of one country where that of one is not known, alternate
  /// (RFC 8305, Happy Eyeballs).
  case dualStack = "dual-stack"
  /// IPv6 privacy addresses rotate inside one /64 (RFC 8981).
  case sameHostNetwork = "same-host-network"
  /// Two IPv6 networks of one /56 or /48.
  case sameSite = "same-site"
  /// The provider gave the line another address.
  case providerReaddressing = "provider-readdressing"
  /// One device left its Wi-Fi for the mobile network of the same country, or came back.
  case carrierHop = "carrier-hop"
  /// A mobile carrier's gateways change under a steady connection.
  case carrierChurn = "carrier-churn"
  /// A phone abroad whose traffic may go through its home carrier.
  case roaming
  /// A relay that keeps the country, such as iCloud Private Relay.
  case relay
  /// A satellite operator's gateway.
  case satellite
  /// An organisation's own network.
  case corporateNetwork = "corporate-network"
  /// A school's or university's network.
  case campusNetwork = "campus-network"
  /// Browser or system updated themselves.
  case autoUpdate = "auto-update"
  /// A browser and an app's built-in browser on one device.
  case inAppBrowser = "in-app-browser"
  /// One agent states what the other replaces by a constant.
  case reducedAgent = "reduced-agent"
  /// An iPad sends a Mac's agent.
  case iPadOrMac = "ipad-or-mac"
  /// A phone asked for the desktop site.
  case desktopSite = "desktop-site"
}
