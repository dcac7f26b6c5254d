import Testing

@testable import CandorUserAgentPatterns

struct AgentTableTests {
  private static let yaml = """
    user_agent_parsers:
      - regex: '(Chrome)/(\\d+)'
        family_replacement: 'C $1 é'
    os_parsers:
      - regex: 'Win(7|8)'
        os_replacement: 'Windows $1'
    device_parsers:
      - regex: 'HTC[_ ]([a-z]+)'
        regex_flag: 'i'
        brand_replacement: 'HTC'
    """

  @Test func aTableReadsBackEqual() throws {
    let table = try AgentFile.read(Array(Self.yaml.utf8), name: "test")
    let encoded = table.encoded()
    let back = try encoded.withUnsafeBufferPointer { try AgentTable(encoded: $0) }
    #expect(back == table)
    #expect(table.entries.map(\.line) == [2, 5, 8])
  }

  @Test func everyCutTableIsAnError() throws {
    let encoded = try AgentFile.read(Array(Self.yaml.utf8), name: "test").encoded()
    for length in 0..<encoded.count {
      #expect(throws: AgentFileError.self) {
        try Array(encoded.prefix(length)).withUnsafeBufferPointer { try AgentTable(encoded: $0) }
      }
    }
  }

  @Test func aChangedTableIsAnErrorOrATable() throws {
    let encoded = try AgentFile.read(Array(Self.yaml.utf8), name: "test").encoded()
    for index in encoded.indices {
      for bit in 0..<8 {
        var changed = encoded
        changed[index] ^= 1 << UInt8(bit)
        // Either answer will do; a crash or a number outside of its list will not.
        let table = changed.withUnsafeBufferPointer { try? AgentTable(encoded: $0) }
        for entry in table?.entries ?? [] {
          let literalCount = table?.literals.count ?? 0
          #expect(entry.clauses.joined().allSatisfy { $0 < literalCount })
        }
      }
    }
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func digestsOfTheStandard(text: String, expected: String) {
    #expect(SHA256Digest.hexadecimal(of: Array(text.utf8)) == expected)
  }

  @Test func aMillionLettersAsTheStandardHasThem() {
    #expect(
      SHA256Digest.hexadecimal(of: Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}
