public import CandorModel

/// Classes of whole autonomous systems, from the curated table `networks/asn-classes.csv`.
///
/// Thread safety: an immutable value.
public struct SystemClassTable: Sendable {
  /// What the table says of one system.
  public struct Entry: Sendable, Hashable {
    /// The class of the system's addresses, as far as one can be said of all.
    public let networkClass: NetworkClass
    /// 0 to 100.
    public let confidence: Int
    /// The organisation's usual name.
    public let name: String
    /// Where the fact is from.
    public let source: String
  }

  /// The source that claims of the table carry.
  public static let sourceName = "asn-classes"

  private let entries: [UInt32: Entry]

  /// A table without systems.
  public static let empty = SystemClassTable(entries: [:])

  init(entries: [UInt32: Entry]) {
    self.entries = entries
  }

  /// Reads the table.
  ///
  /// - Parameter csv: header `asn,class,confidence,name,source`.
  /// - Throws: `TableError` with the first row that cannot be read or is there twice.
  public init(csv: String) throws(TableError) {
    var entries: [UInt32: Entry] = [:]
    try DelimitedTable.read(
      csv, name: "asn-classes.csv", columns: ["asn", "class", "confidence", "name", "source"]
    ) { row throws(TableError) in
      guard let number = UInt32(row[0]), number > 0 else {
        throw row.mistake(column: 0, expected: "an AS number")
      }
      guard entries[number] == nil else {
        throw row.mistake(column: 0, expected: "in one row only")
      }
      guard let networkClass = NetworkClass(rawValue: row[1]), networkClass != .unknown else {
        throw row.mistake(column: 1, expected: "a class of networks")
      }
      guard let confidence = Int(row[2]), (0...100).contains(confidence) else {
        throw row.mistake(column: 2, expected: "a number from 0 to 100")
      }
      entries[number] = Entry(
        networkClass: networkClass, confidence: confidence, name: row[3], source: row[4])
    }
    self.entries = entries
  }

  /// What the table says of a system; `nil` where it does not have it.
  public func entry(for asn: UInt32) -> Entry? { entries[asn] }

  /// The number of systems.
  public var count: Int { entries.count }
}
