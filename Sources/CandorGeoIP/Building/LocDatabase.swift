import CandorModel
import Foundation

/// A database of the IPFire Location project: networks with AS number, country and flags, and the
/// names of the AS numbers.
///
/// Version 1 of the format, as far as it is used here: all numbers are big-endian; the file begins
/// with `LOCDBXX` and the version; a header names offset and length of its parts; the tree has
/// nodes of three 32-bit numbers (next node for bit 0, for bit 1, and the network that ends here or
/// 0xffffffff); a network is 12 bytes (country, 2 unused, AS number, flags, 2 unused); an AS is its
/// number and the offset of its name in a pool of texts that end with zero. IPv4 lies in
/// `::ffff:0:0/96`. Layout: https://git.ipfire.org/?p=location/libloc.git, `src/libloc/format.h`.
///
/// Nothing in the file is believed: every offset is checked before it is followed.
///
/// Thread safety: immutable; the bytes are a private read-only mapping.
struct LocDatabase {
  /// What the database knows of one network.
  struct Network: Equatable {
    /// The AS number; `nil` where the network is not announced.
    var asNumber: UInt32?
    /// Two letters; also `EU`, `AP` and the project's own codes for no country.
    var country: String
    var flags: Flags
  }

  /// What is special about a network.
  struct Flags: OptionSet, Hashable {
    let rawValue: UInt16
    static let anonymousProxy = Flags(rawValue: 1 << 0)
    static let satelliteProvider = Flags(rawValue: 1 << 1)
    static let anycast = Flags(rawValue: 1 << 2)
    /// Known as hostile; a packet filter may drop it.
    static let drop = Flags(rawValue: 1 << 3)
  }

  /// Where a part of the file lies.
  private struct Part {
    var offset: Int
    var length: Int
  }

  private let data: Data
  private let fileName: String
  private let systems: Part
  private let networks: Part
  private let nodes: Part
  private let texts: Part

  /// When the database was made, seconds since 1970.
  let createdAt: UInt64
  /// Who made it.
  let vendor: String
  /// Its licence.
  let license: String

  private static let magic = Array("LOCDBXX".utf8)
  private static let headerSize = 8 + 8 + 13 * 4
  private static let nodeSize = 12
  private static let networkSize = 12
  private static let noNetwork: UInt32 = 0xffff_ffff

