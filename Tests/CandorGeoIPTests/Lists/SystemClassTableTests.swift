import CandorModel
import Testing
import datasets

@testable import CandorGeoIP

@Suite struct SystemClassTableTests {
  static let header = "asn,class,confidence,name,source\n"

  @Test func readsSystems() throws {
    let table = try SystemClassTable(
      csv: Self.header + "16509,hosting,95,\"Amazon.com, Inc.\",https://example.com\n")
    let entry = try #require(table.entry(for: 16509))
    #expect(entry.networkClass == .hosting && entry.confidence == 95)
    #expect(entry.name == "Amazon.com, Inc.")
    #expect(table.entry(for: 1) == nil && table.count == 1)
  }

  /// An employer's gateway says nothing of where the person sits.
  @Test(arguments: [13150, 22616, 36692, 44444, 53813, 54538, 55256, 62044] as [UInt32])
  func gatewaysOfEmployersAreProxies(_ number: UInt32) throws {
    let table = try SystemClassTable(
      csv: try #require(Datasets.text(at: "networks/asn-classes.csv")))
    let entry = try #require(table.entry(for: number))
    #expect(entry.networkClass == .proxy && entry.confidence == 85)
  }

  @Test(arguments: [
    ("AS1,hosting,95,a,b", 2), ("1,cloud,95,a,b", 2), ("1,hosting,101,a,b", 2),
    ("1,unknown,50,a,b", 2), ("1,hosting,95,a,b\n1,vpn,95,a,b", 3), ("0,hosting,95,a,b", 2),
  ])
  func namesTheRowThatCannotBeRead(rows: String, line: Int) {
    let error = #expect(throws: TableError.self) { try SystemClassTable(csv: Self.header + rows) }
    #expect(error?.line == line)
  }
}
