import CandorModel
import CandorTesting
import Foundation
import Testing

/// The screen of `candor review next` in terminals of several sizes.
@Suite struct ReviewNextCommandTests {
  /// A store whose interviews have places too, so that there is much to tell.
  private static func stored() throws -> StoredInterviews {
    let stored = try StoredInterviews([])
    let cities = stored.folder.path("cities.mmdb")
    #expect(try CandorProcess.run(["data", "build", "--illustrative-cities", cities]).status == 0)
    try stored.audit("hireflix", try SandboxProcess(), ["--geoip", cities])
    return stored
  }

  private static func next(
    _ stored: StoredInterviews, by who: String, columns: Int, lines: Int = 24
  ) throws -> [String] {
    let result = try stored.run(
      "review", "next", "--by", who,
      environment: ["COLUMNS": "\(columns)", "LINES": "\(lines)"])
    #expect(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map(String.init)
  }

  /// The command as the shell reads it, where it goes on behind the end of a line.
  private static func joined(_ lines: [String]) -> String {
    lines.map { $0.hasSuffix(" \\") ? String($0.dropLast(2)) : $0 + "\n" }.joined()
      .split(separator: " ").joined(separator: " ")
  }

  /// Of every interview that waits: the screen and the line of the shell below it fit.
  @Test(arguments: [60, 80]) func theWholeQueueFitsASmallTerminal(columns: Int) throws {
    let stored = try Self.stored()
    var seen: Set<String> = []
    while true {
      let lines = try Self.next(stored, by: "ana", columns: columns)
      if lines == ["nothing waits for ana"] { break }
      let text = lines.joined(separator: "\n")
      #expect(lines.count <= 23, "\(text)")
      #expect(lines.allSatisfy { $0.count <= columns }, "\(text)")
      let command = Self.joined(lines)
      let name = try #require(
        command.firstMatch(
          of: /candor review decide (hireflix\/\w+) --by ana --reason TEXT --as\b/))
      let id = String(name.output.1)
      try #require(seen.insert(id).inserted)
      for answer in ["confirmed", "innocent", "unsure", "escalated"] {
        #expect(command.contains(answer), "\(text)")
      }
      if lines[1].contains("PRIORITY") || lines[1].contains("REVIEW") {
        #expect(text.contains("May be harmless") && text.contains("Adds up"), "\(text)")
      }
      let decide = try stored.run(
        "review", "decide", id, "--as", "unsure", "--reason", "x", "--by", "ana")
      #expect(decide.status == 0, "\(decide.errors)")
    }
    #expect(seen.count > 5)
    // The command as it stands decides nothing.
    let one = try #require(seen.first)
    let typed = try stored.run(
      "review", "decide", one, "--by", "zoe", "--reason", "TEXT", "--as", "ANSWER")
    #expect(typed.status == 64)
  }

  /// With room for it, each answer says what it means.
  @Test func aLargeTerminalTellsWhatAnswersMean() throws {
    let stored = try Self.stored()
    let text = try Self.next(stored, by: "ana", columns: 120, lines: 60).joined(separator: "\n")
    #expect(text.contains("    --as confirmed   what was found is so"))
    #expect(text.contains("         escalated   somebody else should look"))
    #expect(text.contains("--by ana --reason TEXT \\\n"))
  }

  /// What was decided before takes no more room than there is.
  @Test func longReasonsFitToo() throws {
    let stored = try Self.stored()
    let reason = String(repeating: "the line was bad and the battery low ", count: 20)
    for who in ["ana", "zoe"] {
      let decide = try stored.run(
        "review", "decide", StoredInterviews.urgent, "--as", "unsure", "--reason", reason, "--by",
        who)
      #expect(decide.status == 0, "\(decide.errors)")
    }
    for columns in [60, 80] {
      // Whoever has spoken about none of them sees all; the others wait as long as they do.
      var lines: [String] = []
      for other in 0..<20 {
        lines = try Self.next(stored, by: "ben", columns: columns)
        let text = lines.joined(separator: "\n")
        #expect(lines.count <= 23 && lines.allSatisfy { $0.count <= columns }, "\(text)")
        if lines.contains(where: { $0.contains(StoredInterviews.urgent) }) { break }
        let name = try #require(
          Self.joined(lines).firstMatch(of: /candor review decide (hireflix\/\w+)/))
        _ = try stored.run(
          "review", "decide", String(name.output.1), "--as", "unsure", "--reason", "\(other)",
          "--by", "ben")
      }
      #expect(lines.contains { $0.contains("the last of 2: unsure by zoe: the line") }, "\(lines)")
    }
  }
}
