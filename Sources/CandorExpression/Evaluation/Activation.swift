/// The values of the variables for one evaluation, by the slots of the `Environment`.
///
/// Thread safety: a value type; each task uses its own copy.
public struct Activation: Sendable {
  var values: [Value?]

  /// Makes an activation of values by slot; `nil` where a variable has no value, which makes its
  /// use an evaluation error.
  public init(_ values: [Value?]) {
    self.values = values
  }

  /// Makes an activation without any values.
  public init(for environment: Environment) {
    values = Array(repeating: nil, count: environment.variables.count)
  }

  /// Makes an activation of values by name; names that are not declared are left out.
  public init(_ named: [String: Value], in environment: Environment) {
    values = environment.variables.map { named[$0.name] }
  }

  /// Lends the values of all slots.
  @inline(__always)
  func withValues<Result>(
    _ body: (UnsafeBufferPointer<Value?>) throws(EvaluationError) -> Result
  ) throws(EvaluationError) -> Result {
    try values.withUnsafeBufferPointer(body)
  }

  /// The value in a slot; `nil` where there is none.
  public subscript(slot: Int) -> Value? {
    get { slot < values.count ? values[slot] : nil }
    set {
      while values.count <= slot { values.append(nil) }
      values[slot] = newValue
    }
  }
}
