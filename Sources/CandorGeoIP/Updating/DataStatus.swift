public import CandorModel
import Foundation

/// What location data there is, how old it is, and what is missing: `candor data status`, and a part
/// of `candor doctor`.
public struct DataStatus: Sendable, Hashable {
  /// One file of the data directory.
  public struct Entry: Sendable, Hashable {
    /// What a file is.
    public enum Kind: String, Sendable, Hashable {
      /// A MaxMind DB file.
      case database
      /// A list of networks of one class.
      case networkList = "network-list"
    }

    /// The file's name.
    public let name: String
    /// What it is.
    public let kind: Kind
    /// A database's type, a list's class; `nil` where the file cannot be read.
    public let type: String?
    /// What a database is about; `nil` for a list.
    public let content: DatabaseKind?
    /// When a database was built, when a list was last written; `nil` where it cannot be told.
    public let builtAt: Timestamp?
    /// Whole days since then.
    public let ageDays: Int?
    /// Whether it is older than 30 days.
    public let isOld: Bool
    /// Origin and licence in words: from the metadata of the file, else what is known of its type.
    public let licence: String?
    /// The size in bytes.
    public let byteCount: Int
    /// The SHA-256 of the file, lower-case hexadecimal.
    public let hash: String?
    /// What a database holds; `nil` for a list and for a database of which not all can be read.
    public let coverage: Database.Verification?
    /// The number of networks of a list.
    public let networkCount: Int?
    /// Why the file cannot be used, or not all of it; `nil` where it can.
    public let problem: String?
    /// The command that makes the file anew; `nil` where it is neither old nor unusable, and where
    /// no command of ours made it.
    public private(set) var command: String?

    /// The entry with the command that makes it anew, by its type, where it is old or unusable.
    package func renewed(by command: (_ type: String?) -> String?) -> Entry {
      guard isOld || problem != nil else { return self }
      var entry = self
      entry.command = command(type)
      return entry
    }
  }

  /// Something that is not there, and the command that makes it.
  public struct Missing: Sendable, Hashable {
    /// `country`, `network` or `city`.
    public let what: String
    /// What cannot be told without it.
    public let effect: String
    /// The command that mends it.
    public let command: String
    /// Whether the main job suffers; the others are an offer.
    public let isNeeded: Bool
  }

  /// The data directory.
  public let directory: String
  /// Its files in byte order of their names.
  public let entries: [Entry]
  /// What is missing, the needed first.
  public let missing: [Missing]

  /// Whether nothing is needed and every file can be used.
  public var isComplete: Bool {
    !missing.contains { $0.isNeeded } && !entries.contains { $0.problem != nil }
  }

  /// Looks at a data directory: every file is read whole.
  ///
  /// - Parameters:
  ///   - date: the moment from which ages are counted.
  ///   - configured: the names of the files for which the configuration has sources of its own.
  public init(
    of directory: DataDirectory, at date: Timestamp, configured: Set<String> = []
  ) {
    self.directory = directory.path
    entries = directory.fileNames.compactMap { name in
      Self.entry(name, in: directory, at: date)?.renewed {
        DataRenewal.command(for: name, type: $0, configured: configured)
      }
    }
    missing = Self.missing(in: entries)
  }

  private static func entry(
    _ name: String, in directory: DataDirectory, at date: Timestamp
  ) -> Entry? {
    let path = directory.path(of: name)
    if name.hasSuffix(".mmdb") { return database(at: path, on: date) }
    return DataDirectory.listClass(of: name).map { list(name, $0, path: path, at: date) }
  }

