import CandorModel
import Testing

@testable import CandorGeoIP

@Suite struct ClassCombinationTests {
  private func claim(
    _ networkClass: NetworkClass, _ confidence: Int, _ reach: ClassClaim.Reach = .database
  ) -> ClassClaim {
    ClassClaim(networkClass, confidence: confidence, source: "test", reason: "test", reach: reach)
  }

  private func winner(_ claims: [ClassClaim], database: Int? = nil) -> ClassClaim? {
    ClassCombination.winner(of: claims, anonymiserConfidence: database, threshold: 50)
  }

  @Test func everyClassButUnknownHasItsPlaceInTheOrder() {
    #expect(Set(ClassCombination.precedence) == Set(NetworkClass.allCases).subtracting([.unknown]))
    #expect(ClassCombination.precedence.count == NetworkClass.allCases.count - 1)
  }

  @Test func withoutClaimsThereIsNoClass() {
    #expect(winner([]) == nil)
    #expect(winner([], database: 20) == nil)
  }

  @Test func whatMisleadsMostWinsAmongTheSure() {
    let claims = [claim(.hosting, 95, .system), claim(.tor, 60), claim(.residential, 99)]
    #expect(winner(claims)?.networkClass == .tor)
    #expect(winner(claims.reversed())?.networkClass == .tor)
    #expect(winner([claim(.vpn, 90), claim(.relay, 85, .list)])?.networkClass == .relay)
    #expect(winner([claim(.business, 60), claim(.hosting, 95, .system)])?.networkClass == .hosting)
  }

  @Test func anAnycastAddressIsNoRelaysThoughItsSystemRunsOne() {
    let claims = [claim(.anycast, 75), claim(.relay, 90, .system)]
    #expect(winner(claims)?.networkClass == .anycast)
    #expect(winner([claim(.anycast, 75), claim(.relay, 90, .list)])?.networkClass == .relay)
    #expect(winner([claim(.anycast, 30), claim(.relay, 90, .system)])?.networkClass == .relay)
  }

  @Test func theSurestClaimOfAClassCountsAndNoSum() {
    let found = winner([claim(.vpn, 55), claim(.vpn, 70, .list), claim(.vpn, 60, .system)])
    #expect(found?.confidence == 70 && found?.reach == .list)
  }

  @Test func anUnsureClassGivesWayAndIsNamedOnlyAlone() {
    #expect(winner([claim(.vpn, 49), claim(.residential, 60)])?.networkClass == .residential)
    #expect(winner([claim(.vpn, 30), claim(.residential, 40)])?.networkClass == .residential)
    #expect(winner([claim(.vpn, 30)])?.confidence == 30)
  }

  @Test func aDatabaseThatDoubtsKeepsAHosterLocatable() {
    let claims = [claim(.hosting, 30), claim(.hosting, 95, .system)]
    let doubted = winner(claims, database: 30)
    #expect(doubted?.networkClass == .hosting && doubted?.confidence == 30)
    #expect(winner(claims, database: 50)?.confidence == 95)
    // What does not hide the place is not touched, and neither is a list that the user named.
    #expect(winner([claim(.cellular, 80)], database: 1)?.confidence == 80)
    #expect(winner([claim(.vpn, 90, .list)], database: 1)?.confidence == 90)
  }
}
