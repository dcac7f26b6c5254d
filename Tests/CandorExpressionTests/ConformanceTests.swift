import Foundation
import Testing

@testable import CandorExpression

/// The public conformance cases of the language, through the batch door. They are not part of
/// the project: `CANDOR_CONFORMANCE_DATA` names the folder that has them in `cel/`.
@Suite struct ConformanceTests {
  static let folder = ProcessInfo.processInfo.environment["CANDOR_CONFORMANCE_DATA"] ?? ""

  /// Cases that we miss, `file/section/name`, each with the reason.
  static let known: [String: String] = [
    "parse/bytes_literals/triple_single_quoted_unescaped_punctuation": strayBackslash,
    "parse/bytes_literals/triple_double_quoted_unescaped_punctuation": strayBackslash,
  ]
  private static let strayBackslash =
    "wants a backslash before `?` that the expression does not have; the same case for texts "
    + "wants none"

  @Test(
    .enabled(
      if: !folder.isEmpty, "set CANDOR_CONFORMANCE_DATA to the folder of the public test cases"))
  func passesTheConformanceCases() throws {
    let directory = URL(fileURLWithPath: Self.folder).appendingPathComponent("cel")
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
      .filter { $0.hasSuffix(".jsonl") }.sorted()
    #expect(!files.isEmpty)
    for file in files {
      let data = try Data(contentsOf: directory.appendingPathComponent(file))
      var total = 0
      var passed = 0
      var missed: [String] = []
      for line in data.split(separator: UInt8(ascii: "\n")) {
        let json = try JSONReader.read(line)
        total += 1
        let name = ["file", "section", "name"].compactMap { json[$0]?.string }
          .joined(separator: "/")
        guard let problem = Self.problem(json, line: line) else {
          #expect(Self.known[name] == nil, "\(name) passes now and is to be taken off the list")
          passed += 1
          continue
        }
        if let reason = Self.known[name] {
          print("conformance \(file): missed \(name): \(reason)")
        } else {
          missed.append("\(name): `\(json["expr"]?.string ?? "")`: \(problem)")
        }
      }
      print("conformance \(file): \(passed)/\(total)")
      #expect(missed.isEmpty, "\(missed.joined(separator: "\n"))")
    }
  }

  /// What is wrong with our answer; `nil` where it is right.
  private static func problem(_ test: JSONValue, line: some Sequence<UInt8>) -> String? {
    let text = BatchEvaluator().line(line)
    guard let answer = try? JSONReader.read(text.utf8) else { return "no JSON: \(text)" }
    if let wanted = test["expect_type"]?.string {
      guard let type = try? TypeEnvironmentParser.parseType(wanted) else {
        return "cannot read \(wanted)"
      }
      return answer["type"]?.string == type.description
        ? nil : "expected \(type), found \(text)"
    }
    if test["expect_error"] != nil {
      return answer["error"] == nil ? "expected an error, found \(text)" : nil
    }
    guard let wanted = test["expect"] else { return "nothing expected" }
    guard let value = answer["value"], let found = try? TypedValue.read(value),
      let expected = try? TypedValue.read(wanted)
    else { return "found \(text)" }
    return found == expected ? nil : "expected \(expected), found \(found)"
  }
}
