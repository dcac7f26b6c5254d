import CandorModel
import Testing
import Yams
import datasets

/// One labelled kind of interview: what happens, in words and in data, and what should come out.
struct Scenario: Sendable, CustomTestStringConvertible {
  /// Where an interview's addresses are looked up.
  enum Databases: String, Sendable {
    /// Places, networks and classes.
    case all
    /// Places and nothing of networks.
    case cityOnly = "city-only"
    /// Countries and networks.
    case country
    case none
  }

  /// A place or device of the cast: constraints by name.
  struct Role: Sendable {
    let name: String
    let constraints: [String: [String]]

    func one(_ key: String) -> String? { constraints[key]?.first }
  }

  /// A stretch of answers.
  struct Stretch: Sendable {
    let count: ClosedRange<Int>
    let constraints: [String: String]
  }

  let name: String
  let title: String
  let expected: [Outcome]
  let databases: Databases
  let minutesBetween: Double?
  let durationMinutes: Double?
  let declaredCountryOf: String?
  let places: [Role]
  let devices: [Role]
  let answers: [Stretch]
  let seenPlaces: [String]
  let seenDevices: [String]

  var testDescription: String { name }

  /// Whether a careful reviewer would want to see it.
  var isSuspicious: Bool { expected.contains { $0 == .review || $0 == .priority } }

  /// All of them, in order of their names.
  static let all: [Scenario] = Datasets.paths(below: "scenarios")
    .filter { $0.hasSuffix(".yaml") }.map { path in
      do {
        return try Scenario(path: path, text: Datasets.text(at: path) ?? "")
      } catch {
        preconditionFailure("`\(path)` is no scenario: \(error)")
      }
    }

  struct Mistake: Error {
    let text: String
  }

  init(path: String, text: String) throws {
    guard let root = try Yams.compose(yaml: text) else { throw Mistake(text: "empty") }
    name = path.split(separator: "/").suffix(2).joined(separator: "/").replacing(".yaml", with: "")
    guard let title = root["title"]?.string, let story = root["story"]?.string,
      let why = root["why"]?.string, !story.isEmpty, !why.isEmpty
    else { throw Mistake(text: "title, story and why are needed") }
    self.title = title
    expected = try Self.texts(root["expect"]).map { text in
      guard let outcome = Outcome(rawValue: text) else { throw Mistake(text: text) }
      return outcome
    }
    guard !expected.isEmpty else { throw Mistake(text: "expect is needed") }
    let databases = root["databases"]?.string
    guard let kind = databases.map({ Databases(rawValue: $0) }) ?? .all else {
      throw Mistake(text: databases ?? "")
    }
    self.databases = kind
    minutesBetween = root["minutes"]?.float
    durationMinutes = root["durationMinutes"]?.float
    declaredCountryOf = root["declaredCountryOf"]?.string
    places = Self.roles(root["places"])
    devices = Self.roles(root["devices"])
    answers = try (root["answers"]?.array() ?? []).map { node in
      let counts = Self.texts(node["count"]).compactMap { Int($0) }
      guard let first = counts.first, let last = counts.last, first <= last else {
        throw Mistake(text: "count")
      }
      var constraints: [String: String] = [:]
      for pair in node.mapping ?? [:] {
        if let key = pair.key.string, key != "count" { constraints[key] = pair.value.string }
      }
      return Stretch(count: first...last, constraints: constraints)
    }
    seenPlaces = Self.texts(root["seen"]?["addresses"])
    seenDevices = Self.texts(root["seen"]?["agents"])
  }

  private static func texts(_ node: Node?) -> [String] {
    guard let node else { return [] }
    return node.sequence.map { $0.compactMap(\.string) } ?? node.string.map { [$0] } ?? []
  }

  private static func roles(_ node: Node?) -> [Role] {
    (node?.mapping ?? [:]).compactMap { pair in
      guard let name = pair.key.string, let mapping = pair.value.mapping else { return nil }
      var constraints: [String: [String]] = [:]
      for constraint in mapping {
        if let key = constraint.key.string { constraints[key] = texts(constraint.value) }
      }
      return Role(name: name, constraints: constraints)
    }
  }
}
