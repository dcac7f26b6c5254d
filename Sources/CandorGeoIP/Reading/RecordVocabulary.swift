import CandorModel

/// The words and flags by which databases tell the class of a network.
///
/// Sources: MaxMind, https://dev.maxmind.com/geoip/docs/databases/ (Anonymous IP, Anonymous Plus,
/// Connection Type, Enterprise); IPinfo, https://ipinfo.io/developers/database-types; DB-IP,
/// https://db-ip.com/db/; libloc's network flags.
enum RecordVocabulary {
  /// What a flag claims where it is true; `nil` for a field that is none.
  static func flag(_ name: FieldName) -> (networkClass: NetworkClass, confidence: Int)? {
    switch name {
    case .torExit: (.tor, ClassConfidence.torExit)
    case .vpn: (.vpn, ClassConfidence.vpn)
    case .publicProxy: (.proxy, ClassConfidence.publicProxy)
    case .anonymousProxy, .residentialProxy: (.proxy, ClassConfidence.residentialProxy)
    case .relay: (.relay, ClassConfidence.relay)
    case .anonymous: (.proxy, ClassConfidence.anonymous)
    case .hosting: (.hosting, ClassConfidence.hosting)
    case .satellite: (.satellite, ClassConfidence.satellite)
    case .anycast: (.anycast, ClassConfidence.anycast)
    case .mobile: (.cellular, ClassConfidence.cellular)
    default: nil
    }
  }

  /// What a flag is called in an explanation.
  static func flagText(_ name: FieldName) -> String {
    switch name {
    case .torExit: "Tor exit"
    case .vpn: "VPN"
    case .publicProxy: "public proxy"
    case .anonymousProxy: "anonymous proxy"
    case .residentialProxy: "residential proxy"
    case .relay: "relay"
    case .anonymous: "anonymous"
    case .hosting: "hosting provider"
    case .satellite: "satellite provider"
    case .anycast: "anycast"
    case .mobile: "mobile"
    default: "flag"
    }
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
