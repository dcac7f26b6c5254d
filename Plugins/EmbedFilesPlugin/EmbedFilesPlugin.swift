import Foundation
import PackagePlugin

/// Puts the text files of a target's folder into the binary.
///
/// `Bundle.module` stops the process where its folder is missing, which is the normal case for a
/// binary that was copied to another machine. So one Swift file with the relative path and the
/// bytes of each file is written at build time, and nothing has to be edited twice.
@main
struct EmbedFilesPlugin: BuildToolPlugin {
  /// What is embedded: tables, rules and demo data, all of them text.
  static let extensions: Set<String> = ["yaml", "csv", "json", "ndjson", "mustache", "txt", "css"]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? SourceModuleTarget else { return [] }
    // An enumerator does not enter a folder that is a link.
    let root = target.directoryURL.resolvingSymlinksInPath()
    let files = try Self.files(below: root)
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    let list = context.pluginWorkDirectoryURL.appending(path: "embedded-files.txt")
    // The list is an input too: a file that was removed changes no other input's time.
    let text = files.map { $0.path(percentEncoded: false) }.joined(separator: "\n")
    if (try? String(contentsOf: list, encoding: .utf8)) != text {
      try text.write(to: list, atomically: true, encoding: .utf8)
    }
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) files of \(target.name)",
        executable: try context.tool(named: "EmbedFiles").url,
        arguments: [
          root.path(percentEncoded: false), list.path(percentEncoded: false),
          output.path(percentEncoded: false),
        ],
        inputFiles: files + [list],
        outputFiles: [output])
    ]
  }

  private static func files(below root: URL) throws -> [URL] {
    guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    else { return [] }
    return walk.compactMap { $0 as? URL }
      .filter { extensions.contains($0.pathExtension) }
      .sorted { $0.path < $1.path }
  }
}
