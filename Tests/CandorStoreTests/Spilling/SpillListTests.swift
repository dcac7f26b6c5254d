import CandorStore
import Testing

/// Byte strings on disk.
@Suite struct SpillListTests {
  private static func strings(_ texts: [String]) -> ByteStrings {
    var strings = ByteStrings()
    for text in texts { Array(text.utf8).withUnsafeBufferPointer { strings.append($0) } }
    return strings
  }

  private static func texts(_ strings: ByteStrings) -> [String] {
    strings.withAll { $0.map { String(decoding: $0, as: UTF8.self) } }
  }

  @Test func whatWasAddedIsReadByPosition() throws {
    let list = try SpillList()
    #expect(Self.texts(try list.items(0..<0)) == [])
    #expect(try list.byteCounts(0..<0) == [])
    try list.append(Array("one".utf8))
    try list.append(Self.strings(["", "two", "a longer one", ""]))
    try list.append(Self.strings([]))
    try list.append([UInt8]())
    try list.append(Self.strings(["last"]))
    #expect(list.count == 7)
    let all = ["one", "", "two", "a longer one", "", "", "last"]
    #expect(Self.texts(try list.items(0..<7)) == all)
    for first in 0..<7 {
      for end in first...7 {
        #expect(Self.texts(try list.items(first..<end)) == all[first..<end].map { $0 })
      }
      #expect(try list.byteCounts(first..<7) == all[first...].map(\.utf8.count))
      #expect(String(decoding: try list.item(first), as: UTF8.self) == all[first])
    }
  }

  /// What is longer than a file's buffer is written from where it is.
  @Test func longOnesStandBehindShortOnes() throws {
    let list = try SpillList()
    let long = (0..<3).map { String(repeating: "\($0)", count: 300_000 + $0) }
    try list.append(Self.strings(["short"]))
    try list.append(Self.strings(long))
    try list.append(Self.strings(["end"]))
    #expect(Self.texts(try list.items(0..<5)) == ["short"] + long + ["end"])
    #expect(try list.item(2).count == 300_001)
  }

  @Test func listsAreJoined() {
    var strings = Self.strings(["a", ""])
    strings.append(Self.strings([]))
    strings.append(Self.strings(["bc", "d"]))
    #expect(strings.count == 4)
    #expect(Self.texts(strings) == ["a", "", "bc", "d"])
  }
}
