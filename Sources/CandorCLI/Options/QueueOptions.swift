import ArgumentParser
import CandorModel
import CandorSources
import CandorStore

/// Which interviews of the queue.
struct QueueOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only of this platform.", valueName: "platform"))
  var platform: String?

  @Option(help: ArgumentHelp("Only for this position.", valueName: "id"))
  var position: String?

  @Option(
    help: ArgumentHelp(
      "Only priority, review, not-assessable or clear; may be repeated.", valueName: "outcome"))
  var outcome: [String] = []

  @Option(
    help: ArgumentHelp("Only assessed since this date, or span back.", valueName: "date"))
  var since: String?

  func filter(now: Timestamp) throws -> ReviewFilter {
    var filter = ReviewFilter()
    filter.platform = try platform.map {
      let platform: PlatformName = try Self.word($0, flag: "--platform")
      return platform.rawValue
    }
    filter.position = position
    filter.outcomes = try outcome.map { try Self.word($0, flag: "--outcome") }
    filter.since = try DateSelector.moment(since, flag: "--since", now: now)
    return filter
  }

  /// One of several words, as a flag names it; where not all are taken, one of `allowed`.
  static func word<Word: RawRepresentable & CaseIterable>(
    _ text: String, flag: String, of allowed: [Word]? = nil
  ) throws -> Word where Word.RawValue == String {
    let allowed = allowed ?? Array(Word.allCases)
    guard let word = allowed.first(where: { $0.rawValue == text }) else {
      let words = allowed.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      throw Failure.wrongUsage("expected `\(flag)` to be one of \(words), found `\(text)`")
    }
    return word
  }
}
