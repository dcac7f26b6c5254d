import ArgumentParser
import CandorModel
import CandorStore

/// Takes an interview up again.
struct ReviewReopenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen",
    abstract: "Put a decided interview back into the queue.",
    discussion: """
      What was decided stays as history and counts for nothing any more. A platform that was told of \
      it by `candor review push` keeps what it was told until the interview is decided anew and that \
      is sent.
      """)

  @Argument(help: ArgumentHelp("The interview: id, or platform/id.", valueName: "interview"))
  var interview: String

  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp("Who reopens it; the login name.", valueName: "who"))
  var by: String?

  @OptionGroup var options: StoreCommandOptions

  func run() async throws {
    let command = try options.begin()
    let who = try by.map { try ReaderOptions.name($0, flag: "--by") } ?? ReaderOptions.login
    let why = try ReviewAnswer.reason(reason)
    let store = try command.openStore(.change)
    let item = try store.reopen(interview, reason: why, by: who, now: .now)
    if let status = try store.outdatedPush(of: item.name) {
      Console.shared.report(StoreNotes.outdatedPush(item.name, status: status))
    }
    let answer = ReviewAnswer(item: item, verdict: .reopened, by: who)
    try command.write(text: answer.text, json: answer.json)
  }
}
