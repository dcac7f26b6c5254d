public import CandorModel

/// Something that `candor data update` fetches: where from, how it is packed, what it must be.
public struct DataUpdateSource: Sendable, Hashable {
  /// How a download is packed.
  public enum Packing: Sendable, Hashable {
    /// As it is.
    case none
    /// gzip.
    case gzip
    /// A tar archive in gzip, of which the one `.mmdb` file is taken.
    case tarGzip
  }

  /// What a download must turn out to be.
  public enum Content: Sendable, Hashable {
    /// A MaxMind DB file whose type begins with this text; empty for any type.
    case database(typePrefix: String)
    /// A list of networks of one class, with at least so many entries.
    case networkList(NetworkClass, minimumCount: Int)
  }

  /// The name it goes by in messages.
  public let name: String
  /// The file's name in the data directory.
  public let fileName: String
  /// The addresses to try in turn: the next one only where the one before has nothing (404).
  public let urls: [String]
  /// The address of the file with the SHA-256 of the download as sent; `nil` for none.
  public let checksumURL: String?
  /// Credentials for both addresses; `nil` for none.
  public let credentials: DataRequest.Credentials?
  /// How it is packed.
  public let packing: Packing
  /// What it must be.
  public let content: Content

  /// A source of any kind.
  ///
  /// - Parameter fileName: a plain name. For a database it ends in `.mmdb`; for a list it is
  ///   `network-CLASS.txt` or begins so (see `DataDirectory`).
  public init(
    name: String, fileName: String, urls: [String], checksumURL: String? = nil,
    credentials: DataRequest.Credentials? = nil, packing: Packing, content: Content
  ) {
    self.name = name
    self.fileName = fileName
    self.urls = urls
    self.checksumURL = checksumURL
    self.credentials = credentials
    self.packing = packing
    self.content = content
  }
}

extension DataUpdateSource {
  /// A database of MaxMind, for example `GeoLite2-City`.
  ///
  /// Source: https://dev.maxmind.com/geoip/updating-databases (direct download, account id and
  /// licence key as HTTP Basic credentials; the answer redirects to another host).
  public static func maxMind(edition: String, accountID: String, licenceKey: String) -> Self {
    let base = "https://download.maxmind.com/geoip/databases/\(edition)/download"
    return Self(
      name: edition, fileName: "\(edition).mmdb", urls: ["\(base)?suffix=tar.gz"],
      checksumURL: "\(base)?suffix=tar.gz.sha256",
      credentials: .init(user: accountID, password: licenceKey), packing: .tarGzip,
      content: .database(typePrefix: edition))
  }

  /// A Lite database of DB-IP: `city`, `country` or `asn`.
  ///
  /// There is a file a month; early in a month the one before is still the latest. Source:
  /// https://db-ip.com/db/lite.php (CC BY 4.0, with attribution).
  ///
  /// - Parameter date: the current date.
  public static func dbIPLite(_ kind: String, on date: Timestamp) -> Self {
    let month = String(date.dateText.prefix(7))
    let firstOfMonth = Timestamp("\(month)-01") ?? date
    let before = Timestamp(
      millisecondsSinceEpoch: firstOfMonth.millisecondsSinceEpoch - 86_400_000)
    let urls = [month, String(before.dateText.prefix(7))].map {
      "https://download.db-ip.com/free/dbip-\(kind)-lite-\($0).mmdb.gz"
    }
    return Self(
      name: "DB-IP Lite \(kind)", fileName: "dbip-\(kind)-lite.mmdb", urls: urls, packing: .gzip,
      content: .database(typePrefix: "DBIP-"))
  }

  /// The addresses of Tor's exits, one a line.
  ///
  /// Source: https://check.torproject.org/ ("bulk exit list").
  public static var torExits: Self {
    Self(
      name: "Tor exit list", fileName: "network-tor.txt",
      urls: ["https://check.torproject.org/torbulkexitlist"], packing: .none,
      content: .networkList(.tor, minimumCount: 100))
  }

  /// The networks from which iCloud Private Relay reaches web sites.
  ///
  /// Source: https://developer.apple.com/support/prepare-your-network-for-icloud-private-relay/.
  public static var appleRelay: Self {
    Self(
      name: "iCloud Private Relay list", fileName: "network-relay.csv",
      urls: ["https://mask-api.icloud.com/egress-ip-ranges.csv"], packing: .none,
      content: .networkList(.relay, minimumCount: 1_000))
  }
}