  /// Opens a file.
  init(path: String) throws(LocationDataError) {
    let name = URL(filePath: path).lastPathComponent
    guard let data = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) else {
      throw .unreadable(name)
    }
    try self.init(data: data, fileName: name)
  }

  /// Reads the header of a file's bytes.
  init(data: Data, fileName: String) throws(LocationDataError) {
    guard data.count >= Self.headerSize, data.starts(with: Self.magic) else {
      throw .damaged(fileName, "expected it to begin with `LOCDBXX` and a header")
    }
    let version = data[data.startIndex + 7]
    guard version == 1 else {
      throw .damaged(fileName, "expected version `1` of the format, found `\(version)`")
    }
    func field(_ index: Int) -> Int { Int(Self.number32(data, at: 16 + index * 4)) }
    func part(_ index: Int, _ what: String, unit: Int) throws(LocationDataError) -> Part {
      let part = Part(offset: field(index), length: field(index + 1))
      guard part.offset <= data.count, part.length <= data.count - part.offset,
        part.length % unit == 0
      else { throw .damaged(fileName, "its \(what) lie outside of the file") }
      return part
    }
    systems = try part(3, "AS numbers", unit: 8)
    networks = try part(5, "networks", unit: Self.networkSize)
    nodes = try part(7, "nodes", unit: Self.nodeSize)
    texts = try part(11, "texts", unit: 1)
    guard nodes.length >= Self.nodeSize else { throw .damaged(fileName, "it has no nodes") }
    createdAt =
      UInt64(Self.number32(data, at: 8)) << 32 | UInt64(Self.number32(data, at: 12))
    self.data = data
    self.fileName = fileName
    vendor = try Self.text(in: data, texts, at: field(0), fileName)
    license = try Self.text(in: data, texts, at: field(2), fileName)
  }

  /// The names of all AS numbers.
  func organizations() throws(LocationDataError) -> [UInt32: String] {
    var names: [UInt32: String] = [:]
    names.reserveCapacity(systems.length / 8)
    for offset in stride(from: systems.offset, to: systems.offset + systems.length, by: 8) {
      let number = Self.number32(data, at: offset)
      let name = try Self.text(
        in: data, texts, at: Int(Self.number32(data, at: offset + 4)), fileName)
      if !name.isEmpty { names[number] = name }
    }
    return names
  }

  /// Calls `body` with every network, a network before the smaller ones within it.
  ///
  /// An address has what its smallest network says, which may be no AS number where a larger
  /// network around it has one.
  ///
  /// - Parameter body: gets the network in its own family, IPv4 no longer inside IPv6.
  func forEachNetwork(
    _ body: (IPPrefix, Network) throws(LocationDataError) -> Void
  ) throws(LocationDataError) {
    let nodeCount = nodes.length / Self.nodeSize
    // Each node is reached once in a tree; more visits than nodes are a circle.
    var visits = 0
    var pending = [(node: 0, address: IPAddress(v6High: 0, low: 0), depth: 0)]
    while let (node, address, depth) = pending.popLast() {
      visits += 1
      guard visits <= nodeCount else { throw .damaged(fileName, "its tree runs in a circle") }
      let at = nodes.offset + node * Self.nodeSize
      let index = Self.number32(data, at: at + 8)
      if index != Self.noNetwork {
        if let prefix = Self.prefix(address, depth: depth) {
          try body(prefix, try network(Int(index)))
        }
      }
      for bit in [1, 0] {
        let child = Int(Self.number32(data, at: at + bit * 4))
        // The root is nobody's child, so 0 means that there is none.
        if child == 0 { continue }
        guard child < nodeCount, depth < 128 else {
          throw .damaged(fileName, "its tree leads out of itself")
        }
        pending.append((child, bit == 1 ? Self.setting(depth, of: address) : address, depth + 1))
      }
    }
  }

  private func network(_ index: Int) throws(LocationDataError) -> Network {
    guard index < networks.length / Self.networkSize else {
      throw .damaged(fileName, "its tree leads to a network that is not there")
    }
    let at = networks.offset + index * Self.networkSize
    let letters = [data[data.startIndex + at], data[data.startIndex + at + 1]]
    let number = Self.number32(data, at: at + 4)
    return Network(
      asNumber: number == 0 ? nil : number,
      country: letters[0] == 0 ? "" : String(decoding: letters, as: UTF8.self),
      flags: Flags(rawValue: UInt16(truncatingIfNeeded: Self.number32(data, at: at + 8) >> 16)))
  }

  /// IPv4 for what lies in `::ffff:0:0/96`; `nil` for a network around all of it, which would name
  /// IPv4 and a part of IPv6 at once.
  private static func prefix(_ address: IPAddress, depth: Int) -> IPPrefix? {
    guard address.high == 0 else { return IPPrefix(address, length: depth) }
    if depth >= 96, address.low >> 32 == 0xffff {
      return IPPrefix(
        IPAddress(v4: UInt32(truncatingIfNeeded: address.low)), length: depth - 96)
    }
    return IPPrefix(address, length: depth).contains(IPAddress(v6High: 0, low: 0xffff_0000_0000))
      ? nil : IPPrefix(address, length: depth)
  }

  private static func setting(_ bit: Int, of address: IPAddress) -> IPAddress {
    bit < 64
      ? IPAddress(v6High: address.high | 1 << UInt64(63 - bit), low: address.low)
      : IPAddress(v6High: address.high, low: address.low | 1 << UInt64(127 - bit))
  }

  /// A number whose four bytes were found to lie inside of the data.
  private static func number32(_ data: Data, at offset: Int) -> UInt32 {
    data.withUnsafeBytes {
      UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
  }

  private static func text(
    in data: Data, _ texts: Part, at offset: Int, _ fileName: String
  ) throws(LocationDataError) -> String {
    guard offset < texts.length else { throw .damaged(fileName, "a text lies outside of it") }
    let start = data.startIndex + texts.offset + offset
    let rest = data[start..<(data.startIndex + texts.offset + texts.length)]
    guard let end = rest.firstIndex(of: 0) else {
      throw .damaged(fileName, "a text does not end")
    }
    return String(decoding: rest[..<end], as: UTF8.self)
  }
}
