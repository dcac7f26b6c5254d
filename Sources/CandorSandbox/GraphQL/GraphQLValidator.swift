/// Checks a document against a schema before anything runs.
///
/// All rules of the specification's section 5 that concern requests are here. Every mistake is
/// reported, in the order of the text.
/// See https://spec.graphql.org/October2021/#sec-Validation
struct GraphQLValidator {
  let schema: GraphQLSchema
  let document: GraphQLDocument
  let fragments: [String: GraphQLFragment]
  private(set) var errors: [GraphQLError] = []

  /// The variables used directly in the operation or fragment being walked.
  var usages: [VariableUsage] = []
  /// The fragments spread directly in the operation or fragment being walked.
  var spreads: [GraphQLFragmentSpread] = []

  /// Where a variable stands.
  struct VariableUsage {
    var name: String
    var location: GraphQLLocation
    /// What is expected there; absent where the place itself is unknown.
    var type: GraphQLTypeReference?
    /// Whether the place has a default of its own.
    var hasDefault: Bool
  }

  /// The mistakes of a document; empty for a valid one.
  static func errors(
    of document: GraphQLDocument, schema: GraphQLSchema, limits: GraphQLLimits
  ) -> [GraphQLError] {
    var validator = GraphQLValidator(schema: schema, document: document)
    validator.checkDocument()
    // Fragments that contain themselves have no size.
    if !validator.hasCycles {
      var measure = GraphQLMeasure(document: document)
      if let error = measure.error(limits: limits) { return [error] }
    }
    if validator.errors.isEmpty { validator.checkMerging() }
    return validator.errors.enumerated().sorted {
      let left = $0.element.locations.first ?? GraphQLLocation(line: 0, column: 0)
      let right = $1.element.locations.first ?? GraphQLLocation(line: 0, column: 0)
      return (left.line, left.column, $0.offset) < (right.line, right.column, $1.offset)
    }.map(\.element)
  }

  private init(schema: GraphQLSchema, document: GraphQLDocument) {
    self.schema = schema
    self.document = document
    fragments = Dictionary(
      document.fragments.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func report(_ message: String, _ locations: GraphQLLocation...) {
    errors.append(
      GraphQLError(code: .validationFailed, message: message, locations: locations))
  }

  private var hasCycles = false

  private mutating func checkDocument() {
    checkNames()
    var usagesByFragment: [String: [VariableUsage]] = [:]
    var spreadsByFragment: [String: [GraphQLFragmentSpread]] = [:]
    for fragment in document.fragments {
      (usages, spreads) = ([], [])
      if let type = condition(fragment.typeCondition, of: fragment.name, fragment.location) {
        check(fragment.selections, on: type)
      }
      check(fragment.directives, at: "FRAGMENT_DEFINITION")
      usagesByFragment[fragment.name] = usages
      spreadsByFragment[fragment.name] = spreads
    }
    checkCycles(spreadsByFragment)

    var used: Set<String> = []
    for operation in document.operations {
      (usages, spreads) = ([], [])
      checkVariables(of: operation)
      check(operation.directives, at: operation.kind.rawValue.uppercased())
      if let type = rootType(of: operation) { check(operation.selections, on: type) }
      var reached: Set<String> = []
      var waiting = spreads.map(\.name)
      while let name = waiting.popLast() {
        guard reached.insert(name).inserted else { continue }
        waiting += (spreadsByFragment[name] ?? []).map(\.name)
      }
      used.formUnion(reached)
      let all = document.fragments.filter { reached.contains($0.name) }
        .reduce(into: usages) { $0 += usagesByFragment[$1.name] ?? [] }
      checkUsages(all, in: operation)
    }
    for fragment in document.fragments where !used.contains(fragment.name) {
      report("Fragment \"\(fragment.name)\" is never used.", fragment.location)
    }
  }

  private mutating func checkNames() {
    var names: Set<String> = []
    for operation in document.operations {
      guard let name = operation.name else {
        if document.operations.count > 1 {
          report("This anonymous operation must be the only defined operation.", operation.location)
        }
        continue
      }
      if !names.insert(name).inserted {
        report("There can be only one operation named \"\(name)\".", operation.location)
      }
    }
    names = []
    for fragment in document.fragments where !names.insert(fragment.name).inserted {
      report("There can be only one fragment named \"\(fragment.name)\".", fragment.location)
    }
  }

  private mutating func rootType(of operation: GraphQLOperation) -> GraphQLType? {
    let name: String? =
      switch operation.kind {
      case .query: schema.queryType
      case .mutation: schema.mutationType
      case .subscription: nil
      }
    guard let type = name.flatMap({ schema[$0] }) else {
      report(
        "Schema is not configured to execute \(operation.kind.rawValue) operation.",
        operation.location)
      return nil
    }
    return type
  }

  private mutating func checkCycles(_ spreads: [String: [GraphQLFragmentSpread]]) {
    var finished: Set<String> = []
    var open: [String] = []
    func walk(_ name: String, _ found: inout [(String, GraphQLFragmentSpread)]) {
      guard !finished.contains(name) else { return }
      open.append(name)
      for spread in spreads[name] ?? [] {
        if open.contains(spread.name) {
          found.append((spread.name, spread))
        } else if open.count <= 500 {
          walk(spread.name, &found)
        }
      }
      open.removeLast()
      finished.insert(name)
    }
    var found: [(String, GraphQLFragmentSpread)] = []
    for fragment in document.fragments { walk(fragment.name, &found) }
    for (name, spread) in found {
      hasCycles = true
      report("Cannot spread fragment \"\(name)\" within itself.", spread.location)
    }
  }

  /// The composite type that a fragment names.
  mutating func condition(
    _ name: String, of fragment: String?, _ location: GraphQLLocation
  ) -> GraphQLType? {
    guard let type = schema[name] else {
      report(
        "Unknown type \"\(name)\".\(Suggestion.text(for: name, among: schema.typeNames))", location)
      return nil
    }
    guard type.isComposite else {
      let subject = fragment.map { "Fragment \"\($0)\"" } ?? "Fragment"
      report("\(subject) cannot condition on non composite type \"\(name)\".", location)
      return nil
    }
    return type
  }
}
