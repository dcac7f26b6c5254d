import CandorModel
import Testing

@Suite struct NetworkTests {
  @Test(arguments: NetworkClass.allCases)
  func aClassCountsFromItsThresholdOn(networkClass: NetworkClass) {
    let sure = Network(networkClass: networkClass, confidence: 50, source: "test")
    let unsure = Network(networkClass: networkClass, confidence: 49, source: "test")
    #expect(sure.isAnonymised == networkClass.hidesPlace)
    #expect(sure.isCellular == (networkClass == .cellular))
    #expect(sure.isRelay == (networkClass == .relay))
    #expect(!unsure.isAnonymised && !unsure.isCellular && !unsure.isRelay)
    let strict = Network(
      networkClass: networkClass, confidence: 50, source: "test", threshold: 60)
    #expect(!strict.isAnonymised)
  }

  @Test func whatIsUnknownIsNotWritten() {
    var writer = JSONWriter()
    Network(asn: 3352, source: "A").write(to: &writer)
    #expect(writer.text == #"{"asn":3352,"source":"A"}"#)
    writer.removeAll()
    Network(organization: "B", networkClass: .vpn, confidence: 200, source: "A").write(to: &writer)
    #expect(
      writer.text
        == #"{"class":"vpn","confidence":100,"organization":"B","source":"A"}"#)
    writer.removeAll()
    Place(
      country: "ES", city: "Madrid", latitude: 40.41681, longitude: -3.70, radiusKm: 20,
      source: "A"
    ).write(to: &writer)
    #expect(
      writer.text == #"{"city":"Madrid","country":"ES","latitude":40.4168,"longitude":-3.7,"#
        + #""radiusKm":20,"source":"A"}"#)
  }

  @Test func factsAreEqualByContent() throws {
    let address = try #require(AddressText.normalize("83.56.102.236").value)
    let one = AddressFacts(address: address, network: .absent, place: .absent)
    let other = AddressFacts(address: address, network: .absent, place: .absent)
    let failed = AddressFacts(address: address, network: .absent, place: .failed)
    #expect(one == other && one !== other)
    #expect(one.hashValue == other.hashValue)
    #expect(one != failed)
    #expect(one.isLocatable && !one.isAnonymised)
  }
}
