import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorReports

/// The published schemas describe what is emitted, and refuse what is not.
@Suite struct SchemaTests {
  private static let root = Samples.folder.deletingLastPathComponent().deletingLastPathComponent()

  private func schema(_ name: String) throws -> SchemaCheck { try SchemaCheck(named: name) }

  @Test func describesAssessments() throws {
    let check = try schema("assessment")
    for interview in try Samples.interviews() {
      let value = try JSONValue(parsing: interview.assessment.jsonBytes)
      let mistakes = check.mistakes(in: value)
      #expect(mistakes.isEmpty, "\(interview.assessment.interview.id): \(mistakes)")
    }
  }

  @Test func describesPseudonymousAndPartialAssessments() throws {
    let check = try schema("assessment")
    for var interview in try Samples.interviews() {
      interview.assessment.isPseudonymous = true
      let value = try JSONValue(parsing: interview.assessment.jsonBytes)
      #expect(check.mistakes(in: value).isEmpty)
      var writer = JSONWriter()
      interview.assessment.write(to: &writer, fields: [.outcome])
      #expect(check.mistakes(in: try JSONValue(parsing: writer.bytes)).isEmpty)
    }
  }

  @Test func describesEvidence() throws {
    let check = try schema("evidence")
    let demo = try String(
      contentsOf: Self.root.appending(path: "datasets/demo/interviews.ndjson"), encoding: .utf8)
    var count = 0
    for line in demo.split(separator: "\n") {
      count += 1
      #expect(check.mistakes(in: try JSONValue(parsing: line.utf8)).isEmpty)
      var writer = JSONWriter()
      try Evidence(json: line.utf8).write(to: &writer)
      let mistakes = check.mistakes(in: try JSONValue(parsing: writer.bytes))
      #expect(mistakes.isEmpty, "\(mistakes)")
    }
    #expect(count > 20)
  }

  @Test(arguments: [
    #"{"interview":{"id":"1","platform":"x"}}"#,
    #"{"schema":"candor.assessment/2","interview":{"id":"1","platform":"x"}}"#,
    #"{"schema":"candor.assessment/1","interview":{"platform":"x"}}"#,
    #"{"schema":"candor.assessment/1","interview":{"id":1,"platform":"x"}}"#,
    #"{"schema":"candor.assessment/1","interview":{"id":"1","platform":"x"},"outcome":"fraud"}"#,
    #"{"schema":"candor.assessment/1","interview":{"id":"1","platform":"x"},"outcomeNote":null}"#,
    #"{"schema":"candor.assessment/1","interview":{"id":"1","platform":"x"},"score":7}"#,
    #"{"schema":"candor.assessment/1","interview":{"id":"1","platform":"x"},"findings":[{}]}"#,
  ])
  func refuses(document: String) throws {
    let mistakes = try schema("assessment").mistakes(in: try JSONValue(parsing: document.utf8))
    #expect(!mistakes.isEmpty)
  }
}
