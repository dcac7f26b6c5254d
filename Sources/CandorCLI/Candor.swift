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
        candor doctor             what is installed, and the command that mends what is missing
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
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let status as ExitStatus {
      status.leave()
    } catch {
      guard let failure = Failure(error) else {
        Output.removeUnfinished()
        leave(with: error)
      }
      Console.shared.report(failure.diagnostic)
      failure.status.leave()
    }
  }

  /// Prints what the reader of arguments says, which repeats them as they were typed.
  private static func leave(with error: any Error) -> Never {
    let code = exitCode(for: error)
    guard !code.isSuccess else { exit(withError: error) }
    let text = TerminalText.safeLines(fullMessage(for: error, columns: nil))
    if !text.isEmpty { try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8)) }
    Foundation.exit(code.rawValue)
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
