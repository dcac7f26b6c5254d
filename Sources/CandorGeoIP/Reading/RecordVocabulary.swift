import CandorModel

/// The words and flags by which databases tell the class of a network.
///
/// Sources: MaxMind, https://dev.maxmind.com/geoip/docs/databases/ (Anonymous IP, Anonymous Plus,
/// Connection Type, Enterprise); IPinfo, https://ipinfo.io/developers/database-types; DB-IP,
/// https://db-ip.com/db/; libloc's network flags.
enum RecordVocabulary {
  /// A flag that makes a claim where it is true.
  struct Flag {
    var name: String
    var networkClass: NetworkClass
    var confidence: Int
  }

  private static let flags: [(key: StaticString, flag: Flag)] = {
    let table: [(StaticString, NetworkClass, Int)] = [
      ("is_tor_exit_node", .tor, ClassConfidence.torExit),
      ("is_tor", .tor, ClassConfidence.torExit),
      ("tor", .tor, ClassConfidence.torExit),
      ("is_anonymous_vpn", .vpn, ClassConfidence.vpn),
      ("is_vpn", .vpn, ClassConfidence.vpn),
      ("vpn", .vpn, ClassConfidence.vpn),
      ("is_public_proxy", .proxy, ClassConfidence.publicProxy),
      ("is_proxy", .proxy, ClassConfidence.publicProxy),
      ("proxy", .proxy, ClassConfidence.publicProxy),
      ("is_anonymous_proxy", .proxy, ClassConfidence.residentialProxy),
      ("is_residential_proxy", .proxy, ClassConfidence.residentialProxy),
      ("is_relay", .relay, ClassConfidence.relay),
      ("relay", .relay, ClassConfidence.relay),
      ("is_anonymous", .proxy, ClassConfidence.anonymous),
      ("is_hosting_provider", .hosting, ClassConfidence.hosting),
      ("is_hosting", .hosting, ClassConfidence.hosting),
      ("hosting", .hosting, ClassConfidence.hosting),
      ("is_satellite_provider", .satellite, ClassConfidence.satellite),
      ("is_satellite", .satellite, ClassConfidence.satellite),
      ("is_anycast", .anycast, ClassConfidence.anycast),
      ("is_mobile", .cellular, ClassConfidence.cellular),
    ]
    return table.map { key, networkClass, confidence in
      (key, Flag(name: "\(key)", networkClass: networkClass, confidence: confidence))
    }
  }()

  /// The flag of a key; `nil` for any other.
  static func flag(_ key: UnsafeRawBufferPointer) -> Flag? {
    flags.first { key.spells($0.key) }?.flag
  }

  /// MaxMind's and DB-IP's `connection_type`.
  static func connectionType(_ word: String) -> (NetworkClass, Int)? {
    switch word {
    case "cellular": (.cellular, ClassConfidence.cellular)
    case "satellite": (.satellite, ClassConfidence.satellite)
    case "corporate": (.business, ClassConfidence.business)
    case "cable/dsl", "dialup": (.residential, ClassConfidence.residential)
    default: nil
    }
  }

  /// MaxMind's and DB-IP's `user_type`.
  static func userType(_ word: String) -> (NetworkClass, Int)? {
    switch word {
    case "cellular": (.cellular, ClassConfidence.cellular)
    case "hosting", "content_delivery_network", "search_engine_spider":
      (.hosting, ClassConfidence.hosting)
    case "consumer_privacy_network": (.relay, ClassConfidence.relay)
    case "college", "school": (.education, ClassConfidence.education)
    case "business", "cafe", "government", "library", "military":
      (.business, ClassConfidence.business)
    case "residential", "dialup": (.residential, ClassConfidence.residential)
    default: nil
    }
  }

  /// IPinfo's `type` of an autonomous system or a company.
  static func systemType(_ word: String) -> (NetworkClass, Int)? {
    switch word {
    case "hosting": (.hosting, ClassConfidence.hosting)
    case "education": (.education, ClassConfidence.education)
    case "business", "government": (.business, ClassConfidence.business)
    case "isp": (.residential, ClassConfidence.accessProvider)
    default: nil
    }
  }
}
