import CandorKit
import CandorModel
import CandorRules
import Foundation

/// Where rules come from: the pack inside the binary, or a folder.
enum RuleFiles {
  /// The files of a folder, or the embedded ones for `nil`.
  ///
  /// - Throws: 65 where the folder is none.
  static func load(_ folder: String?) throws(Failure) -> [RuleFile] {
    guard let folder else {
      return BuiltInParts.ruleFiles
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue,
      let walk = FileManager.default.enumerator(atPath: folder)
    else {
      throw Failure(
        .unreadable, "C003", "expected `\(folder)` to be a folder with rules",
        help: "leave --rules out to use the built-in rules")
    }
    var files: [RuleFile] = []
    for path in walk.compactMap({ $0 as? String }).sorted() {
      guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { continue }
      let whole = (folder as NSString).appendingPathComponent(path)
      guard let data = FileManager.default.contents(atPath: whole),
        let text = String(data: data, encoding: .utf8)
      else { throw Failure.cannotRead(whole, "it is not UTF-8, or may not be read") }
      files.append(RuleFile(path: path, text: text))
    }
    return files
  }
}
