import CandorGeoIP
import CandorModel
import CandorUserAgent
import Testing

@testable import CandorKit

@Suite struct EnricherTests {
  private func enricher(capacity: Int = 16) throws -> Enricher {
    let investigator = try Investigator.builtIn(
      databases: [], referenceDate: #require(Timestamp("2026-03-31T00:00:00Z")))
    return Enricher(
      agents: investigator.agents, location: investigator.location, cacheCapacity: capacity)
  }

  private func evidence(_ address: String, _ agent: String) -> Evidence {
    Evidence(
      platform: "file", interview: Interview(id: "i"),
      answers: (0..<2).map { Answer(step: Step(index: $0), ip: address, userAgent: agent) })
  }

  private static let chrome =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    + "Chrome/131.0.0.0 Safari/537.36"

  /// What was sent once in megabytes is of no use to anybody else.
  @Test(arguments: [(40, true), (4000, false)])
  func onlyUsualTextsAreRemembered(length: Int, isRemembered: Bool) throws {
    var enricher = try enricher()
    let tail = String(repeating: "x", count: length)
    let evidence = evidence("83.56.102.7", "\(Self.chrome) \(tail)")
    let clients = (0..<2).map { _ in
      enricher.enrich(evidence).observations.map { $0.client.value }
    }
    for pair in clients {
      #expect(pair[0] != nil)
      #expect(pair[0] === pair[1], "one agent of an interview is one object")
    }
    #expect(clients[0][0] == clients[1][0])
    #expect((clients[0][0] === clients[1][0]) == isRemembered)
  }

  @Test func aLongAddressIsLookedUpOnceInAnInterview() throws {
    var enricher = try enricher()
    let forwarded = "83.56.102.7" + String(repeating: " ", count: 4000)
    let observations = enricher.enrich(evidence(forwarded, Self.chrome)).observations
    #expect(observations[0].address.identity == observations[1].address.identity)
  }
}
