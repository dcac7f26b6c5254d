import CandorRules
import Foundation

/// The repository's rule folder, as it lies on the disk.
enum RuleFolder {
  static let url = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "rules").resolvingSymlinksInPath()

  /// Every YAML file below it, paths relative to it.
  static let files: [RuleFile] = {
    let root = url.path(percentEncoded: false)
    let walk = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)
    let found = (walk?.allObjects ?? []).compactMap { $0 as? URL }
      .filter { $0.pathExtension == "yaml" }
    return found.compactMap { file in
      let path = file.path(percentEncoded: false)
      guard path.hasPrefix(root), let text = try? String(contentsOf: file, encoding: .utf8)
      else { return nil }
      let relative = path.dropFirst(root.count).drop { $0 == "/" }
      return RuleFile(path: String(relative), text: text)
    }.sorted { $0.path < $1.path }
  }()
}
