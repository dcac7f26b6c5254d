extension FunctionTable {
  /// All functions of the language and of our extensions.
  static let standard: FunctionTable = {
    var table = FunctionTable()
    for function in ConversionFunctions.all + TimeFunctions.all + StringFunctions.all
      + StringFunctions.editing + MathFunctions.all + MathFunctions.bits + NetworkFunctions.all
      + OptionalFunctions.all + ListFunctions.all + SetFunctions.all + EncoderFunctions.all
    {
      table.add(function)
    }
    table.addVariadic("math.greatest", MathFunctions.greatest)
    table.addVariadic("math.least", MathFunctions.least)
    return table
  }()
}

/// Short forms for the tables of functions.
extension FunctionDeclaration {
  typealias Parameters = [ExpressionType]

  /// A function of one argument with its forms as parameter and result.
  static func one(
    _ name: String, _ forms: [(ExpressionType, ExpressionType)], isMethod: Bool = false,
    reading fieldsRead: [String]? = nil, _ body: @escaping FunctionImplementation.One
  ) -> FunctionDeclaration {
    FunctionDeclaration(
      name, forms.map { FunctionOverload([$0.0], $0.1, isMethod: isMethod) },
      reading: fieldsRead, .one(body))
  }

  /// A function of two arguments with its forms as parameters and result.
  static func two(
    _ name: String, _ forms: [(ExpressionType, ExpressionType, ExpressionType)],
    isMethod: Bool = false, _ body: @escaping FunctionImplementation.Two
  ) -> FunctionDeclaration {
    FunctionDeclaration(
      name, forms.map { FunctionOverload([$0.0, $0.1], $0.2, isMethod: isMethod) }, .two(body))
  }

  /// A function of three or more arguments.
  static func many(
    _ name: String, _ parameters: Parameters, _ result: ExpressionType, isMethod: Bool = false,
    _ body: @escaping FunctionImplementation.Many
  ) -> FunctionDeclaration {
    FunctionDeclaration(
      name, [FunctionOverload(parameters, result, isMethod: isMethod)], .many(body))
  }
}
