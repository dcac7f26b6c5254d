import Foundation

/// The public test databases, where the environment names them.
enum ConformanceData {
  static let folder: String? = {
    guard let root = ProcessInfo.processInfo.environment["CANDOR_CONFORMANCE_DATA"], !root.isEmpty
    else { return nil }
    return "\(root)/mmdb"
  }()

  static let isThere = folder != nil

  /// Paths of all files with an ending, sorted.
  static func paths(_ ending: String) throws -> [String] {
    guard let folder else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
  }

  /// Databases that are damaged on purpose.
  static let damaged = [
    "GeoIP2-City-Test-Broken-Double-Format.mmdb", "GeoIP2-City-Test-Invalid-Node-Count.mmdb",
    "MaxMind-DB-test-broken-pointers-24.mmdb", "MaxMind-DB-test-broken-search-tree-24.mmdb",
  ]

  /// Databases that are whole.
  static func wholePaths() throws -> [String] {
    try paths(".mmdb").filter { path in !damaged.contains { path.hasSuffix("/\($0)") } }
  }
}
