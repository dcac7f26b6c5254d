import Testing

@testable import CandorSources

struct HTTPDateTests {
  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
  ])
  func allThreeForms(text: String) {
    #expect(HTTPDate.seconds(text) == 784_111_777)
  }

  @Test(arguments: [
    "", "soon", "Sun, 06 Nov 1994", "Sun, 06 Foo 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 CET",
    "Sun, 31 Feb 1994 08:49:37 GMT",
  ])
  func otherText(text: String) {
    #expect(HTTPDate.seconds(text) == nil)
  }

  @Test func pauses() {
    #expect(HTTPDate.pause("120", now: 0) == 120)
    #expect(HTTPDate.pause(" 1.5 ", now: 0) == 1.5)
    #expect(HTTPDate.pause("-3", now: 0) == 0)
    #expect(HTTPDate.pause("Sun, 06 Nov 1994 08:49:37 GMT", now: 784_111_700) == 77)
    #expect(HTTPDate.pause("Sun, 06 Nov 1994 08:49:37 GMT", now: 784_111_800) == 0)
    #expect(HTTPDate.pause("tomorrow", now: 0) == nil)
    #expect(HTTPDate.pause("inf", now: 0) == nil)
  }

  @Test func readingTakesTheLongerPauseAndTheServersClock() throws {
    let response = PlatformResponse(
      status: 429,
      headers: [
        ("date", "Mon, 02 Mar 2026 08:00:00 GMT"), ("retry-after", "30"),
        ("x-ratelimit-limit-minute", "60"), ("x-ratelimit-remaining-minute", "0"),
        ("x-ratelimit-reset-minute", "1772438437"), ("x-ratelimit-limit-hour", "2000"),
        ("x-ratelimit-remaining-hour", "7"), ("x-ratelimit-reset-hour", "1772438660000"),
      ], body: [], json: try json(#"{"retryAfter": 60}"#))
    let reading = RateLimitReading(response, now: 5)
    #expect(reading.pauseSeconds == 60)
    #expect(reading.windows.map(\.name) == ["minute", "hour"])
    #expect(reading.windows.map(\.limit) == [60, 2000])
    #expect(reading.windows.map(\.remaining) == [0, 7])
    #expect(reading.windows.map(\.resetsInSeconds) == [37, 260])
  }
}
