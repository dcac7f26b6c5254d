/// One function or macro of the language, for a reference: what it is called, what it means, and
/// how it goes right and wrong.
public struct FunctionReference: Sendable, Hashable {
  /// The chapter: `text`, `math`, `network` and so on.
  public let group: String
  /// The name as it is called.
  public let name: String
  /// How it is called, and the type of the result.
  public let signature: String
  /// What it gives, in one sentence without a full stop.
  public let meaning: String
  /// An expression that uses it.
  public let example: String
  /// What the example gives, as an expression.
  public let result: String
  /// An expression that uses it wrongly: an error of the check or of the evaluation.
  public let failingExample: String

  init(
    _ group: String, _ name: String, _ signature: String, _ meaning: String, example: String,
    result: String, failing: String
  ) {
    self.group = group
    self.name = name
    self.signature = signature
    self.meaning = meaning
    self.example = example
    self.result = result
    failingExample = failing
  }

  /// All functions and macros, by chapters in the order in which a reader meets them.
  public static let all: [FunctionReference] =
    conversionFunctions + collectionFunctions + macroFunctions + textFunctions + mathFunctions
    + networkFunctions + optionalFunctions + listFunctions + setFunctions + encodingFunctions
    + timeFunctions
}
