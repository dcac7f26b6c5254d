import Foundation
import Testing

@testable import CandorExpression

/// Tables of expressions in `Goldens/`, written by hand or checked against another implementation;
/// never recorded.
@Suite struct LanguageTests {
  struct Row: Sendable, CustomStringConvertible {
    let expression: String
    /// An expression for the value expected; `nil` where an error is.
    let expected: String?

    var description: String { expression }
  }

  private static func rows(_ name: String) -> [Row] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
    let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
    return (text ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      guard let arrow = line.range(of: " => ", options: .backwards) else {
        return Row(expression: String(line), expected: nil)
      }
      let expected = String(line[arrow.upperBound...])
      return Row(
        expression: String(line[..<arrow.lowerBound]),
        expected: expected == "error" ? nil : expected)
    }
  }

  private static func evaluate(_ source: String) throws -> Value {
    try CompiledExpression.compile(source, in: .standard).evaluate(Activation([]))
  }

  @Test(arguments: [
    ("values.txt", 500), ("refused.txt", 300), ("network.txt", 100), ("forms.txt", 30),
  ])
  func expressionsGiveWhatTheyShould(_ file: String, _ atLeast: Int) throws {
    let rows = Self.rows(file)
    #expect(rows.count > atLeast)
    for row in rows {
      guard let expected = row.expected else {
        #expect(throws: (any Error).self, "\(row)") { try Self.evaluate(row.expression) }
        continue
      }
      #expect(try Self.evaluate(row.expression) == Self.evaluate(expected), "\(row)")
    }
  }
}
