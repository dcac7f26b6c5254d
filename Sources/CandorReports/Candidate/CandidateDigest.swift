import CandorModel

/// What a report for the person concerned says, before it is text or HTML.
///
/// No names or identifiers of other people, no rule, no hash, no threshold: what was recorded, what
/// was concluded and why, what speaks for them, what could not be judged.
struct CandidateDigest {
  struct Record {
    let number: Int
    let question: String?
    let time: String?
    let place: String
    let device: String
    let address: String?
  }

  let messages: Messages
  let interview: String
  let records: [Record]
  let outcome: String
  /// What counted.
  let reasons: [String]
  /// What was seen and did not count.
  let noticed: [String]
  /// What stands before them.
  let noticedWords: String
  let explained: [String]
  /// Explanations that leave something of what they explain.
  let beside: [String]
  let ordinary: [String]
  let unknown: [String]

  /// Whether anything is there that speaks for the candidate.
  private var speaksForThem: Bool { !explained.isEmpty || !beside.isEmpty || !ordinary.isEmpty }
  /// Whether nothing has to be: nothing was held against them.
  var hasNothingAgainst: Bool { !speaksForThem && reasons.isEmpty }
  /// Whether what speaks for them is told, be it that nothing has to.
  var hasForYou: Bool { speaksForThem || hasNothingAgainst }

  init(_ interview: ReportedInterview, _ messages: Messages) {
    self.messages = messages
    let assessment = interview.assessment
    self.interview = ReportText.plain(assessment.interview.id, limit: 120)
    let placeNames = PlaceNames(assessment.timeline, messages)
    records = assessment.timeline.observations.map { observation in
      Record(
        number: observation.index + 1,
        question: interview.notes?.questions[observation.step].map {
          ReportText.plain($0, limit: 200)
        }, time: observation.at.map(Self.time),
        place: ReportText.plain(placeNames.name(of: observation)),
        device: ReportText.plain(messages.device(observation.client)),
        address: observation.addressText(isCut: assessment.isPseudonymous))
    }
    outcome = Self.outcome(interview, messages)
    let groups = FindingGroup.groups(of: assessment.findings)
    // Where nobody is asked to look, nothing rests on what little there is.
    let isAsked = assessment.outcome == .review || assessment.outcome == .priority
    let sentences = groups.map { group in
      (
        text: Self.sentence(group, assessment.timeline, messages),
        hasWeight: group.lead.effectiveSeverity > .none
      )
    }
    let reasons = sentences.filter { isAsked && $0.hasWeight }.map(\.text).unique
    self.reasons = reasons
    // What others have to do with is one sentence for all of it, which counts or does not.
    let others = sentences.filter { !reasons.contains($0.text) }
    noticed = others.map(\.text).unique
    let hasWeight = others.contains(where: \.hasWeight)
    noticedWords = messages[hasWeight ? "candidate.noticed.only" : "candidate.noticed"]
    let explanations = groups.filter { !Self.isAboutOthers($0) }.flatMap(\.lead.explanations)
    func told(_ isWanted: (Explanation.Effect) -> Bool) -> [String] {
      explanations.filter { isWanted($0.effect) }
        .map { messages.sentence($0).capitalisedSentence }.unique
    }
    let explained = told { $0 == .removed }
    self.explained = explained
    beside = told { $0 != .removed }.filter { !explained.contains($0) }
    ordinary = FindingGroup.innocentReasons(of: groups).map {
      ReportText.plain(messages.reasonToCandidate($0))
    }
    unknown = assessment.notEvaluable.map(messages.reasonToCandidate).unique.map {
      ReportText.plain($0).capitalisedSentence
    }
  }

  /// What happens next, or that a person has looked; what they decided is theirs to tell.
  private static func outcome(_ interview: ReportedInterview, _ messages: Messages) -> String {
    let outcome = interview.assessment.outcome
    let isOurs = outcome == .notAssessable && lacksLocation(interview.assessment)
    let next = messages["candidate.outcome.\(outcome.rawValue)" + (isOurs ? ".lookup" : "")]
    guard let date = interview.lookedAt?.dateText else { return next }
    switch outcome {
    case .priority, .review: return messages.text("candidate.looked.asked", ["date": date])
    case .clear, .notAssessable:
      return next + " " + messages.text("candidate.looked", ["date": date])
    }
  }

  /// Whether answers have addresses whose places could not be looked up for a reason on our side.
  private static func lacksLocation(_ assessment: Assessment) -> Bool {
    assessment.notEvaluable.contains { $0.reason == .noDatabase || $0.reason == .databaseFailed }
      && assessment.timeline.observations.contains { $0.address.value != nil }
  }

  /// `2026-03-02 09:00:05 UTC`.
  private static func time(_ moment: Timestamp) -> String {
    moment.text.replacing("T", with: " ").replacing("Z", with: " UTC")
  }

  /// A rule over interviews of several people says what others did; here it is told without them.
  private static func isAboutOthers(_ group: FindingGroup) -> Bool {
    RuleReach(ofRule: group.lead.rule) == .otherCandidates
  }

  private static func sentence(
    _ group: FindingGroup, _ timeline: Timeline, _ messages: Messages
  ) -> String {
    if isAboutOthers(group) { return messages["candidate.other"] }
    let more = group.others.isEmpty ? "" : "; " + messages.more(group)
    let sentence = messages.sentence(group.lead, timeline, isToCandidate: true)
    return sentence.line.capitalisedSentence + more
  }
}

extension Array where Element == String {
  /// Each text once, in the order in which it first stands.
  fileprivate var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
