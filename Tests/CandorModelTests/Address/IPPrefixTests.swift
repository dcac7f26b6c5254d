import CandorModel
import CandorTesting
import Testing

@Suite struct IPPrefixTests {
  @Test(arguments: [
    ("10.1.2.3/8", "10.0.0.0/8"), ("0.0.0.0/0", "0.0.0.0/0"), ("1.2.3.4", "1.2.3.4/32"),
    ("2001:db8::1/32", "2001:db8::/32"), ("::/0", "::/0"), ("::1", "::1/128"),
    ("ffff:ffff:ffff:ffff:ffff::/65", "ffff:ffff:ffff:ffff:8000::/65"),
  ])
  func readsAndMasks(text: String, canonical: String) throws {
    let prefix = try #require(IPPrefix(text))
    #expect(prefix.description == canonical)
    #expect(IPPrefix(canonical) == prefix)
  }

  @Test(arguments: [
    "", "/8", "1.2.3.4/", "1.2.3.4/33", "::/129", "1.2.3.4/08", "1.2.3.4/-1", "x/8",
  ])
  func refusesWhatIsNoNetwork(text: String) {
    #expect(IPPrefix(text) == nil)
  }

  @Test func containsExactlyFromBaseThroughLast() {
    var numbers = SeededNumbers(seed: 7)
    for _ in 0..<4_000 {
      let address =
        numbers.next() % 2 == 0
        ? IPAddress(v4: UInt32(truncatingIfNeeded: numbers.next()))
        : IPAddress(v6High: numbers.next(), low: numbers.next())
      let length = Int(numbers.next() % UInt64(address.family.bitWidth + 1))
      let prefix = IPPrefix(address, length: length)
      #expect(prefix.contains(address) && prefix.contains(prefix.base))
      #expect(prefix.contains(prefix.last))
      if let before = prefix.base.predecessor { #expect(!prefix.contains(before)) }
      if let behind = prefix.last.successor { #expect(!prefix.contains(behind)) }
      #expect(prefix.contains(IPPrefix(address, length: length + 1)))
      #expect(length == 0 || !prefix.contains(IPPrefix(address, length: length - 1)))
    }
    #expect(IPPrefix("0.0.0.0/0")?.contains(IPAddress(v6High: 0, low: 1)) == false)
  }

  @Test func coversRangesExactlyAndShortly() throws {
    var numbers = SeededNumbers(seed: 8)
    for _ in 0..<500 {
      var ends = [numbers.next(), numbers.next()].map { UInt32(truncatingIfNeeded: $0) }
      ends.sort()
      let prefixes = IPPrefix.covering(
        from: IPAddress(v4: ends[0]), through: IPAddress(v4: ends[1]))
      #expect(prefixes.count <= 62)
      var next: IPAddress? = IPAddress(v4: ends[0])
      for prefix in prefixes {
        #expect(prefix.base == next)
        next = prefix.last.successor
      }
      #expect(prefixes.last?.last == IPAddress(v4: ends[1]))
    }
    let all = IPPrefix.covering(
      from: IPAddress(v6High: 0, low: 0), through: IPAddress(v6High: .max, low: .max))
    #expect(all.map(\.description) == ["::/0"])
    #expect(IPPrefix.covering(from: IPAddress(v4: 2), through: IPAddress(v4: 1)).isEmpty)
    #expect(
      IPPrefix.covering(from: IPAddress(v4: 2), through: IPAddress(v6High: 0, low: 3)).isEmpty)
  }
}
