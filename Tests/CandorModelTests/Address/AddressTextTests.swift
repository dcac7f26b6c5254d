import CandorModel
import CandorTesting
import Testing

@Suite struct AddressTextTests {
  @Test(
    arguments: [
      ("83.56.102.236", "83.56.102.236", .none, false),
      ("  83.56.102.236\r\n", "83.56.102.236", .none, false),
      ("83.56.102.236:51234", "83.56.102.236", .none, false),
      ("[83.56.102.236]:443", "83.56.102.236", .none, false),
      ("[2a02:9130::1]", "2a02:9130::1", .none, false),
      ("[2a02:9130::1]:51234", "2a02:9130::1", .none, false),
      ("2A02:9130:0::1", "2a02:9130::1", .none, false), ("fe80::1%eth0", "fe80::1", .none, false),
      ("[fe80::1%25en0]:80", "fe80::1", .none, false),
      ("::ffff:83.56.102.236", "83.56.102.236", .mapped, false),
      ("[::ffff:83.56.102.236]:80", "83.56.102.236", .mapped, false),
      ("::FFFF:5338:66EC", "83.56.102.236", .mapped, false),
      ("2002:5338:66ec::1", "83.56.102.236", .sixToFour, false),
      ("2001:0:4136:e378:8000:63bf:acc7:9913", "83.56.102.236", .teredo, false),
      ("64:ff9b::83.56.102.236", "83.56.102.236", .nat64, false),
      ("10.0.0.1, 83.56.102.236, 8.8.8.8", "83.56.102.236", .none, true),
      ("unknown, 192.168.1.1,[2a02:9130::1]:80", "2a02:9130::1", .none, true),
      ("192.168.1.1, 10.0.0.1", "192.168.1.1", .none, true),
      ("not an address, 83.56.102.236:80", "83.56.102.236", .none, true),
      ("83.56.102.236,", "83.56.102.236", .none, true), ("::", "::", .none, false),
    ] as [(String, String, NormalizedAddress.Embedding, Bool)])
  func normalizes(
    text: String, address: String, embedding: NormalizedAddress.Embedding, isFromList: Bool
  ) throws {
    let normalized = try #require(AddressText.normalize(text).value)
    #expect(normalized.text == address)
    #expect(normalized.raw == text)
    #expect(normalized.embedding == embedding)
    #expect(normalized.isFromList == isFromList)
    #expect(normalized.scope == IPAddress(address)?.scope)
  }

  @Test(arguments: [
    "", "   ", "-", " - ", "unknown", "UNKNOWN", "Not Available", "not available", "null", "Null",
    "0.0.0.0", "0.0.0.0:80", "::ffff:0.0.0.0", "unknown, -", ",", "\t\n",
  ])
  func placeholdersAreAbsent(text: String) {
    #expect(AddressText.normalize(text) == .absent)
  }

  @Test(arguments: [
    "localhost", "83.56.102", "83.56.102.236:", "83.56.102.236:65536", "83.56.102.236:8x",
    "[2a02:9130::1", "[2a02:9130::1]x", "[2a02:9130::1]:", "2a02:9130::1]", "fe80::1%",
    "83.56.102.236%eth0", "83.56.102.236/32", "garbage, more garbage", "83,56,102,236", "[]", "[",
    "::ffff:83.56.102.236:80", "--", "::1 ::2",
  ])
  func failsOnWhatIsNoAddress(text: String) {
    #expect(AddressText.normalize(text) == .failed)
  }

  @Test func aListOfAnyLengthHasALimit() {
    let long = String(repeating: "10.0.0.1,", count: 1000) + "83.56.102.236"
    #expect(long.utf8.count > AddressText.maximumLength)
    #expect(AddressText.normalize(long) == .failed)
    let short = String(repeating: "10.0.0.1,", count: 400) + "83.56.102.236"
    #expect(AddressText.normalize(short).value?.text == "83.56.102.236")
  }

  @Test func mappedEqualsPlainAndTheResultIsAFixedPoint() throws {
    var numbers = SeededNumbers(seed: 9)
    for _ in 0..<5_000 {
      let number = UInt32(truncatingIfNeeded: numbers.next() | 1)
      let plain = IPAddress(v4: number)
      let forms = [
        IPAddress(v6High: 0, low: 0xffff_0000_0000 | UInt64(number)),
        IPAddress(v6High: 0x2002 << 48 | UInt64(number) << 16, low: numbers.next()),
        IPAddress(v6High: 0x2001_0000 << 32 | numbers.next() >> 32, low: UInt64(~number)),
        IPAddress(v6High: 0x0064_ff9b << 32, low: UInt64(number)),
      ]
      for form in forms {
        let normalized = try #require(AddressText.normalize(form.description).value)
        #expect(normalized.address == plain)
        #expect(AddressText.normalize(normalized.text).value?.address == plain)
      }
    }
  }

  @Test func anyBytesAreAnswered() {
    var numbers = SeededNumbers(seed: 10)
    let alphabet = Array("0123456789abcf:.,[]%/ -\u{0}\u{7f}".utf8) + [0xff, 0xc3]
    for _ in 0..<30_000 {
      let bytes = (0..<(numbers.next() % 48)).map { _ in
        alphabet[Int(numbers.next() % UInt64(alphabet.count))]
      }
      let reading = bytes.withUnsafeBufferPointer { AddressText.read($0) }
      guard let address = reading.value?.address else { continue }
      #expect(AddressText.normalize(address.description).value?.address == address)
    }
  }
}
