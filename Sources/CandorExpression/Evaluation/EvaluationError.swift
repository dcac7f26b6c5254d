/// Why an evaluation has no value. `description` never holds a value of the data, so it may be
/// logged; `detail` may.
public struct EvaluationError: Error, Sendable {
  /// What kind of mistake it is.
  public enum Code: String, Sendable, Hashable {
    /// A field or key that is not there.
    case noSuchField = "no-such-field"
    /// A map has no such key.
    case noSuchKey = "no-such-key"
    /// A variable without a value, or a name that was never declared.
    case noSuchVariable = "no-such-variable"
    /// Values of kinds that the operator or function does not take.
    case noSuchOverload = "no-such-overload"
    /// A function that does not exist.
    case unboundFunction = "unbound-function"
    /// A number beyond the range of its type.
    case overflow = "overflow"
    /// Division or modulus by zero.
    case divisionByZero = "division-by-zero"
    /// A text that is not what the conversion wants, or an index out of range.
    case invalidArgument = "invalid-argument"
    /// A limit of `ExpressionLimits` was exceeded.
    case limitExceeded = "limit-exceeded"
  }

  // One reference, so that throwing and absorbing an error stays cheap.
  private final class Storage: Sendable {
    let code: Code
    let message: String
    let detail: String?

    init(code: Code, message: String, detail: String?) {
      self.code = code
      self.message = message
      self.detail = detail
    }
  }

  private let storage: Storage

  /// Makes an error, for functions of the host.
  ///
  /// - Parameters:
  ///   - code: the kind of mistake.
  ///   - message: the sentence, without values of the data.
  ///   - detail: the value in question; may be personal data.
  public init(_ code: Code, _ message: String, detail: String? = nil) {
    storage = Storage(code: code, message: message, detail: detail)
  }

  /// What kind of mistake it is.
  public var code: Code { storage.code }
  /// The sentence, without values of the data.
  public var message: String { storage.message }
  /// The value in question, where there is one; may be personal data.
  public var detail: String? { storage.detail }
}

extension EvaluationError: CustomStringConvertible {
  /// The sentence, without values of the data.
  public var description: String { message }
}

extension EvaluationError {
  static func noSuchOverload(_ function: String, _ arguments: Value...) -> EvaluationError {
    let kinds = arguments.map(\.typeName).joined(separator: ", ")
    return EvaluationError(.noSuchOverload, "no such overload: `\(function)` of (\(kinds))")
  }

  static func overflow(_ type: String) -> EvaluationError {
    EvaluationError(.overflow, "result out of range of `\(type)`")
  }

  static func invalid(_ message: String, detail: String? = nil) -> EvaluationError {
    EvaluationError(.invalidArgument, message, detail: detail)
  }

  static let divisionByZero = EvaluationError(.divisionByZero, "division by zero")
  static let modulusByZero = EvaluationError(.divisionByZero, "modulus by zero")

  static func costExceeded(_ limit: Int) -> EvaluationError {
    EvaluationError(
      .limitExceeded,
      "expected an evaluation cost of at most \(limit), found more. "
        + "Make lists or texts shorter, or nest fewer comprehensions")
  }

  static func listTooLong(_ limit: Int) -> EvaluationError {
    EvaluationError(
      .limitExceeded, "expected a list or map of at most \(limit) elements, found more")
  }
}
