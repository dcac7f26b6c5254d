import CandorModel
import Foundation
import Testing
import datasets

@testable import CandorGeoIP

@Suite("tables of the data sets")
struct TableTests {
  private func rows(_ path: String) throws -> [[String]] {
    let text = try #require(Datasets.text(at: path))
    var rows: [[String]] = []
    let columns = try #require(text.split(separator: "\n").first).split(separator: ",")
      .map(String.init)
    try DelimitedTable.read(text, name: path, columns: columns) { row throws(TableError) in
      rows.append(row.cells)
    }
    return rows
  }

  @Test("every country and territory of ISO 3166-1, and Kosovo, in order")
  func countries() throws {
    let table = try DataBuilderTests.countries()
    let codes = try rows("geo/countries.csv").map { $0[0] }
    #expect(codes.count == 250)
    #expect(Set(codes).count == 250)
    #expect(codes == codes.sorted())
    for country in table.all {
      #expect(country.continent?.utf8.count == 2)
      #expect(!country.boxes.isEmpty && country.extentKm > 0, "\(country.code)")
      // The widest are islands that are far apart: the minor outlying ones of the United States.
      #expect(country.extentKm < 12_500, "\(country.code)")
    }
  }

  @Test("borders: known ones are there, known seas are not, each once")
  func borders() throws {
    let table = try DataBuilderTests.countries()
    let pairs = try rows("geo/borders.csv")
    #expect(pairs.count == table.borderCount)
    for pair in pairs {
      #expect(pair[0] < pair[1])
      #expect(table.country(pair[0]) != nil && table.country(pair[1]) != nil, "\(pair)")
    }
    for (one, other) in [
      ("ES", "PT"), ("ES", "FR"), ("ES", "MA"), ("AD", "ES"), ("BR", "GF"), ("GF", "SR"),
      ("PL", "RU"), ("LT", "RU"), ("NO", "RU"), ("KP", "KR"), ("GB", "IE"), ("ES", "GI"),
      ("IT", "VA"), ("AZ", "TR"), ("AF", "CN"), ("US", "MX"), ("BW", "ZM"), ("ID", "TL"),
      ("HK", "CN"), ("MF", "SX"), ("DE", "DK"), ("LS", "ZA"),
    ] {
      #expect(table.border(one, other) && table.border(other, one), "\(one) \(other)")
    }
    for (one, other) in [
      ("ES", "PL"), ("GB", "FR"), ("DK", "SE"), ("NA", "ZW"), ("FR", "BR"), ("US", "CU"),
      ("US", "RU"), ("CY", "GB"), ("SG", "MY"), ("SA", "BH"), ("PT", "FR"), ("ES", "ES"),
    ] {
      #expect(!table.border(one, other), "\(one) \(other)")
    }
    // Countries with the most neighbours, as any atlas has them (Russia and China with 14 each;
    // Hong Kong and Macao are counted apart).
    func neighbours(of code: String) -> Int { pairs.count { $0.contains(code) } }
    #expect(neighbours(of: "CN") == 16)
    #expect(neighbours(of: "RU") == 14)
    #expect(neighbours(of: "BR") == 10)
    #expect(neighbours(of: "DE") == 9)
    #expect(neighbours(of: "FR") == 8)
    #expect(neighbours(of: "PT") == 1)
  }

  @Test("extents fit the borders and each other")
  func extents() throws {
    let table = try DataBuilderTests.countries()
    for pair in try rows("geo/borders.csv") {
      let one = try #require(table.country(pair[0]))
      let other = try #require(table.country(pair[1]))
      // Told from the boxes alone: neighbours' boxes touch, but for a few kilometres of rounding.
      let least = one.boxes.flatMap { box in
        other.boxes.map { box.minimumDistanceKm(to: $0) }
      }.min()
      #expect(try #require(least) < 20, "\(pair)")
    }
    func distance(_ one: String, _ other: String) throws -> Double {
      try #require(table.minimumDistanceKm(one, other))
    }
    #expect(try distance("ES", "PL") > 500)
    #expect(try distance("ES", "PH") > 8_000)
    #expect(try distance("PT", "PL") > 1_000)
    #expect(try distance("US", "RU") < 100)
    #expect(try distance("GB", "FR") < 50)
    #expect(try distance("IN", "PH") > 1_500)
    #expect(try distance("DE", "SE") < 300)
    #expect(try distance("NZ", "FJ") > 500)
    #expect(try distance("DE", "ES") > 300)
  }

  @Test("classes of autonomous systems: enough of each, sorted, every row with a source")
  func systemClasses() throws {
    let table = try SystemClassTable(
      csv: try #require(Datasets.text(at: "networks/asn-classes.csv")))
    let rows = try rows("networks/asn-classes.csv")
    #expect(table.count >= 300)
    let numbers = rows.compactMap { UInt32($0[0]) }
    #expect(numbers == numbers.sorted() && Set(numbers).count == rows.count)
    for row in rows {
      #expect(!row[3].isEmpty && row[4].hasPrefix("https://"), "\(row)")
    }
    var counts: [String: Int] = [:]
    for row in rows { counts[row[1], default: 0] += 1 }
    #expect(counts["cellular", default: 0] >= 100)
    #expect(counts["hosting", default: 0] >= 80)
    #expect(counts["satellite", default: 0] >= 20)
    #expect(counts["education", default: 0] >= 50)
    #expect(counts["vpn", default: 0] >= 10)
    #expect(table.entry(for: 14593)?.networkClass == .satellite)
    #expect(table.entry(for: 24940)?.networkClass == .hosting)
    #expect(table.entry(for: 3352) == nil)
  }

  @Test("illustrative cities: networks apart from one another, cellular ones wide")
  func cities() throws {
    let rows = try rows("geoip/illustrative-cities.csv")
    var prefixes: [IPPrefix] = []
    for row in rows { prefixes.append(try #require(IPPrefix(row[0]))) }
    #expect(prefixes == prefixes.sorted())
    for (prefix, next) in zip(prefixes, prefixes.dropFirst()) {
      #expect(!prefix.contains(next), "\(prefix) \(next)")
    }
    for (row, prefix) in zip(rows, prefixes) { #expect("\(prefix)" == row[0]) }
    #expect(Set(rows.map { $0[1] }).count >= 35)
    #expect(prefixes.contains { $0.family == .v6 })
  }
}
