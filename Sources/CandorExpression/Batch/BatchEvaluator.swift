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
    let checksOnly = try Self.flag("check_only", request)
    let (environment, values) = try environment(request)
    let expression: CompiledExpression
    do throws(ExpressionError) {
      expression = try CompiledExpression.compile(source, in: environment)
    } catch {
      throw TypedValue.Failure(message: error.description)
    }
    if checksOnly {
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
    environment.container = try Self.content("container", request, "a text", \.string) ?? ""
    environment.checksTypes = try !Self.flag("disable_check", request)
    environment.expandsMacros = try !Self.flag("disable_macros", request)
    for declaration in try Self.content("type_env", request, "texts", \.array) ?? [] {
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
    let bindings = try Self.content("bindings", request, "an object", \.members) ?? [:]
    for name in bindings.keys.sorted() {
      if environment.slot(of: name) == nil { environment.declare(.init(name, .dyn)) }
      if let binding = bindings[name] { values[name] = try TypedValue.read(binding) }
    }
    return (environment, values)
  }

  private static func flag(
    _ key: String, _ request: JSONValue
  ) throws(TypedValue.Failure) -> Bool {
    try content(key, request, "`true` or `false`", \.bool) ?? false
  }

  /// What a key of a request holds; `nil` where it is not there, or null.
  private static func content<Content>(
    _ key: String, _ request: JSONValue, _ wanted: String, _ read: (JSONValue) -> Content?
  ) throws(TypedValue.Failure) -> Content? {
    guard let value = request[key] else { return nil }
    if case .null = value { return nil }
    guard let content = read(value) else {
      throw TypedValue.Failure(message: "expected \(wanted) in `\(key)`")
    }
    return content
  }
}
