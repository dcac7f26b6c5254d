extension GraphQLValidator {
  /// Checks that fields under one response key can be answered as one.
  ///
  /// Two questions with the same answer as comparing every pair, in far fewer steps: all values
  /// under a key need one shape, and all that can be selected on the same object need one meaning.
  /// See https://spec.graphql.org/October2021/#sec-Field-Selection-Merging
  mutating func checkMerging() {
    for operation in document.operations {
      let name = operation.kind == .mutation ? schema.mutationType : schema.queryType
      guard let type = name.flatMap({ schema[$0] }) else { continue }
      var fields: [Occurrence] = []
      var visited: Set<String> = []
      collect(operation.selections, on: type, into: &fields, &visited)
      let known = errors.count
      checkMeaning(fields)
      // Fields that mean different things mostly differ in shape too; once is enough.
      if errors.count == known { checkShape(fields) }
    }
  }

  /// A field with the type it is selected on.
  private struct Occurrence {
    var field: GraphQLField
    var parent: GraphQLType
    var type: GraphQLTypeReference
  }

  private func collect(
    _ selections: [GraphQLSelection], on parent: GraphQLType, into fields: inout [Occurrence],
    _ visited: inout Set<String>
  ) {
    for selection in selections {
      switch selection {
      case .field(let field):
        guard let definition = schema.field(field.name, of: parent) else { continue }
        fields.append(Occurrence(field: field, parent: parent, type: definition.type))
      case .inline(let inline):
        let type = inline.typeCondition.flatMap { schema[$0] } ?? parent
        collect(inline.selections, on: type, into: &fields, &visited)
      case .spread(let spread):
        guard visited.insert(spread.name).inserted, let fragment = fragments[spread.name],
          let type = schema[fragment.typeCondition]
        else { continue }
        collect(fragment.selections, on: type, into: &fields, &visited)
      }
    }
  }

  private func below(_ occurrences: [Occurrence]) -> [Occurrence] {
    var fields: [Occurrence] = []
    var visited: Set<String> = []
    for occurrence in occurrences {
      guard let type = schema[occurrence.type.name] else { continue }
      collect(occurrence.field.selections, on: type, into: &fields, &visited)
    }
    return fields
  }

  private func grouped(_ fields: [Occurrence]) -> [[Occurrence]] {
    var places: [String: Int] = [:]
    var groups: [[Occurrence]] = []
    for occurrence in fields {
      if let place = places[occurrence.field.responseKey] {
        groups[place].append(occurrence)
      } else {
        places[occurrence.field.responseKey] = groups.count
        groups.append([occurrence])
      }
    }
    return groups
  }

  private mutating func checkMeaning(_ fields: [Occurrence]) {
    for group in grouped(fields) where group.count > 1 || !group[0].field.selections.isEmpty {
      // Fields on two different object types never meet; one on a union or interface meets all.
      let abstract = group.filter { $0.parent.kind != .object }
      var parents: [String] = []
      for occurrence in group where occurrence.parent.kind == .object {
        if !parents.contains(occurrence.parent.name) { parents.append(occurrence.parent.name) }
      }
      let sets =
        parents.isEmpty
        ? [abstract] : parents.map { name in group.filter { $0.parent.name == name } + abstract }
      for set in sets {
        let first = set[0].field
        for other in set.dropFirst() {
          if other.field.name != first.name {
            conflict(
              first, other.field,
              "\"\(first.name)\" and \"\(other.field.name)\" are different fields")
            return
          }
          if !Self.sameArguments(first.arguments, other.field.arguments) {
            conflict(first, other.field, "they have differing arguments")
            return
          }
        }
        checkMeaning(below(set))
      }
    }
  }

  private mutating func checkShape(_ fields: [Occurrence]) {
    for group in grouped(fields) where group.count > 1 || !group[0].field.selections.isEmpty {
      let first = group[0]
      for other in group.dropFirst() where !sameShape(first.type, other.type) {
        conflict(
          first.field, other.field,
          "they return conflicting types \"\(first.type.text)\" and \"\(other.type.text)\"")
        return
      }
      checkShape(below(group))
    }
  }

  private func sameShape(_ left: GraphQLTypeReference, _ right: GraphQLTypeReference) -> Bool {
    switch (left, right) {
    case (.nonNull(let left), .nonNull(let right)), (.list(let left), .list(let right)):
      return sameShape(left, right)
    case (.named(let left), .named(let right)):
      if schema[left]?.isComposite == true, schema[right]?.isComposite == true { return true }
      return left == right
    default: return false
    }
  }

  private static func sameArguments(_ left: [GraphQLArgument], _ right: [GraphQLArgument]) -> Bool {
    guard left.count == right.count else { return false }
    return left.allSatisfy { argument in
      right.contains { $0.name == argument.name && $0.value.text == argument.value.text }
    }
  }

  private mutating func conflict(
    _ first: GraphQLField, _ second: GraphQLField, _ reason: String
  ) {
    report(
      "Fields \"\(first.responseKey)\" conflict because \(reason). Use different aliases on the "
        + "fields to fetch both if this was intentional.", first.location, second.location)
  }
}
