/// What an expression may refer to: variables, types of host objects, functions, the container
/// in which names are looked up first, and the limits.
///
/// Thread safety: an immutable value once made; share it freely.
public struct Environment: Sendable {
  /// A declared variable. Its position among the variables is its slot in an `Activation`.
  public struct Variable: Sendable, Hashable {
    /// The name, which may have dots (`a.b`).
    public let name: String
    /// The declared type.
    public let type: ExpressionType

    /// Declares a variable.
    public init(_ name: String, _ type: ExpressionType) {
      self.name = name
      self.type = type
    }
  }

  /// The variables in the order of their slots.
  public private(set) var variables: [Variable] = []
  /// The types of host objects by name.
  public private(set) var objectTypes: [String: ObjectType] = [:]
  /// The namespace in which names are looked up first; empty for none.
  public var container = ""
  /// What expressions and evaluations may grow to.
  public var limits = ExpressionLimits()
  /// Whether `has`, `all`, `exists` and the other macros are expanded.
  public var expandsMacros = true
  /// Whether type errors are errors; if not, they are left to the evaluation.
  public var checksTypes = true
  var functions = FunctionTable.standard
  private var slots: [String: Int] = [:]

  /// Makes an environment with the standard functions and extensions.
  ///
  /// - Parameters:
  ///   - variables: the variables in the order of their slots; of two with one name the first
  ///     is used.
  ///   - objectTypes: the types of host objects that variables and fields refer to.
  public init(variables: [Variable] = [], objectTypes: [ObjectType] = []) {
    for variable in variables { declare(variable) }
    for type in objectTypes { declare(type) }
  }

  /// No variables, all functions.
  public static let standard = Environment()

  /// Adds a variable behind the others.
  public mutating func declare(_ variable: Variable) {
    if slots[variable.name] == nil { slots[variable.name] = variables.count }
    variables.append(variable)
  }

  /// Adds or replaces a type of host objects.
  public mutating func declare(_ type: ObjectType) {
    objectTypes[type.name] = type
  }

  /// Adds a function of the host, or overloads to one that exists.
  public mutating func declare(_ function: FunctionDeclaration) {
    functions.add(function)
  }

  /// The slot of a variable; `nil` where it is not declared.
  public func slot(of variable: String) -> Int? {
    slots[variable]
  }

  /// The names that a written name can stand for, innermost namespace first. A leading dot
  /// means the outermost namespace alone.
  func candidates(for name: String) -> [String] {
    if name.hasPrefix(".") { return [String(name.dropFirst())] }
    var names: [String] = []
    var scope = container.split(separator: ".")
    while !scope.isEmpty {
      names.append(scope.joined(separator: ".") + "." + name)
      scope.removeLast()
    }
    return names + [name]
  }
}
