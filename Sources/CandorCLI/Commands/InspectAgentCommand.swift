import ArgumentParser
import CandorModel
import CandorUserAgent
import Foundation

/// What a user agent says, what is frozen in it, and what that means.
struct InspectAgentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ua",
    abstract: "Tell what a user agent says, or how two of them stand to each other.")

  @Argument(help: ArgumentHelp("One agent, or two to compare.", valueName: "string"))
  var agents: [String] = []

  @Flag(help: "Read agents from standard input, one a line; print one JSON object a line.")
  var batch = false

  @OptionGroup var reading: AgentOptions
  @OptionGroup var output: ResultOptions<InspectionForms>
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let format =
      batch
      ? try output.format(settings, allowed: [.ndjson, .json])
      : try output.format(settings)
    var options = try AnalysisParts.parse([])
    options.agents = reading
    let setup = AnalysisSetup(settings: settings, options: options)
    let parser = try setup.agents(referenceDate: reading.referenceDate(settings, today: .now))
    let sink = try output.open(settings)
    if batch {
      guard agents.isEmpty else {
        throw Failure.wrongUsage(
          "expected agents on standard input with `--batch`, found arguments")
      }
      let worker = parser.makeWorker()
      try BatchLines.run(output: sink) { line, writer in worker.write(line, to: &writer) }
      return
    }
    guard (1...2).contains(agents.count) else {
      throw Failure.wrongUsage("expected one agent or two, found `\(agents.count)`")
    }
    let isJSON = format == .json
    if agents.count == 2 {
      let pair = AgentPairExplanation(agents[0], agents[1], parser: parser)
      try sink.write(isJSON ? Self.json { pair.write(to: &$0) } : pair.text)
    } else {
      let agent = AgentExplanation(agents[0], parser: parser)
      try sink.write(isJSON ? Self.json { agent.write(to: &$0) } : agent.text)
    }
    try sink.close()
  }

  private static func json(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return PrintedJSON.escaped(writer.text) + "\n"
  }
}
