/// How sure a class is that a database states, where the database itself gives no confidence.
///
/// The figure for hosting is that of detection; the others are ranked around it: a field that says
/// one thing about single addresses is surer than one that describes a kind of line.
enum ClassConfidence {
  static let torExit = 95
  static let vpn = 85
  static let publicProxy = 80
  static let residentialProxy = 70
  static let anonymous = 60
  static let hosting = 60
  static let relay = 85
  static let satellite = 75
  static let anycast = 75
  static let cellular = 80
  /// MaxMind gives mobile codes for the carrier's network and also for what it shares with its
  /// fixed lines.
  static let mobileCode = 60
  static let education = 70
  static let business = 60
  static let residential = 60
  /// `isp` says access provider, which households, offices and carriers all use.
  static let accessProvider = 40
}
