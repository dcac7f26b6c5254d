import CandorExpression

extension FairnessLint {
  /// What a value says about a person.
  enum Taint {
    /// A literal that says nothing: a truth value, `null`, an empty text.
    case blank
    /// Chosen by the author.
    case chosen
    /// Where or who somebody is, with the field that says so.
    case personal(String)
    /// An object of a declared type or a list of such, with the path to it where facts about a
    /// person are in it.
    case object(String, field: String?)
    /// Made of a fact and of something chosen: `to.place.country + "/"`. Two of the same form may
    /// be compared. A measure is one whose length tells of the fact: `to.place.country.split("PL")`.
    case blended(String, form: String, isMeasure: Bool)
    /// One or the other: `[to.place.country, "PL"]`.
    case mixed(String)
    /// None of these: a count, a time, a class.
    case neutral

    var field: String? {
      switch self {
      case .personal(let field), .mixed(let field), .blended(let field, _, _): field
      case .object(_, let field): field
      case .blank, .chosen, .neutral: nil
      }
    }

    /// Whether something of the author's choice is in it.
    var isChosen: Bool {
      switch self {
      case .chosen, .mixed, .blended: true
      case .blank, .personal, .object, .neutral: false
      }
    }

    var isMixed: Bool {
      if case .mixed = self { true } else { false }
    }

    var isBlank: Bool {
      if case .blank = self { true } else { false }
    }

    /// Whether its length says something about a person.
    var isMeasure: Bool {
      switch self {
      case .blended(_, _, let isMeasure): isMeasure
      case .mixed: true
      case .blank, .chosen, .personal, .object, .neutral: false
      }
    }

    /// How it is made of facts and of what was chosen; `nil` where it is not.
    var form: String? {
      if case .blended(_, let form, _) = self { form } else { nil }
    }

    /// The type of an object; `nil` for anything else.
    var objectName: String? {
      if case .object(let name, _) = self { name } else { nil }
    }

    /// A part of it, taken by position.
    func part(at position: String) -> Taint {
      guard case .blended(let field, let form, let isMeasure) = self else { return self }
      return .blended(field, form: "\(form)[\(position)]", isMeasure: isMeasure)
    }

    /// One of several values: beside a fact about a person, one of the author's choice counts as
    /// such.
    ///
    /// - Parameter isList: whether they stand beside one another, and are not alternatives.
    static func choice(_ taints: [Taint], isList: Bool) -> Taint {
      guard let first = taints.first(where: { $0.field != nil }), let field = first.field else {
        if taints.contains(where: \.isChosen) { return .chosen }
        return !taints.isEmpty && taints.allSatisfy(\.isBlank) ? .blank : .neutral
      }
      guard taints.contains(where: \.isChosen) else {
        let telling = taints.filter { $0.field != nil }
        let isOneType = telling.allSatisfy { $0.objectName == first.objectName }
        return isOneType && first.objectName != nil ? first : .personal(field)
      }
      let blended = taints.filter { $0.form != nil }
      let others = taints.filter { $0.form == nil }
      guard let form = blended.first?.form, blended.allSatisfy({ $0.form == form }),
        others.allSatisfy({ !isList && !$0.isChosen && $0.field == nil })
      else { return .mixed(field) }
      return .blended(field, form: form, isMeasure: blended.contains(where: \.isMeasure))
    }
  }

  /// Types of objects by what they hold.
  struct Objects {
    private let environment: Environment
    /// Types in which facts about a person are found, also further inside.
    private let telling: Set<String>

    init(_ environment: Environment) {
      self.environment = environment
      var telling: Set<String> = []
      var hasGrown = true
      while hasGrown {
        hasGrown = false
        for (name, type) in environment.objectTypes
        where !telling.contains(name) && name != PositionObject.type.name {
          let isTelling = type.fields.contains { field in
            if FairnessLint.personalFields.contains(field.name) { return true }
            guard let inner = Self.name(of: field.type) else { return false }
            return telling.contains(inner)
          }
          guard isTelling else { continue }
          telling.insert(name)
          hasGrown = true
        }
      }
      self.telling = telling
    }

    /// What a variable says.
    func variable(_ name: String) -> Taint {
      guard let slot = environment.slot(of: name),
        let type = Self.name(of: environment.variables[slot].type)
      else { return .neutral }
      return object(type, path: name)
    }

    /// What a field of an object says; `nil` where its type declares none of that name.
    func field(_ field: String, of name: String, path: String) -> Taint? {
      guard let type = environment.objectTypes[name], let slot = type.slot(of: field) else {
        return nil
      }
      if let inner = Self.name(of: type.fields[slot].type) { return object(inner, path: path) }
      // The position's name is that of a job.
      let isPersonal =
        FairnessLint.personalFields.contains(field) && name != PositionObject.type.name
      return isPersonal ? Taint.personal(path) : Taint.neutral
    }

    private func object(_ name: String, path: String) -> Taint {
      .object(name, field: telling.contains(name) ? path : nil)
    }

    /// The type of the objects that a value is or holds.
    private static func name(of type: ExpressionType) -> String? {
      switch type {
      case .object(let name): name
      case .list(let inner), .optional(let inner), .wrapper(let inner): self.name(of: inner)
      default: nil
      }
    }
  }
}
