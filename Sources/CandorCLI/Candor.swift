import ArgumentParser
import CandorKit
import CandorModel
import CandorUserAgent
import Foundation

/// The command line tool.
@main
struct Candor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "candor",
    abstract: "Device and location switches across the answers of recorded interviews.",
    discussion: """
      Candor reads what interview platforms log for every answer - address, user agent, time - and \
      tells where the device or the place changed between answers, why that may be harmless, and \
      what could not be known. It routes interviews to people; it decides nothing about a person.

      First steps:
        candor doctor             what is installed or missing, and what mends it
        candor data build         location data out of freely available packages
        candor audit hireflix --all
      """,
    version: CandorKit.version,
    subcommands: [
      AuditCommand.self, FetchCommand.self, AnalyzeCommand.self, ShowCommand.self,
      ReviewCommand.self, ReportCommand.self, DiffCommand.self, StoreCommand.self,
      InspectCommand.self, RulesCommand.self, DataCommand.self, SandboxCommand.self,
      DoctorCommand.self,
    ])

  static func main() async {
    ignoreClosedPipes()
    Interruption.shared.begin()
    prepare(for: CommandLine.arguments)
    do {
      if let mistake = PlatformHelp.mistake(in: CommandLine.arguments) { throw mistake }
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      leave(with: error)
    }
  }

  /// Ends the process with what an error says and its code.
  private static func leave(with error: any Error) -> Never {
    if let status = error as? ExitStatus { status.leave() }
    let isJSON = wantsJSONLog
    if isJSON { Console.shared.writeJSON() }
    if let failure = Failure(error) {
      Console.shared.report(failure.diagnostic)
      failure.status.leave()
    }
    let status = ExitStatus(code: exitCode(for: error).rawValue)
    let text = fullMessage(for: error, columns: nil)
    if status == .done {
      do { try printHelp(text) } catch { leave(with: error) }
      status.leave()
    }
    if isJSON, status == .usage {
      leave(
        with: Failure.wrongUsage(
          harmless(message(for: error)), help: "`--help` tells what is taken"))
    }
    if !text.isEmpty { Console.shared.lines(harmless(text)) }
    status.leave()
  }

  /// What the reader of arguments says, in which it repeats them as they were typed, or what stands
  /// behind their `=`: a line feed of theirs begins no line.
  private static func harmless(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for argument in CommandLine.arguments.dropFirst() {
      let value = argument.split(separator: "=", maxSplits: 1).last.map(String.init) ?? ""
      // White space alone is repeated too seldom to be told from what stands between words.
      for typed in [argument, value]
      where typed.utf8.contains(0x0A) && !typed.allSatisfy(\.isWhitespace) {
        bytes = bytes.replacing(Array(typed.utf8), with: Array(TerminalText.safe(typed).utf8))
      }
    }
    return TerminalText.safeLines(String(decoding: bytes, as: UTF8.self))
  }

  /// Prints what somebody asked the reader of arguments for: help, the version.
  private static func printHelp(_ text: String) throws {
    guard !text.isEmpty else { return }
    let output = try Output(path: nil)
    try output.write(text + "\n")
    try output.close()
  }

  /// Whether flag, variable or configuration ask for JSON on standard error, where perhaps no command
  /// came to read them.
  private static var wantsJSONLog: Bool {
    var problems: [Settings.Problem] = []
    let settings = Settings(
      path: typedValue(of: "--config"), environment: ProcessInfo.processInfo.environment,
      problems: &problems)
    return settings.text("logFormat", flag: typedValue(of: "--log-format"))
      == LogFormat.json.rawValue
  }

  /// What stands behind a flag among the arguments, the last time that it is there.
  private static func typedValue(of flag: String) -> String? {
    let arguments = CommandLine.arguments.prefix { $0 != "--" }
    var value: String?
    for (index, argument) in arguments.enumerated() {
      if argument == flag, index + 1 < arguments.count { value = arguments[index + 1] }
      if argument.hasPrefix("\(flag)=") { value = String(argument.dropFirst(flag.count + 1)) }
    }
    return value
  }

  /// Begins with what the command will need while its arguments are read.
  private static func prepare(for arguments: [String]) {
    guard arguments.count > 1, ["analyze", "audit"].contains(arguments[1]),
      !arguments.contains("--help"), !arguments.contains("-h")
    else { return }
    Thread.detachNewThread { UserAgentParser.prepareBuiltIn() }
    Thread.detachNewThread {
      // Whatever is wrong is told by whoever asks for them.
      _ = try? BuiltInParts.countries()
      _ = try? BuiltInParts.systems()
    }
  }
}
