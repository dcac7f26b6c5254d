import Testing

@testable import CandorSources

struct HireflixQueriesTests {
  /// The text of the platform's own page, letter for letter.
  private let documentedDeduped = """
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

  private let documentedByStep = """
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

  @Test func oneInterviewIsAskedForAsDocumented() {
    #expect(HireflixQueries().document(.deduped, count: 1) == documentedDeduped)
    #expect(HireflixQueries().document(.byStep, count: 1) == documentedByStep)
    #expect(HireflixQueries.operationName(.deduped) == "InterviewDeduped")
    #expect(HireflixQueries.operationName(.byStep) == "InterviewUAByStep")
  }

  @Test func severalKeepTheDocumentedOneInFront() {
    let text = HireflixQueries().document(.deduped, count: 3)
    #expect(
      text.hasPrefix(
        "query InterviewDeduped($id: String!, $id1: String!, $id2: String!) {\n"
          + documentedDeduped.split(separator: "\n").dropFirst().dropLast().joined(separator: "\n")
      ))
    #expect(text.contains("  interview2: interview(id: $id2) {\n"))
  }

  @Test func extraFieldsGoWhereTheyBelong() throws {
    let extra = try HireflixQueries.ExtraFields([
      "createdAt", "interview.completedAt", "steps.completedAt", "answers.createdAt",
      "steps.answers.id", "createdAt",
    ])
    #expect(extra.interview == ["createdAt", "completedAt"])
    #expect(extra.step == ["completedAt"])
    #expect(extra.answer == ["createdAt", "id"])
    let text = HireflixQueries(extra: extra).document(.byStep, count: 1)
    #expect(text.contains("        title\n        completedAt\n        answers("))
    #expect(text.contains("            ip\n            createdAt\n            id\n"))
  }

  @Test(arguments: ["", "a-b", "1a", "a.b", "steps.x.y", "a{b}", "a.", "ü"])
  func fieldsThatAreNone(path: String) {
    #expect(throws: SourceError.self) { try HireflixQueries.ExtraFields([path]) }
  }

  @Test func listsAreAskedForInSeveralForms() {
    let first = HireflixListQuery().document(pageSize: 50, hasCursor: false, status: "to_evaluate")
    #expect(first.contains("filter: { status: { equal: to_evaluate } }"))
    #expect(first.contains("sort: [{ field: createdAt, direction: DESC }]"))
    #expect(!first.contains("lastCursor:"))
    #expect(
      first.contains(
        "results { id hash status externalId createdAt updatedAt completedAt "
          + "candidate { email firstName lastName fullName } }"))
    #expect(first.contains("lastCursor count total"))
    let bare = HireflixListQuery(fields: []).document(pageSize: 1, hasCursor: false, status: nil)
    #expect(bare.contains("results { id }"))
    #expect(!bare.contains("total"))
    let other = HireflixListQuery(literals: .string)
      .document(pageSize: 7, hasCursor: true, status: "to_evaluate")
    #expect(other.contains(#"equal: "to_evaluate""#))
    #expect(other.contains("limit: 7, lastCursor: $cursor, direction: FORWARD"))
    // What is no name must not become part of the document.
    let hostile = HireflixListQuery().document(pageSize: 1, hasCursor: false, status: "} }")
    #expect(!hostile.contains("filter"))
  }
}
