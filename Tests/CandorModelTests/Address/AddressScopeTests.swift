import CandorModel
import Testing

@Suite struct AddressScopeTests {
  /// First and last address of each range, and the neighbours that are not in it.
  @Test(
    arguments: [
      ("9.255.255.255", .global), ("10.0.0.0", .private), ("10.255.255.255", .private),
      ("11.0.0.0", .global), ("100.63.255.255", .global), ("100.64.0.0", .shared),
      ("100.127.255.255", .shared), ("100.128.0.0", .global), ("0.0.0.0", .unspecified),
      ("0.0.0.1", .reserved), ("127.0.0.1", .loopback), ("127.255.255.255", .loopback),
      ("169.254.0.0", .linkLocal), ("169.253.255.255", .global), ("169.255.0.0", .global),
      ("172.15.255.255", .global), ("172.16.0.0", .private), ("172.31.255.255", .private),
      ("172.32.0.0", .global), ("192.0.0.0", .reserved), ("192.0.0.9", .global),
      ("192.0.0.10", .global), ("192.0.0.11", .reserved), ("192.0.1.0", .global),
      ("192.0.2.1", .documentation), ("192.88.99.1", .reserved), ("192.167.255.255", .global),
      ("192.168.0.0", .private), ("192.168.255.255", .private), ("192.169.0.0", .global),
      ("198.17.255.255", .global), ("198.18.0.0", .benchmarking),
      ("198.19.255.255", .benchmarking), ("198.20.0.0", .global), ("198.51.100.7", .documentation),
      ("198.51.101.0", .global), ("203.0.113.255", .documentation), ("203.0.114.0", .global),
      ("223.255.255.255", .global), ("224.0.0.0", .multicast), ("239.255.255.255", .multicast),
      ("240.0.0.0", .reserved), ("255.255.255.255", .reserved),
      ("::", .unspecified), ("::1", .loopback), ("::2", .reserved), ("::ffff:1.2.3.4", .reserved),
      ("64:ff9b::1.2.3.4", .global), ("64:ff9b:1::1", .reserved), ("100::1", .reserved),
      ("1fff::1", .reserved), ("2000::1", .global), ("2001::1", .global), ("2001:1::1", .global),
      ("2001:1::3", .global), ("2001:1::4", .reserved), ("2001:2::1", .benchmarking),
      ("2001:2:1::1", .reserved), ("2001:3::1", .global), ("2001:4:112::1", .global),
      ("2001:4:113::1", .reserved), ("2001:10::1", .reserved), ("2001:20::1", .global),
      ("2001:3f:ffff::1", .global), ("2001:40::1", .reserved), ("2001:1ff::1", .reserved),
      ("2001:200::1", .global), ("2001:db8::1", .documentation), ("2001:db9::1", .global),
      ("2a02:9130::1", .global), ("3fff:fff::1", .documentation), ("3fff:1000::1", .global),
      ("4000::1", .reserved), ("5f00::1", .reserved), ("fbff::1", .reserved),
      ("fc00::1", .uniqueLocal), ("fdff:ffff::1", .uniqueLocal), ("fe7f::1", .reserved),
      ("fe80::1", .linkLocal), ("febf::1", .linkLocal), ("fec0::1", .reserved),
      ("ff00::1", .multicast), ("ff02::1", .multicast),
    ] as [(String, AddressScope)])
  func knowsTheSpecialRanges(text: String, scope: AddressScope) throws {
    #expect(try #require(IPAddress(text)).scope == scope)
  }

  @Test func onlyGlobalAddressesCanHaveAPlace() {
    #expect(AddressScope.allCases.filter(\.isGlobal) == [.global])
    #expect(AddressScope.allCases.map(\.rawValue).contains("link-local"))
  }
}
