import ArgumentParser
import CandorModel
import CandorStore

/// What changed between two runs, and why.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tell which outcomes changed between two stored runs, and what changed them.",
    discussion: """
      `last` is the latest audit, `last-1` the one before it. Runs are also numbered, from 1. An audit \
      in which links change something takes two numbers: its own, and the next for what interviews are \
      beside others. That comes in the place of what they are by themselves, so the first of the two \
      stands for the whole audit. A run with `--since last` holds only what it read, what is new or \
      changed; all other interviews are in the earlier run alone then, and not lost. What may have \
      changed an outcome: the evidence, the rules, the databases, the patterns for agents, Candor \
      itself, the reference date, or, where none of these differs, the links to other interviews.
      """)

  @Argument(help: ArgumentHelp("The earlier run.", valueName: "run"))
  var first: String

  @Argument(help: ArgumentHelp("The later run.", valueName: "run"))
  var second: String

  @OptionGroup var options: StoreCommandOptions

  func run() async throws {
    let command = try options.begin()
    let names = [first, second]
    for name in names { try RunName.check(name) }
    let store = try command.openStore()
    let runs = try names.map { try RunName.number($0, in: store) }
    let comparison = try store.compare(runs[0], runs[1])
    try command.write(text: Self.text(comparison), json: Self.json(comparison))
  }

  private static func text(_ comparison: RunComparison) -> String {
    var text = "\(name(of: comparison.first)) to \(name(of: comparison.second))\n"
    for change in comparison.changes {
      text += "  \(TerminalText.safe(change.name.text)): "
      text += "\(change.before.rawValue) to \(change.after.rawValue)\n"
      let causes = change.causes.map(words).joined(separator: ", ")
      text += "    different: \(causes)\n"
      let added = change.added.joined(separator: ", ")
      let removed = change.removed.joined(separator: ", ")
      if !added.isEmpty { text += "    found now: \(TerminalText.safe(added))\n" }
      if !removed.isEmpty { text += "    no longer found: \(TerminalText.safe(removed))\n" }
    }
    text += "\(CountText.of(comparison.compared, "interview")) in both runs, "
    text += "\(comparison.changes.count) with another outcome; "
    text += "\(comparison.onlyInFirst) in the first alone, "
    return text + "\(comparison.onlyInSecond) in the second alone\n"
  }

  private static func name(of run: StoredRun) -> String {
    let besides = run.besides.map { ", run \($0) beside others" } ?? ""
    return "run \(run.id) (\(run.startedAt.text)\(besides))"
  }

  private static func words(_ cause: RunComparison.Cause) -> String {
    switch cause {
    case .evidence: "the evidence"
    case .rules: "the rules"
    case .databases: "the databases"
    case .agents: "the patterns for agents"
    case .engine: "Candor itself"
    case .referenceDate: "the reference date"
    case .links: "links to other interviews"
    }
  }

  private static func json(_ comparison: RunComparison) -> String {
    var writer = JSONWriter(capacity: 4096)
    writer.beginObject()
    writer.key("changes")
    writer.beginArray()
    for change in comparison.changes {
      writer.beginObject()
      writer.member("added", change.added)
      writer.member("after", change.after.rawValue)
      writer.member("before", change.before.rawValue)
      writer.member("causes", change.causes.map(\.rawValue))
      change.name.write(to: &writer)
      writer.member("removed", change.removed)
      writer.endObject()
    }
    writer.endArray()
    writer.member("compared", comparison.compared)
    for (name, run) in [("first", comparison.first), ("second", comparison.second)] {
      if name == "second" {
        writer.member("onlyInFirst", comparison.onlyInFirst)
        writer.member("onlyInSecond", comparison.onlyInSecond)
        writer.member("schema", "candor.diff/1")
      }
      writer.key(name)
      writer.beginObject()
      writer.member("besides", run.besides)
      writer.member("run", run.id)
      writer.member("startedAt", run.startedAt.text)
      writer.endObject()
    }
    writer.endObject()
    return writer.text + "\n"
  }
}

/// How runs are named on the command line.
enum RunName {
  /// - Throws: 64 for what names no run.
  static func check(_ text: String) throws {
    guard back(text) != nil || Int64(text).map({ $0 > 0 }) ?? false else {
      throw Failure.wrongUsage(
        "expected a run's number, from 1, `last` or, as `last-1`, one before it, found `\(text)`")
    }
  }

  /// - Throws: 65 where there is no such run.
  static func number(_ text: String, in store: Store) throws -> Int64 {
    try check(text)
    if let count = back(text) { return try store.requiredRun(back: count).id }
    return try store.requiredRun(Int64(text) ?? 0).id
  }

  /// How many runs before the latest are meant: 0 for `last`, 1 for `last-1`.
  private static func back(_ text: String) -> Int? {
    if text == "last" { return 0 }
    guard text.hasPrefix("last-") else { return nil }
    let digits = text.dropFirst("last-".count)
    return digits.allSatisfy { ("0"..."9").contains($0) } ? Int(digits) : nil
  }
}
