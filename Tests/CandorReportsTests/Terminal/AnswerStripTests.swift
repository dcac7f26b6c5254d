import CandorModel
import Testing

@testable import CandorReports

@Suite struct AnswerStripTests {
  private static let windows = Client(
    ClientFacts(browser: "Chrome", browserVersion: "144", browserMajor: 144, os: "Windows"))
  private static let headless = Client(
    ClientFacts(
      browser: "Chrome", browserVersion: "144", browserMajor: 144, os: "Linux",
      automated: .headlessChrome))

  /// The strip of one run on one device.
  private static func strip(_ clients: [Client?]) -> AnswerStrip {
    let observations = clients.enumerated().map { index, client in
      Observation(
        index: index, answer: index, step: index, attempt: 0, at: nil, address: .absent,
        client: client.map { .found($0) } ?? .absent)
    }
    return AnswerStrip(
      Timeline(
        observations: observations, order: .step,
        runs: [Run(first: 0, last: observations.count - 1, device: 0)]))
  }

  /// A run goes on over agents that are stepped over, and they are on none of its devices.
  @Test func answersThatTellNoDeviceHaveNoLetter() {
    let silent = Client(ClientFacts())
    let strip = Self.strip([Self.windows, Self.headless, nil, silent, Self.windows])
    #expect(strip.devices == ["A", "?", "?", "?", "A"])
    let letters = strip.deviceEntries.filter { $0.sign == "A" }
    #expect(letters.map(\.answers) == [[0, 4]])
    #expect(strip.deviceEntries.first { $0.answers == [1] }?.sign == "?")
  }

  /// Two cities of one name in one country are told apart; one alone is called as ever.
  @Test func citiesOfOneNameAreToldApart() {
    func entries(_ places: [Place]) -> [String] {
      let observations = places.enumerated().map { index, place in
        Observation(
          index: index, answer: index, step: index, attempt: 0, at: nil,
          address: IPAddress("83.56.102.23\(index)").map {
            .found(
              AddressFacts(
                address: NormalizedAddress(raw: "83.56.102.23\(index)", address: $0),
                network: .absent, place: .found(place)))
          } ?? .absent, client: .absent)
      }
      let runs = places.indices.map { Run(first: $0, last: $0, place: $0) }
      return AnswerStrip(Timeline(observations: observations, order: .step, runs: runs))
        .placeEntries.map(\.text)
    }
    func city(_ name: String, _ subdivision: String?, code: String? = nil) -> Place {
      Place(
        country: "US", subdivision: code ?? subdivision, subdivisionName: subdivision, city: name,
        source: "test")
    }
    let illinois = city("Springfield", "Illinois")
    #expect(
      entries([illinois, city("Springfield", "Missouri"), city("Chicago", "Illinois")]) == [
        "Springfield, Illinois, United States", "Springfield, Missouri, United States",
        "Chicago, United States",
      ])
    #expect(
      entries([illinois, city("Springfield", nil, code: "MA")]) == [
        "Springfield, Illinois, United States", "Springfield, MA, United States",
      ])
    #expect(
      entries([illinois, city("Springfield", nil)]).allSatisfy {
        $0 == "Springfield, United States"
      })
    #expect(entries([illinois]) == ["Springfield, United States"])
  }

  /// Behind the last letter come numbers, which are wider.
  @Test func lanesOfManyDevicesStandBelowOneAnother() {
    let runs = (0..<30).map { Run(first: $0, last: $0, device: $0) }
    let observations = (0..<30).map {
      Observation(
        index: $0, answer: $0, step: $0, attempt: 0, at: nil, address: .absent,
        client: .found(Self.windows))
    }
    let strip = AnswerStrip(Timeline(observations: observations, order: .step, runs: runs))
    let lines = strip.lines(width: 80)
    #expect(lines.contains { $0.contains("#30") })
    for start in stride(from: 0, to: lines.count, by: 3) {
      #expect(Set(lines[start..<start + 3].map(\.count)).count == 1)
    }
    #expect(CellStyle.name("#27") == CellStyle.name("27"))
  }
}
