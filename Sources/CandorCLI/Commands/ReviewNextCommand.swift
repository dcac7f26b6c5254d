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
      Leaves out what the reader has spoken about already. The screen is as high as the terminal, or \
      as LINES says; 40 lines where neither is known. Nothing waiting ends with 0.
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
    let history = ReviewHistory(try store.decisions(of: item.name))
    if command.format == .json {
      let document =
        pseudonymizer.map { interview.shown($0).jsonBytes } ?? interview.document
      try sink.write(Self.json(document, item, history, waiting: waiting) + "\n")
    } else {
      let report = try command.terminal(sink)
      let frame = Self.frame(item, history, by: who, needsTwo: policy.needsTwo)
      let room = Self.height(sink) - frame.count(where: { $0 == "\n" }) - 2
      let story = report.block(
        interview.shown(pseudonymizer), height: max(10, room),
        whole: "candor show \(ShellText.quoted(item.name.text))")
      try sink.write("\(waiting) waiting\n" + story + frame)
    }
    try sink.close()
  }

  /// What stands below the story: what was decided, and how to decide.
  private static func frame(
    _ item: ReviewItem, _ history: ReviewHistory, by who: String, needsTwo: Bool
  ) -> String {
    let name = ShellText.quoted(item.name.text)
    var text = history.text
    if item.state == .second { text += "  A second reviewer is asked for.\n" }
    if needsTwo, item.state != .second { text += "\n  Two reviewers have to agree.\n" }
    text += "\n  Decide\n"
    text += "  candor review decide \(name) --by \(ShellText.quoted(who)) --reason TEXT \\\n"
    text += "    --as confirmed   what was found is so\n"
    text += "         innocent    there is an innocent reason\n"
    text += "         unsure      it cannot be told\n"
    text += "         escalated   somebody else should look\n"
    return text
  }

  private static func height(_ output: Output) -> Int {
    if let lines = ProcessInfo.processInfo.environment["LINES"].flatMap(Int.init) { return lines }
    var size = winsize()
    if output.isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 {
      return Int(size.ws_row)
    }
    return 40
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

/// Text as a shell takes it for one word.
enum ShellText {
  private static let plain = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_.-@:+")

  /// The text, in quotes where it needs them, with nothing that could steer a terminal.
  static func quoted(_ text: String) -> String {
    let safe = TerminalText.safe(text)
    guard safe.isEmpty || !safe.allSatisfy({ plain.contains($0) }) else { return safe }
    return "'" + safe.replacing("'", with: #"'\''"#) + "'"
  }
}
