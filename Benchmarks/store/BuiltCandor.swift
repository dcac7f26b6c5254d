import Foundation

/// The `candor` beside this program.
struct BuiltCandor {
  private let binary = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "candor")
  /// Where it finds nothing of the user's own.
  let folder: URL

  /// Runs it to its end.
  ///
  /// - Parameter input: for standard input; nothing for `nil`.
  /// - Returns: standard output, and the seconds until it was whole. How long Foundation takes to
  ///   notice that a process has ended is no part of them.
  @discardableResult
  func run(
    _ arguments: [String], input: URL? = nil
  ) throws -> (output: Data, seconds: Double) {
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    process.environment = [
      "HOME": folder.path(percentEncoded: false), "PATH": "/usr/bin:/bin", "USER": "bench",
    ]
    process.currentDirectoryURL = folder
    process.standardInput =
      try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    let start = ContinuousClock.now
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    let seconds = start.duration(to: .now) / .seconds(1)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failed(command: arguments.joined(separator: " "), status: process.terminationStatus)
    }
    return (data, seconds)
  }

  struct Failed: Error, CustomStringConvertible {
    let command: String
    let status: Int32
    var description: String { "`candor \(command)` ended with \(status)" }
  }
}
