import CandorModel
import Testing

@testable import CandorReports

@Suite struct FairnessReportTests {
  /// An interview from one place, with this outcome.
  static func assessment(
    _ outcome: Outcome, country: String? = nil, browser: String? = nil,
    network: NetworkClass = .residential, more: [String] = []
  ) -> Assessment {
    let countries = country.map { [$0] + more } ?? []
    let observations = (countries.isEmpty ? [nil] : countries.map(Optional.some)).enumerated().map {
      index, country in
      let facts = AddressFacts(
        address: NormalizedAddress(raw: "192.0.2.1", address: IPAddress("192.0.2.1")!),
        network: .found(Network(networkClass: network, confidence: 60, source: "test")),
        place: country.map { .found(Place(country: $0, source: "test")) } ?? .absent)
      return Observation(
        index: index, answer: index, step: index, attempt: 0, at: nil, address: .found(facts),
        client: browser.map { .found(Client(ClientFacts(browser: $0, os: "Windows"))) } ?? .absent)
    }
    return Assessment(
      interview: Assessment.Subject(platform: "file", id: "1"), outcome: outcome, findings: [],
      notEvaluable: [], contributions: [],
      timeline: Timeline(observations: observations, order: .step),
      provenance: Provenance(
        engine: "0", rulePack: Provenance.RulePack(name: "n", version: "1.0.0", hash: "h"),
        databases: [], input: "i"))
  }

  static func report(_ rows: [(Int, Outcome, String)]) -> FairnessReport {
    var report = FairnessReport()
    for (count, outcome, country) in rows {
      for _ in 0..<count { report.add(assessment(outcome, country: country)) }
    }
    return report
  }

  @Test func ratesAreOfAssessedInterviewsOnly() throws {
    let report = Self.report([
      (80, .clear, "ES"), (15, .review, "ES"), (5, .priority, "ES"), (10, .notAssessable, "ES"),
    ])
    let group = try #require(report.tables[0].groups.first)
    #expect(group.name == "ES")
    #expect(group.counts.interviews == 110)
    #expect(group.counts.assessed == 100)
    #expect(group.counts.flagged == 20)
    #expect(group.counts.priority == 5)
    #expect(group.counts.flagRate == 0.2)
    let interval = try #require(group.counts.interval)
    // Wilson's interval of 20 of 100.
    #expect(abs(interval.lowerBound - 0.1334) < 0.0001)
    #expect(abs(interval.upperBound - 0.2888) < 0.0001)
  }

  @Test func theFourFifthsRatioComparesThoseNotFlagged() throws {
    let report = Self.report([
      (95, .clear, "ES"), (5, .review, "ES"), (60, .clear, "PL"), (40, .review, "PL"),
    ])
    let table = report.tables[0]
    let polish = try #require(table.groups.first { $0.name == "PL" })
    #expect(abs((polish.fourFifthsRatio ?? 0) - 0.6 / 0.95) < 1e-9)
    #expect(table.holds == false)
    #expect(table.warnings.contains { $0.contains("lowest ratio 0.63") })
  }

  /// Exactly four fifths keeps the rule, whatever the rates are rounded to.
  @Test(arguments: [(30, 3, 50, 14), (30, 0, 50, 10), (35, 0, 35, 7), (49, 9, 49, 17)])
  func exactlyFourFifthsHolds(best: Int, flagged: Int, size: Int, hit: Int) throws {
    let report = Self.report([
      (best - flagged, .clear, "ES"), (flagged, .review, "ES"), (size - hit, .clear, "PT"),
      (hit, .review, "PT"),
    ])
    let table = report.tables[0]
    #expect(table.fourFifthsRatio == 0.8)
    #expect(table.holds == true)
    #expect(table.warnings.isEmpty)
  }

  /// What breaks the rule by a little does not read as what keeps it.
  @Test func aBreachNeverReadsAsFourFifths() throws {
    // 7999 of 10000 not flagged, where 9999 of 10000 of the best group are not.
    let report = Self.report([
      (9999, .clear, "ES"), (1, .review, "ES"), (7999, .clear, "PT"), (2001, .review, "PT"),
    ])
    let table = report.tables[0]
    let ratio = try #require(table.fourFifthsRatio)
    #expect(ratio < 0.8 && ratio > 0.7999)
    #expect(table.holds == false)
    #expect(table.warnings.first?.hasSuffix("lowest ratio 0.79") == true)
    #expect(report.markdown.contains("| 0.79 |"))
    #expect(report.csv.contains(",0.7999,false\n"))
    var writer = JSONWriter()
    report.write(to: &writer)
    let country = try JSONValue(parsing: writer.bytes)["dimensions"]?.array?.first
    #expect(country?["fourFifthsRatio"]?.double == 0.7999)
  }

