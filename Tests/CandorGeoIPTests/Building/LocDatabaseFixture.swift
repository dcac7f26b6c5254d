import CandorModel
import Foundation

/// Makes a database of the IPFire Location project, as small as a test needs it.
struct LocDatabaseFixture {
  var createdAt: UInt64 = 1_667_023_194
  var systems: [(number: UInt32, name: String)] = []
  private var nodes: [(zero: UInt32, one: UInt32, network: UInt32)] = [(0, 0, .max)]
  private var networks: [UInt8] = []
  private var texts: [UInt8] = [0]

  /// Puts a network in; `flags` as in the format.
  mutating func add(_ network: String, asn: UInt32 = 0, country: String = "ZZ", flags: UInt16 = 0) {
    guard let prefix = IPPrefix(network) else { preconditionFailure("`\(network)` is no network") }
    var high = prefix.base.high
    var low = prefix.base.low
    var length = prefix.length
    if prefix.family == .v4 {
      high = 0
      low |= 0xffff_0000_0000
      length += 96
    }
    var node = 0
    for depth in 0..<length {
      let bit = depth < 64 ? high >> UInt64(63 - depth) & 1 : low >> UInt64(127 - depth) & 1
      var next = bit == 0 ? nodes[node].zero : nodes[node].one
      if next == 0 {
        next = UInt32(nodes.count)
        nodes.append((0, 0, .max))
        if bit == 0 { nodes[node].zero = next } else { nodes[node].one = next }
      }
      node = Int(next)
    }
    nodes[node].network = UInt32(networks.count / 12)
    networks += Array(country.utf8.prefix(2)) + [0, 0] + Self.bytes(asn)
    networks += [UInt8(flags >> 8), UInt8(truncatingIfNeeded: flags), 0, 0]
  }

  /// The bytes of the file.
  mutating func encoded() -> Data {
    func text(_ value: String, in texts: inout [UInt8]) -> UInt32 {
      let offset = UInt32(texts.count)
      texts += Array(value.utf8) + [0]
      return offset
    }
    var texts = texts
    let vendor = text("IPFire Project", in: &texts)
    let summary = text("a test", in: &texts)
    let license = text("CC BY-SA 4.0", in: &texts)
    var names: [UInt8] = []
    for system in systems {
      names += Self.bytes(system.number) + Self.bytes(text(system.name, in: &texts))
    }
    let tree = nodes.flatMap {
      Self.bytes($0.zero) + Self.bytes($0.one) + Self.bytes($0.network)
    }
    var file: [UInt8] = Array("LOCDBXX".utf8) + [1]
    file += Self.bytes(UInt32(createdAt >> 32)) + Self.bytes(UInt32(truncatingIfNeeded: createdAt))
    file += Self.bytes(vendor) + Self.bytes(summary) + Self.bytes(license)
    var offset = UInt32(8_192)
    let parts = [names, networks, tree, [], texts]
    for part in parts {
      file += Self.bytes(offset) + Self.bytes(UInt32(part.count))
      offset += UInt32(part.count)
    }
    file += [UInt8](repeating: 0, count: 8_192 - file.count)
    for part in parts { file += part }
    return Data(file)
  }

  /// The index in the file where the number of a part stands: systems, networks, nodes, countries,
  /// texts.
  static func headerOffset(ofPart part: Int, length: Bool) -> Int {
    16 + 12 + part * 8 + (length ? 4 : 0)
  }

  static func bytes(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
  }
}
