import CandorModel
import Foundation
import Testing

@testable import CandorReports

/// What the person concerned is told: everything about them, nothing about others or about how it
/// is found out.
@Suite struct CandidateReportTests {
  @Test(arguments: ReportLanguage.allCases)
  func namesNoOtherPersonAndNoRule(language: ReportLanguage) throws {
    let report = CandidateReport(ReportContext(language: language))
    var linked = 0
    for interview in try Samples.interviews() {
      let assessment = interview.assessment
      let texts = [report.text(interview), report.html(interview)]
      let others = (assessment.links ?? []).flatMap(\.members)
        .filter { !$0.hasSuffix(assessment.interview.id) }
      if !others.isEmpty { linked += 1 }
      for text in texts {
        for other in others {
          let id = other.split(separator: "/").last.map(String.init) ?? other
          #expect(!text.contains(id), "another interview is named")
        }
        for finding in assessment.findings { #expect(!text.contains(finding.rule)) }
        for entry in assessment.notEvaluable { #expect(!text.contains(entry.rule)) }
        #expect(!text.contains(assessment.provenance.rulePack.hash))
        #expect(!text.contains(assessment.provenance.input))
      }
    }
    #expect(linked > 0, "a sample with links is needed")
  }

  @Test(arguments: [ReportLanguage.spanish, .german])
  func isWhollyInItsLanguage(language: ReportLanguage) throws {
    let report = CandidateReport(ReportContext(language: language))
    for interview in try Samples.interviews() {
      let text = report.text(interview)
      for word in ["came from", "answers ", "the answers", "could not", "nothing was"] {
        #expect(!text.contains(word), "`\(word)` in \(interview.assessment.interview.id)")
      }
    }
  }

  /// The form speaks to the person all the way.
  @Test(arguments: [
    (ReportLanguage.english, "the candidate"), (.spanish, "la persona "), (.german, "die person "),
  ])
  func speaksToThePerson(language: ReportLanguage, other: String) throws {
    let report = CandidateReport(ReportContext(language: language))
    let messages = Messages(language)
    var reasons: Set<String> = []
    for interview in try Samples.interviews() {
      reasons.formUnion(interview.assessment.findings.flatMap(\.innocentReasons))
      let text = report.text(interview, width: 200)
      #expect(!text.lowercased().contains(other), "\(interview.assessment.interview.id)")
    }
    #expect(reasons.contains { $0.contains("The candidate travelled") })
    #expect(
      messages.reasonToCandidate("The candidate is travelling or has moved.")
        != messages.reason("The candidate is travelling or has moved."))
  }

  @Test(arguments: [
    (ReportLanguage.english, "You gave 3 interviews, 2 of them on other devices"),
    (.spanish, "Usted hizo 3 entrevistas, 2 de ellas en otros dispositivos"),
    (.german, "Sie gaben 3 Interviews, 2 davon an anderen Geräten"),
  ])
  func earlierInterviewsAreTheirs(language: ReportLanguage, expected: String) throws {
    var interview = try #require(try Samples.interviews().first)
    interview.assessment.findings = [
      Finding(
        rule: "candidate/device-change", ruleVersion: "1.0.0", ruleHash: "sha256:0",
        severity: .low,
        summary: "the candidate gave 3 interviews, 2 of them on other devices than the one before",
        observations: [],
        values: [
          FindingValue("interviews", .integer(3)), FindingValue("changes", .integer(2)),
        ], kind: .device)
    ]
    let text = CandidateReport(ReportContext(language: language)).text(interview, width: 200)
    #expect(text.contains(expected))
  }

  /// Nobody is asked to look any more, and what was decided is for people to tell.
  @Test func tellsThatAPersonHasLooked() throws {
    for var interview in try Samples.interviews() {
      let outcome = interview.assessment.outcome
      let isFlagged = outcome == .priority || outcome == .review
      let report = CandidateReport(ReportContext())
      let before = report.text(interview, width: 200)
      #expect(before.contains("A person is asked to look") == isFlagged)
      #expect(!before.contains("2026-04-01"))
      interview.lookedAt = Timestamp("2026-04-01T08:00:00Z")
      for text in [report.text(interview, width: 200), report.html(interview)] {
        #expect(!text.contains("A person is asked to look"))
        #expect(
          text.contains(
            isFlagged
              ? "A person was asked to look at this interview, and did so on 2026-04-01."
              : "A person looked at it on 2026-04-01."))
      }
    }
  }

