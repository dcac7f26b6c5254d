import CandorModel
import Testing

@Suite struct AddressCuttingTests {
  @Test(
    arguments: [
      ("81.2.69.160", "81.2.69.0/24"),
      ("from 81.2.69.160, then (175.16.199.5).", "from 81.2.69.0/24, then (175.16.199.0/24)."),
      ("81.2.69.160:443", "81.2.69.0/24:443"), ("ip:81.2.69.160", "ip:81.2.69.0/24"),
      ("[2001:db8:1:2::3]:443", "[2001:db8:1::/48]:443"),
      ("2001:DB8:1:2:3:4:5:6:", "2001:db8:1::/48:"),
      ("::ffff:81.2.69.160", "81.2.69.0/24"), ("fe80::1%eth0", "fe80::/48%eth0"),
      ("81.2.69.160/27", "81.2.69.0/24"), ("81.2.69.160/8", "81.0.0.0/8"),
      ("81.2.69.160/175.16.199.5", "81.2.69.0/24/175.16.199.0/24"),
      ("2001:db8:1:2::/64.", "2001:db8:1::/48."),
    ] as [(String, String)])
  func cuts(text: String, expected: String) {
    #expect(AddressText.cuttingAddresses(in: text) == expected)
  }

  @Test(arguments: [
    "", "nothing to cut", "81.2.69.0/24", "2001:db8::/32 and 10.0.0.0/8", "0.0.0.0", "::",
    "Chrome 120.0.0.0", "Chrome 120.0.6099.130", "at 2026-03-02T09:00:00Z", "std::array",
    "1.2.3", "2,280.4 km", "café – 12:30:05",
  ])
  func leavesAlone(text: String) {
    #expect(AddressText.cuttingAddresses(in: text) == text)
  }
}
