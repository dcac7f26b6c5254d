import CandorModel
import Foundation
import Testing

@testable import CandorReports

/// Interviews and hostile texts for the tests of reports.
enum Samples {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  /// Assessments in which every part of a report appears.
  static func interviews() throws -> [ReportedInterview] {
    let text = try String(
      contentsOf: folder.appending(path: "Samples/assessments.ndjson"), encoding: .utf8)
    return try text.split(separator: "\n").enumerated().map { number, line in
      let assessment = try Assessment(json: line.utf8)
      let steps = Set(assessment.timeline.observations.map(\.step))
      var notes = InterviewNotes(
        position: number % 2 == 0 ? "Social Media Manager" : "Data Analyst",
        completedAt: Timestamp("2026-03-0\(number % 4 + 1)T09:24:10Z"))
      for step in steps { notes.questions[step] = "Question \(step + 1)" }
      for observation in assessment.timeline.observations {
        notes.agents[observation.answer] = "Mozilla/5.0 (answer \(observation.answer + 1))"
      }
      return ReportedInterview(assessment, notes: notes)
    }
  }

  /// Texts that somebody may send to harm a reader.
  static func hostileTexts() throws -> [String] {
    let lines = try String(
      contentsOf: folder.appending(path: "Samples/hostile.txt"), encoding: .utf8)
    var texts = try lines.split(separator: "\n").map { line -> String in
      try #require(try JSONValue(parsing: Array(line.utf8)).string)
    }
    texts.append(String(repeating: "A", count: 102_400))
    texts.append(String(repeating: "<script>", count: 12_800))
    texts.append(String(repeating: "\u{202E}", count: 40_000))
    texts.append(String(repeating: "e\u{301}", count: 40_000))
    texts.append(String(decoding: [0xFF, 0xFE, 0x41, 0xC0, 0x80, 0xED, 0xA0, 0x80], as: UTF8.self))
    texts.append(String(decoding: [0x3C, 0xC2, 0x73, 0x63], as: UTF8.self))
    return texts
  }

  /// An interview that holds the text wherever a candidate, a platform, a database or a rule could
  /// put one.
  static func interview(holding text: String, id: String? = nil) -> ReportedInterview {
    let client = Client(
      ClientFacts(
        browser: text, browserVersion: text, browserMajor: 1, os: text, brand: text, model: text,
        inAppHost: text))
    let other = Client(ClientFacts(browser: "Chrome", browserMajor: 145, os: "Windows"))
    func observation(_ index: Int, _ client: Client, _ address: String, _ city: String)
      -> Observation
    {
      let place = Place(
        country: text, countryName: text, city: city, latitude: index == 0 ? 40.4 : 52.2,
        longitude: index == 0 ? -3.7 : 21, radiusKm: 20, source: text)
      let facts = IPAddress(address).map {
        AddressFacts(
          address: NormalizedAddress(raw: text, address: $0),
          network: .found(Network(asn: 64_500, organization: text, source: text)),
          place: .found(place))
      }
      return Observation(
        index: index, answer: index, step: index, attempt: 0, at: nil,
        address: facts.map { .found($0) } ?? .absent, client: .found(client))
    }
    var change = Switch(from: 0, to: 1, endsRun: true, changed: [.place, .device])
    change.minimumDistanceKm = 2249.1
    let timeline = Timeline(
      observations: [
        observation(0, client, "83.56.102.236", text),
        observation(1, other, "77.224.10.1", "Warsaw"),
      ], order: .step,
      runs: [
        Run(first: 0, last: 0, place: 0, device: 0), Run(first: 1, last: 1, place: 1, device: 1),
      ], transitions: [change])
    var finding = Finding(
      rule: "location/country-switch", ruleVersion: "1.0.0", ruleHash: "sha256:0", severity: .high,
      summary: text, observations: [0, 1],
      values: [
        FindingValue("text", .text(text)), FindingValue("texts", .texts([text, text])),
        FindingValue("distanceKm", .number(2249.1, decimals: 1)),
      ],
      explanations: [
        Explanation(code: "own-code", effect: .lowered, observations: [0], text: text)
      ], innocentReasons: [text], kind: .place)
    finding.effectiveSeverity = .medium
    finding.exception = text
    var link = finding
    link.rule = "link/shared-address"
    let assessment = Assessment(
      interview: Assessment.Subject(platform: text, id: id ?? text, candidate: text),
      outcome: .review, outcomeNote: text, findings: [finding, link],
      notEvaluable: [NotEvaluable(rule: "own/rule", reason: .missingTime, text: text)],
      contributions: [Contribution(finding: 0, kind: .place, severity: .medium)],
      timeline: timeline,
      provenance: Provenance(
        engine: text,
        rulePack: Provenance.RulePack(name: text, version: text, hash: "sha256:0"),
        databases: [Provenance.Database(type: text, builtAt: nil, hash: text)], userAgents: text,
        referenceDate: text, input: text),
      links: [
        Link(id: "sha256:1", kind: "shared-address", members: [text, text], counts: [])
      ])
    return ReportedInterview(
      assessment,
      notes: InterviewNotes(
        position: text, completedAt: Timestamp("2026-03-02T09:00:00Z"), questions: [0: text],
        agents: [0: text]))
  }
}

extension AssessmentReport {
  /// The whole report over some interviews, parts left out.
  mutating func whole(_ interviews: [ReportedInterview]) -> String {
    var text = ""
    for interview in interviews { text += add(interview) }
    return text + finish().text
  }
}
