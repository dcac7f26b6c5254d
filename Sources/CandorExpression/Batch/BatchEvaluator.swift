/// Evaluates expressions that come as lines of JSON: the door of `candor rules eval --batch`.
///
/// One line in is
/// `{"expr","bindings","container","type_env","disable_check","disable_macros","check_only"}`, all
/// but `expr` optional; one line out is `{"value":{...}}`, `{"error":"..."}` or, with
/// `check_only`, `{"type":"..."}`. Values carry their types: `{"type":"int","value":"3"}`.
public struct BatchEvaluator: Sendable {
  private let limits: ExpressionLimits

  /// Makes an evaluator with limits for each expression.
  public init(limits: ExpressionLimits = ExpressionLimits()) {
    self.limits = limits
  }

  /// The answer to one line, without a line feed. It never throws: whatever is wrong is an
  /// `error` in the answer.
  public func line(_ json: some Sequence<UInt8>) -> String {
    do throws(TypedValue.Failure) {
      return try answer(json)
    } catch {
      return "{\"error\":\(JSONValue.quoted(error.message))}"
    }
  }

  /// The answer to one line given as text.
  public func line(_ json: String) -> String {
    line(json.utf8)
  }

  private func answer(_ json: some Sequence<UInt8>) throws(TypedValue.Failure) -> String {
    let request: JSONValue
    do throws(JSONReader.Failure) {
      request = try JSONReader.read(json)
    } catch {
      throw TypedValue.Failure(message: error.message)
    }
    guard let source = request["expr"]?.string else {
      throw TypedValue.Failure(message: "expected a text in `expr`")
    }
    let (environment, values) = try environment(request)
    let expression: CompiledExpression
    do throws(ExpressionError) {
      expression = try CompiledExpression.compile(source, in: environment)
    } catch {
      throw TypedValue.Failure(message: error.description)
    }
    if request["check_only"]?.bool == true {
      return "{\"type\":\(JSONValue.quoted(expression.resultType.description))}"
    }
    let value: Value
    do throws(EvaluationError) {
      value = try expression.evaluate(Activation(values, in: environment))
    } catch {
      throw TypedValue.Failure(
        message: error.message + (error.detail.map { ": `\($0)`" } ?? ""))
    }
    return "{\"value\":\(try TypedValue.write(value))}"
  }

  private func environment(
    _ request: JSONValue
  ) throws(TypedValue.Failure) -> (Environment, [String: Value]) {
    var environment = Environment()
    environment.limits = limits
    environment.container = request["container"]?.string ?? ""
    environment.checksTypes = request["disable_check"]?.bool != true
    environment.expandsMacros = request["disable_macros"]?.bool != true
    for declaration in request["type_env"]?.array ?? [] {
      guard let text = declaration.string else {
        throw TypedValue.Failure(message: "expected texts in `type_env`")
      }
      do throws(TypeEnvironmentParser.Failure) {
        switch try TypeEnvironmentParser.parse(text) {
        case .variable(let variable): environment.declare(variable)
        case .function(let function): environment.declare(function)
        }
      } catch {
        throw TypedValue.Failure(message: error.message)
      }
    }
    var values: [String: Value] = [:]
    guard case .object(let bindings)? = request["bindings"] else { return (environment, values) }
    for name in bindings.keys.sorted() {
      if environment.slot(of: name) == nil { environment.declare(.init(name, .dyn)) }
      if let binding = bindings[name] { values[name] = try TypedValue.read(binding) }
    }
    return (environment, values)
  }
}