  /// With two large groups there is something to compare, but no rate that is not zero.
  @Test func whereAllAreFlaggedThatIsTheReason() throws {
    let report = Self.report([(40, .review, "ES"), (40, .priority, "PL")])
    let table = report.tables[0]
    #expect(table.fourFifthsRatio == nil)
    #expect(table.holds == nil)
    #expect(
      table.warnings == [
        "every interview of the groups that are large enough is flagged: there is nothing to compare"
      ])
  }

  @Test func smallGroupsAreWarnedOfAndNeverCompared() throws {
    let report = Self.report([
      (95, .clear, "ES"), (5, .review, "ES"), (2, .clear, "PT"), (3, .review, "PT"),
      (29, .clear, "FR"),
    ])
    let table = report.tables[0]
    // France has no flag at all, and is too small to be the best group.
    #expect(table.groups.first { $0.name == "ES" }?.fourFifthsRatio == 1)
    #expect(table.holds == nil)
    #expect(table.smallGroups.map(\.name) == ["FR", "PT"])
    #expect(report.text(width: 100).contains("small number"))
    #expect(table.warnings.contains { $0.contains("2 of 3 groups have fewer than 30") })
  }

  @Test func anInterviewCountsOnceForTheGroupOfMostAnswers() {
    var report = FairnessReport()
    report.add(Self.assessment(.review, country: "ES", more: ["PT", "PT"]))
    report.add(Self.assessment(.clear, country: "ES", network: .vpn))
    let table = report.tables[0]
    #expect(table.groups.map(\.name) == ["PT"])
    #expect(table.unknown.interviews == 1)
    #expect(report.tables[1].groups.map(\.name) == ["residential", "vpn"])
  }

  /// What is known of a few answers only is not what the interview is of.
  @Test(
    arguments: [(1, 7, nil), (4, 4, "tor"), (5, 3, "tor"), (8, 0, "tor")] as [(Int, Int, String?)])
  func answersOfNoKnownGroupCountToo(known: Int, unknown: Int, group: String?) {
    var assessment = Self.assessment(.clear)
    let tor = Self.assessment(.clear, network: .tor).timeline.observations[0]
    let other = Self.assessment(.clear, network: .unknown).timeline.observations[0]
    assessment.timeline = Timeline(
      observations: Array(repeating: tor, count: known) + Array(repeating: other, count: unknown),
      order: .step)
    var report = FairnessReport()
    report.add(assessment)
    let table = report.tables[1]
    #expect(table.groups.map(\.name) == (group.map { [$0] } ?? []))
    #expect(table.unknown.interviews == (group == nil ? 1 : 0))
  }

  @Test func groupsAreBoundedAndHostileNamesAreHarmless() throws {
    var report = FairnessReport()
    for index in 0..<(FairnessReport.maximumGroups + 50) {
      report.add(Self.assessment(.clear, browser: "B\(index)"))
    }
    let table = try #require(report.tables.last)
    #expect(table.groups.count == FairnessReport.maximumGroups)
    #expect(table.unknown.interviews == 50)
    var hostile = FairnessReport()
    hostile.add(Self.assessment(.clear, browser: "=cmd|'/c calc'!A1\u{1B}[2J<b>"))
    let escapes = hostile.text(width: 80).unicodeScalars.count { $0 == "\u{1B}" }
    #expect(escapes == 0)
    #expect(hostile.csv.contains("\"'=cmd|"))
    #expect(!hostile.markdown.contains("<b>"))
  }

  @Test func everyFormHasTheSameNumbers() throws {
    let report = Self.report([(40, .clear, "ES"), (10, .review, "ES"), (50, .clear, "PL")])
    var writer = JSONWriter()
    report.write(to: &writer)
    let value = try JSONValue(parsing: writer.bytes)
    #expect(value["schema"]?.string == "candor.fairness/1")
    #expect(value["all"]?["flagRate"]?.double == 0.1)
    let country = value["dimensions"]?.array?.first
    #expect(country?["holds"]?.bool == true)
    #expect(country?["groups"]?.array?.last?["fourFifthsRatio"]?.double == 1)
    #expect(report.csv.contains("country,ES,50,50,10,0,0,0.2,0.1124,0.3304,0.8,false\n"))
    #expect(report.markdown.contains("| ES | 50 | 50 | 10 | 20.0 % | 11.2-33.0 % | 0.80 |"))
    #expect(report.text(width: 100).contains("100 interviews, 100 of them assessed, 10 flagged"))
  }

  /// A terminal of 60 to 200 columns holds every line, however many interviews there are.
  @Test(arguments: [60, 72, 80, 120, 200])
  func noLineIsWiderThanTheTerminal(width: Int) {
    var report = FairnessReport()
    for index in 0..<1200 {
      let outcomes: [Outcome] = [.clear, .review, .notAssessable]
      report.add(
        Self.assessment(
          outcomes[index % 3], country: index % 7 == 0 ? nil : ["ES", "PT"][index % 2],
          browser: index < 20 ? "A browser with a very long name 日本語 \(index)" : "Chrome"))
    }
    let text = report.text(width: width)
    for line in text.split(separator: "\n") {
      #expect(DisplayWidth.columns(String(line)) <= width, "\(line)")
    }
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    #expect(words.contains("1200 interviews, 800 of them assessed, 400 flagged"))
    // Sentences where there is no room for columns, and shorter words before that.
    #expect(words.contains("Chrome interviews 1180, assessed 786, flagged 393: ") == (width < 80))
    #expect(words.contains(" small number") == (width != 80))
  }
}
