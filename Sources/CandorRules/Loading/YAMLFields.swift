import CandorModel

/// Reads the keys of a mapping and collects what is wrong with them.
///
/// Every key is asked for by name; what was never asked for is unknown. A wrong value is reported
/// once, read as absent, and the rest goes on.
struct YAMLFields {
  /// The keys above this mapping, `a.b`; empty at the top.
  let path: String
  let source: SourceText
  /// The place of the mapping.
  let start: Int
  private let entries: [String: YAMLEntry]
  private let order: [YAMLEntry]
  private let known: [String]
  /// Keys that an unknown one was probably meant to be.
  private var meant: Set<String> = []

  /// Looks at a mapping.
  ///
  /// - Returns: `nil`, after a diagnostic, where the node is no mapping. Keys that are not among
  ///   `known` are reported.
  init?(
    _ node: YAMLNode, path: String, known: [String], source: SourceText,
    into diagnostics: inout [Diagnostic]
  ) {
    guard let entries = node.entries else {
      diagnostics.append(
        RuleDiagnostic.wrongShape(
          path.isEmpty ? source.file : path, expected: "a mapping", found: node.shape,
          at: source.place(node.start, node.end)))
      return nil
    }
    self.path = path
    self.source = source
    self.start = node.start
    self.known = known
    order = entries
    self.entries = Dictionary(entries.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in entries where !known.contains(entry.key) {
      if let nearest = NearestName.find(entry.key, among: known) { meant.insert(nearest) }
      diagnostics.append(
        RuleDiagnostic.unknownKey(
          entry.key, in: path, known: known, at: source.place(entry.keyStart, entry.keyEnd)))
    }
  }

  /// The path of a key.
  func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Whether a key is there.
  func has(_ key: String) -> Bool { entries[key] != nil }

  /// The place of a key; that of the mapping where it is not there.
  func place(_ key: String) -> Diagnostic.Place {
    guard let entry = entries[key] else { return source.place(start) }
    return source.place(entry.keyStart, entry.keyEnd)
  }

  /// The place of a key's value.
  func valuePlace(_ key: String) -> Diagnostic.Place {
    guard let entry = entries[key] else { return source.place(start) }
    return source.place(entry.value.start, entry.value.end)
  }

  /// The value of a key; nothing where it is missing or empty.
  func node(_ key: String) -> YAMLNode? {
    guard let node = entries[key]?.value else { return nil }
    if let scalar = node.scalar, scalar.resolved == .null { return nil }
    return node
  }

  /// Reports a key that is missing.
  func require(_ key: String, help: String? = nil, into diagnostics: inout [Diagnostic]) {
    // A key that is only misspelt is reported as that, once.
    guard node(key) == nil, !meant.contains(key) else { return }
    let place = entries[key] == nil ? source.place(start) : place(key)
    diagnostics.append(
      RuleDiagnostic.missingKey(
        key, in: path, at: place, help: help ?? "add `\(key): ...`"))
  }

  /// A text. Numbers and truth values without quotes are taken as they are written.
  func text(_ key: String, into diagnostics: inout [Diagnostic]) -> String? {
    guard let node = node(key) else { return nil }
    return text(of: node, path: path(key), into: &diagnostics)
  }

  /// The text of a node.
  func text(
    of node: YAMLNode, path: String, into diagnostics: inout [Diagnostic]
  ) -> String? {
    guard let scalar = node.scalar else {
      diagnostics.append(
        RuleDiagnostic.wrongShape(
          path, expected: "a text", found: node.shape, at: source.place(node.start, node.end)))
      return nil
    }
    let text = scalar.text.trimmedSpace
    guard !text.isEmpty else {
      diagnostics.append(RuleDiagnostic.emptyText(path, at: source.place(node.start, node.end)))
      return nil
    }
    return text
  }

  /// One of a fixed list of words.
  func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, as type: Word.Type, into diagnostics: inout [Diagnostic]
  ) -> Word? where Word.RawValue == String {
    guard let found = text(key, into: &diagnostics) else { return nil }
    if let word = Word(rawValue: found) { return word }
    diagnostics.append(
      RuleDiagnostic.unknownWord(
        path(key), known: Word.allCases.map(\.rawValue), found: found, at: valuePlace(key)))
    return nil
  }

  /// A truth value.
  func flag(_ key: String, into diagnostics: inout [Diagnostic]) -> Bool? {
    guard let node = node(key) else { return nil }
    if case .bool(let value) = node.scalar?.resolved { return value }
    diagnostics.append(
      RuleDiagnostic.wrongShape(
        path(key), expected: "`true` or `false`", found: node.shape, at: valuePlace(key)))
    return nil
  }

  /// A whole number.
  func integer(_ key: String, into diagnostics: inout [Diagnostic]) -> Int? {
    guard let node = node(key) else { return nil }
    if case .int(let value) = node.scalar?.resolved { return Int(value) }
    diagnostics.append(
      RuleDiagnostic.wrongShape(
        path(key), expected: "a whole number", found: node.shape, at: valuePlace(key)))
    return nil
  }

  /// A number.
  func number(_ key: String, into diagnostics: inout [Diagnostic]) -> Double? {
    guard let node = node(key) else { return nil }
    switch node.scalar?.resolved {
    case .int(let value): return Double(value)
    case .double(let value): return value
    default:
      diagnostics.append(
        RuleDiagnostic.wrongShape(
          path(key), expected: "a number", found: node.shape, at: valuePlace(key)))
      return nil
    }
  }

  /// A list; nothing, after a diagnostic, where it is something else.
  func list(_ key: String, into diagnostics: inout [Diagnostic]) -> [YAMLNode]? {
    guard let node = node(key) else { return nil }
    if let elements = node.elements { return elements }
    diagnostics.append(
      RuleDiagnostic.wrongShape(
        path(key), expected: "a list", found: node.shape, at: valuePlace(key)))
    return nil
  }

  /// A list of texts; nothing where the key is missing.
  func texts(_ key: String, into diagnostics: inout [Diagnostic]) -> [String] {
    (list(key, into: &diagnostics) ?? []).enumerated().compactMap { index, node in
      text(of: node, path: "\(path(key))[\(index)]", into: &diagnostics)
    }
  }

  /// The entries of a mapping whose keys are names, in the order of the file.
  func members(_ key: String, into diagnostics: inout [Diagnostic]) -> [YAMLEntry] {
    guard let node = node(key) else { return [] }
    if let entries = node.entries { return entries }
    diagnostics.append(
      RuleDiagnostic.wrongShape(
        path(key), expected: "a mapping", found: node.shape, at: valuePlace(key)))
    return []
  }
}
