/// How much one GraphQL request may ask for.
///
/// A public API refuses documents that are too large, too deep or too wide; so does its stand-in,
/// so that clients that put several interviews into one request meet the refusal before the real
/// service does it. The real limits are not documented: these are ours.
struct GraphQLLimits: Sendable, Hashable {
  /// Bytes of the request's body: the document, its variables and whatever stands beside them.
  var maximumRequestBytes = 262_144
  /// Bytes of the document's text; no more than a body, which holds it.
  var maximumDocumentBytes = 262_144
  /// Words and signs in the document.
  var maximumTokens = 40_000
  /// Selections inside one another, fragments opened; also lists and objects of a value.
  var maximumDepth = 20
  /// Aliases in the whole document, fragments opened.
  var maximumAliases = 250
  /// Fields in the whole document, fragments opened.
  var maximumFields = 20_000
}
