/// Bounds of what a rule pack may hold; each has a documented default and its own diagnostic.
///
/// Rule files come from users and their companies' repositories. A file that goes past a limit is
/// dropped with a diagnostic that states the limit and the actual value.
public struct RuleLimits: Sendable, Hashable {
  /// Bytes of one YAML file; 262,144 unless changed, about a hundred times a usual rule.
  public var maximumFileBytes = 262_144
  /// Mappings and sequences in one another; 20 unless changed. Rule files need six.
  public var maximumDepth = 20
  /// Scalars, mappings and sequences of one file; 20,000 unless changed.
  public var maximumNodes = 20_000
  /// Rules of one pack; 2,000 unless changed.
  public var maximumRules = 2_000
  /// Bytes of one condition, template piece or value expression; 8,192 unless changed.
  public var maximumExpressionLength = 8_192
  /// Pieces `{{ ... }}` of one template; 32 unless changed.
  public var maximumTemplatePieces = 32
  /// Diagnostics kept of one file; 100 unless changed. What comes after is counted only.
  public var maximumDiagnostics = 100

  /// The documented defaults.
  public init() {}
}
