extension GraphQLValidator {
  /// Checks a selection set on a composite type.
  mutating func check(_ selections: [GraphQLSelection], on parent: GraphQLType) {
    for selection in selections {
      switch selection {
      case .field(let field): check(field, on: parent)
      case .inline(let inline):
        check(inline.directives, at: "INLINE_FRAGMENT")
        guard let name = inline.typeCondition else {
          check(inline.selections, on: parent)
          continue
        }
        guard let type = condition(name, of: nil, inline.location) else { continue }
        checkOverlap(type.name, parent.name, "Fragment", inline.location)
        check(inline.selections, on: type)
      case .spread(let spread):
        check(spread.directives, at: "FRAGMENT_SPREAD")
        spreads.append(spread)
        guard let fragment = fragments[spread.name] else {
          report("Unknown fragment \"\(spread.name)\".", spread.location)
          continue
        }
        guard schema[fragment.typeCondition]?.isComposite == true else { continue }
        checkOverlap(
          fragment.typeCondition, parent.name, "Fragment \"\(spread.name)\"", spread.location)
      }
    }
  }

  private mutating func checkOverlap(
    _ condition: String, _ parent: String, _ subject: String, _ location: GraphQLLocation
  ) {
    let possible = schema.possibleTypes(of: condition)
    if possible.isDisjoint(with: schema.possibleTypes(of: parent)) {
      report(
        "\(subject) cannot be spread here as objects of type \"\(parent)\" can never be of type "
          + "\"\(condition)\".", location)
    }
  }

  private mutating func check(_ field: GraphQLField, on parent: GraphQLType) {
    check(field.directives, at: "FIELD")
    guard let definition = schema.field(field.name, of: parent) else {
      report(
        "Cannot query field \"\(field.name)\" on type \"\(parent.name)\"."
          + hint(for: field.name, on: parent), field.location)
      // Its variables count as used: one mistake is one message.
      for argument in field.arguments { note(argument.value, type: nil, hasDefault: false) }
      return
    }
    check(
      field.arguments, against: definition.arguments,
      subject: "field \"\(parent.name).\(field.name)\"",
      required: "Field \"\(field.name)\"", field.location)
    guard let type = schema[definition.type.name] else { return }
    if type.isComposite {
      if field.selections.isEmpty {
        report(
          "Field \"\(field.name)\" of type \"\(definition.type.text)\" must have a selection of "
            + "subfields. Did you mean \"\(field.name) { ... }\"?", field.location)
      }
      check(field.selections, on: type)
    } else if !field.selections.isEmpty {
      report(
        "Field \"\(field.name)\" must not have a selection since type "
          + "\"\(definition.type.text)\" has no subfields.", field.location)
    }
  }

  /// Where the field might have been meant: inside a fragment, or under a similar name.
  private func hint(for name: String, on parent: GraphQLType) -> String {
    let possible = schema.possibleTypes(of: parent.name)
    if parent.kind == .union {
      let owners = schema.typeNames.filter { candidate in
        possible.contains(candidate)
          && schema[candidate]?.fields.contains { $0.name == name } == true
      }
      guard !owners.isEmpty else { return "" }
      let list = owners.prefix(3).map { "\"\($0)\"" }.joined(separator: " or ")
      return " Did you mean to use an inline fragment on \(list)?"
    }
    return Suggestion.text(for: name, among: parent.fields.map(\.name))
  }

  /// Checks directives where they stand.
  mutating func check(_ directives: [GraphQLDirective], at place: String) {
    var names: Set<String> = []
    for directive in directives {
      guard let definition = schema.directives.first(where: { $0.name == directive.name }) else {
        report("Unknown directive \"@\(directive.name)\".", directive.location)
        for argument in directive.arguments { note(argument.value, type: nil, hasDefault: false) }
        continue
      }
      if !definition.locations.contains(place) {
        report("Directive \"@\(directive.name)\" may not be used on \(place).", directive.location)
      }
      if !names.insert(directive.name).inserted {
        report(
          "The directive \"@\(directive.name)\" can only be used once at this location.",
          directive.location)
      }
      check(
        directive.arguments, against: definition.arguments,
        subject: "directive \"@\(directive.name)\"", required: "Directive \"@\(directive.name)\"",
        directive.location)
    }
  }

  private mutating func check(
    _ arguments: [GraphQLArgument], against definitions: [GraphQLInputValue], subject: String,
    required: String, _ location: GraphQLLocation
  ) {
    var names: Set<String> = []
    for argument in arguments {
      if !names.insert(argument.name).inserted {
        report("There can be only one argument named \"\(argument.name)\".", argument.location)
      }
      guard let definition = definitions.first(where: { $0.name == argument.name }) else {
        report(
          "Unknown argument \"\(argument.name)\" on \(subject)."
            + Suggestion.text(for: argument.name, among: definitions.map(\.name)),
          argument.location)
        note(argument.value, type: nil, hasDefault: false)
        continue
      }
      check(argument.value, as: definition.type, hasDefault: definition.defaultValue != nil)
    }
    for definition in definitions where definition.isRequired && !names.contains(definition.name) {
      report(
        "\(required) argument \"\(definition.name)\" of type \"\(definition.type.text)\" is "
          + "required, but it was not provided.", location)
    }
  }
}
