/// A compiled pattern of `matches`, in the syntax and meaning of RE2
/// (https://github.com/google/re2/wiki/Syntax), without captures: they cannot be asked for.
///
/// All threads of the automaton go through the text side by side, so the time is the length of
/// the text times the size of the program, whatever the pattern. There is nothing to backtrack.
struct Pattern: Sendable {
  let program: PatternProgram

  /// Instructions of the program.
  var size: Int { program.instructions.count }

  init(_ source: String, maximumSize: Int) throws(PatternError) {
    var parser = PatternParser(source)
    let node = try parser.parse().prepared
    var compiler = PatternCompiler(maximumSize: maximumSize)
    program = try compiler.compile(node)
  }

  /// Whether the pattern is found anywhere in the text; the work is counted before it is done.
  func matches(_ text: String, _ frame: inout Frame) throws(EvaluationError) -> Bool {
    let length = text.utf8.count
    let (work, overflow) = length.multipliedReportingOverflow(by: size)
    try frame.charge(overflow ? frame.limits.maximumCost : 1 + length / 16 + work / 64)
    return program.matches(text)
  }
}

/// Why a text is not a pattern.
struct PatternError: Error {
  let message: String

  init(_ message: String) {
    self.message = message
  }

  var evaluationError: EvaluationError {
    .invalid("invalid pattern: \(message)")
  }
}

/// The tree of a pattern.
indirect enum PatternNode: Sendable {
  case empty
  case scalars(ScalarSet)
  case assertion(PatternAssertion)
  case sequence([PatternNode])
  case alternatives([PatternNode])
  /// `maximum` is `nil` where there is none.
  case repetition(PatternNode, minimum: Int, maximum: Int?)
}

extension PatternNode {
  /// The same with every set prepared once, however often it is repeated.
  fileprivate var prepared: PatternNode {
    switch self {
    case .scalars(let set): .scalars(set.prepared())
    case .sequence(let nodes): .sequence(nodes.map(\.prepared))
    case .alternatives(let nodes): .alternatives(nodes.map(\.prepared))
    case .repetition(let node, let minimum, let maximum):
      .repetition(node.prepared, minimum: minimum, maximum: maximum)
    case .empty, .assertion: self
    }
  }
}

enum PatternAssertion: Sendable {
  case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
}
