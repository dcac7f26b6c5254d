public import CandorModel

/// A database in a few words, for the status of the data and for provenance.
public struct DatabaseDescription: Sendable, Hashable {
  /// The file's name without its folder.
  public let name: String
  /// The type it says it is of.
  public let type: String
  /// What it is about.
  public let kind: DatabaseKind
  /// When it was built.
  public let builtAt: Timestamp
  /// Its English description, which holds licence and attribution in ours; `nil` where it has none.
  public let summary: String?
  /// Whether it tells places.
  public let providesPlace: Bool
  /// Whether it tells networks.
  public let providesNetwork: Bool
  /// Its size in bytes.
  public let byteCount: Int

  /// The age from which a database is told as old: 30 days.
  public static let maximumAgeDays = 30

  /// Whether it is the one of the demonstration, of example places that do not age.
  public var isIllustrative: Bool { type.contains("Illustrative") }

  /// Whole days from its build to a moment; 0 for a moment before it.
  public func ageDays(at moment: Timestamp) -> Int {
    max(0, Int(builtAt.seconds(to: moment) / 86_400))
  }

  /// Whether it is older than 30 days at a moment; never for an illustrative one.
  public func isOld(at moment: Timestamp) -> Bool {
    guard !isIllustrative else { return false }
    return builtAt.seconds(to: moment) > Double(Self.maximumAgeDays) * 86_400
  }
}

extension Database {
  /// The database in a few words.
  public var description: DatabaseDescription {
    DatabaseDescription(
      name: name, type: metadata.type, kind: kind, builtAt: metadata.builtAt,
      summary: metadata.description(), providesPlace: providesPlace,
      providesNetwork: providesNetwork, byteCount: byteCount)
  }
}
