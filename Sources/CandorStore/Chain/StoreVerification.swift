/// What a look at the whole record found.
public struct StoreVerification: Sendable {
  /// Something that is not as it was stored.
  public struct Change: Sendable, Hashable {
    /// What happened to a row.
    public enum Kind: String, Sendable {
      /// A row holds something else than what was stored.
      case changed
      /// A row is gone.
      case removed
      /// A row was put in that the record knows nothing of.
      case inserted
    }

    /// What happened.
    public let kind: Kind
    /// The table.
    public let table: String
    /// The row's number; absent where rows have none.
    public let row: Int64?
    /// What is wrong, in a sentence.
    public let text: String
  }

  /// How many rows of each table were looked at.
  public var rows: [String: Int] = [:]
  /// Links of the chain.
  public var links = 0
  /// The last link, 64 hexadecimal digits: whoever notes it elsewhere sees when a whole file is
  /// put in the place of another. Absent where nothing is stored.
  public var head: String?
  /// How many changes there are.
  public var changeCount = 0
  /// The changes, as many as are named.
  public var changes: [Change] = []

  /// Most changes that are named; the rest is counted.
  static let maximumNamed = 1000

  mutating func note(_ kind: Change.Kind, _ table: String, _ row: Int64?, _ text: String) {
    changeCount += 1
    guard changes.count < Self.maximumNamed else { return }
    changes.append(Change(kind: kind, table: table, row: row, text: text))
  }
}
