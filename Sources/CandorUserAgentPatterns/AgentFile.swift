import Yams

/// Reads a file of the form of uap-core's `regexes.yaml`.
///
/// Format: <https://github.com/ua-parser/uap-core/blob/master/docs/specification.md>
package enum AgentFile {
  /// Largest file that is read, in bytes; upstream's has some 210,000.
  package static let maximumBytes = 16 * 1024 * 1024
  /// Most entries of one list; upstream has some 700.
  package static let maximumEntries = 20_000

  /// Reads the file and finds out what its patterns require.
  ///
  /// - Parameters:
  ///   - bytes: YAML in UTF-8.
  ///   - name: what provenance calls the file.
  /// - Throws: where it is not such a file, with the line. Keys that the specification does not
  ///   name are passed over, as other implementations do, so that a file may grow.
  package static func read(
    _ bytes: some Collection<UInt8>, name: String
  ) throws(AgentFileError) -> AgentTable {
    let bytes = Array(bytes)
    guard bytes.count <= maximumBytes else { throw .tooLarge(bytes.count) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw AgentFileError(.notText, "expected UTF-8")
    }
    var builder = AgentTableBuilder()
    for (domain, entries) in try lists(of: text) {
      for entry in entries { try builder.add(try raw(entry, domain: domain)) }
    }
    return builder.table(name: name, hash: SHA256Digest.hexadecimal(of: bytes))
  }

  private static func lists(
    of text: String
  ) throws(AgentFileError) -> [(AgentDomain, [Node])] {
    let root = try compose(text)
    guard let root else { return [] }
    guard let mapping = root.mapping else {
      throw .expected("a map of the three lists", line: line(root))
    }
    var lists: [(AgentDomain, [Node])] = []
    var isKnown = mapping.isEmpty
    for (key, value) in mapping {
      guard let domain = AgentDomain.allCases.first(where: { $0.key == key.string }) else {
        continue
      }
      isKnown = true
      if value.null != nil { continue }
      guard let sequence = value.sequence else { throw .expected("a list", line: line(value)) }
      guard sequence.count <= maximumEntries else {
        throw AgentFileError(
          .tooManyEntries, line: line(value),
          "expected at most \(maximumEntries) entries, found \(sequence.count)")
      }
      lists.append((domain, Array(sequence)))
    }
    // Some other YAML would answer `Other` to everything.
    guard isKnown else { throw .expected("a map of the three lists", line: line(root)) }
    return lists
  }

  private static func compose(_ text: String) throws(AgentFileError) -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        throw AgentFileError(.notYAML, line: mark.line, "expected YAML, \(problem)")
      default: throw AgentFileError(.notYAML, "expected YAML")
      }
    } catch {
      throw AgentFileError(.notYAML, "expected YAML")
    }
  }

  private static func raw(
    _ node: Node, domain: AgentDomain
  ) throws(AgentFileError) -> AgentTableBuilder.RawEntry {
    guard let mapping = node.mapping else { throw .expected("a map", line: line(node)) }
    var entry = AgentTableBuilder.RawEntry(domain: domain, line: line(node))
    for (key, value) in mapping {
      let name = key.string ?? ""
      let field = domain.replacementKeys.firstIndex(of: name)
      guard field != nil || name == "regex" || name == "regex_flag" else { continue }
      guard let scalar = value.scalar else {
        throw .expected("a text for `\(name)`", line: line(value))
      }
      let text = value.null == nil ? scalar.string : nil
      switch name {
      case "regex":
        entry.pattern = text
        entry.line = line(value)
      case "regex_flag":
        // The specification has it for devices only.
        guard domain == .device else { continue }
        guard text == "i" || text == nil || text == "" else {
          throw .expected("`i` for `regex_flag`", line: line(value))
        }
        entry.isCaseless = text == "i"
      default:
        if let field { entry.replacements[field] = text }
      }
    }
    return entry
  }

  private static func line(_ node: Node) -> Int { node.mark?.line ?? 0 }
}
