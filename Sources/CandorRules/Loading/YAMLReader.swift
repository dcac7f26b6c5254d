import CandorModel
import Yams

/// Reads YAML into nodes with places.
///
/// Anchors, aliases and tags are refused, and so is what goes past a limit.
struct YAMLReader {
  let source: SourceText
  let limits: RuleLimits
  private var nodeCount = 0
  /// Where the last node began. Nodes come in the order of the text, so a long line is walked once
  /// and not again from its start for each of its nodes.
  private var cursor = (line: 0, column: 0, offset: 0)

  init(_ source: SourceText, limits: RuleLimits) {
    self.source = source
    self.limits = limits
  }

  /// Reads the document.
  ///
  /// - Throws: the first diagnostic that makes the file unusable.
  mutating func read() throws(Diagnostic) -> YAMLNode {
    guard source.bytes.count <= limits.maximumFileBytes else {
      throw RuleDiagnostic.fileTooLarge(
        limit: limits.maximumFileBytes, at: source.wholeFile)
    }
    try refuseAliases()
    let node: YAMLNode?
    do {
      // The parser has to live as long as the nodes are looked at: it alone holds the anchors.
      // What a scalar means is told by `YAMLScalar`; the parser's own rules for it are expensive.
      let parser = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8)
      let root = try parser.singleRoot()
      node = try withExtendedLifetime(parser) {
        try root.map { try convert($0, depth: 1) }
      }
    } catch let diagnostic as Diagnostic {
      throw diagnostic
    } catch let error as YamlError {
      throw diagnostic(for: error)
    } catch {
      throw RuleDiagnostic.malformedYAML("it could not be read", at: source.wholeFile)
    }
    guard let node else { throw RuleDiagnostic.emptyFile(at: source.wholeFile) }
    if let scalar = node.scalar, scalar.resolved == .null {
      throw RuleDiagnostic.emptyFile(at: source.wholeFile)
    }
    return node
  }

  /// Refuses a text that holds both an anchor and an alias before it is parsed at all.
  ///
  /// The parser hashes keys to find doubled ones; a key made of nested aliases would keep it busy
  /// for ever. Only the pair is dangerous, so a sentence with a lone ` &x` is left to the parser.
  private func refuseAliases() throws(Diagnostic) {
    var anchor: Range<Int>?
    var alias: Range<Int>?
    var previous = UInt8(ascii: " ")
    for (index, byte) in source.bytes.enumerated() {
      defer { previous = byte }
      guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*"), Self.mayBegin(after: previous)
      else { continue }
      var end = index + 1
      while end < source.bytes.count, Self.isNameByte(source.bytes[end]) { end += 1 }
      guard end > index + 1 else { continue }
      if byte == UInt8(ascii: "&") {
        anchor = anchor ?? index..<end
      } else {
        alias = alias ?? index..<end
      }
      if let anchor, let alias {
        let range = anchor.lowerBound < alias.lowerBound ? anchor : alias
        throw RuleDiagnostic.anchorOrAlias(
          String(decoding: source.bytes[range], as: UTF8.self),
          at: source.place(range.lowerBound, range.upperBound))
      }
    }
  }

  private static func mayBegin(after byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","),
      UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"):
      true
    // Behind a line break of more than one byte.
    default: byte >= 0x80
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  // MARK: Nodes

  private mutating func convert(_ node: Node, depth: Int) throws(Diagnostic) -> YAMLNode {
    let start = advance(to: node.mark)
    nodeCount += 1
    guard nodeCount <= limits.maximumNodes else {
      throw RuleDiagnostic.tooManyNodes(limit: limits.maximumNodes, at: source.place(start))
    }
    if let anchor = node.anchor {
      throw RuleDiagnostic.anchorOrAlias("&" + anchor.rawValue, at: source.place(start))
    }
    switch node {
    case .scalar(let scalar):
      try refuseTag(at: start)
      let end = self.end(of: scalar, from: start)
      let content = YAMLScalar(text: scalar.string, style: Self.style(scalar.style))
      return YAMLNode(content: .scalar(content), start: start, end: end)
    case .sequence(let sequence):
      try enter(depth, at: start)
      var nodes: [YAMLNode] = []
      nodes.reserveCapacity(sequence.count)
      for element in sequence { nodes.append(try convert(element, depth: depth + 1)) }
      return YAMLNode(content: .sequence(nodes), start: start, end: start)
    case .mapping(let mapping):
      try enter(depth, at: start)
      var entries: [YAMLEntry] = []
      entries.reserveCapacity(mapping.count)
      var firstPlaces: [String: Int] = [:]
      for (key, value) in mapping {
        let keyNode = try convert(key, depth: depth + 1)
        guard let name = keyNode.scalar else {
          throw RuleDiagnostic.wrongShape(
            "key", expected: "a text", found: keyNode.shape, at: source.place(keyNode.start))
        }
        if name.text == "<<", name.style == .plain {
          throw RuleDiagnostic.anchorOrAlias(
            "<<", at: source.place(keyNode.start, keyNode.end))
        }
        // The parser finds doubled keys too, but holds `1` and `"1"` to be two.
        if let first = firstPlaces.updateValue(keyNode.start, forKey: name.text) {
          throw RuleDiagnostic.duplicateKey(
            name.text, first: source.line(of: first), at: source.place(keyNode.start, keyNode.end))
        }
        entries.append(
          YAMLEntry(
            key: name.text, keyStart: keyNode.start, keyEnd: keyNode.end,
            value: try convert(value, depth: depth + 1)))
      }
      return YAMLNode(content: .mapping(entries), start: start, end: start)
    case .alias:
      throw RuleDiagnostic.anchorOrAlias("*", at: source.place(start))
    }
  }

  private func enter(_ depth: Int, at start: Int) throws(Diagnostic) {
    try refuseTag(at: start)
    guard depth <= limits.maximumDepth else {
      throw RuleDiagnostic.nestedTooDeep(limit: limits.maximumDepth, at: source.place(start))
    }
  }

  /// A node's mark is that of its tag where it has one.
  private func refuseTag(at start: Int) throws(Diagnostic) {
    guard start < source.bytes.count, source.bytes[start] == UInt8(ascii: "!") else { return }
    let tag = source.bytes[start...].prefix { $0 > 0x20 }
    throw RuleDiagnostic.customTag(
      String(decoding: tag, as: UTF8.self), at: source.place(start, start + tag.count))
  }

  private mutating func advance(to mark: Mark?) -> Int {
    guard let mark else { return 0 }
    let isAhead = mark.line == cursor.line && mark.column >= cursor.column
    let offset =
      isAhead
      ? source.offset(cursor.offset, advancedByScalars: mark.column - cursor.column)
      : source.offset(line: mark.line, scalarColumn: mark.column)
    cursor = (mark.line, mark.column, offset)
    return offset
  }

  private func offset(_ mark: Mark) -> Int {
    source.offset(line: mark.line, scalarColumn: mark.column)
  }

  /// The end of a scalar that stands on one line; its start where it goes over several.
  private func end(of scalar: Node.Scalar, from start: Int) -> Int {
    let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
    guard isQuoted else {
      let count = scalar.string.utf8.count
      let isHere =
        start + count <= source.bytes.count
        && source.bytes[start..<start + count].elementsEqual(scalar.string.utf8)
      return isHere ? start + count : start
    }
    var index = start + 1
    let quote = source.bytes.indices.contains(start) ? source.bytes[start] : 0
    while index < source.bytes.count, SourceText.lineBreakLength(source.bytes, at: index) == 0 {
      if source.bytes[index] == UInt8(ascii: "\\"), scalar.style == .doubleQuoted {
        index += 2
      } else if source.bytes[index] == quote {
        guard index + 1 < source.bytes.count, source.bytes[index + 1] == quote,
          scalar.style == .singleQuoted
        else { return index + 1 }
        index += 2
      } else {
        index += 1
      }
    }
    return start
  }

  private static func style(_ style: Node.Scalar.Style) -> YAMLScalar.Style {
    switch style {
    case .any, .plain: .plain
    case .singleQuoted: .singleQuoted
    case .doubleQuoted: .doubleQuoted
    case .literal: .literal
    case .folded: .folded
    }
  }

  // MARK: Errors of the parser

  private func diagnostic(for error: YamlError) -> Diagnostic {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
      if problem.contains("nesting level") {
        return RuleDiagnostic.nestedTooDeep(limit: limits.maximumDepth, at: place(mark))
      }
      let start = offset(mark)
      if start < source.bytes.count, source.bytes[start] == 0x09 {
        return RuleDiagnostic.tabIndentation(at: place(mark))
      }
      return RuleDiagnostic.malformedYAML(problem, at: place(mark))
    case .composer(_, let problem, let mark, _):
      if problem.contains("another document") {
        return RuleDiagnostic.severalDocuments(at: place(mark))
      }
      if problem.contains("alias") {
        let start = offset(mark)
        let name = source.bytes[min(start, source.bytes.count)...].prefix { $0 > 0x20 }
        return RuleDiagnostic.anchorOrAlias(
          String(decoding: name, as: UTF8.self), at: source.place(start, start + name.count))
      }
      return RuleDiagnostic.malformedYAML(problem, at: place(mark))
    case .reader(let problem, let offset, _, _):
      return RuleDiagnostic.malformedYAML(
        problem, at: offset.map { source.place($0, $0 + 1) } ?? source.wholeFile)
    case .duplicatedKeysInMapping(let keys, let context):
      return duplicate(keys.first ?? "", first: context.mark)
    default:
      return RuleDiagnostic.malformedYAML("it could not be read", at: source.wholeFile)
    }
  }

  private func place(_ mark: Mark) -> Diagnostic.Place { source.place(offset(mark)) }

  /// The parser names where a doubled key stands first; the second one is what has to go.
  private func duplicate(_ key: String, first: Mark) -> Diagnostic {
    let start = offset(first)
    let column = start - source.lineRange(source.line(of: start)).lowerBound
    let name = Array(key.utf8)
    var index = start
    while let range = written(name, from: index + 1) {
      index = range.lowerBound
      let line = source.line(of: index)
      if index - source.lineRange(line).lowerBound == column || line == first.line {
        return RuleDiagnostic.duplicateKey(
          key, first: first.line, at: source.place(index, range.upperBound))
      }
    }
    return RuleDiagnostic.duplicateKey(
      key, first: nil, at: source.place(start, start + name.count))
  }

  /// Where a name next stands as a key, with its quotes where it has some.
  private func written(_ name: [UInt8], from start: Int) -> Range<Int>? {
    let bytes = source.bytes
    var index = start
    while index + name.count < bytes.count {
      defer { index += 1 }
      let isQuoted = bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'")
      let first = isQuoted ? index + 1 : index
      var end = first + name.count
      guard end < bytes.count, !Self.isNameByte(bytes[index - 1]),
        bytes[first..<end].elementsEqual(name)
      else { continue }
      if isQuoted {
        guard bytes[end] == bytes[index] else { continue }
        end += 1
      }
      if bytes[end...].first(where: { $0 != 0x20 }) == 0x3A { return index..<end }
    }
    return nil
  }
}
