extension IPAddress {
  /// The network that stands for an address where nobody may be named: /24 for IPv4, /48 for IPv6.
  package var shownNetwork: IPPrefix { IPPrefix(self, length: family == .v4 ? 24 : 48) }
}

extension AddressText {
  /// A text in which every address is cut to its network, wherever it stands.
  ///
  /// A network that is as large already stays, and so does what names no host: `0.0.0.0`, `::`, and
  /// what is zero behind its first octet, as versions are (`120.0.0.0`).
  package static func cuttingAddresses(in text: String) -> String {
    var text = text
    guard let cut = text.withUTF8({ cuttingAddresses(in: $0) }) else { return text }
    return String(decoding: cut, as: UTF8.self)
  }

  /// - Returns: `nil` where nothing has to be cut.
  private static func cuttingAddresses(in bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var copied = 0
    var index = 0
    while index < bytes.count {
      guard isAddressByte(bytes[index]) else {
        index += 1
        continue
      }
      var end = index + 1
      while end < bytes.count, isAddressByte(bytes[end]) { end += 1 }
      while index < end {
        guard let found = network(in: bytes, from: index, to: end) else {
          index += 1
          continue
        }
        result.append(contentsOf: bytes[copied..<index])
        result.append(contentsOf: found.network.description.utf8)
        copied = found.end
        index = found.end
      }
    }
    guard copied > 0 else { return nil }
    result.append(contentsOf: bytes[copied...])
    return result
  }

  /// The network of the longest address that begins at an index, and where what it replaces ends.
  private static func network(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
  ) -> (network: IPPrefix, end: Int)? {
    // No address is written with more than 45 bytes or fewer than two.
    var stop = min(end, start + 45)
    while stop >= start + 2 {
      let written = UnsafeBufferPointer(rebasing: bytes[start..<stop])
      if let address = IPAddress(utf8: written), stands(address, in: bytes, from: start, to: stop) {
        if let (length, behind) = prefixLength(in: bytes, at: stop, of: address.family) {
          return (IPPrefix(address, length: min(length, address.shownNetwork.length)), behind)
        }
        let hostBits = address.family == .v4 ? address.low & 0xff_ffff : address.high | address.low
        return hostBits == 0 ? nil : (embedded(in: address).address.shownNetwork, stop)
      }
      stop -= 1
    }
    return nil
  }

  /// Whether an address is not a part of something longer: a number, or for IPv6 a word.
  private static func stands(
    _ address: IPAddress, in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to stop: Int
  ) -> Bool {
    let isPart = address.family == .v4 ? isDigit : isAlphanumeric
    return !(start > 0 && isPart(bytes[start - 1])) && !(stop < bytes.count && isPart(bytes[stop]))
  }

  /// The `/27` behind an address, and where it ends.
  private static func prefixLength(
    in bytes: UnsafeBufferPointer<UInt8>, at slash: Int, of family: IPAddress.Family
  ) -> (length: Int, end: Int)? {
    guard slash < bytes.count, bytes[slash] == UInt8(ascii: "/") else { return nil }
    var end = slash + 1
    var length = 0
    while end < bytes.count, end < slash + 4, isDigit(bytes[end]) {
      length = length * 10 + Int(bytes[end] - UInt8(ascii: "0"))
      end += 1
    }
    guard end > slash + 1, length <= family.bitWidth else { return nil }
    // In `81.2.69.160/175.16.199.5` another address stands behind the slash.
    let isLonger =
      end < bytes.count
      && (isAlphanumeric(bytes[end])
        || isAddressByte(bytes[end]) && end + 1 < bytes.count && isAlphanumeric(bytes[end + 1]))
    return isLonger ? nil : (length, end)
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x66).contains(byte | 0x20) || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: ":")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7a).contains(byte | 0x20)
  }
}
