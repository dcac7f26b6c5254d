import ArgumentParser
import CandorModel
import CandorStore

/// Removes what is older than it may be.
struct StorePurgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge",
    abstract: "Remove data that is older than it may be.",
    discussion: """
      Without --older-than the times are those of `retention:` in candor.yaml, one per kind of data; \
      a schedule runs it so. With it, all kinds that are older go, or those that --kind names. \
      Outcomes, who decided what, and the counts of runs stay. Where the file cannot be written anew \
      (damaged: 65, no room: 73, somebody reads or writes it: 75) the rows go all the same, and a warning \
      tells that copies of them may be left in it.
      """)

  @Option(
    help: ArgumentHelp("Remove what is older: 90d, 12h, 52w.", valueName: "duration"))
  var olderThan: String?

  @Option(
    help: ArgumentHelp(
      "Only evidence, assessments, decisions (their reasons), accesses or losses; may be repeated.",
      valueName: "kind"))
  var kind: [String] = []

  @OptionGroup var options: StoreCommandOptions

  func run() async throws {
    let command = try options.begin()
    let now = Timestamp.now
    let kinds: [RetainedData] = try kind.map { try QueueOptions.word($0, flag: "--kind") }
    var limits = try self.limits(command.settings, now: now)
    if let open = kinds.first(where: { limits[$0] == nil }) {
      throw Failure.wrongUsage(
        "expected `--older-than`, or `retention:` to say how long `\(open.rawValue)` are kept",
        help: "candor store purge --kind \(open.rawValue) --older-than 90d")
    }
    if !kinds.isEmpty { limits = limits.filter { kinds.contains($0.key) } }
    let counts = try command.openStore(.change).purge(limits, now: now)
    try command.write(
      text: Self.text(counts.removed), json: Self.json(counts.removed),
      rewriteError: counts.rewriteError)
  }

  private func limits(_ settings: Settings, now: Timestamp) throws -> [RetainedData: Timestamp] {
    if let olderThan {
      guard let seconds = DateSelector.span(olderThan) else {
        throw Failure.wrongUsage(
          "expected `--older-than` to be a time such as `90d`, found `\(olderThan)`")
      }
      let limit = Timestamp(
        millisecondsSinceEpoch: now.millisecondsSinceEpoch - seconds * 1000)
      return Dictionary(uniqueKeysWithValues: RetainedData.allCases.map { ($0, limit) })
    }
    let policy = try RetentionPolicy(settings)
    guard !policy.isEmpty else {
      throw Failure.wrongUsage(
        "expected `--older-than` or `retention:` in candor.yaml, found neither",
        help: "candor store purge --older-than 90d")
    }
    return policy.limits(now: now)
  }

  private static func text(_ counts: [RetainedData: Int]) -> String {
    RetainedData.allCases.compactMap { kind in
      counts[kind].map { "\(kind.rawValue): \($0) removed\n" }
    }.joined()
  }

  private static func json(_ counts: [RetainedData: Int]) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("removed")
    writer.beginObject()
    for (kind, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      writer.member(kind.rawValue, count)
    }
    writer.endObject()
    writer.member("schema", "candor.store-purge/1")
    writer.endObject()
    return writer.text + "\n"
  }
}
