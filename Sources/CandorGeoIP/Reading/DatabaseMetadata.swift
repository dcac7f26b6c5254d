public import CandorModel

/// What a database says of itself.
public struct DatabaseMetadata: Sendable, Hashable {
  /// The `database_type`, for example `GeoLite2-City`.
  public let type: String
  /// When the file was built, by its `build_epoch`.
  public let builtAt: Timestamp
  /// 4 for IPv4 only, 6 for both families.
  public let ipVersion: Int
  /// The number of nodes of the search tree.
  public let nodeCount: UInt32
  /// Bits of a record of the tree: 24, 28 or 32.
  public let recordSize: Int
  /// The languages that the file says its names are in, as it lists them.
  public let languages: [String]
  /// Descriptions by language, in order of the language codes. Ours hold licence and attribution.
  public let descriptions: [Description]
  /// The format's version.
  public let formatVersion: String

  /// A description in a language.
  public struct Description: Sendable, Hashable {
    /// A language code such as `en` or `pt-BR`.
    public let language: String
    /// The text.
    public let text: String
  }

  /// The description in a language, else in English, else the first; `nil` where there is none.
  public func description(in language: String = "en") -> String? {
    (descriptions.first { $0.language == language } ?? descriptions.first { $0.language == "en" }
      ?? descriptions.first)?.text
  }
}

extension DatabaseMetadata {
  /// Reads and checks the map of the metadata section.
  init(_ value: MMDBValue, file: String) throws(GeoIPError) {
    guard case .map(let fields) = value else {
      throw .damagedMetadata(file, "they are not a map")
    }
    func number(_ key: String, _ limit: UInt64) throws(GeoIPError) -> UInt64 {
      guard let number = fields[MMDBValue.MapKey(key)]?.unsignedNumber, number <= limit else {
        throw .damagedMetadata(file, "`\(key)` is missing or no number that it can be")
      }
      return number
    }
    func text(_ key: String) throws(GeoIPError) -> String {
      guard case .string(let text)? = fields[MMDBValue.MapKey(key)] else {
        throw .damagedMetadata(file, "`\(key)` is missing or no text")
      }
      return text
    }
    let major = try number("binary_format_major_version", 0xffff)
    guard major == 2 else {
      throw .unsupported(
        file, "binary_format_major_version", expected: "2", found: String(major))
    }
    let minor = try number("binary_format_minor_version", 0xffff)
    formatVersion = "\(major).\(minor)"
    type = try text("database_type")
    // Any 64 bits are legal; later than the year 9999, the last that a time stamp can print, is never.
    let epoch = min(try number("build_epoch", .max), 253_402_300_799)
    builtAt = Timestamp(millisecondsSinceEpoch: Int64(epoch) * 1000)
    ipVersion = Int(try number("ip_version", 0xffff))
    guard ipVersion == 4 || ipVersion == 6 else {
      throw .unsupported(file, "ip_version", expected: "4 or 6", found: String(ipVersion))
    }
    nodeCount = UInt32(try number("node_count", UInt64(UInt32.max)))
    recordSize = Int(try number("record_size", 0xffff))
    guard SearchTree.RecordSize(rawValue: recordSize) != nil else {
      throw .unsupported(file, "record_size", expected: "24, 28 or 32", found: String(recordSize))
    }
    languages = try Self.languages(fields["languages"], file: file)
    descriptions = try Self.descriptions(fields["description"], file: file)
  }

  private static func languages(
    _ value: MMDBValue?, file: String
  ) throws(GeoIPError) -> [String] {
    guard let value else { return [] }
    guard case .array(let elements) = value else {
      throw .damagedMetadata(file, "`languages` is no list")
    }
    var languages: [String] = []
    for element in elements {
      guard case .string(let language) = element else {
        throw .damagedMetadata(file, "`languages` holds something else than texts")
      }
      languages.append(language)
    }
    return languages
  }

  private static func descriptions(
    _ value: MMDBValue?, file: String
  ) throws(GeoIPError) -> [Description] {
    guard let value else { return [] }
    guard case .map(let fields) = value else {
      throw .damagedMetadata(file, "`description` is no map")
    }
    var descriptions: [Description] = []
    for (language, element) in fields.sorted(by: { $0.key < $1.key }) {
      guard case .string(let text) = element else {
        throw .damagedMetadata(file, "`description` holds something else than texts")
      }
      descriptions.append(Description(language: language.text, text: text))
    }
    return descriptions
  }
}

extension MMDBValue {
  /// The value of any of the unsigned integer types that fits 64 bits.
  var unsignedNumber: UInt64? {
    switch self {
    case .uint16(let number): UInt64(number)
    case .uint32(let number): UInt64(number)
    case .uint64(let number): number
    case .uint128(let number): UInt64(exactly: number)
    default: nil
    }
  }
}
