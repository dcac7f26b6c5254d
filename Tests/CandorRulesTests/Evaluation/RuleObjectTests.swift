import CandorExpression
import CandorModel
import CandorTesting
import Testing

@testable import CandorRules

/// The objects that conditions see.
@Suite struct RuleObjectTests {
  private static func names<Object: RuleObject>(_ type: Object.Type) -> [String] {
    Object.Slot.allCases.map { "\($0)" }
  }

  @Test func slotsAreInTheOrderOfTheFields() {
    let pairs: [([String], ObjectType)] = [
      (Self.names(AddressObject.self), AddressObject.type),
      (Self.names(NetworkObject.self), NetworkObject.type),
      (Self.names(PlaceObject.self), PlaceObject.type),
      (Self.names(ClientObject.self), ClientObject.type),
      (Self.names(MissingObject.self), MissingObject.type),
      (Self.names(ObservationObject.self), ObservationObject.type),
      (Self.names(SwitchObject.self), SwitchObject.type),
      (Self.names(RunObject.self), RunObject.type),
      (Self.names(UnattributedAddressObject.self), UnattributedAddressObject.type),
      (Self.names(UnattributedObject.self), UnattributedObject.type),
      (Self.names(PositionObject.self), PositionObject.type),
      (Self.names(InterviewObject.self), InterviewObject.type),
      (Self.names(CandidateInterviewObject.self), CandidateInterviewObject.type),
      (Self.names(CandidateObject.self), CandidateObject.type),
      (Self.names(CandidateStepObject.self), CandidateStepObject.type),
      (Self.names(LinkObject.self), LinkObject.type),
      (Self.names(FindingObject.self), FindingObject.type),
    ]
    for (slots, type) in pairs { #expect(slots == type.fields.map(\.name), "\(type.name)") }
    #expect(pairs.count == RuleEnvironment.objectTypes.count)
  }

  @Test func nothingThatNamesAPersonIsVisible() {
    for type in RuleEnvironment.objectTypes where type.name != PositionObject.type.name {
      for field in type.fields {
        #expect(!["name", "email", "userAgent", "agentText", "raw"].contains(field.name))
      }
    }
  }

  @Test func absentFactsAreAbsentFields() {
    let network = NetworkObject(.found(Network(asn: 3352, source: "test")))
    #expect(network.value(of: .class) == nil)
    #expect(network.value(of: .confidence) == nil)
    #expect(network.value(of: .asn) == .int(3352))
    let client = ClientObject(Client(ClientFacts(os: "macOS")))
    #expect(client.value(of: .class) == nil)
    #expect(client.value(of: .browser) == nil)
    #expect(client.value(named: "os") == .string("macOS"))
  }

  @Test func objectsOfTheSameFactsAreEqual() {
    let one = PlaceObject(PlaceFacts(.found(Detection.place(.madrid))))
    let other = PlaceObject(PlaceFacts(.found(Detection.place(.madrid))))
    #expect(one.isEqualObject(to: other))
    #expect(!one.isEqualObject(to: PlaceObject(PlaceFacts(.found(Detection.place(.warsaw))))))
  }

  @Test(arguments: [
    ([], []), ([3], [3]), ([1, 2, 5], [1, 2, 5]), ([2, 1], [1, 2]), ([1, 1], [1]),
    ([4, 0, 4, 2], [0, 2, 4]),
  ])
  func numbersStandInOrderEachOnce(_ numbers: [Int], _ expected: [Int]) {
    #expect(numbers.ascending == expected)
  }

  @Test func observationsOfAnAddressShareItAndOthersDoNot() {
    let mine = Detection.home(.madrid)
    let other = Detection.home(.warsaw, "83.0.12.34", asn: 5617)
    let objects = [mine, mine, other, mine].map { facts in
      ObservationObject(
        Observation(
          index: 0, answer: 0, step: 0, attempt: 0, at: nil, address: .found(facts),
          client: .absent), countries: .none)
    }
    #expect(objects[0].facts?.facts === objects[1].facts?.facts)
    #expect(objects.map { $0.facts?.facts === mine } == [true, true, false, true])
    let bare = ObservationObject(
      Observation(
        index: 0, answer: 0, step: 0, attempt: 0, at: nil, address: .absent, client: .absent),
      countries: .none)
    #expect(bare.facts == nil)
  }

  @Test(arguments: [
    ([3], "4"), ([0, 1, 2, 3], "1-4"), ([1, 4, 6], "2, 5 and 7"), ([6, 1, 4, 5], "2 and 5-7"),
    ([], "none"),
  ])
  func answersAreCountedFromOne(_ indexes: [Int], _ text: String) {
    #expect(AnswerText.list(indexes) == text)
  }

  @Test func answersWithTheWord() {
    #expect(AnswerText.named([2...2]) == "answer 3")
    #expect(AnswerText.named([2...3]) == "answers 3-4")
    #expect(AnswerText.named([0...0, 4...5]) == "answers 1 and 5-6")
  }

  @Test func devicesPlacesAndNetworksHaveNames() {
    #expect(ObservationText.device(Agents.mac) == "Safari on macOS")
    #expect(ObservationText.device(Agents.pixel) == "Pixel 7 (Chrome)")
    #expect(ObservationText.device(Agents.android) == "Chrome on Android")
    #expect(ObservationText.device(nil) == "an unknown device")
    let robot = ClientFacts(browser: "WhatsApp", deviceClass: .bot, automated: .bot)
    #expect(ObservationText.device(Client(robot)) == "WhatsApp")
    #expect(ObservationText.device(Client(ClientFacts(deviceClass: .bot))) == "bot")
    let names = RuleTexts.countries
    #expect(ObservationText.place(Detection.place(.madrid), countries: names) == "Madrid, Spain")
    #expect(ObservationText.place(Detection.place(country: "PL"), countries: names) == "Poland")
    #expect(ObservationText.place(nil, countries: names) == "an unknown place")
    let network = Network(asn: 3352, organization: "TELEFONICA DE ESPANA", source: "test")
    #expect(ObservationText.network(network) == "TELEFONICA DE ESPANA (AS3352)")
    #expect(ObservationText.network(Network(asn: 1, source: "test")) == "AS1")
  }
}
