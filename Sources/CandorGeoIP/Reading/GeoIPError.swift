/// Why a database, a list of networks or a table could not be used.
///
/// Names the file without its folder and never an address.
public struct GeoIPError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of mistake; more kinds can be added.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name.
    public let rawValue: String

    /// A code of this name.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// The file is not there or may not be read.
    public static let cannotOpen = Code(rawValue: "database-cannot-open")
    /// The file is not in the MaxMind DB format.
    public static let notADatabase = Code(rawValue: "database-not-mmdb")
    /// The format's version, record size or IP version is none that can be read, or the metadata
    /// lack what libmaxminddb needs.
    public static let unsupported = Code(rawValue: "database-unsupported")
    /// The metadata cannot be read or contradict the file.
    public static let damagedMetadata = Code(rawValue: "database-damaged-metadata")
    /// The search tree leads nowhere.
    public static let damagedTree = Code(rawValue: "database-damaged-tree")
    /// A record cannot be read or holds what cannot be.
    public static let damagedRecord = Code(rawValue: "database-damaged-record")
    /// A limit on depth or size was reached.
    public static let limitExceeded = Code(rawValue: "database-limit-exceeded")
    /// A list of networks or a table cannot be read.
    public static let unreadableList = Code(rawValue: "network-list-unreadable")
  }

  /// The kind of mistake.
  public let code: Code
  /// The file's name, without its folder.
  public let file: String
  /// What was expected and found, and what to do.
  public let message: String

  /// `file: message`.
  public var description: String { "\(file): \(message)" }

  static let replace = "replace the file by a whole one"

  static func cannotOpen(_ file: String, reason: String) -> GeoIPError {
    GeoIPError(code: .cannotOpen, file: file, message: "the file cannot be opened, \(reason)")
  }

  static func notADatabase(_ file: String) -> GeoIPError {
    GeoIPError(
      code: .notADatabase, file: file,
      message: "expected a MaxMind DB file, found none of its metadata: "
        + "check that the download was unpacked and is not a web page")
  }

  static func unsupported(_ file: String, _ field: String, expected: String, found: String)
    -> GeoIPError
  {
    GeoIPError(
      code: .unsupported, file: file,
      message: "expected `\(field)` to be \(expected), found `\(found)`. \(replace)")
  }

  static func damagedMetadata(_ file: String, _ what: String) -> GeoIPError {
    GeoIPError(
      code: .damagedMetadata, file: file, message: "the metadata are damaged, \(what). \(replace)")
  }

  static func missingMetadata(_ file: String, _ keys: [String]) -> GeoIPError {
    let missing = keys.map { "`\($0)`" }.joined(separator: " and no ")
    return GeoIPError(
      code: .unsupported, file: file,
      message: "expected `languages` and `description` in the metadata, which libmaxminddb needs, "
        + "found no \(missing). take a file that was written with both")
  }

  static func damagedTree(_ file: String, _ what: String) -> GeoIPError {
    GeoIPError(
      code: .damagedTree, file: file, message: "the search tree is damaged, \(what). \(replace)")
  }

  static func damaged(_ file: String, _ damage: RecordDamage) -> GeoIPError {
    let isLimit = [.tooDeep, .tooManyValues, .tooManyBytes].contains(damage)
    guard !isLimit else {
      return GeoIPError(
        code: .limitExceeded, file: file,
        message: "a record is beyond what is read of one, \(damage.text)")
    }
    return GeoIPError(
      code: .damagedRecord, file: file, message: "a record is damaged, \(damage.text). \(replace)")
  }
}

/// What is wrong with a record.
enum RecordDamage: Error, Hashable {
  case pointsOutside
  case endsEarly
  case unknownType
  case wrongSize
  case pointerToPointer
  case keyIsNoText
  case duplicateKey
  case notUTF8
  case tooDeep
  case tooManyValues
  case tooManyBytes
  case wrongType
  case outOfRange

  var text: String {
    switch self {
    case .pointsOutside: "a pointer leads out of the data section"
    case .endsEarly: "a value ends behind the data section"
    case .unknownType: "a value has a type that the format does not know"
    case .wrongSize: "a value has a size that its type cannot have"
    case .pointerToPointer: "a pointer leads to a pointer"
    case .keyIsNoText: "a key of a map is not a text"
    case .duplicateKey: "a map has a key twice"
    case .notUTF8: "a text is not UTF-8"
    case .tooDeep: "maps and arrays nest deeper than \(RecordDecoder.maximumDepth)"
    case .tooManyValues: "it holds more than \(RecordDecoder.maximumValues) values"
    case .tooManyBytes: "it holds more than \(RecordDecoder.maximumBytes) bytes of texts"
    case .wrongType: "a field has a type that it cannot have"
    case .outOfRange: "a field has a value that it cannot have"
    }
  }
}
