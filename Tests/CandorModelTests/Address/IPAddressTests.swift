import CandorModel
import CandorTesting
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct IPAddressTests {
  @Test(arguments: [
    ("83.56.102.236", "83.56.102.236"), ("0.0.0.0", "0.0.0.0"),
    ("255.255.255.255", "255.255.255.255"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
    ("2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"),
    ("FF01:0:0:0:0:0:0:101", "ff01::101"), ("0:0:0:0:0:0:0:0", "::"),
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
    ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ("::ffff:83.56.102.236", "::ffff:83.56.102.236"), ("::ffff:5338:66ec", "::ffff:83.56.102.236"),
    ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
    ("::1.2.3.4", "::102:304"), ("fe80:0000:0000:0000:0001:0000:0000:0000", "fe80::1:0:0:0"),
  ])
  func readsAndPrintsCanonically(text: String, canonical: String) throws {
    #expect(try #require(IPAddress(text)).description == canonical)
  }

  @Test(arguments: [
    "", ".", ":", ":::", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.1000", "01.2.3.4",
    "1.2.3.4 ",
    " 1.2.3.4", "1.2.3.-4", "1.2.3.4/24", "1..2.3", "1.2.3.", "0x1.2.3.4", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1::2::3", ":1::2", "1::2:",
    "12345::", "g::1", "fe80::1%eth0", "[::1]", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "::01.2.3.4",
    "1.2.3.4::", "::ffff:1.2.3.4.5", "１.2.3.4", "1:2:3:4:5:6:7:", "\u{0}::1",
  ])
  func refusesEverythingElse(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func survivesTheRoundTripInBothFamilies() {
    var numbers = SeededNumbers(seed: 4)
    for _ in 0..<20_000 {
      let v4 = IPAddress(v4: UInt32(truncatingIfNeeded: numbers.next()))
      #expect(IPAddress(v4.description) == v4)
      let v6 = Self.random(&numbers)
      #expect(IPAddress(v6.description) == v6)
    }
  }

  @Test func agreesWithTheSystemOnTextsNearAnAddress() {
    var numbers = SeededNumbers(seed: 5)
    let alphabet = Array("0123456789abcdefABCDEF:.:.:g%/ ".utf8)
    var accepted = 0
    for _ in 0..<60_000 {
      var bytes =
        numbers.next() % 3 == 0
        ? Array(IPAddress(v4: UInt32(truncatingIfNeeded: numbers.next())).description.utf8)
        : Array(Self.random(&numbers).description.utf8)
      for _ in 0..<(numbers.next() % 4) where !bytes.isEmpty {
        let place = Int(numbers.next() % UInt64(bytes.count))
        let letter = alphabet[Int(numbers.next() % UInt64(alphabet.count))]
        switch numbers.next() % 3 {
        case 0: bytes[place] = letter
        case 1: bytes.insert(letter, at: place)
        default: bytes.remove(at: place)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let ours = IPAddress(text)
      #expect(ours == Self.systemAddress(text), "\(text)")
      accepted += ours == nil ? 0 : 1
    }
    #expect(accepted > 10_000)
  }

  @Test func ordersByFamilyAndNumber() {
    var numbers = SeededNumbers(seed: 6)
    for _ in 0..<2_000 {
      let one = Self.random(&numbers)
      let other = Self.random(&numbers)
      let sorted = one.high != other.high ? one.high < other.high : one.low < other.low
      #expect((one < other) == sorted)
      #expect(IPAddress(v4: .max) < one)
      #expect(!(one < one))
    }
  }

  @Test func neighboursAreOneApart() throws {
    let end = try #require(IPAddress("2001:db8::ffff:ffff:ffff:ffff"))
    #expect(end.successor == IPAddress("2001:db8:0:1::"))
    #expect(end.successor?.predecessor == end)
    #expect(IPAddress(v4: .max).successor == nil)
    #expect(IPAddress(v4: 0).predecessor == nil)
    #expect(IPAddress(v6High: .max, low: .max).successor == nil)
    #expect(IPAddress(v6High: 0, low: 0).predecessor == nil)
  }

  @Test(arguments: [
    ("2001:db8::1", "2001:db8::ffff", 112), ("2001:db8::", "2001:db8:0:1::", 63),
    ("1.2.3.4", "1.2.3.5", 31), ("1.2.3.4", "1.2.3.4", 32), ("::1", "::1", 128),
    ("128.0.0.0", "1.0.0.0", 0), ("1.2.3.4", "::102:304", 0),
  ])
  func countsCommonBits(one: String, other: String, length: Int) throws {
    let first = try #require(IPAddress(one))
    let second = try #require(IPAddress(other))
    #expect(first.commonPrefixLength(with: second) == length)
    #expect(second.commonPrefixLength(with: first) == length)
    for bits in 0...first.family.bitWidth where first.family == second.family {
      let isShared = first.masked(to: bits) == second.masked(to: bits)
      #expect(first.shares(prefixLength: bits, with: second) == isShared)
    }
  }

  /// An address with groups of zeros, as real ones have them.
  static func random(_ numbers: inout SeededNumbers) -> IPAddress {
    var mask = numbers.next() & numbers.next()
    var halves: [UInt64] = []
    for _ in 0..<2 {
      var half: UInt64 = 0
      for _ in 0..<4 {
        half = half << 16 | (mask & 1 == 0 ? 0 : numbers.next() & 0xffff >> (mask & 12))
        mask >>= 3
      }
      halves.append(half)
    }
    return IPAddress(v6High: halves[0], low: halves[1])
  }

  private static func systemAddress(_ text: String) -> IPAddress? {
    var v4 = in_addr()
    if inet_pton(AF_INET, text, &v4) == 1 { return IPAddress(v4: UInt32(bigEndian: v4.s_addr)) }
    var v6 = in6_addr()
    guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
    return withUnsafeBytes(of: &v6) { bytes in
      IPAddress(
        v6High: UInt64(bigEndian: bytes.load(as: UInt64.self)),
        low: UInt64(bigEndian: bytes.load(fromByteOffset: 8, as: UInt64.self)))
    }
  }
}
