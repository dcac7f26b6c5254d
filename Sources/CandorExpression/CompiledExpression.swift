/// An expression that was parsed, checked and compiled once, to be evaluated often.
///
/// ```swift
/// var environment = Environment(variables: [.init("speed", .double)])
/// let condition = try CompiledExpression.compile("speed > 900.0", in: environment)
/// let fires = try condition.evaluateBool(Activation([.double(950)]))
/// ```
///
/// Thread safety: immutable; share one between all tasks.
public struct CompiledExpression: Sendable {
  /// What it became, behind one reference: expressions are handed about for every evaluation.
  private let program: Program

  /// The source as given.
  public var source: String { program.source }
  /// The type of the value, as far as it is known before the evaluation.
  public var resultType: ExpressionType { program.checkedTypes[program.root.id] }
  /// Warnings, in order of position. Errors are thrown by `compile`.
  public var diagnostics: [ExpressionDiagnostic] { program.diagnostics }
  /// The variables and fields that the expression reads, sorted: `switch.minimumDistanceKm`,
  /// `params.maximumSpeedKmh`, `observations[].network.isAnonymised`. A prefix of a longer path
  /// is left out.
  public var referencedPaths: [String] { program.referencedPaths }
  /// Those of the paths, and of the prefixes that are left out, whose objects, lists or maps are read
  /// whole, sorted: handed to a function, compared, given back. `deviceName(from) + from.place.city`
  /// reads `from` whole.
  package var wholePaths: [String] { program.wholePaths }

  var root: Expr { program.root }
  var environment: Environment { program.environment }
  var checkedTypes: [ExpressionType] { program.checkedTypes }
  var resolutions: [Checker.Resolution?] { program.resolutions }
  var localCount: Int { program.localCount }
  var initialCost: Int { program.initialCost }

  /// The names of the variables that the expression reads, sorted.
  public var referencedVariables: [String] {
    Set(referencedPaths.map { String($0.prefix { $0 != "." && $0 != "[" }) }).sorted()
  }

  /// Compiles an expression.
  ///
  /// - Parameters:
  ///   - source: the text of the expression.
  ///   - environment: what it may refer to.
  /// - Throws: `ExpressionError` with all diagnostics where there is an error among them.
  public static func compile(
    _ source: String, in environment: Environment
  ) throws(ExpressionError) -> CompiledExpression {
    let root: Expr
    let nodeCount: Int
    do throws(ExpressionDiagnostic) {
      (root, nodeCount) = try Parser.parse(
        source, limits: environment.limits, expandsMacros: environment.expandsMacros)
    } catch {
      throw ExpressionError([error])
    }
    var checker = Checker(
      source: Array(source.utf8), environment: environment, nodeCount: nodeCount)
    checker.run(root)
    if checker.diagnostics.contains(where: { $0.severity == .error }) {
      throw ExpressionError(checker.diagnostics)
    }
    return CompiledExpression(program: Program(source: source, root: root, checker: checker))
  }

  private final class Program: Sendable {
    let source: String
    let diagnostics: [ExpressionDiagnostic]
    let referencedPaths: [String]
    let wholePaths: [String]
    let root: Expr
    let environment: Environment
    let checkedTypes: [ExpressionType]
    let resolutions: [Checker.Resolution?]
    let localCount: Int
    let initialCost: Int
    let code: Code
    let condition: BoolEvaluator

    init(source: String, root: Expr, checker: Checker) {
      self.source = source
      self.root = root
      environment = checker.environment
      checkedTypes = checker.types
      resolutions = checker.resolutions
      localCount = checker.localCount
      referencedPaths = checker.paths.filter { path in
        !checker.paths.contains { $0.hasPrefix(path + ".") || $0.hasPrefix(path + "[") }
      }.sorted()
      wholePaths = checker.wholes.filter { $0.value > 0 }.keys.sorted()
      initialCost = root.weight
      var lowering = Lowering(
        environment: environment, types: checkedTypes, resolutions: resolutions,
        source: Array(source.utf8))
      code = lowering.code(root)
      condition = code.asBool("condition")
      var comparisons = ComparisonCheck(checker: checker)
      comparisons.visit(root)
      diagnostics =
        ExpressionError(
          checker.diagnostics + lowering.diagnostics + comparisons.diagnostics
        ).diagnostics
    }

    /// Evaluates something with these values of the variables.
    @inline(__always)
    func withFrame<Result>(
      _ activation: Activation, _ body: (inout Frame) throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> Result {
      try activation.withValues { (variables) throws(EvaluationError) in
        var frame = Frame(
          variables: variables, localCount: localCount, initialCost: initialCost,
          limits: environment.limits)
        return try body(&frame)
      }
    }
  }

  /// The value of the expression for these values of the variables.
  public func evaluate(_ activation: Activation) throws(EvaluationError) -> Value {
    try program.withFrame(activation) { (frame) throws(EvaluationError) in
      try program.code.value(&frame)
    }
  }

  /// Whether the expression gives a text wherever it gives something: `writeText` writes it.
  package var givesText: Bool { program.code.text != nil }

  /// Puts the text that the expression gives behind what stands there, as UTF-8; where it fails, a
  /// part may have been put.
  ///
  /// - Precondition: `givesText`.
  package func writeText(
    _ activation: Activation, to bytes: inout [UInt8]
  ) throws(EvaluationError) {
    guard let text = program.code.text else {
      preconditionFailure("an expression is asked whether it gives a text")
    }
    try program.withFrame(activation) { (frame) throws(EvaluationError) in
      try text(&frame, &bytes)
    }
  }

  /// The truth value of the expression; an error where it is something else. The fastest way for
  /// conditions.
  public func evaluateBool(_ activation: Activation) throws(EvaluationError) -> Bool {
    try program.withFrame(activation) { (frame) throws(EvaluationError) in
      try program.condition(&frame)
    }
  }

  /// The value and what it cost, as `ExpressionLimits.maximumCost` counts.
  package func evaluateCounting(
    _ activation: Activation
  ) throws(EvaluationError) -> (value: Value, cost: Int) {
    try program.withFrame(activation) { (frame) throws(EvaluationError) in
      (try program.code.value(&frame), frame.cost)
    }
  }
}
