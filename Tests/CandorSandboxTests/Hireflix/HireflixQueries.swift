/// The two queries that the platform documents, as it writes them.
enum HireflixQueries {
  static let deduplicated = """
    query InterviewDeduped($id: String!) {
      interview(id: $id) {
        id
        hash
        ipAddresses
        thumbnails
        userAgents
      }
    }
    """

  static let byStep = """
    query InterviewUAByStep($id: String!) {
      interview(id: $id) {
        id
        steps(input: {}) {
          __typename
          ... on InterviewStepTextQuestionWithVideoAnswer {
            id
            index
            title
            answers(input: { onlyMostRecent: false }) {
              __typename
              ... on InterviewStepTextQuestionWithVideoAnswerAnswer {
                userAgent
                ip
              }
            }
          }
          ... on InterviewStepVideoQuestionWithVideoAnswer {
            id
            index
            title
            answers(input: { onlyMostRecent: false }) {
              __typename
              ... on InterviewStepVideoQuestionWithVideoAnswerAnswer {
                userAgent
                ip
              }
            }
          }
        }
      }
    }
    """
}
