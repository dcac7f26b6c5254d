import ArgumentParser
import CandorExpression
import CandorModel
import Foundation

/// Evaluates expressions.
struct RulesEvalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluate an expression of the rule language.",
    discussion: """
      Known are the functions of the language; those that only rules have (km, answers, deviceName \
      and the others of docs/rule-authoring.md) are not.
      """)

  @Argument(help: ArgumentHelp("The expression.", valueName: "expression"))
  var expression: String?

  @Flag(help: "Read requests from standard input, one JSON object a line; answer one a line.")
  var batch = false

  @Option(name: .long, help: ArgumentHelp("Write results to this file.", valueName: "path"))
  var output: String?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    guard !batch || expression == nil else {
      throw Failure.wrongUsage(
        "expected expressions on standard input with `--batch`, found an argument")
    }
    let sink = try Output(path: settings.text("output", flag: output))
    let evaluator = BatchEvaluator()
    if batch {
      try BatchLines.run(output: sink) { line, writer in
        writer.raw(evaluator.line(line).utf8)
      }
      return
    }
    guard let expression else {
      throw Failure.wrongUsage("expected an expression or `--batch`, found neither")
    }
    var request = JSONWriter()
    request.beginObject()
    request.member("expr", expression)
    request.endObject()
    let answer = evaluator.line(request.bytes)
    try sink.write(json: answer + "\n")
    try sink.close()
    if answer.hasPrefix("{\"error\"") { throw ExitStatus.unreadable }
  }
}
