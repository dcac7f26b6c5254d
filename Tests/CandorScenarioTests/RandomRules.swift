import CandorExpression
import CandorModel
import CandorTesting

@testable import CandorRules

/// Rules made at random of all that rules can read, for those who compare two ways of asking them.
struct RandomRules {
  private var numbers: SeededNumbers
  private var count = 0
  /// What the conditions of a rule mostly read: rules on one thing are asked once for all that share it.
  private var focus = ""

  init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

  /// One to four rules, and the same once more that also read what is of one interview alone, so that
  /// nothing can be remembered of them.
  mutating func next() -> (rules: [RuleFile], unsharable: [RuleFile]) {
    let rules = (0..<numbers.one(of: [1, 1, 2, 4])).map { _ in rule() }
    return (
      rules,
      rules.map { file in
        RuleFile(
          path: file.path,
          text: file.text.replacing(
            "when: >-\n  ", with: "when: >-\n  \(Self.ofOneInterview) && ", maxReplacements: 1))
      }
    )
  }

  /// Is met by all interviews.
  private static let ofOneInterview = #"interview.platform != """#

  private mutating func rule() -> RuleFile {
    count += 1
    let scope = numbers.one(of: [Rule.Scope.observation, .switch, .switch, .interview])
    focus = numbers.one(of: Self.focuses(of: scope))
    let area = numbers.one(of: ["device", "network", "location", "client", "evidence"])
    var lines = [
      "id: \(area)/random-\(count)", "version: 1.0.0", "title: A random rule", "status: stable",
      "scope: \(scope.rawValue)", "when: >-", "  (\(condition(scope)))",
    ]
    if numbers.one(of: [true, false]) {
      lines.append("severity: \(numbers.one(of: ["none", "low", "medium", "high"]))")
    } else {
      lines += [
        "severity:", "  - when: >-", "      \(condition(scope))", "    is: high", "  - is: low",
      ]
    }
    if rarely(),
      let path = paths(of: scope).filter({ !$0.path.contains("[") }).randomElement(using: &numbers)
    {
      lines.append("requires: [\(path.path)]")
    }
    if rarely() { lines += ["applies: >-", "  \(condition(scope))"] }
    if rarely() { lines += ["mergeBy: >-", "  (\(condition(scope))) ? \"a\" : \"b\""] }
    lines += [
      "summary: >-", "  seen {{\(condition(scope))}}", "innocent: [\"It was nothing.\"]",
      "references: [\"made up\"]", "tags: [own]", "",
    ]
    return RuleFile(
      path: "detections/\(area)/random-\(count).yaml", text: lines.joined(separator: "\n"))
  }

  private static func focuses(of scope: Rule.Scope) -> [String] {
    switch scope {
    case .observation:
      [
        "observation.network", "observation.client", "observation.missing", "observation.address",
        "",
      ]
    case .switch: ["switch", "switch", "interview", ""]
    default: ["interview.place", "interview.device", "interview", "unattributed", ""]
    }
  }

  private mutating func condition(_ scope: Rule.Scope) -> String {
    let atoms = (0..<numbers.one(of: [1, 1, 2, 2, 3])).map { _ in atom(scope) }
    return atoms.joined(separator: numbers.one(of: [" && ", " || "]))
  }

  private struct Path {
    let path: String
    let type: ExpressionType
    let allowedValues: [String]
  }

  /// All that a scope has up to some depth, elements of lists by their first.
  private func paths(of scope: Rule.Scope) -> [Path] {
    var found: [Path] = []
    func add(_ path: String, _ type: ExpressionType, _ allowed: [String], _ depth: Int) {
      found.append(Path(path: path, type: type, allowedValues: allowed))
      guard depth < 3 else { return }
      switch type {
      case .object(let name):
        for type in RuleEnvironment.objectTypes where type.name == name {
          for field in type.fields {
            add("\(path).\(field.name)", field.type, field.allowedValues, depth + 1)
          }
        }
      case .list(let element): add("\(path)[0]", element, [], depth + 1)
      default: break
      }
    }
    for variable in RuleEnvironment.variables(of: scope) where variable.name != "params" {
      add(variable.name, variable.type, [], 0)
    }
    return found
  }

  private mutating func atom(_ scope: Rule.Scope) -> String {
    if rarely() { return function(scope) }
    let all = paths(of: scope)
    if rarely() { return presence(scope) }
    var near = all
    if !rarely() {
      near = all.filter { path in
        path.path.hasPrefix(focus)
          && !["switch.from", "switch.to"].contains { path.path.hasPrefix($0) }
      }
    }
    let path = numbers.one(of: near)
    let isField = path.path.contains(".") && !path.path.hasSuffix("]")
    if isField, rarely() { return "\(numbers.one(of: ["", "!"]))has(\(path.path))" }
    let text = test(path, all)
    return isField && numbers.one(of: [true, true, false])
      ? "(has(\(path.path)) && \(text))" : "(\(text))"
  }

  /// Whether something is known of an answer at all.
  private mutating func presence(_ scope: Rule.Scope) -> String {
    let answer =
      switch scope {
      case .switch: numbers.one(of: ["from", "to"])
      case .observation: "observation"
      default: "observations[0]"
      }
    let field = numbers.one(of: ["address", "network", "place", "client"])
    return "\(numbers.one(of: ["", "!"]))has(\(answer).\(field))"
  }

  private mutating func test(_ path: Path, _ all: [Path]) -> String {
    switch path.type {
    case .bool: return numbers.one(of: ["", "!"]) + path.path
    case .int: return "\(path.path) % 2 == \(numbers.one(of: [0, 1]))"
    case .double: return "\(path.path) > \(numbers.one(of: ["0.5", "20.0", "60.0", "700.0"]))"
    case .string:
      guard path.allowedValues.isEmpty else {
        return "\(path.path) == \"\(numbers.one(of: path.allowedValues))\""
      }
      return "size(\(path.path)) % 2 == \(numbers.one(of: [0, 1]))"
    case .timestamp: return "\(path.path).getSeconds() % 2 == \(numbers.one(of: [0, 1]))"
    case .list: return "size(\(path.path)) % 2 == \(numbers.one(of: [0, 1]))"
    default:
      // Objects are compared with others of their type.
      return "\(path.path) == \(numbers.one(of: all.filter { $0.type == path.type }).path)"
    }
  }

  private mutating func function(_ scope: Rule.Scope) -> String {
    let answer: String
    switch scope {
    case .switch:
      if rarely() {
        return "size(\(numbers.one(of: ["theAnswersBefore", "answersAfter"]))(switch)) % 2 == 0"
      }
      answer = numbers.one(of: ["from", "to", "switch.from"])
    case .interview:
      if rarely() {
        return
          "observations.exists(o, size(\(numbers.one(of: ["deviceName", "placeName"]))(o)) % 2 == 0)"
      }
      answer = "observations[0]"
    default: answer = "observation"
    }
    let name = numbers.one(of: ["deviceName", "placeName", "networkName", "answers"])
    return "size(\(name)(\(answer))) % 2 == \(numbers.one(of: [0, 1]))"
  }

  private mutating func rarely() -> Bool { Int.random(in: 0..<5, using: &numbers) == 0 }
}
