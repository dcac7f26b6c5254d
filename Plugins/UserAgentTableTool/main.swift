import CandorUserAgentPatterns
import Foundation

// Usage: UserAgentTable CORE OVERLAY OUTPUT
//
// CORE is uap-core's regexes.yaml, OVERLAY our entries of the same form; OUTPUT becomes a Swift
// file that holds the table of each.

/// A Swift string literal with exactly these bytes, which must be UTF-8.
func literal(_ bytes: [UInt8]) -> String {
  var result = "\""
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
    switch scalar {
    case "\\": result += "\\\\"
    case "\"": result += "\\\""
    case _ where scalar.value < 0x20 || scalar.value > 0x7E:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

func fail(_ message: String, code: Int32) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(code)
}

let arguments = CommandLine.arguments
guard arguments.count == 4 else { fail("usage: UserAgentTable CORE OVERLAY OUTPUT", code: 64) }

var output = """
  // Made by UserAgentTable at build time. Do not edit.

  /// The tables of regular expressions, encoded.
  enum BuiltInTables {

  """
for (name, path, source) in [
  ("core", arguments[1], "uap-core"), ("overlay", arguments[2], "candor-overlay"),
] {
  let data = try Data(contentsOf: URL(filePath: path))
  do {
    let table = try AgentFile.read(data, name: source)
    output += "  static let \(name): StaticString = \(literal(table.encoded()))\n"
  } catch {
    fail("error: `\(path)`: \(error)", code: 65)
  }
}
output += "}\n"
try output.write(toFile: arguments[3], atomically: true, encoding: .utf8)
