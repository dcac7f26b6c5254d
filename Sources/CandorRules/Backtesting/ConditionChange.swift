import CandorExpression

/// How a condition stands to the one before it.
enum ConditionChange: Sendable, Hashable {
  case same
  /// Everything that made the old one true makes the new one true.
  case more
  /// Everything that makes the new one true made the old one true.
  case less
  /// It cannot be told from the text.
  case different

  /// Compares two conditions by their text without white space between its words, taken apart at `&&`
  /// and `||`.
  static func between(_ old: CompiledExpression, _ new: CompiledExpression) -> ConditionChange {
    let old = old.clauses
    let new = new.clauses
    if old == new { return .same }
    // Each clause is a set of alternatives of which one has to be met; all clauses have to be.
    let isStronger = old.allSatisfy { wanted in new.contains { $0.isSubset(of: wanted) } }
    let isWeaker = new.allSatisfy { wanted in old.contains { $0.isSubset(of: wanted) } }
    switch (isStronger, isWeaker) {
    case (true, true): return .same
    case (true, false): return .less
    case (false, true): return .more
    case (false, false): return .different
    }
  }

  /// Both changes one after the other, for parts that all have to be met.
  func joined(_ other: ConditionChange) -> ConditionChange {
    if self == .same || self == other { return other }
    return other == .same ? self : .different
  }
}

extension CompiledExpression {
  /// The condition as clauses: each a set of alternatives by their text.
  fileprivate var clauses: Set<Set<String>> {
    Set(conjuncts(syntax).map { Set(alternatives($0).map { text($0) }) })
  }

  private func conjuncts(_ node: SyntaxNode) -> [SyntaxNode] {
    if case .and(let operands) = node.kind { return operands.flatMap { conjuncts($0) } }
    return [node]
  }

  private func alternatives(_ node: SyntaxNode) -> [SyntaxNode] {
    if case .or(let operands) = node.kind { return operands.flatMap { alternatives($0) } }
    return [node]
  }

  private func text(_ node: SyntaxNode) -> String {
    var text = ""
    var start = node.range.start
    // White space in a text is a part of it.
    for literal in node.texts {
      text += Self.squeezed(SourceRange(start: start, end: literal.start).text(in: source))
      text += literal.text(in: source)
      start = literal.end
    }
    text += Self.squeezed(SourceRange(start: start, end: node.range.end).text(in: source))
    return ConditionDifference.balanced(text)
  }

  /// Without the white space that divides no words.
  private static func squeezed(_ text: String) -> String {
    var squeezed = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if let last = squeezed.last, let first = word.first, isOfWord(last), isOfWord(first) {
        squeezed += " "
      }
      squeezed += word
    }
    return squeezed
  }

  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
