import Foundation
import Testing

/// The built `candor`, run as a user runs it.
struct CandorProcess {
  /// What came out.
  struct Result {
    let status: Int32
    let output: String
    let errors: String

    /// Standard output line by line.
    var lines: [String] { output.split(separator: "\n").map(String.init) }
    /// The last line of standard error.
    var closingLine: String { errors.split(separator: "\n").last.map(String.init) ?? "" }
  }

  /// The binary beside the test bundle.
  static let binary: URL = {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    for _ in 0..<4 {
      let candidate = folder.appending(path: "candor")
      if FileManager.default.isExecutableFile(atPath: candidate.path(percentEncoded: false)) {
        return candidate
      }
      folder = folder.deletingLastPathComponent()
    }
    return folder.appending(path: "candor")
  }()

  /// The signals that end it, and the codes it then ends with.
  static let signals: [(signal: Int32, status: Int32)] = [(SIGINT, 130), (SIGTERM, 143)]

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - arguments: without the program's name.
  ///   - input: for standard input.
  ///   - environment: added to a small one in which nothing of the user's own is found.
  ///   - launcher: a program with its first arguments that starts it: a shell that sets limits.
  static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:],
    in folder: URL? = nil, launcher: [String] = []
  ) throws -> Result {
    let process = try start(
      arguments, input: .text(input), environment: environment, in: folder, launcher: launcher)
    return try process.finish()
  }

  /// What a process reads.
  enum Input {
    case text(String)
    case data(Data)
    /// What a test writes while the process runs.
    case pipe(Pipe)
  }

  /// A process that goes on while a test does something else.
  final class Running {
    let process = Process()
    private let folder: URL
    private let outputFile: URL
    private let errorFile: URL

    fileprivate init(
      _ arguments: [String], input: Input, environment: [String: String], in directory: URL?,
      launcher: [String]
    ) throws {
      folder = FileManager.default.temporaryDirectory
        .appending(path: "candor-run-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      outputFile = folder.appending(path: "out")
      errorFile = folder.appending(path: "err")
      let inputFile = folder.appending(path: "in")
      var pipe: Pipe?
      switch input {
      case .text(let text): try Data(text.utf8).write(to: inputFile)
      case .data(let data): try data.write(to: inputFile)
      case .pipe(let given): pipe = given
      }
      for file in [outputFile, errorFile] { try Data().write(to: file) }
      process.executableURL = launcher.first.map { URL(filePath: $0) } ?? CandorProcess.binary
      process.arguments =
        launcher.isEmpty
        ? arguments
        : launcher.dropFirst() + [CandorProcess.binary.path(percentEncoded: false)] + arguments
      process.currentDirectoryURL = directory ?? folder
      let home = folder.path(percentEncoded: false)
      process.environment = [
        "HOME": home, "PATH": "/usr/bin:/bin", "XDG_DATA_HOME": home + "/data",
        "XDG_CACHE_HOME": home + "/cache", "XDG_CONFIG_HOME": home + "/config", "LC_ALL": "C.UTF-8",
      ].merging(environment) { _, given in given }
      if let pipe {
        process.standardInput = pipe
      } else {
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
      }
      process.standardOutput = try FileHandle(forWritingTo: outputFile)
      process.standardError = try FileHandle(forWritingTo: errorFile)
      try process.run()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Standard output so far.
    var output: String {
      String(decoding: (try? Data(contentsOf: outputFile)) ?? Data(), as: UTF8.self)
    }

    /// Waits until standard output has so many lines; `false` where that takes too long.
    func waitForLines(_ count: Int, seconds: Double = 20) -> Bool {
      let deadline = Date().addingTimeInterval(seconds)
      while Date() < deadline {
        if output.utf8.count(where: { $0 == 0x0A }) >= count { return true }
        Thread.sleep(forTimeInterval: 0.02)
      }
      return false
    }

    func finish() throws -> Result {
      process.waitUntilExit()
      let result = Result(
        status: process.terminationReason == .exit
          ? process.terminationStatus : 128 + process.terminationStatus,
        output: output,
        errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
      return result
    }
  }

  static func start(
    _ arguments: [String], input: Input = .text(""), environment: [String: String] = [:],
    in folder: URL? = nil, launcher: [String] = []
  ) throws -> Running {
    try Running(
      arguments, input: input, environment: environment, in: folder, launcher: launcher)
  }
}
