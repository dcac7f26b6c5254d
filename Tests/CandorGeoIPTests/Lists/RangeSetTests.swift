import CandorModel
import CandorTesting
import Testing

@testable import CandorGeoIP

@Suite struct RangeSetTests {
  @Test func agreesWithTryingEveryNetwork() {
    var numbers = SeededNumbers(seed: 14)
    for round in 0..<40 {
      var entries: [RangeSet.Entry] = []
      for value in 0..<UInt32(numbers.next() % 60) {
        // Few bits differ, so that networks nest and touch.
        let bits = numbers.next() & 0xff
        let prefix =
          numbers.next() % 2 == 0
          ? IPPrefix(IPAddress(v4: UInt32(bits) << 24), length: Int(numbers.next() % 9))
          : IPPrefix(
            IPAddress(v6High: bits << 56, low: 0), length: Int(numbers.next() % 9))
        entries.append(RangeSet.Entry(prefix: prefix, value: value))
      }
      let set = RangeSet(entries)
      for bits in 0..<256 as Range<UInt64> {
        for address in [
          IPAddress(v4: UInt32(bits) << 24), IPAddress(v4: UInt32(bits) << 24 | 0xff_ffff),
          IPAddress(v6High: bits << 56, low: 0),
          IPAddress(v6High: bits << 56 | .max >> 8, low: .max),
        ] {
          // The longest; of two equal ones the later.
          var best: RangeSet.Entry?
          for entry in entries where entry.prefix.contains(address) {
            if entry.prefix.length >= best?.prefix.length ?? 0 { best = entry }
          }
          #expect(set.entry(for: address) == best, "round \(round)")
        }
      }
    }
  }

  @Test func anEmptySetHoldsNothing() {
    let set = RangeSet([])
    #expect(set.isEmpty && set.value(for: IPAddress(v4: 0)) == nil)
    #expect(set.value(for: IPAddress(v6High: 0, low: 0)) == nil)
  }

  @Test func looksUpAHundredThousandNetworksInMicroseconds() {
    var numbers = SeededNumbers(seed: 15)
    let entries = (0..<100_000).map { index in
      RangeSet.Entry(
        prefix: IPPrefix(
          IPAddress(v4: UInt32(truncatingIfNeeded: numbers.next())),
          length: 12 + Int(numbers.next() % 21)), value: UInt32(index))
    }
    let set = RangeSet(entries)
    let clock = ContinuousClock()
    var hits = 0
    let time = clock.measure {
      for _ in 0..<100_000 {
        let address = IPAddress(v4: UInt32(truncatingIfNeeded: numbers.next()))
        hits += set.value(for: address) == nil ? 0 : 1
      }
    }
    // A debug build on a busy machine: some ten times what a release build takes.
    #expect(time < .seconds(3), "\(time / 100_000) each")
    #expect(hits > 10_000)
  }
}
