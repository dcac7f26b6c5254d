import CandorModel
import Testing

@testable import CandorSources

struct SourceEventTests {
  private static let error = SourceError(.notFound, "InstaView does not know this candidate")

  @Test func aLossNamesWhatWasAskedFor() {
    let loss = SourceLoss("c-1", Self.error)
    #expect(loss.diagnostic.message == "`c-1`: InstaView does not know this candidate")
    let long = SourceLoss(String(repeating: "x", count: 200), Self.error).diagnostic.message
    #expect(long.hasPrefix("`\(String(repeating: "x", count: 80))`: "))
  }

  /// Messages go into logs.
  @Test(arguments: ["jane@example.com", String(repeating: "x", count: 90) + "@example.com"])
  func aLossRepeatsNoEmail(email: String) {
    let loss = SourceLoss(email, Self.error)
    #expect(loss.id == email)
    #expect(
      loss.diagnostic.message == "the e-mail given: InstaView does not know this candidate")
  }
}
