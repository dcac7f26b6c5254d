import CandorModel
import Foundation
import Testing

@testable import CandorGeoIP

@Suite("country ranges")
struct CountryRangesTests {
  private func ranges(_ text: String) throws(LocationDataError) -> [String] {
    var found: [String] = []
    try CountryRanges(data: Data(text.utf8), fileName: "geoip").forEachRange {
      first, last, country throws(LocationDataError) in
      found.append("\(first)-\(last) \(country)")
    }
    return found
  }

  @Test("both families, comments, empty lines and carriage returns")
  func reading() throws {
    let text = """
      # a comment
      16777216,16777471,AU\r

      4294967295,4294967295,??
      2001:200::,2001:200:134:ffff:ffff:ffff:ffff:ffff,JP
      """
    #expect(
      try ranges(text) == [
        "1.0.0.0-1.0.0.255 AU", "255.255.255.255-255.255.255.255 ??",
        "2001:200::-2001:200:134:ffff:ffff:ffff:ffff:ffff JP",
      ])
    #expect(try ranges("") == [])
  }

  @Test(
    "a line that is no range is named by its number",
    arguments: [
      "16777216,16777471", "16777216,16777471,", "16777216,16777471,AUS", "16777471,16777216,AU",
      "4294967296,4294967296,AU", "1.0.0.0,1.0.0.255,AU", "-1,5,AU", "1,2001::,AU", "<html>",
      "2001::,2001::,A,", "99999999999999999999,1,AU",
    ])
  func damage(line: String) {
    #expect {
      try ranges("# one\n1,2,AU\n\(line)\n")
    } throws: { error in
      (error as? LocationDataError)?.message.contains("line 3 ") == true
    }
  }

  @Test("the date of the export")
  func date() {
    func date(_ text: String) -> UInt64? {
      CountryRanges(data: Data(text.utf8), fileName: "geoip").generatedAt
    }
    #expect(date("# x\n# Generated: Thu, 25 Jun 2026 04:33:59 GMT\n1,2,AU\n") == 1_782_362_039)
    #expect(date("# Generated: Fri, 29 Feb 2024 00:00:00 GMT") == 1_709_164_800)
    #expect(date("1,2,AU\n# Generated: Thu, 25 Jun 2026 04:33:59 GMT\n") == nil)
    #expect(date("# Generated: yesterday\n") == nil)
    #expect(date("# Generated: Thu, 31 Jun 2026 04:33:59 GMT\n") == nil)
    #expect(date("") == nil)
  }
}
