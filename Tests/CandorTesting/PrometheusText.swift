/// A reader of Prometheus' text form, as strict as `promtool check metrics`.
///
/// See <https://prometheus.io/docs/instrumenting/exposition_formats/>.
public struct PrometheusText: Sendable {
  /// Why a text is not of that form.
  public struct Mistake: Error, Sendable, Equatable, CustomStringConvertible {
    /// Counted from 1.
    public let line: Int
    /// What is wrong with it.
    public let description: String
  }

  /// One value.
  public struct Sample: Sendable, Equatable {
    /// The metric's name.
    public let name: String
    /// Names and values of its labels.
    public let labels: [String: String]
    /// The value.
    public let value: Double
  }

  /// All values, in the order of the text.
  public private(set) var samples: [Sample] = []
  private var helps: Set<String> = []
  private var types: Set<String> = []
  private var finished: Set<String> = []
  private var current = ""

  /// Reads a text.
  public init(_ text: String) throws(Mistake) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.last == "" else {
      throw Mistake(line: lines.count, description: "the last line does not end")
    }
    for (index, line) in lines.dropLast().enumerated() {
      do { try read(String(line)) } catch {
        throw Mistake(line: index + 1, description: error.description)
      }
    }
  }

  /// The value of a metric with these labels; `nil` where there is none.
  public subscript(_ name: String, _ labels: [String: String]) -> Double? {
    samples.first { $0.name == name && $0.labels == labels }?.value
  }

  private struct Reason: Error { let description: String }

  private mutating func read(_ line: String) throws(Reason) {
    if line.hasPrefix("# HELP ") || line.hasPrefix("# TYPE ") {
      let words = line.split(separator: " ", maxSplits: 3).map(String.init)
      guard words.count == 4, Self.isName(words[2]) else {
        throw Reason(description: "expected a name and more, found `\(line)`")
      }
      try enter(words[2])
      let isHelp = words[1] == "HELP"
      guard (isHelp ? helps.insert(words[2]) : types.insert(words[2])).inserted else {
        throw Reason(description: "the second \(words[1]) of `\(words[2])`")
      }
      let kinds = ["counter", "gauge", "histogram", "summary", "untyped"]
      guard isHelp || kinds.contains(words[3]) else {
        throw Reason(description: "unknown type `\(words[3])`")
      }
      return
    }
    guard !line.hasPrefix("#") else { return }
    let name = String(line.prefix { $0 != "{" && $0 != " " })
    guard Self.isName(name) else { throw Reason(description: "expected a name, found `\(line)`") }
    try enter(name)
    guard helps.contains(name), types.contains(name) else {
      throw Reason(description: "`\(name)` has no HELP or no TYPE before it")
    }
    var rest = line.dropFirst(name.count)
    var labels: [String: String] = [:]
    if rest.first == "{" {
      guard let end = rest.firstIndex(of: "}") else {
        throw Reason(description: "the labels do not end")
      }
      labels = try Self.labels(rest[rest.index(after: rest.startIndex)..<end])
      rest = rest[rest.index(after: end)...]
    }
    let words = rest.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, words[0].isEmpty, let value = Double(words[1]) else {
      throw Reason(description: "expected one value, found `\(rest)`")
    }
    guard self[name, labels] == nil else { throw Reason(description: "`\(line)` stands twice") }
    samples.append(Sample(name: name, labels: labels, value: value))
  }

  /// Lines of one metric stand together.
  private mutating func enter(_ name: String) throws(Reason) {
    guard name != current else { return }
    finished.insert(current)
    guard !finished.contains(name) else {
      throw Reason(description: "the lines of `\(name)` do not stand together")
    }
    current = name
  }

  private static func labels(_ text: Substring) throws(Reason) -> [String: String] {
    var labels: [String: String] = [:]
    for pair in text.split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, isName(parts[0]), parts[1].count >= 2, parts[1].hasPrefix("\""),
        parts[1].hasSuffix("\""), labels[parts[0]] == nil
      else { throw Reason(description: "expected `name=\"value\"`, found `\(pair)`") }
      labels[parts[0]] = String(parts[1].dropFirst().dropLast())
    }
    return labels
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.first, first.isASCII, first.isLetter || first == "_" else {
      return false
    }
    return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