  /// Enough was recorded: what was missing was ours.
  @Test(arguments: [NotEvaluable.Reason.noDatabase, .databaseFailed, .missingAddress])
  func whatWasMissingOnOurSideIsSaid(reason: NotEvaluable.Reason) throws {
    var interview = try #require(
      try Samples.interviews().first {
        $0.assessment.timeline.observations.contains { $0.address.value != nil }
      })
    interview.assessment.outcome = .notAssessable
    interview.assessment.notEvaluable = [
      NotEvaluable(rule: "location/far-switch", reason: reason, text: "too little"),
      NotEvaluable(
        rule: "candidate/location-change", reason: .missingTime,
        text: "too few of the candidate's interviews have a time to know their order"),
    ]
    let text = CandidateReport(ReportContext()).text(interview, width: 200)
    let isOurs = reason != .missingAddress
    #expect(text.contains("Places could not be looked up on our side") == isOurs)
    #expect(text.contains("Too little was recorded to conclude anything") == !isOurs)
    #expect(text.contains("Too few of your interviews have a time"))
  }

  /// Of several findings about others some count and some do not; the sentence is the same.
  @Test func whatCountsIsNotSaidToHaveNoWeight() throws {
    var interview = try #require(
      try Samples.interviews().first { $0.assessment.outcome == .priority })
    interview.assessment.findings += [Severity.low, .none].map { severity in
      Finding(
        rule: severity == .low ? "link/shared-address" : "link/hub", ruleVersion: "1.0.0",
        ruleHash: "sha256:0", severity: severity, summary: "shared", observations: [],
        values: [], kind: .evidence)
    }
    let text = CandidateReport(ReportContext()).text(interview, width: 200)
    #expect(text.components(separatedBy: "a technical trace in common").count == 2)
  }

  @Test func aSharedTraceIsToldWithoutWhose() throws {
    let interviews = try Samples.interviews()
    let linked = try #require(
      interviews.first { $0.assessment.findings.contains { $0.rule.hasPrefix("link/") } })
    let text = CandidateReport(ReportContext()).text(linked, width: 200)
    #expect(text.contains("This interview has a technical trace in common with another one."))
  }

  /// Where nobody is asked to look, nothing rests on what little was noticed.
  @Test(arguments: [Outcome.clear, .notAssessable, .review])
  func nothingRestsOnWhatIsTooLittle(outcome: Outcome) {
    var interview = Samples.interview(holding: "x")
    interview.assessment.outcome = outcome
    interview.assessment.findings[0].effectiveSeverity = .low
    let report = CandidateReport(ReportContext())
    let texts = [report.text(interview, width: 200), report.html(interview)]
    for text in texts {
      #expect(text.contains("It rests on this") == (outcome == .review))
      #expect(text.contains("too little to ask anybody") == (outcome != .review))
    }
  }

  /// A rule of somebody's own may name no innocent reason.
  @Test func whatWasHeldAgainstSomebodyIsNotDenied() {
    var interview = Samples.interview(holding: "x")
    interview.assessment.outcome = .priority
    interview.assessment.findings = Array(interview.assessment.findings.prefix(1))
    interview.assessment.findings[0].effectiveSeverity = .high
    interview.assessment.findings[0].explanations = []
    interview.assessment.findings[0].innocentReasons = []
    let report = CandidateReport(ReportContext())
    for text in [report.text(interview, width: 200), report.html(interview)] {
      #expect(text.contains("It rests on this"))
      #expect(!text.contains("Nothing was held against you"))
      #expect(!text.contains("What speaks for you"))
    }
  }

  /// Only what took a finding away explains it.
  @Test(arguments: [Explanation.Effect.removed, .lowered])
  func whatLeavesSomethingExplainsNotAll(effect: Explanation.Effect) {
    var interview = Samples.interview(holding: "x")
    interview.assessment.findings[0].explanations = [
      Explanation(code: "dual-stack", effect: effect, observations: [0], text: "one line")
    ]
    let report = CandidateReport(ReportContext())
    for text in [report.text(interview, width: 200), report.html(interview)] {
      #expect(text.contains("Explained by the records themselves") == (effect == .removed))
      #expect(text.contains("does not explain all of it") == (effect == .lowered))
    }
  }

  @Test func aMissingAddressIsToldOnce() {
    var interview = Samples.interview(holding: "x")
    let observation = Observation(
      index: 0, answer: 0, step: 0, attempt: 0, at: nil, address: .absent, client: .absent)
    interview.assessment.timeline = Timeline(observations: [observation], order: .step)
    let text = CandidateReport(ReportContext()).text(interview, width: 200)
    #expect(text.components(separatedBy: "no address").count == 2, "\(text)")
  }
}
