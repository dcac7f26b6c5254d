import CandorModel
import Testing

@testable import CandorGeoIP

@Suite struct NetworkListTests {
  private func list(_ text: String) throws -> NetworkList {
    try NetworkList(.vpn, name: "test.txt", text: text)
  }

  private func holds(_ list: NetworkList, _ text: String) throws -> Bool {
    list.network(of: try #require(IPAddress(text))) != nil
  }

  @Test func readsNetworksAddressesAndRanges() throws {
    let list = try list(
      """
      \u{feff}# networks of a provider
      5.8.0.0/16   ; the first
      2a0d:5600::/32

      9.9.9.9
      11.0.0.1 - 11.0.0.6
      12.0.0.0-12.0.0.255\r
      ::ffff:13.0.0.0/104
      """)
    #expect(list.unreadableLines == 0)
    for text in [
      "5.8.1.2", "2a0d:5600::1", "9.9.9.9", "11.0.0.1", "11.0.0.6", "12.0.0.7", "13.1.2.3",
    ] {
      #expect(try holds(list, text), "\(text)")
    }
    for text in ["5.9.0.0", "9.9.9.8", "11.0.0.0", "11.0.0.7", "12.0.1.0", "2a0d:5601::"] {
      #expect(try !holds(list, text), "\(text)")
    }
    #expect(list.network(of: IPAddress(v4: 0x0508_0102))?.description == "5.8.0.0/16")
  }

  @Test func readsApplesRelayList() throws {
    let list = try list(
      """
      ip_prefix,alpha2code,region,city,postal
      172.224.226.0/27,GB,GB-EN,London,
      "2a02:26f7:b0c4:4000::/64",US,US-CA,"Los Angeles, CA",
      """)
    #expect(list.count == 2 && list.unreadableLines == 0)
    #expect(try holds(list, "172.224.226.5"))
    #expect(try holds(list, "2a02:26f7:b0c4:4000::9"))
  }

  @Test func readsBothFormsOfTorsExitList() throws {
    let detailed = try list(
      """
      ExitNode 0011BD2485AD45D984EC4159C88FC066E5E3300E
      Published 2026-01-01 10:00:00
      LastStatus 2026-01-01 11:00:00
      ExitAddress 162.247.74.201 2026-01-01 11:03:00
      """)
    #expect(detailed.count == 1 && detailed.unreadableLines == 0)
    #expect(try holds(detailed, "162.247.74.201"))
    #expect(try list("162.247.74.201\n185.220.101.1\n").count == 2)
  }

  @Test func countsLinesThatCannotBeRead() throws {
    let list = try list("5.8.0.0/16\nhello world\n5.9.0.0/33\n12.0.0.9-12.0.0.1\n")
    #expect(list.count == 1)
    #expect(list.unreadableLines == 3 && list.firstUnreadableLine == 2)
    #expect(list.firstUnreadableLines == [2, 3, 4])
    #expect(list.unreadableLinesText == "3 lines of the list name no network: 2, 3, 4")
  }

  @Test func namesTheFirstFiveLinesThatCannotBeRead() throws {
    let bad = (1...7).map { "word \($0)" }.joined(separator: "\n\n")
    let list = try list("5.8.0.0/16\n" + bad)
    #expect(list.unreadableLines == 7 && list.firstUnreadableLines == [2, 4, 6, 8, 10])
    #expect(
      list.unreadableLinesText
        == "7 lines of the list name no network: 2, 4, 6, 8, 10 and 2 more")
    #expect(
      try self.list("5.8.0.0/16\nword\n").unreadableLinesText
        == "line 2 of the list names no network")
    #expect(try self.list("5.8.0.0/16\n").unreadableLinesText == nil)
  }

  /// A slip of the pen must not put the whole Internet on the list.
  @Test func aPrefixOfNothingHasToBeginAtZero() throws {
    let list = try list("5.8.0.0/16\n81.14.0.0/0\n2a02:26f7::/0\n::ffff:5.8.0.0/0\n")
    #expect(list.count == 1 && list.firstUnreadableLines == [2, 3, 4])
    #expect(try !holds(list, "9.9.9.9"))
    #expect(try !holds(list, "2a02::1"))
    let all = try self.list("0.0.0.0/0\n::/0\n")
    #expect(all.count == 2 && all.unreadableLines == 0)
    #expect(try holds(all, "9.9.9.9"))
    #expect(try holds(all, "2a02::1"))
  }

  @Test func aWebPageIsNoList() {
    let error = #expect(throws: GeoIPError.self) {
      try list("<!DOCTYPE html>\n<html>\n<body>Not found</body>\n</html>\n")
    }
    #expect(error?.code == .unreadableList)
    #expect(error?.description.contains("line `1`") ?? false)
  }

  /// A first line with a comma is the header of a list only where a list follows.
  @Test(arguments: ["<html>,not a list\n", "ip_prefix,alpha2code\n", "word,word\nword\n"])
  func aHeaderAloneIsNoList(text: String) {
    let error = #expect(throws: GeoIPError.self) { try list(text) }
    #expect(error?.code == .unreadableList)
    #expect(error?.description.contains("line `1`") ?? false)
  }

  @Test func anEmptyListIsOne() throws {
    #expect(try list("").count == 0)
    #expect(try list("# nothing yet\n\n").count == 0)
  }

  /// As tables of ranges have them; another address beside the first is no end of a range.
  @Test func readsRangesInTwoColumns() throws {
    let list = try list(
      """
      start_ip,end_ip,provider
      1.0.0.0,1.0.0.255,X
      "2a0d:5600::","2a0d:5600::ffff"
      ::ffff:13.0.0.0 - ::ffff:13.0.0.255,
      3.0.0.9,3.0.0.1,backwards
      4.0.0.1,200.1.1.1,elsewhere
      9.9.9.9,provider
      """)
    #expect(list.unreadableLines == 2)
    for text in ["1.0.0.0", "1.0.0.77", "2a0d:5600::1", "13.0.0.7", "9.9.9.9"] {
      #expect(try holds(list, text), "\(text)")
    }
    for text in ["1.0.1.0", "3.0.0.5", "4.0.0.1", "100.0.0.1"] {
      #expect(try !holds(list, text), "\(text)")
    }
  }
}
