/// How large a document is once its fragments are opened; it holds no fragment cycle.
struct GraphQLMeasure {
  /// Depth, aliases and fields of a selection set.
  private struct Size {
    var depth = 0
    var aliases = 0
    var fields = 0

    mutating func add(_ other: Size) {
      depth = max(depth, other.depth)
      // A few hundred bytes of fragments in one another open to more than an integer holds.
      aliases = min(aliases + other.aliases, Int(Int32.max))
      fields = min(fields + other.fields, Int(Int32.max))
    }
  }

  private let document: GraphQLDocument
  private let fragments: [String: GraphQLFragment]
  private var sizes: [String: Size] = [:]

  init(document: GraphQLDocument) {
    self.document = document
    fragments = Dictionary(
      document.fragments.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What is wrong with the largest operation; `nil` where it keeps within the limits.
  mutating func error(limits: GraphQLLimits) -> GraphQLError? {
    for operation in document.operations {
      let size = size(of: operation.selections)
      let excess: (name: String, limit: Int, actual: Int)? =
        if size.depth > limits.maximumDepth {
          ("depth", limits.maximumDepth, size.depth)
        } else if size.aliases > limits.maximumAliases {
          ("number of aliases", limits.maximumAliases, size.aliases)
        } else if size.fields > limits.maximumFields {
          ("number of fields", limits.maximumFields, size.fields)
        } else {
          nil
        }
      if let excess {
        return GraphQLError(
          code: .validationFailed,
          message: "Query exceeds the maximum \(excess.name): \(excess.limit) allowed, "
            + "found \(excess.actual).",
          locations: [operation.location])
      }
    }
    return nil
  }

  private mutating func size(of selections: [GraphQLSelection]) -> Size {
    var result = Size()
    for selection in selections {
      switch selection {
      case .field(let field):
        var inner = size(of: field.selections)
        inner.depth += 1
        inner.fields += 1
        if field.alias != nil { inner.aliases += 1 }
        result.add(inner)
      case .inline(let inline): result.add(size(of: inline.selections))
      case .spread(let spread):
        if sizes[spread.name] == nil {
          sizes[spread.name] = fragments[spread.name].map { size(of: $0.selections) } ?? Size()
        }
        result.add(sizes[spread.name] ?? Size())
      }
    }
    return result
  }
}
