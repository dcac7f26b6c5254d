/// The GraphQL schema that the Hireflix stand-in serves.
///
/// Names and types are those that the platform's documents and its integrators show. What nobody
/// documents is missing on purpose: a query that works here selects proven fields only.
enum HireflixSchema {
  /// The two step types the documented query names.
  static let textStep = "InterviewStepTextQuestionWithVideoAnswer"
  static let videoStep = "InterviewStepVideoQuestionWithVideoAnswer"

  /// The schema's text.
  ///
  /// - Parameters:
  ///   - otherStepTypes: further members of the union of steps; the evidence brings them in.
  ///   - behaviour: what the documents leave open.
  static func text(otherStepTypes: [String], behaviour: HireflixBehaviour) -> String {
    let others = otherStepTypes.map { name in
      """
      type \(name) { id: String! index: Int! title: String completed: Boolean completedAt: Float }
      """
    }
    let steps = ([textStep, videoStep] + otherStepTypes).joined(separator: " | ")
    return fixed + "union InterviewStep = \(steps)\n"
      + [textStep, videoStep].map { step($0, behaviour) }.joined()
      + others.joined(separator: "\n")
  }

  private static func step(_ name: String, _ behaviour: HireflixBehaviour) -> String {
    """
    type \(name) {
      id: String!
      "Counts from 0."
      index: Int!
      title: String
      description: String
      retakes: Int
      timeToAnswer: Int
      timeToThink: Int
      completed: Boolean
      completedAt: Float
      question: MediaType
      answers(input: InterviewStepAnswersInput!): [\(name)Answers]
    }
    union \(name)Answers = \(name)Answer
    type \(name)Answer {
      ip: String
      userAgent: String
      \(behaviour.hasAnswerTimes ? "createdAt: Float" : "")
    }

    """
  }

  private static let fixed = #"""
    type Query {
      "One interview of any position."
      interview(id: String!): InterviewType
      position(id: String!): PositionType
      "All positions, archived ones included."
      positions: [PositionType!]!
    }
    type Mutation {
      inviteCandidateToInterview(
        input: InviteCandidateToInterviewInput!
      ): InviteCandidateToInterviewResult
      archivePosition(input: ArchivePositionInput!): ArchivePositionResult
    }

    type InterviewType {
      id: String!
      "Eight letters and digits of the public link."
      hash: String
      "Every address seen in the interview, each once."
      ipAddresses: [String]
      "Every agent seen in the interview, each once."
      userAgents: [String]
      "Signed links that expire."
      thumbnails: [String]
      thumbnail: String
      steps(input: InterviewStepsInput!): [InterviewStep]
      status: String
      "The caller's own identifier."
      externalId: String
      "Epoch milliseconds, as all moments are."
      createdAt: Float
      updatedAt: Float
      completedAt: Float
      completed: Float
      expires: Float
      shortlistedAt: Float
      discardedAt: Float
      answered: Boolean
      candidate: CandidateType
      position: InterviewPositionType
      url: InterviewUrlType
      externalLink: ExternalLinkType
      score: ScoreType
      scores: [InterviewScoreType]
      comments: [CommentType]
      inviteSource: String
      language: String
      retakes: Int
      timeToAnswer: Int
      timeToThink: Int
      disableNotifications: Boolean
      userMetadata: JSON
      "The older view of the steps."
      questions: [question]
    }
    type question {
      id: String
      title: String
      description: String
      answered: Float
      scores: [InterviewScoreType]
      answer: media
    }
    type media {
      id: String
      url: String
      thumbnail: String
      encoded: Boolean
      createdAt: Float
      transcription: MediaTranscription
    }
    type MediaTranscription { languageCode: String text: String words: [MediaWord] }
    type MediaWord { text: String start: Float end: Float }
    type MediaType { id: String type: String url: String thumbnail: String createdAt: Float }
    type InterviewPositionType { id: String! name: String }
    type InterviewUrlType { public: String short: String private: String }
    type ExternalLinkType {
      id: String
      url: String
      expires: Float
      interviewId: String
      positionId: String
      labels: [String]
    }
    type ScoreType { value: Float type: String }
    type InterviewScoreType {
      id: String
      computedScore: Float
      overridenScore: OverridenScoreType
      scorer: ScorerType
    }
    type OverridenScoreType { value: Float createdAt: Float updatedAt: Float }
    type ScorerType { id: String name: String email: String type: String deleted: Boolean }
    type CommentType {
      id: String
      value: String
      createdAt: Float
      updatedAt: Float
      author: ScorerType
    }
    type CandidateType {
      email: String
      name: String
      firstName: String
      lastName: String
      fullName: String
      phone: String
      formattedName: String
      formattedFirstName: String
      formattedLastName: String
    }

