import CandorModel
import Foundation

@testable import CandorGeoIP

/// The tool of libmaxminddb's own package, as a second opinion.
enum MMDBLookupTool {
  static let path = "/usr/bin/mmdblookup"
  static let isThere = FileManager.default.isExecutableFile(atPath: path)

  /// What the tool says of an address.
  struct Answer {
    /// The value; `nil` where the tool found no record.
    var value: Value?
    /// Bits of the tree walked; `nil` where it did not say.
    var prefixLength: Int?
    /// Whether it ended with an error.
    var failed: Bool
  }

  /// A value as the tool prints it, with the type that it names.
  indirect enum Value: Equatable {
    case map([String: Value])
    case array([Value])
    case scalar(text: String, type: String)
  }

  static func ask(_ database: String, _ address: IPAddress) throws -> Answer {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments = ["-v", "--file", database, "--ip", address.description]
    process.standardOutput = pipe
    process.standardError = Pipe()
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: output, as: UTF8.self)
    var answer = Answer(value: nil, prefixLength: nil, failed: process.terminationStatus != 0)
    guard let mark = text.range(of: "Record prefix length: ") else { return answer }
    let rest = text[mark.upperBound...]
    answer.prefixLength = Int(rest.prefix { $0.isNumber })
    var parser = Parser(rest: rest.drop { $0.isNumber })
    answer.value = parser.value()
    return answer
  }

  private struct Parser {
    var rest: Substring

    mutating func skipSpace() { rest = rest.drop { $0.isWhitespace || $0 == "," } }

    mutating func value() -> Value? {
      skipSpace()
      switch rest.first {
      case "{":
        rest.removeFirst()
        var fields: [String: Value] = [:]
        while true {
          skipSpace()
          if rest.first == "}" { break }
          guard let key = quoted() else { return nil }
          skipSpace()
          guard rest.first == ":" else { return nil }
          rest.removeFirst()
          guard let field = value() else { return nil }
          fields[key] = field
        }
        rest.removeFirst()
        return .map(fields)
      case "[":
        rest.removeFirst()
        var elements: [Value] = []
        while true {
          skipSpace()
          if rest.first == "]" { break }
          guard let element = value() else { return nil }
          elements.append(element)
        }
        rest.removeFirst()
        return .array(elements)
      case nil: return nil
      default:
        let text = rest.first == "\"" ? quoted() : String(rest.prefix { $0 != " " && $0 != "<" })
        guard let text, let open = rest.firstIndex(of: "<"), let end = rest.firstIndex(of: ">")
        else { return nil }
        let type = String(rest[rest.index(after: open)..<end])
        rest = rest[rest.index(after: end)...]
        return .scalar(text: text, type: type)
      }
    }

    /// The tool does not escape; no text of the test databases has a quote in it.
    mutating func quoted() -> String? {
      guard rest.first == "\"" else { return nil }
      rest.removeFirst()
      guard let end = rest.firstIndex(of: "\"") else { return nil }
      let text = String(rest[..<end])
      rest = rest[rest.index(after: end)...]
      return text
    }
  }
}

extension MMDBLookupTool.Value {
  /// Whether the tool printed this very value; floating-point numbers it prints with six digits.
  func agrees(with value: MMDBValue) -> Bool {
    switch (self, value) {
    case (.map(let fields), .map(let ours)):
      fields.count == ours.count
        && fields.allSatisfy { key, field in
          ours[MMDBValue.MapKey(key)].map { field.agrees(with: $0) } ?? false
        }
    case (.array(let elements), .array(let ours)):
      elements.count == ours.count && zip(elements, ours).allSatisfy { $0.agrees(with: $1) }
    case (.scalar(let text, let type), _): Self.agrees(text, type, value)
    default: false
    }
  }

  private static func agrees(_ text: String, _ type: String, _ value: MMDBValue) -> Bool {
    switch value {
    case .string(let ours): type == "utf8_string" && text == ours
    case .bytes(let ours):
      type == "bytes" && text == ours.map { String(format: "%02X", $0) }.joined()
    case .double(let ours): type == "double" && text == String(format: "%f", ours)
    case .float(let ours): type == "float" && text == String(format: "%f", ours)
    case .uint16(let ours): type == "uint16" && text == String(ours)
    case .uint32(let ours): type == "uint32" && text == String(ours)
    case .uint64(let ours): type == "uint64" && text == String(ours)
    case .int32(let ours): type == "int32" && text == String(ours)
    case .bool(let ours): type == "boolean" && text == (ours ? "true" : "false")
    case .uint128(let ours):
      type == "uint128" && UInt128(text.dropFirst(2), radix: 16) == ours
    case .map, .array: false
    }
  }
}
