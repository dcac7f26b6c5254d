public import CandorModel

/// What a report says besides its assessments.
public struct ReportContext: Sendable {
  /// The heading; absent for the language's own.
  public var title: String?
  /// When the report was made; absent where two runs have to give the same bytes.
  public var generatedAt: Timestamp?
  /// The language of headings and labels.
  public var language: ReportLanguage

  /// Makes a context.
  public init(
    title: String? = nil, generatedAt: Timestamp? = nil, language: ReportLanguage = .english
  ) {
    self.title = title
    self.generatedAt = generatedAt
    self.language = language
  }
}

/// An assessment with what only the evidence knows.
public struct ReportedInterview: Sendable {
  /// What was concluded.
  public var assessment: Assessment
  /// What the platform said; absent where the evidence is not at hand.
  public var notes: InterviewNotes?
  /// When a person last looked at it; absent where nobody did since it was flagged, or where that is
  /// not known.
  public var lookedAt: Timestamp?

  /// Makes an entry of a report.
  public init(
    _ assessment: Assessment, notes: InterviewNotes? = nil, lookedAt: Timestamp? = nil
  ) {
    self.assessment = assessment
    self.notes = notes
    self.lookedAt = lookedAt
  }

  /// When it was: its end, its beginning, or its first answer, as far as that is known.
  var moment: Timestamp? {
    notes?.completedAt ?? notes?.startedAt
      ?? assessment.timeline.observations.compactMap(\.at).first
  }
}

/// What a report shows of the evidence beside the assessment. Personal data.
public struct InterviewNotes: Sendable, Hashable {
  /// The position's title, or its identifier.
  public var position: String?
  /// When the interview was begun.
  public var startedAt: Timestamp?
  /// When the interview was finished.
  public var completedAt: Timestamp?
  /// Titles of the questions, by step index.
  public var questions: [Int: String]
  /// Raw agents, by the position of the answer in the evidence.
  public var agents: [Int: String]

  /// Makes notes.
  public init(
    position: String? = nil, startedAt: Timestamp? = nil, completedAt: Timestamp? = nil,
    questions: [Int: String] = [:], agents: [Int: String] = [:]
  ) {
    self.position = position
    self.startedAt = startedAt
    self.completedAt = completedAt
    self.questions = questions
    self.agents = agents
  }

  /// Takes from evidence what a report shows.
  ///
  /// - Parameter isPseudonymous: leaves the raw agents out.
  public init(_ evidence: Evidence, isPseudonymous: Bool = false) {
    var questions: [Int: String] = [:]
    var agents: [Int: String] = [:]
    for (index, answer) in evidence.answers.enumerated() {
      if let title = answer.step.title, !title.isEmpty { questions[answer.step.index] = title }
      if !isPseudonymous, let agent = answer.userAgent { agents[index] = agent }
    }
    let position = evidence.interview.position
    self.init(
      position: position?.name ?? position?.id, startedAt: evidence.interview.startedAt,
      completedAt: evidence.interview.completedAt,
      questions: questions, agents: agents)
  }
}
