import CandorModel
import CandorRules
import Foundation
import Testing

/// Broken rule files beside what is said of them; `README.md` tells which is for what.
@Suite struct MalformedRuleTests {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Malformed")

  static let names: [String] = {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return found.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  static func lint(_ name: String) throws -> RuleLintReport {
    let url = folder.appending(path: "\(name).yaml")
    let text = try String(contentsOf: url, encoding: .utf8)
    return RuleLinter().lint(
      [RuleFile(path: "device/example.yaml", text: text)], needsTests: false)
  }

  @Test func thereAreManyOfThem() {
    #expect(Self.names.count >= 60)
  }

  @Test(arguments: names) func isReportedAsExpected(_ name: String) throws {
    let text = try Self.lint(name).text()
    let golden = Self.folder.appending(path: "\(name).expected")
    if ProcessInfo.processInfo.environment["CANDOR_RECORD_GOLDENS"] != nil {
      try text.write(to: golden, atomically: true, encoding: .utf8)
      Issue.record("recorded `\(name).expected`; read it, then run again without recording")
      return
    }
    let expected = try String(contentsOf: golden, encoding: .utf8)
    #expect(text == expected)
    #expect(!text.contains("0 errors, 0 warnings, 0 notes"), "each file has a mistake")
  }

  @Test func bombsTakeNoTime() throws {
    let start = ContinuousClock.now
    for name in Self.names where name.contains("bomb") || name.contains("laughs") {
      _ = try Self.lint(name)
    }
    #expect(ContinuousClock.now - start < .seconds(1))
  }

  /// Cuts, doubled and changed bytes of a good rule: a result or diagnostics, never a crash.
  @Test func survivesMutations() {
    var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      seed ^= seed << 13
      seed ^= seed >> 7
      seed ^= seed << 17
      return Int(seed % UInt64(bound))
    }
    guard let rule = RuleScaffold(id: "device/example")?.files.first else { return }
    let bytes = Array(rule.text.utf8)
    let signs = Array("&*{}[]:-?|>'\"!%@`#\n\t ,".utf8)
    for _ in 0..<300 {
      var mutated = bytes
      for _ in 0...next(4) {
        let index = next(mutated.count)
        switch next(4) {
        case 0: mutated[index] = signs[next(signs.count)]
        case 1: mutated.insert(signs[next(signs.count)], at: index)
        case 2: mutated.remove(at: index)
        default: mutated.removeSubrange(index..<min(mutated.count, index + next(40)))
        }
        if mutated.isEmpty { mutated = [0x20] }
      }
      let text = String(decoding: mutated, as: UTF8.self)
      let report = RuleLinter().lint(
        [RuleFile(path: "device/example.yaml", text: text)], needsTests: false)
      #expect(report.ruleCount == 1)
    }
  }
}