    type PositionType {
      id: String!
      name: String!
      "When it was closed; null while it is open."
      archived: Float
      "May stay true although the position is archived."
      active: Boolean
      createdAt: Float
      updatedAt: Float
      expires: Float
      tags: [String]
      description: String
      location: String
      language: String
      ownerId: String
      public: Boolean
      retakes: Int
      timeToAnswer: Int
      timeToThink: Int
      questions: [PositionQuestionType]
      interviewList(input: InterviewListInput!): InterviewListType
      interviews: [InterviewType]
    }
    type PositionQuestionType { id: String title: String description: String }
    type InterviewListType {
      "An empty list is the end."
      results: [InterviewType!]!
      "Always there, also behind the last page."
      lastCursor: String
      "On this page."
      count: Int
      total: Int
    }

    input InterviewStepsInput { id: String index: Int }
    input InterviewStepAnswersInput { onlyMostRecent: Boolean }
    input InterviewListInput {
      pagination: InterviewListPagination
      filter: InterviewListFilter
      sort: [InterviewListSort!]
    }
    input InterviewListPagination {
      limit: Int
      lastCursor: String
      direction: PaginationDirection!
    }
    enum PaginationDirection { FORWARD BACKWARD }
    input InterviewListFilter {
      id: InterviewListTextFilter
      status: InterviewListStatusFilter
      email: InterviewListTextFilter
      firstName: InterviewListTextFilter
      lastName: InterviewListTextFilter
      score: InterviewListScoreFilter
    }
    input InterviewListTextFilter { equal: String regex: String }
    input InterviewListStatusFilter { equal: InterviewStatusValue }
    input InterviewListScoreFilter {
      equal: Float
      notEqual: Float
      greaterThan: Float
      greaterThanOrEqual: Float
      lessThan: Float
      lessThanOrEqual: Float
    }
    input InterviewListSort { field: InterviewListSortField! direction: SortDirection! }
    enum InterviewListSortField { createdAt updatedAt completedAt status }
    enum SortDirection { ASC DESC }
    "`pending`, `to_evaluate`, `shortlisted` or `discarded`, as a word or in quotes."
    scalar InterviewStatusValue

    input InviteCandidateToInterviewInput {
      positionId: String!
      candidate: InviteCandidateInput!
      externalId: String
      disableNotifications: Boolean
      metadata: JSON
    }
    input InviteCandidateInput {
      email: EmailAddress!
      firstName: String!
      lastName: String
      phone: String
    }
    input ArchivePositionInput { id: String! }
    union InviteCandidateToInterviewResult =
      InterviewType | PositionNotFoundError | PositionNotReadyToAcceptInvitesError
      | InterviewAlreadyExistsInPositionError | InterviewExternalIdAlreadyExistsInPositionError
      | ExceededInvitesThisPeriodError | ValidationError
    union ArchivePositionResult = MutationArchivePositionSuccess | PositionNotFoundError
    type MutationArchivePositionSuccess { data: PositionType! }
    type PositionNotFoundError { code: Int! name: String! message: String! }
    type PositionNotReadyToAcceptInvitesError { code: Int! name: String! message: String! }
    type InterviewAlreadyExistsInPositionError { code: Int! name: String! message: String! }
    type InterviewExternalIdAlreadyExistsInPositionError {
      code: Int!
      name: String!
      message: String!
    }
    type ExceededInvitesThisPeriodError { code: Int! name: String! message: String! }
    type ValidationError {
      code: Int!
      name: String!
      message: String
      fieldErrors: [FieldError!]!
    }
    type FieldError { flattenedPath: String! message: String! }
    scalar EmailAddress
    scalar JSON

    """#
}
