import CandorKit
import CandorModel
import CandorTimeline
import Testing

/// Client hints that came with some answers and not with others tell of no other device.
@Suite struct HintsOnSomeAnswersTests {
  /// What an Android's Chrome sends that asks for the desktop site.
  private static let desktopSite =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    + "Chrome/131.0.0.0 Safari/537.36"
  private static let hints = [
    ClientHint(name: "Sec-CH-UA-Mobile", value: "?0"),
    ClientHint(name: "Sec-CH-UA-Platform", value: "\"Android\""),
    ClientHint(name: "Sec-CH-UA-Model", value: "\"Pixel 7\""),
  ]

  private func assess(_ hinted: [Bool], seen: [String] = []) throws -> Assessment {
    let investigator = try Investigator.builtIn(
      databases: [], referenceDate: #require(Timestamp("2026-03-31T00:00:00Z")))
    let answers = hinted.enumerated().map { index, isHinted in
      Answer(
        step: Step(index: index), userAgent: Self.desktopSite,
        clientHints: isHinted ? Self.hints : [])
    }
    var worker = investigator.makeWorker()
    return worker.assess(
      Evidence(
        platform: "file", interview: Interview(id: "i"), seen: Seen(userAgents: seen),
        answers: answers))
  }

  @Test(arguments: [[true, true], [false, false], [true, false], [false, true, false]])
  func nobodyChangedTheDevice(hinted: [Bool]) throws {
    let assessment = try assess(hinted)
    #expect(assessment.outcome == .clear)
    // What is told of the browser's version is explained.
    let device = assessment.findings.filter { $0.rule.hasPrefix("device/") }
    #expect(device.allSatisfy { $0.effectiveSeverity == .none }, "\(device.map(\.rule))")
  }

  /// The platform's list has no hints; its text is the answer's own all the same.
  @Test func theListHasTheAnswersOwnAgent() throws {
    let assessment = try assess([true], seen: [Self.desktopSite])
    #expect(assessment.findings.filter { $0.rule == "evidence/unattributed-agent" }.isEmpty)
  }
}
