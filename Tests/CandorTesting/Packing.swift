import Foundation

/// Packs bytes with the tools of the machine, which are others' work than the code under test.
public enum Packing {
  /// Packed with `gzip`.
  public static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    try run(["gzip", "-c"], bytes)
  }
  /// Packed with `zstd`, with its checksum at the end.
  public static func zstd(_ bytes: [UInt8]) throws -> [UInt8] {
    try run(["zstd", "-q", "-c"], bytes)
  }

  /// The tools, as arguments of a test.
  public enum Tool: String, CaseIterable, Sendable {
    case gzip, zstd

    /// Packed with the tool.
    public func pack(_ bytes: [UInt8]) throws -> [UInt8] {
      switch self {
      case .gzip: try Packing.gzip(bytes)
      case .zstd: try Packing.zstd(bytes)
      }
    }
  }

  /// Whether a tool is there.
  public static func has(_ tool: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
    }
  }

  private static func run(_ command: [String], _ bytes: [UInt8]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let input = FileManager.default.temporaryDirectory
      .appending(path: "candor-test-\(UUID().uuidString)")
    try Data(bytes).write(to: input)
    defer { try? FileManager.default.removeItem(at: input) }
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = output
    try process.run()
    let packed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(packed)
  }
}
