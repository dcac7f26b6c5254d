import ArgumentParser
import CandorKit
import CandorModel
import CandorReports
import CandorStore
import Foundation

/// The most urgent interview, on one screen, and how to decide.
struct ReviewNextCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next",
    abstract: "Show the interview that is most urgent, and how to decide.",
    discussion: """
      Leaves out what the reader has spoken about already. The screen is as large as the terminal, \
      or as LINES and COLUMNS say, from 60 columns on; 40 lines of 100 where neither is known. \
      Nothing waiting ends with 0.
      """)

  @OptionGroup var queue: QueueOptions
  @OptionGroup var reader: ReaderOptions
  @OptionGroup var naming: PrivacyOptions
  @OptionGroup var options: StoreCommandOptions

  func run() async throws {
    let command = try options.begin()
    let who = try reader.reader()
    var filter = try queue.filter(now: .now)
    filter.reviewer = who
    let policy = try ReviewPolicy(command.settings)
    let pseudonymizer = try naming.pseudonymizer(command.settings)
    let store = try command.openStore()
    let waiting = try store.queueCounts(filter).values.reduce(0, +)
    let sink = try command.openOutput()
    guard let item = try store.queue(filter, limit: 1).first,
      let stored = try store.assessment(item.assessment)
    else {
      try sink.write(
        command.format == .json
          ? #"{"schema":"candor.review-next/1","waiting":0}"# + "\n"
          : "nothing waits for \(TerminalText.safe(who))\n")
      try sink.close()
      return
    }
    try store.noteLook(by: who, action: "review next", at: [item.name])
    let interview = try StoredInterview(stored, in: store)
    let history = ReviewHistory(
      try store.decisions(of: item.name), isCut: pseudonymizer != nil)
    if command.format == .json {
      let document =
        pseudonymizer.map { interview.shown($0).jsonBytes } ?? interview.document
      try sink.write(json: Self.json(document, item, history, waiting: waiting) + "\n")
    } else {
      let screen = ReviewScreen(
        item: item, history: history, waiting: waiting, reviewer: who, needsTwo: policy.needsTwo)
      try sink.write(
        screen.text(
          interview.shown(pseudonymizer), try command.terminal(sink),
          height: TerminalSize(sink).lines ?? 40))
    }
    try sink.close()
  }

  private static func json(
    _ document: [UInt8], _ item: ReviewItem, _ history: ReviewHistory, waiting: Int
  ) -> String {
    var writer = JSONWriter(capacity: 8192)
    writer.beginObject()
    writer.key("assessment")
    writer.raw(document)
    writer.key("decisions")
    history.write(to: &writer)
    writer.member("schema", "candor.review-next/1")
    writer.member("state", item.state.rawValue)
    writer.member("waiting", waiting)
    writer.endObject()
    return writer.text
  }
}
