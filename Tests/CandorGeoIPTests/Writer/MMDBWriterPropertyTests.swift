import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorGeoIP

@Suite("MMDB writer, random networks")
struct MMDBWriterPropertyTests {
  private func randomNetworks(
    _ count: Int, _ numbers: inout SeededNumbers
  ) -> [(network: IPPrefix, value: Int)] {
    (0..<count).map { index in
      // Few different leading bits, so that the networks lie in one another and side by side.
      let length = Int.random(in: 4...32, using: &numbers)
      if Bool.random(using: &numbers) {
        let number =
          UInt32.random(in: 0..<64, using: &numbers) << 26
          | UInt32.random(in: 0..<16, using: &numbers) << 8
        return (IPPrefix(IPAddress(v4: number), length: length), index % 7)
      }
      let high = 0x2a00_0000_0000_0000 | UInt64.random(in: 0..<32, using: &numbers) << 44
      return (
        IPPrefix(IPAddress(v6High: high, low: UInt64(index) << 50), length: length * 3), index % 7
      )
    }
  }

  /// The value an address must have, found by looking at every network.
  private func expected(
    _ address: IPAddress, in networks: [(network: IPPrefix, value: Int)],
    overlap: MMDBWriter.Overlap
  ) -> Int? {
    var best: (length: Int, value: Int)?
    for (network, value) in networks where network.contains(address) {
      if overlap == .latestWins || network.length >= best?.length ?? 0 {
        best = (network.length, value)
      }
    }
    return best?.value
  }

  @Test(
    "every network and the addresses just outside answer as inserted",
    arguments: [1, 2, 3, 4, 5, 6], [true, false])
  func agreement(seed: UInt64, merges: Bool) throws {
    for overlap in [MMDBWriter.Overlap.mostSpecificWins, .latestWins] {
      var numbers = SeededNumbers(seed: seed)
      let networks = randomNetworks(150, &numbers)
      var writer = MMDBWriter(
        metadata: .init(databaseType: "Candor-Test", buildEpoch: 1, description: [:]),
        overlap: overlap, mergesEqualNeighbors: merges)
      for (network, value) in networks {
        try writer.insert(["n": .uint32(UInt32(value))], into: network)
      }
      let path = FileManager.default.temporaryDirectory
        .appending(path: "candor-property-\(UUID().uuidString).mmdb").path
      defer { try? FileManager.default.removeItem(atPath: path) }
      let bytes = try writer.encoded()
      #expect(bytes == (try writer.encoded()))
      try Data(bytes).write(to: URL(filePath: path))
      let library = try MaxMindLibrary(path: path)
      for (network, _) in networks {
        let addresses = [
          network.base, network.last, network.base.predecessor, network.last.successor,
        ]
        for case let address? in addresses {
          let wanted = expected(address, in: networks, overlap: overlap)
          let answer = try library.answer(for: address)
          #expect(answer.value == wanted.map { ["n": .uint32(UInt32($0))] })
        }
      }
    }
  }

  @Test("with most-specific-wins the order changes no answer and not the size")
  func order() throws {
    var numbers = SeededNumbers(seed: 9)
    let networks = randomNetworks(300, &numbers)
      .reduce(into: [IPPrefix: Int]()) { $0[$1.network] = $1.value }
      .sorted { $0.key < $1.key }
    var sizes: Set<Int> = []
    for round in 0..<3 {
      var writer = MMDBWriter(
        metadata: .init(databaseType: "Candor-Test", buildEpoch: 1, description: [:]))
      for value in 0..<7 { _ = try writer.add(.uint32(UInt32(value))) }
      var shuffled = networks
      if round > 0 { shuffled.shuffle(using: &numbers) }
      for (network, value) in shuffled {
        try writer.insert(.uint32(UInt32(value)), into: network)
      }
      sizes.insert(try writer.encoded().hashValue)
    }
    #expect(sizes.count == 1)
  }
}
