/// Reads a pattern in RE2's syntax.
struct PatternParser {
  let source: [Unicode.Scalar]
  var position = 0
  var flags = Flags()
  private var depth = 0
  private var names: Set<String> = []
  /// Levels of groups, as RE2 has.
  private static let maximumDepth = 200
  /// The largest count of a repetition, as RE2 has.
  private static let maximumRepetition = 1000

  struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesNewline = false
  }

  init(_ source: String) {
    self.source = Array(source.unicodeScalars)
  }

  var current: Unicode.Scalar? { position < source.count ? source[position] : nil }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    position += 1
    return true
  }

  mutating func parse() throws(PatternError) -> PatternNode {
    let node = try alternatives()
    if position < source.count { throw PatternError("unexpected `)`") }
    return node
  }

  private mutating func alternatives() throws(PatternError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth {
      throw PatternError("expected at most \(Self.maximumDepth) levels of groups, found more")
    }
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var nodes: [PatternNode] = []
    while let scalar = current, scalar != "|", scalar != ")" {
      if scalar == "\\", position + 1 < source.count, source[position + 1] == "Q" {
        nodes += quoted()
        if let last = nodes.popLast() { nodes.append(try repeated(last)) }
        continue
      }
      let node = try atom()
      if case .empty = node { continue }
      nodes.append(try repeated(node))
    }
    return nodes.isEmpty ? .empty : nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func quoted() -> [PatternNode] {
    position += 2
    var nodes: [PatternNode] = []
    while let scalar = current {
      if scalar == "\\", position + 1 < source.count, source[position + 1] == "E" {
        position += 2
        break
      }
      nodes.append(.scalars(ScalarSet(scalar, ignoresCase: flags.ignoresCase)))
      position += 1
    }
    return nodes
  }

  private mutating func repeated(_ node: PatternNode) throws(PatternError) -> PatternNode {
    guard let (minimum, maximum) = try count() else { return node }
    // Lazy or greedy makes no difference to whether there is a match.
    _ = take("?")
    let start = position
    if try count() != nil {
      position = start
      throw PatternError("bad repetition operator")
    }
    let repetition = PatternNode.repetition(node, minimum: minimum, maximum: maximum)
    // Only a count of two and more makes more of them, and few fit inside of one another.
    guard
      max(minimum, maximum ?? 0) < 2 || Self.copies(repetition) <= Self.maximumRepetition
    else {
      throw PatternError(
        "expected repetitions inside of one another to come to at most "
          + "\(Self.maximumRepetition), found more")
    }
    return repetition
  }

  /// How many copies of one part a node asks for, counts inside of one another multiplied.
  private static func copies(_ node: PatternNode) -> Int {
    switch node {
    case .empty, .scalars, .assertion: return 1
    case .sequence(let nodes), .alternatives(let nodes): return nodes.map(copies).max() ?? 1
    case .repetition(let inner, let minimum, let maximum):
      return max(1, maximum ?? minimum) * copies(inner)
    }
  }

  private mutating func count() throws(PatternError) -> (Int, Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    guard current == "{" else { return nil }
    let start = position
    position += 1
    guard let minimum = number() else {
      position = start
      return nil
    }
    var maximum: Int? = minimum
    if take(",") {
      if current == "}" {
        maximum = nil
      } else if let number = number() {
        maximum = number
      } else {
        position = start
        return nil
      }
    }
    guard take("}") else {
      position = start
      return nil
    }
    guard max(minimum, maximum ?? 0) <= Self.maximumRepetition else {
      throw PatternError("expected a repetition of at most \(Self.maximumRepetition)")
    }
    if let maximum, maximum < minimum { throw PatternError("bad repetition range") }
    return (minimum, maximum)
  }

  private mutating func number() -> Int? {
    let start = position
    while let scalar = current, (48...57).contains(scalar.value) { position += 1 }
    guard position > start else { return nil }
    guard position - start <= 6 else { return .max }
    return source[start..<position].reduce(0) { $0 * 10 + Int($1.value - 48) }
  }

  private mutating func atom() throws(PatternError) -> PatternNode {
    guard let scalar = current else { return .empty }
    if scalar == "{", try isCount() { throw PatternError("missing argument to `{}`") }
    position += 1
    switch scalar {
    case "(": return try group()
    case "[": return .scalars(try bracket())
    case ".":
      return .scalars(
        flags.dotMatchesNewline
          ? ScalarSet([0...0x10FFFF]) : ScalarSet([0...9, 11...0x10FFFF]))
    case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
    case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
    case "\\": return try escape()
    case "*", "+", "?": throw PatternError("missing argument to `\(scalar)`")
    default: return .scalars(ScalarSet(scalar, ignoresCase: flags.ignoresCase))
    }
  }

  private mutating func isCount() throws(PatternError) -> Bool {
    let start = position
    defer { position = start }
    return try count() != nil
  }

  private mutating func group() throws(PatternError) -> PatternNode {
    let outer = flags
    if take("?") {
      if current == "P" || (current == "<" && isNameNext()) {
        _ = take("P")
        try name()
      } else if try !flagsEndInColon() {
        // The flags hold up to the end of the group around them.
        return .empty
      }
    }
    let inner = try alternatives()
    guard take(")") else { throw PatternError("missing `)`") }
    flags = outer
    // An empty group still is something that a repetition can stand behind.
    if case .empty = inner { return .sequence([]) }
    return inner
  }

  private func isNameNext() -> Bool {
    guard position + 1 < source.count else { return false }
    return source[position + 1] != "=" && source[position + 1] != "!"
  }

  private mutating func name() throws(PatternError) {
    guard take("<") else { throw PatternError("unknown group syntax") }
    var name = ""
    while let scalar = current, scalar != ">" {
      guard ScalarSet.word.contains(scalar.value) else { throw PatternError("bad group name") }
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard take(">"), !name.isEmpty else { throw PatternError("bad group name") }
    guard names.insert(name).inserted else { throw PatternError("duplicate group name") }
  }

  /// Reads `i`, `m`, `s`, `U`, `-` and then `:` (true) or `)` (false).
  private mutating func flagsEndInColon() throws(PatternError) -> Bool {
    var isOn = true
    var changed = flags
    var count = 0
    while let scalar = current {
      position += 1
      switch scalar {
      case "i": changed.ignoresCase = isOn
      case "m": changed.isMultiline = isOn
      case "s": changed.dotMatchesNewline = isOn
      case "U": break
      case "-":
        guard isOn else { throw PatternError("unknown group syntax") }
        isOn = false
        count = -1
      case ":", ")":
        // A minus sign needs a flag behind it.
        guard isOn || count > 0 else {
          throw PatternError("unknown group syntax")
        }
        flags = changed
        return scalar == ":"
      default: throw PatternError("unknown group syntax")
      }
      count += 1
    }
    throw PatternError("missing `)`")
  }
}
