import Foundation
import PackagePlugin

/// Makes the tables of regular expressions that travel inside the binary.
///
/// The YAML of uap-core is read on the machine that builds, not on the one that runs: reading it
/// takes longer than a whole short run may take, and the package need not be installed there.
@main
struct UserAgentTablePlugin: BuildToolPlugin {
  /// Where Debian's package `uap-core` has its files; `CANDOR_UAP_CORE` names another folder.
  static let installedFolder = "/usr/share/uap-core"

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = ProcessInfo.processInfo.environment["CANDOR_UAP_CORE"] ?? Self.installedFolder
    let core = URL(filePath: folder).appending(path: "regexes.yaml")
    let overlay = context.package.directoryURL
      .appending(path: "datasets/useragents/overlay.yaml")
    guard FileManager.default.isReadableFile(atPath: core.path(percentEncoded: false)) else {
      Diagnostics.error(
        "expected uap-core's `regexes.yaml` at `\(core.path(percentEncoded: false))`. Install the "
          + "package `uap-core`, or set CANDOR_UAP_CORE to the folder that holds the file")
      return []
    }
    let output = context.pluginWorkDirectoryURL.appending(path: "BuiltInTables.swift")
    return [
      .buildCommand(
        displayName: "Reading the regular expressions of uap-core",
        executable: try context.tool(named: "UserAgentTable").url,
        arguments: [core, overlay, output].map { $0.path(percentEncoded: false) },
        inputFiles: [core, overlay],
        outputFiles: [output])
    ]
  }
}
