/// Why a part that travels inside cannot be used: the build is at fault, never the caller.
public struct BuiltInError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of mistake; more kinds can be added.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name.
    public let rawValue: String

    /// A code of this name.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// The part is not there.
    public static let missing = Code(rawValue: "built-in-missing")
    /// The part cannot be read.
    public static let damaged = Code(rawValue: "built-in-damaged")
  }

  /// The kind of mistake.
  public let code: Code
  /// The file it was made of, for example `geo/countries.csv`.
  public let part: String

  /// Part and mistake in one sentence without a full stop.
  public var description: String {
    code == .missing ? "`\(part)` is not built in" : "the built-in `\(part)` is damaged"
  }

  static func missing(_ part: String) -> BuiltInError { BuiltInError(code: .missing, part: part) }

  static func damaged(_ part: String) -> BuiltInError { BuiltInError(code: .damaged, part: part) }
}
