import CandorModel
import CandorUserAgent
import CandorUserAgentPatterns
import Testing
import Yams
import datasets

/// The cases of `datasets/useragents/overlay.tests.yaml`.
struct OverlayTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let agent: String
    let expected: [String: [String]]

    var testDescription: String { agent }
  }

  static let cases: [Case] = {
    guard let text = Datasets.text(at: "useragents/overlay.tests.yaml"),
      let list = try? Yams.compose(yaml: text)?.sequence
    else { return [] }
    return list.map { node in
      var expected: [String: [String]] = [:]
      for (key, value) in node.mapping ?? [:] where key.string != "agent" {
        expected[key.string ?? ""] =
          value.sequence?.map { $0.string ?? "" } ?? [value.string ?? ""]
      }
      return Case(agent: node["agent"]?.string ?? "", expected: expected)
    }
  }()

  @Test(arguments: cases)
  func theAgentIsRead(one: Case) throws {
    let parser = try TestParsers.builtIn.get()
    let result = parser.parse(one.agent)
    let facts = parser.facts(one.agent)
    for (key, expected) in one.expected.sorted(by: { $0.key < $1.key }) {
      let found: [String?] =
        switch key {
        case "ua":
          [
            result.browser.family, result.browser.major, result.browser.minor,
            result.browser.patch, result.browser.patchMinor,
          ]
        case "os": [result.os.family, result.os.major, result.os.minor]
        case "device": [result.device.family, result.device.brand, result.device.model]
        case "inApp": [facts?.inAppHost]
        case "browser": [facts?.browser]
        default: []
        }
      #expect(found.compactMap { $0 } == expected, "\(key)")
    }
  }

  /// Every expression of the overlay decides at least one of the cases.
  @Test func everyEntryHasACase() throws {
    let text = try #require(Datasets.text(at: "useragents/overlay.yaml"))
    let all = try AgentFile.read(Array(text.utf8), name: "overlay")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let with = try UserAgentParser(
      regexesYAML: Array(text.utf8), name: "overlay", referenceDate: nil)
    let before = Self.cases.map { with.parse($0.agent) }
    for index in all.entries.indices {
      let line = all.entries[index].line
      // The same overlay without this entry: some case has to come out another way.
      let start = line - 1
      var end = start + 1
      while end < lines.count, lines[end].hasPrefix("    ") { end += 1 }
      let rest = (lines[..<start] + lines[end...]).joined(separator: "\n")
      let without = try UserAgentParser(
        regexesYAML: Array(rest.utf8), name: "rest", referenceDate: nil)
      #expect(without.source.expressionCount == all.entries.count - 1)
      let isDecisive = zip(Self.cases, before).contains { without.parse($0.agent) != $1 }
      #expect(isDecisive, "the entry at line \(line) has no case of its own")
    }
  }

  @Test func theOverlayCanBeLeftOut() throws {
    let agent = try #require(Self.cases.first).agent
    #expect(try TestParsers.builtIn.get().parse(agent).browser.family == "LinkedIn")
    #expect(try TestParsers.coreOnly.get().parse(agent).browser.family != "LinkedIn")
    #expect(try TestParsers.coreOnly.get().source.overlayHash == nil)
  }
}
