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
    var paths: [String] = []
    guard collect(folder, under: "", besides: [], into: &paths) else {
      throw Failure(
        .unreadable, "C003", "expected `\(folder)` to be a folder with rules",
        help: "leave --rules out to use the built-in rules")
    }
    return try paths.sorted().map { path throws(Failure) in
      RuleFile(path: path, text: try text(of: (folder as NSString).appendingPathComponent(path)))
    }
  }

  /// Collects the files with rules below a folder, also through links to folders. Hidden names are none
  /// of its own: editors and archives leave them there, and volumes of a cluster keep copies in them.
  ///
  /// - Parameters:
  ///   - relative: the folder's own path below the one that was named.
  ///   - above: the folders on the way to it, so that a link to one of them leads nowhere.
  /// - Returns: whether it is a folder.
  private static func collect(
    _ folder: String, under relative: String, besides above: Set<String>, into paths: inout [String]
  ) -> Bool {
    let real = URL(filePath: folder).resolvingSymlinksInPath().path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue, !above.contains(real),
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return false }
    for name in names where !name.hasPrefix(".") {
      let path = relative.isEmpty ? name : "\(relative)/\(name)"
      let whole = (folder as NSString).appendingPathComponent(name)
      let isLeaf = !collect(whole, under: path, besides: above.union([real]), into: &paths)
      if isLeaf, name.hasSuffix(".yaml") || name.hasSuffix(".yml") { paths.append(path) }
    }
    return true
  }

  /// The text of a file; of one that is far longer than a rule may be, its beginning, which is too long.
  private static func text(of path: String) throws(Failure) -> String {
    let limit = 64 * RuleLimits().maximumFileBytes
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let file = FileHandle(forReadingAtPath: path),
      let data = try? file.read(upToCount: limit + 1) ?? Data()
    else { throw Failure.cannotRead(path, "it is no file, or may not be read") }
    if data.count > limit { return String(decoding: data, as: UTF8.self) }
    guard let text = String(data: data, encoding: .utf8) else {
      throw Failure.cannotRead(path, "it is not UTF-8")
    }
    return text
  }
}
