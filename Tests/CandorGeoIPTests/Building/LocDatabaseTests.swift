import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorGeoIP

@Suite("IPFire Location database")
struct LocDatabaseTests {
  private func sample() -> LocDatabaseFixture {
    var fixture = LocDatabaseFixture()
    fixture.systems = [(3352, "TELEFONICA DE ESPANA"), (14593, "SPACEX-STARLINK"), (64500, "")]
    fixture.add("83.56.0.0/14", asn: 3352, country: "ES")
    fixture.add("83.56.7.0/24", country: "ES", flags: 1)
    fixture.add("98.97.0.0/16", asn: 14593, country: "US", flags: 2)
    fixture.add("2a02:9000::/32", asn: 3352, country: "ES", flags: 4 | 8)
    return fixture
  }

  private func networks(_ data: Data) throws(LocationDataError) -> [IPPrefix: LocDatabase.Network] {
    var found: [IPPrefix: LocDatabase.Network] = [:]
    try LocDatabase(data: data, fileName: "location.db").forEachNetwork {
      prefix, network throws(LocationDataError) in
      found[prefix] = network
    }
    return found
  }

  private func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }

  @Test("header, networks of both families, flags and names")
  func reading() throws {
    var fixture = sample()
    let data = fixture.encoded()
    let database = try LocDatabase(data: data, fileName: "location.db")
    #expect(database.createdAt == 1_667_023_194)
    #expect(database.vendor == "IPFire Project")
    #expect(database.license == "CC BY-SA 4.0")
    let names = try database.organizations()
    #expect(names == [3352: "TELEFONICA DE ESPANA", 14593: "SPACEX-STARLINK"])
    let found = try networks(data)
    #expect(found.count == 4)
    #expect(
      found[try prefix("83.56.0.0/14")] == .init(asNumber: 3352, country: "ES", flags: []))
    #expect(
      found[try prefix("83.56.7.0/24")]
        == .init(asNumber: nil, country: "ES", flags: .anonymousProxy))
    #expect(found[try prefix("98.97.0.0/16")]?.flags == .satelliteProvider)
    #expect(found[try prefix("2a02:9000::/32")]?.flags == [.anycast, .drop])
  }

  @Test("a slice of a larger buffer is read from its own start")
  func slice() throws {
    var fixture = sample()
    let data = fixture.encoded()
    let shifted = (Data([1, 2, 3]) + data).dropFirst(3)
    #expect(try networks(shifted) == networks(data))
  }

  @Test("what is damaged is told and never followed")
  func damage() throws {
    var fixture = sample()
    let whole = fixture.encoded()
    func message(_ change: (inout Data) -> Void) -> String? {
      var data = whole
      change(&data)
      do throws(LocationDataError) {
        let database = try LocDatabase(data: data, fileName: "location.db")
        _ = try database.organizations()
        try database.forEachNetwork { _, _ throws(LocationDataError) in }
        return nil
      } catch {
        return error.code == .sourceDamaged ? error.message : "wrong code"
      }
    }
    func set(_ data: inout Data, _ offset: Int, _ value: UInt32) {
      data.replaceSubrange(offset..<(offset + 4), with: LocDatabaseFixture.bytes(value))
    }
    #expect(message { _ in } == nil)
    #expect(message { $0 = Data() }?.contains("begin with") == true)
    #expect(message { $0 = $0.prefix(60) }?.contains("begin with") == true)
    #expect(message { $0[0] = 0 }?.contains("begin with") == true)
    #expect(message { $0[7] = 9 }?.contains("found `9`") == true)
    for part in [0, 1, 2, 4] {
      #expect(
        message {
          set(&$0, LocDatabaseFixture.headerOffset(ofPart: part, length: false), .max)
        }?.contains("outside") == true)
      #expect(
        message {
          set(&$0, LocDatabaseFixture.headerOffset(ofPart: part, length: true), 0xffff_fff0)
        } != nil)
    }
    #expect(
      message { set(&$0, LocDatabaseFixture.headerOffset(ofPart: 2, length: true), 0) }?
        .contains("no nodes") == true)
    // The vendor's text begins behind the pool.
    #expect(message { set(&$0, 16, 1 << 30) }?.contains("text") == true)
    #expect(message { $0 = $0.dropLast() }?.contains("outside") == true)
    // The root's first child is the root's own sibling chain again: a circle.
    let systems = 3 * 8
    let nodes = 8_192 + systems + 4 * 12
    #expect(message { set(&$0, nodes + 12, 1) } != nil)
    #expect(message { set(&$0, nodes, 0x7fff_ffff) }?.contains("out of itself") == true)
    // The node where the first network ends: 96 bits to IPv4, 14 of its own.
    #expect(message { set(&$0, nodes + 110 * 12 + 8, 500) }?.contains("not there") == true)
  }

  @Test("mutated files end in an answer or an error", arguments: 1...6 as ClosedRange<UInt64>)
  func mutations(seed: UInt64) throws {
    var numbers = SeededNumbers(seed: seed)
    var fixture = sample()
    let whole = fixture.encoded()
    for _ in 0..<400 {
      var data = whole
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        let inHeader = Bool.random(using: &numbers)
        let offset = Int.random(
          in: inHeader ? 0..<68 : 8_192..<data.count, using: &numbers)
        data[offset] = UInt8.random(in: 0...255, using: &numbers)
      }
      if Int.random(in: 0..<8, using: &numbers) == 0 {
        data = data.prefix(Int.random(in: 0...data.count, using: &numbers))
      }
      if let database = try? LocDatabase(data: data, fileName: "location.db") {
        _ = try? database.organizations()
        try? database.forEachNetwork { _, _ throws(LocationDataError) in }
      }
    }
  }
}
