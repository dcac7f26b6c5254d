import CandorExpression
import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorRules

/// The documents say everything that the code has.
@Suite struct DocumentationTests {
  @Test func everyCodeIsListed() throws {
    let document = try ProjectFile.text("docs/diagnostics.md")
    for code in RuleCode.allCases { #expect(document.contains("| \(code.rawValue) |"), "\(code)") }
  }

  /// The reference of functions, as it stands between the two marks of the document.
  private static var functions: String {
    var text = ""
    var group = ""
    for function in FunctionReference.all {
      if function.group != group {
        group = function.group
        text += "\n### \(group.prefix(1).uppercased() + group.dropFirst())\n\n"
      }
      text += "- `\(function.signature)`: \(function.meaning). For example\n"
      text += "  `\(function.example)` gives `\(function.result)`; "
      text += "`\(function.failingExample)` fails.\n"
    }
    return text
  }

  @Test func theFunctionReferenceIsThatOfTheLanguage() throws {
    let document = try ProjectFile.text("docs/rule-authoring.md")
    let begin = "<!-- begin generated: functions -->\n"
    let end = "<!-- end generated: functions -->"
    let first = try #require(document.firstRange(of: begin))
    let last = try #require(document.firstRange(of: end))
    if ProcessInfo.processInfo.environment["CANDOR_RECORD_GOLDENS"] != nil {
      let recorded =
        document[..<first.upperBound] + Self.functions + "\n" + document[last.lowerBound...]
      try String(recorded).write(
        to: ProjectFile.url("docs/rule-authoring.md"), atomically: true, encoding: .utf8)
      Issue.record("recorded the function reference; read it, then run again without recording")
      return
    }
    #expect(String(document[first.upperBound..<last.lowerBound]) == Self.functions + "\n")
  }

  @Test func everyFunctionOfRulesIsInTheReference() throws {
    let document = try ProjectFile.text("docs/rule-authoring.md")
    for function in RuleFunctions(countries: .none).declarations {
      #expect(document.contains("`\(function.name)("), "\(function.name)")
    }
  }

  @Test func everyFieldIsInTheReference() throws {
    let document = try ProjectFile.text("docs/rule-authoring.md")
    for type in RuleEnvironment.objectTypes {
      for field in type.fields {
        #expect(document.contains("`\(field.name)`"), "\(type.name).\(field.name)")
      }
    }
    for scope in Rule.Scope.allCases {
      for variable in RuleEnvironment.variables(of: scope) {
        #expect(document.contains("`\(variable.name)`"), "\(variable.name)")
      }
    }
  }

  @Test func everyKeyIsInTheSchema() throws {
    let schema = try JSONValue(parsing: ProjectFile.text("rules/schema.json").utf8)
    let properties = try #require(schema["properties"]?.object).map(\.key)
    #expect(properties.sorted() == RuleReader.keys.sorted())
    let statuses = schema["properties"]?["status"]?["enum"]?.array?.compactMap(\.string)
    #expect(statuses == Rule.Status.allCases.map(\.rawValue))
    let scopes = schema["properties"]?["scope"]?["enum"]?.array?.compactMap(\.string)
    #expect(scopes == Rule.Scope.allCases.map(\.rawValue))
    let merges = schema["properties"]?["merge"]?["enum"]?.array?.compactMap(\.string)
    #expect(merges == Rule.Merge.allCases.map(\.rawValue))
    let kinds = schema["$defs"]?["parameter"]?["properties"]?["type"]?["enum"]?.array?
      .compactMap(\.string)
    #expect(kinds == RuleParameter.Kind.allCases.map(\.rawValue))
  }
}