  /// Looks at a database, wherever it lies: all of it is read.
  package static func database(at path: String, on date: Timestamp) -> Entry {
    let name = (path as NSString).lastPathComponent
    let database: Database
    do throws(GeoIPError) {
      database = try Database.open(path: path)
    } catch {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return Entry(
        name: name, kind: .database, type: nil, content: nil, builtAt: nil, ageDays: nil,
        isOld: false, licence: nil, byteCount: (attributes?[.size] as? Int) ?? 0, hash: nil,
        coverage: nil, networkCount: nil, problem: error.message)
    }
    let words = database.description
    var coverage: Database.Verification?
    var problem: String?
    do throws(GeoIPError) {
      coverage = try database.verify()
    } catch {
      problem = error.message
    }
    return Entry(
      name: name, kind: .database, type: words.type, content: words.kind,
      builtAt: words.builtAt, ageDays: words.ageDays(at: date), isOld: words.isOld(at: date),
      licence: licence(type: words.type, summary: words.summary), byteCount: words.byteCount,
      hash: database.withBytes { Checksum.hexadecimal(of: $0) },
      coverage: coverage, networkCount: nil, problem: problem)
  }

  private static func list(
    _ name: String, _ networkClass: NetworkClass, path: String, at date: Timestamp
  ) -> Entry {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let written = (attributes?[.modificationDate] as? Date).map {
      Timestamp(millisecondsSinceEpoch: Int64($0.timeIntervalSince1970) * 1_000)
    }
    let contents = FileManager.default.contents(atPath: path)
    var count: Int?
    var problem: String?
    do throws(GeoIPError) {
      guard let contents else { throw .cannotOpen(name, reason: "it cannot be read") }
      count = try NetworkList(
        networkClass, name: name, text: String(decoding: contents, as: UTF8.self)
      ).count
    } catch {
      problem = error.message
    }
    let age = written.map { max(0, Int($0.seconds(to: date) / 86_400)) }
    return Entry(
      name: name, kind: .networkList, type: networkClass.rawValue, content: nil,
      builtAt: written, ageDays: age, isOld: (age ?? 0) > DatabaseDescription.maximumAgeDays,
      licence: nil, byteCount: contents?.count ?? 0,
      hash: contents.map { Checksum.hexadecimal(of: [UInt8]($0)) },
      coverage: nil, networkCount: count, problem: problem)
  }

  /// What the metadata say where they speak of a licence, else the terms known for the type.
  private static func licence(type: String, summary: String?) -> String? {
    if let summary, summary.localizedStandardContains("licen") { return summary }
    let known: [(prefix: String, text: String)] = [
      ("GeoLite2", "MaxMind GeoLite2, GeoLite End User License Agreement, https://www.maxmind.com"),
      ("GeoIP2", "MaxMind GeoIP2, commercial licence, https://www.maxmind.com"),
      ("DBIP-", "IP Geolocation by DB-IP, https://db-ip.com, Lite files CC BY 4.0"),
      ("ipinfo", "IPinfo, https://ipinfo.io, Lite files CC BY-SA 4.0"),
    ]
    return known.first { type.lowercased().hasPrefix($0.prefix.lowercased()) }?.text ?? summary
  }

  /// What cannot be told with these files alone.
  package static func missing(in entries: [Entry]) -> [Missing] {
    // A database with single damaged records tells the others.
    let contents = Set(
      entries.filter { $0.name != DataBuilder.cityFileName }.compactMap(\.content))
    var missing: [Missing] = []
    if contents.isDisjoint(with: [.city, .country, .countryASN, .enterprise]) {
      missing.append(
        Missing(
          what: "country", effect: "no answer can be placed", command: DataRenewal.build,
          isNeeded: true))
    }
    if contents.isDisjoint(with: [.asn, .isp, .countryASN, .enterprise]) {
      missing.append(
        Missing(
          what: "network", effect: "dual stack, carriers and hosting cannot be told",
          command: DataRenewal.build, isNeeded: true))
    }
    if contents.isDisjoint(with: [.city, .enterprise]) {
      missing.append(
        Missing(
          what: "city", effect: "distances within a country cannot be told",
          command: DataRenewal.freeCities, isNeeded: false))
    }
    return missing
  }
}
