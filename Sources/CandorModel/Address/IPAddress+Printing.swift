extension IPAddress: CustomStringConvertible {
  /// The canonical text: dotted octets, or RFC 5952 (lower case, no leading zeros, the longest run
  /// of two or more zero groups as `::`, the first of equal ones).
  ///
  /// IPv4-mapped addresses end in dotted octets (RFC 5952 section 5); other embeddings depend on a
  /// prefix that the text does not name, and stay hexadecimal.
  public var description: String {
    String(unsafeUninitializedCapacity: 45) { buffer in
      var writer = Writer(buffer: buffer)
      if family == .v4 {
        writer.dotted(UInt32(truncatingIfNeeded: low))
      } else if high == 0, low >> 32 == 0xffff {
        writer.text("::ffff:")
        writer.dotted(UInt32(truncatingIfNeeded: low))
      } else {
        writer.groups(high: high, low: low)
      }
      return writer.count
    }
  }

  private struct Writer {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    var count = 0

    init(buffer: UnsafeMutableBufferPointer<UInt8>) {
      self.buffer = buffer
    }

    mutating func byte(_ value: UInt8) {
      buffer[count] = value
      count += 1
    }

    mutating func text(_ value: StaticString) {
      value.withUTF8Buffer { for unit in $0 { byte(unit) } }
    }

    mutating func dotted(_ number: UInt32) {
      for part in 0..<4 {
        if part > 0 { byte(UInt8(ascii: ".")) }
        let octet = UInt8(truncatingIfNeeded: number >> UInt32(24 - part * 8))
        if octet >= 100 { byte(UInt8(ascii: "0") + octet / 100) }
        if octet >= 10 { byte(UInt8(ascii: "0") + octet / 10 % 10) }
        byte(UInt8(ascii: "0") + octet % 10)
      }
    }

    mutating func groups(high: UInt64, low: UInt64) {
      func group(_ index: Int) -> UInt16 {
        index < 4
          ? UInt16(truncatingIfNeeded: high >> UInt64(48 - index * 16))
          : UInt16(truncatingIfNeeded: low >> UInt64(112 - index * 16))
      }
      var gapStart = 8
      var gapLength = 1
      var index = 0
      while index < 8 {
        var end = index
        while end < 8, group(end) == 0 { end += 1 }
        if end - index > gapLength {
          gapStart = index
          gapLength = end - index
        }
        index = end + 1
      }
      index = 0
      while index < 8 {
        if index == gapStart {
          text("::")
          index += gapLength
          continue
        }
        if index > 0, index != gapStart + gapLength { byte(UInt8(ascii: ":")) }
        hexadecimal(group(index))
        index += 1
      }
    }

    mutating func hexadecimal(_ value: UInt16) {
      var started = false
      for shift in [12, 8, 4, 0] as [UInt16] {
        let digit = UInt8(truncatingIfNeeded: value >> shift & 0xf)
        if digit == 0, !started, shift > 0 { continue }
        started = true
        byte(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}
