package import CandorModel
import Foundation

/// The part of JSON Schema (draft 2020-12) that our schemas use, for tests.
///
/// Stricter than the schemas in one respect: a key that no schema names is a mistake here, since
/// what we emit has to be described. A keyword that is not known is one too.
package struct SchemaCheck {
  private let schema: JSONValue

  /// Makes a check by a schema.
  package init(schema: JSONValue) { self.schema = schema }

  /// Reads a schema of `docs/schemas`.
  ///
  /// - Parameter name: `assessment` for `assessment.schema.json`.
  package init(named name: String) throws {
    let text = try ProjectFile.text("docs/schemas/\(name).schema.json")
    self.init(schema: try JSONValue(parsing: text.utf8))
  }

  /// What is wrong with a document, with the path of each.
  package func mistakes(in document: JSONValue) -> [String] { check(document, schema, path: "$") }

  private func check(_ value: JSONValue, _ rule: JSONValue, path: String) -> [String] {
    var mistakes: [String] = []
    for (keyword, argument) in rule.object ?? [] {
      switch keyword {
      case "$schema", "$id", "$defs", "title", "description", "properties",
        "additionalProperties":
        break
      case "$ref":
        let name = argument.string.map { String($0.dropFirst("#/$defs/".count)) } ?? ""
        guard let target = schema["$defs"]?[name] else { return ["\(path): no such $ref"] }
        mistakes += check(value, target, path: path)
      case "type":
        if argument.string != kind(value),
          !(argument.string == "number" && kind(value) == "integer")
        {
          mistakes.append("\(path): \(kind(value)) is no \(argument.string ?? "")")
        }
      case "const": if value != argument { mistakes.append("\(path): not the constant") }
      case "enum":
        if !(argument.array ?? []).contains(value) { mistakes.append("\(path): not in enum") }
      case "required":
        for key in argument.array ?? [] where value[key.string ?? ""] == nil {
          mistakes.append("\(path): lacks \(key.string ?? "")")
        }
      case "items":
        for (index, element) in (value.array ?? []).enumerated() {
          mistakes += check(element, argument, path: "\(path)[\(index)]")
        }
      case "pattern":
        let expression = argument.string.flatMap { try? Regex($0) }
        if let text = value.string, expression.map({ text.firstMatch(of: $0) == nil }) ?? true {
          mistakes.append("\(path): does not match \(argument.string ?? "")")
        }
      case "minimum":
        if let number = value.double, number < argument.double ?? 0 {
          mistakes.append("\(path): below the minimum")
        }
      case "maximum":
        if let number = value.double, number > argument.double ?? 0 {
          mistakes.append("\(path): above the maximum")
        }
      case "anyOf":
        if !(argument.array ?? []).contains(where: { check(value, $0, path: path).isEmpty }) {
          mistakes.append("\(path): none of anyOf")
        }
      default: mistakes.append("\(path): the keyword \(keyword) is not known")
      }
    }
    guard rule["properties"] != nil || rule["additionalProperties"] != nil else { return mistakes }
    for (key, member) in value.object ?? [] {
      if let known = rule["properties"]?[key] {
        mistakes += check(member, known, path: "\(path).\(key)")
      } else if let other = rule["additionalProperties"] {
        mistakes += check(member, other, path: "\(path).\(key)")
      } else {
        mistakes.append("\(path): \(key) is not described")
      }
    }
    return mistakes
  }

  private func kind(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .number(let text): text.contains(where: { ".eE".contains($0) }) ? "number" : "integer"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
