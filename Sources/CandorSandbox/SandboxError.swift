import CandorModel

/// Why the sandbox cannot start or serve.
package struct SandboxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong; more may follow.
  package struct Code: Sendable, Hashable {
    private let name: String

    private init(_ name: String) { self.name = name }

    /// The evidence it should serve cannot be read.
    package static let unreadableEvidence = Code("unreadable-evidence")
    /// A fault was asked for in a form that is not `KIND:RATE`.
    package static let invalidFault = Code("invalid-fault")
    /// The port is taken or not allowed.
    package static let cannotListen = Code("cannot-listen")
    /// A schema made of the evidence is not valid.
    package static let invalidSchema = Code("invalid-schema")
  }

  /// What went wrong.
  package let code: Code
  /// One line: what, and what to do; holds nothing of the evidence.
  package let description: String

  private init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  static func unreadableEvidence(lineNumber: Int, _ error: JSONError) -> SandboxError {
    SandboxError(
      .unreadableEvidence,
      "line \(lineNumber) of the evidence cannot be read: \(error). Each line has to be one "
        + "document of `\(Evidence.schema)`")
  }

  static func invalidFault(_ text: String) -> SandboxError {
    let kinds = FaultKind.allNames.map { "`\($0)`" }.joined(separator: ", ")
    return SandboxError(
      .invalidFault,
      "expected a fault as `KIND:RATE` with a rate from 0 to 1, found `\(text)`. "
        + "Kinds are \(kinds)")
  }

  static func excessiveFaults(total: Double) -> SandboxError {
    SandboxError(
      .invalidFault,
      "expected the rates of all faults to add up to 1 at most, found `\(total)`. Lower one of them"
    )
  }

  static func cannotListen(host: String, port: Int) -> SandboxError {
    SandboxError(
      .cannotListen,
      "expected to listen on `\(host):\(port)`, found it taken or forbidden; `--port 0` takes "
        + "any free port")
  }

  static func invalidSchema(_ message: String) -> SandboxError {
    SandboxError(.invalidSchema, "expected a valid GraphQL schema, found: \(message)")
  }
}
