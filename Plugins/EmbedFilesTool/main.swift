import Foundation

// Usage: EmbedFiles ROOT LIST OUTPUT
//
// LIST names one file per line; OUTPUT becomes a Swift file that holds their bytes under their
// paths relative to ROOT.

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
  FileHandle.standardError.write(Data("usage: EmbedFiles ROOT LIST OUTPUT\n".utf8))
  exit(64)
}

/// A Swift string literal with exactly these bytes, which must be UTF-8.
func literal(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\\\"
    case "\"": result += "\\\""
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where scalar.value < 0x20 || scalar.value > 0x7E:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

let root = arguments[1].hasSuffix("/") ? arguments[1] : arguments[1] + "/"
var output = """
  // Made by EmbedFiles at build time. Do not edit.

  /// The files of this target, by relative path in byte order.
  enum EmbeddedFiles {
    static let all: [(path: String, contents: StaticString)] = [

  """
let list = try String(contentsOfFile: arguments[2], encoding: .utf8)
for path in list.split(separator: "\n").map(String.init) {
  guard let text = String(data: try Data(contentsOf: URL(filePath: path)), encoding: .utf8) else {
    FileHandle.standardError.write(Data("error: `\(path)` is not UTF-8\n".utf8))
    exit(65)
  }
  output += "    (\(literal(String(path.dropFirst(root.count)))), \(literal(text))),\n"
}
output += "  ]\n}\n"
try output.write(toFile: arguments[3], atomically: true, encoding: .utf8)
