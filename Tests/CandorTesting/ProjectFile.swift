public import Foundation

/// Files of the project that tests read where they lie: documents, schemas, rules.
public enum ProjectFile {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Where a file is.
  ///
  /// - Parameter path: from the project's own folder, for example `docs/reports.md`.
  public static func url(_ path: String) -> URL {
    // In a package of links the documents stand beside the folder that is linked to.
    let tests = root.appending(path: "Tests").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appending(path: path)
  }

  /// The text of a file.
  public static func text(_ path: String) throws -> String {
    try String(contentsOf: url(path), encoding: .utf8)
  }
}
