/// Which command makes a file of the data directory anew.
public enum DataRenewal {
  static let build = "candor data build"
  private static let update = "candor data update"
  /// The city database that needs no account.
  static let freeCities = "candor data update dbip"

  /// What the sources that have a name write, by file.
  private static let sources = [
    "GeoLite2-ASN.mmdb": "maxmind", "GeoLite2-City.mmdb": "maxmind", "dbip-asn-lite.mmdb": "dbip",
    "dbip-city-lite.mmdb": "dbip", "network-relay.csv": "apple-relay", "network-tor.txt": "tor",
  ]

  /// What to do where `command` brings nothing newer, since it takes what the distribution has;
  /// `nil` for a command of which that cannot be said.
  public static func alternative(to command: String?) -> String? {
    command == build
      ? "where its package has nothing newer: \(freeCities), or with an account \(update) maxmind"
      : nil
  }

  /// The command; `nil` where somebody else put the file there.
  ///
  /// - Parameters:
  ///   - fileName: the file's name in the data directory.
  ///   - type: the type a database says it is of; `nil` where it cannot be read.
  ///   - configured: the names of the files for which the configuration has sources of its own.
  public static func command(
    for fileName: String, type: String?, configured: Set<String> = []
  ) -> String? {
    if configured.contains(fileName) { return update }
    if let source = sources[fileName] { return "\(update) \(source)" }
    guard [DataBuilder.countryFileName, DataBuilder.asnFileName].contains(fileName) else {
      return nil
    }
    // Under these names somebody may keep a database of another maker, which would be replaced.
    return type?.hasPrefix("Candor-") ?? true ? build : nil
  }
}
