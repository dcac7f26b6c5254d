/// How one form of a function is called: its parameters and its result.
public struct FunctionOverload: Sendable {
  /// The types of the parameters; of a method the first is the target's.
  public let parameters: [ExpressionType]
  /// The type of the result.
  public let result: ExpressionType
  /// Whether it is called as `target.name(...)`.
  public let isMethod: Bool

  /// Declares one form of a function.
  public init(_ parameters: [ExpressionType], _ result: ExpressionType, isMethod: Bool = false) {
    self.parameters = parameters
    self.result = result
    self.isMethod = isMethod
  }
}

/// A function that expressions can call.
public struct FunctionDeclaration: Sendable {
  /// The code of a function. A method gets its target as the first argument. Values of kinds that
  /// it does not take are to be answered with `.noSuchOverload`.
  public typealias Body = @Sendable ([Value]) throws(EvaluationError) -> Value

  /// The name, which may have a namespace (`math.abs`).
  public let name: String
  /// The forms that the checker knows.
  public let overloads: [FunctionOverload]
  /// The fields that it reads of its argument, or of the elements of a list, where these have such
  /// fields; `nil` where it may read everything.
  let fieldsRead: [String]?
  let implementation: FunctionImplementation?

  /// Declares a function of the host. Without a body it can be checked but not evaluated.
  public init(name: String, overloads: [FunctionOverload], body: Body?) {
    self.name = name
    self.overloads = overloads
    fieldsRead = nil
    implementation = body.map { body in
      .many { (_: inout Frame, arguments: [Value]) throws(EvaluationError) -> Value in
        try body(arguments)
      }
    }
  }

  /// Declares a function of the host all of whose forms take one argument, which comes without an
  /// array around it.
  public init(
    name: String, overloads: [FunctionOverload],
    one body: @escaping @Sendable (Value) throws(EvaluationError) -> Value
  ) {
    precondition(overloads.allSatisfy { $0.parameters.count == 1 }, "one argument in each form")
    self.name = name
    self.overloads = overloads
    fieldsRead = nil
    implementation = .one { (_: inout Frame, argument: Value) throws(EvaluationError) -> Value in
      try body(argument)
    }
  }

  /// Declares a function of the host all of whose forms take one argument and give a text.
  ///
  /// - Parameters:
  ///   - fieldsRead: the fields that it reads of an object, or of the objects of a list, and no others.
  ///     An argument whose type has not all of them is read whole.
  ///   - body: puts the text, UTF-8, behind what stands there; where it throws, it may have put a part
  ///     of it.
  package init(
    name: String, overloads: [FunctionOverload], reading fieldsRead: [String],
    writing body: @escaping @Sendable (Value, inout [UInt8]) throws(EvaluationError) -> Void
  ) {
    precondition(
      overloads.allSatisfy { $0.parameters.count == 1 && $0.result == .string },
      "one argument in each form, and a text")
    self.name = name
    self.overloads = overloads
    self.fieldsRead = fieldsRead
    implementation = .text(body)
  }

  init(
    _ name: String, _ overloads: [FunctionOverload], reading fieldsRead: [String]? = nil,
    _ implementation: FunctionImplementation
  ) {
    self.name = name
    self.overloads = overloads
    self.fieldsRead = fieldsRead
    self.implementation = implementation
  }
}

/// The code of a function by the number of its arguments, so that the usual calls need no array.
enum FunctionImplementation: Sendable {
  typealias One = @Sendable (inout Frame, Value) throws(EvaluationError) -> Value
  typealias Two = @Sendable (inout Frame, Value, Value) throws(EvaluationError) -> Value
  typealias Many = @Sendable (inout Frame, [Value]) throws(EvaluationError) -> Value

  typealias Text = @Sendable (Value, inout [UInt8]) throws(EvaluationError) -> Void

  case one(One)
  case two(Two)
  case many(Many)
  /// Of one argument, giving a text.
  case text(Text)
}

/// The functions of an environment. One name may have several implementations, told apart by
/// the way of calling and the number of arguments.
struct FunctionTable: Sendable {
  struct Key: Hashable, Sendable {
    let name: String
    let isMethod: Bool
    let count: Int
  }

  private(set) var overloads: [String: [FunctionOverload]] = [:]
  /// The fields that functions read of their argument, where that is not all of it.
  private(set) var fieldsRead: [String: [String]] = [:]
  private(set) var implementations: [Key: FunctionImplementation] = [:]
  /// Functions of any number of arguments, by name.
  private(set) var variadic: [String: FunctionImplementation] = [:]

  mutating func add(_ function: FunctionDeclaration) {
    overloads[function.name, default: []] += function.overloads
    fieldsRead[function.name] = function.fieldsRead
    guard let implementation = function.implementation else { return }
    for overload in function.overloads {
      let key = Key(
        name: function.name, isMethod: overload.isMethod, count: overload.parameters.count)
      implementations[key] = implementation
    }
  }

  mutating func addVariadic(
    _ name: String, _ body: @escaping FunctionImplementation.Many
  ) {
    variadic[name] = .many(body)
    overloads[name, default: []] += []
  }

  func isKnown(_ name: String) -> Bool { overloads[name] != nil }

  /// Whether it takes any number of arguments.
  func isVariadic(_ name: String) -> Bool { variadic[name] != nil }

  func implementation(_ name: String, isMethod: Bool, count: Int) -> FunctionImplementation? {
    implementations[Key(name: name, isMethod: isMethod, count: count)]
      ?? (isMethod ? nil : variadic[name])
  }
}
